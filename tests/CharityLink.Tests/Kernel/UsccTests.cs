using CharityLink.Kernel;

namespace CharityLink.Tests.Kernel;

public sealed class UsccTests
{
    [Theory]
    [InlineData("52620600MJY949356H")]
    [InlineData("52620600mjy949356h")]
    [InlineData(" 5262 0600-MJY9 4935 6H ")]
    [InlineData("５２６２０６００ＭＪＹ９４９３５６Ｈ")]
    public void A_code_is_read_as_people_type_it(string typed)
    {
        Assert.Null(Uscc.Read(typed, "uscc", out var code));
        Assert.Equal("52620600MJY949356H", code.Value);
    }

    [Theory]
    [InlineData("", "uscc_malformed")]
    [InlineData(null, "uscc_malformed")]
    [InlineData("52620600MJY949356", "uscc_malformed")]
    [InlineData("52620600MJY949356HH", "uscc_malformed")]
    [InlineData("52620600MJI949356H", "uscc_malformed")]
    [InlineData("52620600MJ\ud800949356H", "uscc_malformed")]
    [InlineData("02620600MJY949356H", "uscc_unknown_register")]
    [InlineData("50620600MJY949356H", "uscc_unknown_register")]
    [InlineData("52A20600MJY949356H", "uscc_unknown_register")]
    [InlineData("52990600MJY949356H", "uscc_unknown_register")]
    [InlineData("52620600MJY949356J", "uscc_wrong_check_character")]
    [InlineData("52620600MJY949365H", "uscc_wrong_check_character")]
    public void What_is_no_code_is_refused_with_the_reason(string? typed, string reason)
    {
        var refusal = Uscc.Read(typed, "uscc", out var code);
        Assert.Equal((reason, "uscc"), (refusal?.Code, refusal?.Field));
        Assert.Equal("", code.Value);
    }

    [Fact]
    public void One_wrong_character_is_always_found()
    {
        const string Valid = "52620600MJY949356H";
        const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
        Assert.All(
            from place in Enumerable.Range(0, Valid.Length) from other in Alphabet where other != Valid[place] select Valid[..place] + other + Valid[(place + 1)..],
            wrong => Assert.NotNull(Uscc.Read(wrong, "uscc", out _)));
    }
}
