using CharityLink.Kernel;

namespace CharityLink.Tests.Kernel;

public sealed class PlainTextTests
{
    [Theory]
    [InlineData("江门市慈善会")]
    [InlineData("O'Brien & Söhne (Jiangmen) 🧧")]
    public void A_name_in_any_script_is_fine(string name) => Assert.Null(PlainText.Check(name, "name", PlainText.NameMax));

    [Theory]
    [InlineData(null, "text_missing")]
    [InlineData("", "text_missing")]
    [InlineData(" 　\t", "text_missing")]
    [InlineData("a\0b", "text_forbidden_character")]
    [InlineData("a\nb", "text_forbidden_character")]
    [InlineData("a\u202eb", "text_forbidden_character")]
    [InlineData("a\u200bb", "text_forbidden_character")]
    [InlineData("a\ufffdb", "text_forbidden_character")]
    [InlineData("a\ud800b", "text_forbidden_character")]
    [InlineData("a\u2028b", "text_forbidden_character")]
    [InlineData("a\ue000b", "text_forbidden_character")]
    public void What_nobody_can_see_is_refused(string? name, string code) => Assert.Equal(code, PlainText.Check(name, "name", PlainText.NameMax)?.Code);

    [Fact]
    public void The_longest_name_fits_and_one_more_does_not()
    {
        Assert.Null(PlainText.Check(new string('名', PlainText.NameMax), "name", PlainText.NameMax));
        var refusal = PlainText.Check(new string('名', PlainText.NameMax + 1), "name", PlainText.NameMax);
        Assert.Equal(("text_too_long", "name", "100"), (refusal?.Code, refusal?.Field, refusal?.Values[0]));
    }

    [Fact]
    public void A_note_may_have_lines_but_nothing_else_that_is_unseen()
    {
        Assert.Null(PlainText.Check("one\r\ntwo", "note", 100, lines: true));
        Assert.Equal("text_forbidden_character", PlainText.Check("one\ttwo", "note", 100, lines: true)?.Code);
    }

    [Fact]
    public void An_optional_text_may_be_empty_but_not_wrong()
    {
        Assert.Null(PlainText.CheckOptional("", "note", 10));
        Assert.Equal("text_too_long", PlainText.CheckOptional(new string('a', 11), "note", 10)?.Code);
    }
}
