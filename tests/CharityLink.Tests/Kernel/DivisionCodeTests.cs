using System.Text.Json;
using CharityLink.Kernel;

namespace CharityLink.Tests.Kernel;

public sealed class DivisionCodeTests
{
    [Theory]
    [InlineData("440700", Level.City, null)]
    [InlineData("440703", Level.County, "440700")]
    [InlineData("440703101", Level.Town, "440703")]
    [InlineData("440703101001", Level.Village, "440703101")]
    public void A_code_tells_its_level_and_what_is_above(string text, Level level, string? parent)
    {
        var code = DivisionCode.Parse(text);
        Assert.Equal((level, parent), (code.Level, code.Parent?.Value));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("4407")]
    [InlineData("44070a")]
    [InlineData("４４０７００")]
    [InlineData("4407031010011")]
    public void What_has_not_the_form_of_a_code_is_none(string? text)
    {
        Assert.False(DivisionCode.TryParse(text, out var code));
        Assert.Equal("", code.Value);
        Assert.Throws<FormatException>(() => DivisionCode.Parse(text ?? ""));
    }

    [Fact]
    public void A_division_contains_itself_and_what_lies_below_and_nothing_else()
    {
        var path = DivisionCode.Parse("440703101001").PathFromCity.ToList();
        Assert.Equal("440700 440703 440703101 440703101001", string.Join(" ", path));
        Assert.All(path.Index(), upper => Assert.All(path.Index(), lower => Assert.Equal(upper.Index <= lower.Index, upper.Item.Contains(lower.Item))));
        Assert.False(DivisionCode.Parse("440703").Contains(DivisionCode.Parse("440704")));
        Assert.False(DivisionCode.Parse("440700").Contains(DivisionCode.Parse("440100")));
    }

    [Fact]
    public void The_default_lies_nowhere_and_contains_nothing()
    {
        Assert.Empty(default(DivisionCode).PathFromCity);
        Assert.Null(default(DivisionCode).Parent);
        Assert.False(default(DivisionCode).Contains(DivisionCode.Parse("440700")));
        Assert.False(default(DivisionCode).Contains(default));
        Assert.Throws<InvalidOperationException>(() => default(DivisionCode).Level);
    }

    [Fact]
    public void In_JSON_a_code_is_its_digits() =>
        Assert.Equal(DivisionCode.Parse("440703"), JsonSerializer.Deserialize<DivisionCode>(JsonSerializer.Serialize(DivisionCode.Parse("440703"))));
}
