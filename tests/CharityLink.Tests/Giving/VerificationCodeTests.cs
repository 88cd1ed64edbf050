using CharityLink.Giving;

namespace CharityLink.Tests.Giving;

public sealed class VerificationCodeTests
{
    [Fact]
    public void A_code_is_what_it_was_yesterday() => Assert.Equal(VerificationCode.Of(StartRules.Id(7)), VerificationCode.Of(StartRules.Id(7)));

    [Fact]
    public void Codes_look_like_chance()
    {
        var codes = Enumerable.Range(0, 2_000).Select(i => VerificationCode.Of(StartRules.Id(i))).ToList();
        Assert.Equal(2_000, codes.Distinct(StringComparer.Ordinal).Count());
        Assert.All(Enumerable.Range(0, 16), place => Assert.Equal(32, codes.Select(code => code[place]).Distinct().Count()));
    }

    [Fact]
    public void A_code_is_read_as_it_is_printed_and_as_it_is_typed()
    {
        var code = VerificationCode.Of(StartRules.Id(7));
        var shown = VerificationCode.Show(code);
        Assert.Equal(19, shown.Length);
        Assert.All([shown, shown.ToLowerInvariant(), shown.Replace('-', ' '), $"  {code} ", code.Replace('0', 'O').Replace('1', 'l')], typed => Assert.Equal(code, VerificationCode.Read(typed)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("2026-000123")]
    [InlineData("ABCD-EFGH-JKMN-PQR")]
    [InlineData("ABCD-EFGH-JKMN-PQRSU")]
    [InlineData("ABCD-EFGH-JKMN-PQR*")]
    [InlineData("<script>alert(1)")]
    public void What_cannot_be_a_code_is_none(string? text) => Assert.Null(VerificationCode.Read(text));
}
