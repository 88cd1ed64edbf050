using CharityLink.People;

namespace CharityLink.Tests.People;

public sealed class PersonTextTests
{
    [Theory]
    [InlineData("陈美玲")]
    [InlineData("  Mary O'Brien-Łukasz  ")]
    [InlineData("𠮷野家")]
    [InlineData("阿依古丽·买买提")]
    [InlineData("می‌خواهم")]
    public void A_name_is_kept_trimmed(string text)
    {
        Assert.Null(PersonText.Name(text, "name", out var name));
        Assert.Equal(text.Trim(), name);
    }

    [Fact]
    public void A_name_of_a_hundred_characters_is_kept_whatever_they_weigh()
    {
        Assert.Null(PersonText.Name(string.Concat(Enumerable.Repeat("𠮷", 100)), "name", out _));
        Assert.Equal("name_too_long", PersonText.Name(new string('a', 101), "name", out _)?.Code);
        Assert.Equal("name_too_long", PersonText.Name("a" + new string('\u0301', 500), "name", out _)?.Code);
        Assert.Equal("name_too_long", PersonText.Name(new string('好', 1_000_000), "name", out _)?.Code);
    }

    [Theory]
    [InlineData(null, "name_missing")]
    [InlineData("", "name_missing")]
    [InlineData(" \u3000\t", "name_missing")]
    [InlineData("a\0b", "name_has_control_characters")]
    [InlineData("a\u001bb", "name_has_control_characters")]
    [InlineData("a\nb", "name_has_control_characters")]
    [InlineData("a\u0085b", "name_has_control_characters")]
    [InlineData("a\u202eb", "name_has_control_characters")]
    [InlineData("a\u2066b", "name_has_control_characters")]
    [InlineData("a\u200eb", "name_has_control_characters")]
    [InlineData("a\u2028b", "name_has_control_characters")]
    [InlineData("a\ufffdb", "name_has_control_characters")]
    [InlineData("a\ue000b", "name_has_control_characters")]
    public void What_is_no_name_is_refused_at_its_field(string? text, string code)
    {
        var why = PersonText.Name(text, "name", out _);
        Assert.Equal((code, "name"), (why?.Code, why?.Field));
    }

    [Fact]
    public void A_broken_surrogate_is_refused() => Assert.Equal("name_has_control_characters", PersonText.Name("a" + (char)0xd800, "name", out _)?.Code);

    [Theory]
    [InlineData("mei@example.org")]
    [InlineData(" first.last+tag@sub.example.com ")]
    [InlineData("陈@例子.中国")]
    public void An_address_is_kept_trimmed(string text)
    {
        Assert.Null(PersonText.Email(text, "email", out var email));
        Assert.Equal(text.Trim(), email);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("  ")]
    public void No_address_is_fine(string? text)
    {
        Assert.Null(PersonText.Email(text, "email", out var email));
        Assert.Null(email);
    }

    [Theory]
    [InlineData("mei")]
    [InlineData("mei@")]
    [InlineData("@example.org")]
    [InlineData("mei@example")]
    [InlineData("mei@-example.org")]
    [InlineData("me i@example.org")]
    [InlineData("a@b@example.org")]
    [InlineData("mei@example.org\r\nBcc: all@example.org")]
    [InlineData("mei\u202e@example.org")]
    [InlineData("Mei <mei@example.org>")]
    public void What_is_no_address_is_refused_at_its_field(string text) => Assert.Equal(("email_malformed", "email"), PersonText.Email(text, "email", out _) is { } why ? (why.Code, why.Field!) : default);

    [Fact]
    public void An_endless_address_is_refused_quickly() => Assert.NotNull(PersonText.Email(new string('a', 200_000) + "@example.org", "email", out _));
}
