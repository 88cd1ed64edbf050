using System.Globalization;
using CharityLink.Giving;
using FsCheck;
using FsCheck.Fluent;

namespace CharityLink.Tests.Giving;

public sealed class GiftAmountTests
{
    [Theory]
    [InlineData("60", 60_00)]
    [InlineData("60.5", 60_50)]
    [InlineData("60.50", 60_50)]
    [InlineData("60.500", 60_50)]
    [InlineData("0.01", 1)]
    [InlineData("007", 7_00)]
    [InlineData(" 60 ", 60_00)]
    [InlineData("¥60", 60_00)]
    [InlineData("￥ 60", 60_00)]
    [InlineData("60元", 60_00)]
    [InlineData("60 元", 60_00)]
    [InlineData("CNY 60", 60_00)]
    [InlineData("rmb60", 60_00)]
    [InlineData("1,234.50", 1_234_50)]
    [InlineData("1，234．50", 1_234_50)]
    [InlineData("1 234 567", 1_234_567_00)]
    [InlineData("1\u00a0234", 1_234_00)]
    [InlineData("６０", 60_00)]
    [InlineData("１，２３４．５６", 1_234_56)]
    [InlineData("\u3000６０\u3000", 60_00)]
    [InlineData("10,000,000.00", 10_000_000_00)]
    public void What_people_type_is_understood(string text, long fen)
    {
        Assert.True(GiftAmount.TryParse(text, out var amount, out var why), why?.Code);
        Assert.Equal((fen, "CNY"), (amount.Minor, amount.Currency.Code));
    }

    [Theory]
    [InlineData(null, "amount_missing")]
    [InlineData("", "amount_missing")]
    [InlineData("   ", "amount_missing")]
    [InlineData("¥", "amount_missing")]
    [InlineData("0", "amount_zero")]
    [InlineData("0.00", "amount_zero")]
    [InlineData("-0", "amount_zero")]
    [InlineData("-5", "amount_negative")]
    [InlineData("−5", "amount_negative")]
    [InlineData("－５", "amount_negative")]
    [InlineData("¥-5", "amount_negative")]
    [InlineData("-¥5", "amount_negative")]
    [InlineData("0.001", "amount_too_precise")]
    [InlineData("1.234", "amount_too_precise")]
    [InlineData("1e9", "amount_exponent")]
    [InlineData("1E9", "amount_exponent")]
    [InlineData("１ｅ９", "amount_exponent")]
    [InlineData("2.5e+3", "amount_exponent")]
    [InlineData("abc", "amount_not_a_number")]
    [InlineData("六十", "amount_not_a_number")]
    [InlineData("NaN", "amount_not_a_number")]
    [InlineData("Infinity", "amount_not_a_number")]
    [InlineData("0x10", "amount_not_a_number")]
    [InlineData("+5", "amount_not_a_number")]
    [InlineData("12,5", "amount_not_a_number")]
    [InlineData("1,2345", "amount_not_a_number")]
    [InlineData("1 2", "amount_not_a_number")]
    [InlineData("1.2.3", "amount_not_a_number")]
    [InlineData("60.", "amount_not_a_number")]
    [InlineData(".5", "amount_not_a_number")]
    [InlineData("60\n70", "amount_not_a_number")]
    [InlineData("٦٠", "amount_not_a_number")]
    [InlineData("60\0", "amount_not_a_number")]
    [InlineData("$60", "amount_not_a_number")]
    [InlineData("99999999999999999999999999", "amount_too_long")]
    [InlineData("99999999999999999999", "amount_too_long")]
    [InlineData("99999999999999999999.50", "amount_too_long")]
    public void What_is_no_amount_is_refused_with_its_own_reason(string? text, string code)
    {
        Assert.False(GiftAmount.TryParse(text, out _, out var why));
        Assert.Equal((code, "amount"), (why!.Code, why.Field));
    }

    [Fact]
    public void A_text_made_to_keep_the_reader_busy_is_not_read()
    {
        Assert.False(GiftAmount.TryParse("1" + new string(' ', 60_000) + "x", out _, out var why));
        Assert.Equal("amount_too_long", why!.Code); // Told whenever the amount is none.
    }

    [Fact]
    public void Every_amount_is_read_back_as_it_is_shown() => Check.QuickThrowOnFailure(Prop.ForAll(
        Gen.Choose(1, int.MaxValue).ToArbitrary(),
        fen => GiftAmount.TryParse("¥" + (fen / 100m).ToString("N2", CultureInfo.InvariantCulture), out var amount, out _) && amount.Minor == fen));

    [Fact]
    public void No_text_breaks_the_reader() => Check.QuickThrowOnFailure(Prop.ForAll(
        ArbMap.Default.ArbFor<string>(), text => GiftAmount.TryParse(text, out var amount, out var why) ? amount.Minor > 0 && why is null : why is { Field: "amount" }));
}
