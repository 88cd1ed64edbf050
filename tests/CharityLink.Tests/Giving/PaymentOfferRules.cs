using CharityLink.Giving;
using CharityLink.Kernel;

namespace CharityLink.Tests.Giving;

/// <summary>Which amounts a way to pay takes.</summary>
public sealed class PaymentOfferRules
{
    private static readonly PaymentOffer _card = new(new PaymentMethod("card", "stripe", PaymentMethodCapabilities.Of("card")), Money.Cny(4_00), Money.Cny(99_999_999));

    [Fact]
    public void M1_a_tenth_and_two_tenths_are_three_and_a_hundred_in_three_parts_adds_up()
    {
        Assert.True(GiftAmount.TryParse("0.1", out var tenth, out _) && GiftAmount.TryParse("0.2", out var fifth, out _) && GiftAmount.TryParse("0.3", out var sum, out _) && tenth + fifth == sum);
        Assert.Equal([33_34L, 33_33, 33_33], Money.Cny(100_00).Split(1, 1, 1).Select(part => part.Minor));
    }

    [Theory]
    [InlineData(3_99, "method_amount_too_small")]
    [InlineData(4_00, null)]
    [InlineData(99_999_999, null)]
    [InlineData(100_000_000, "method_amount_too_large")]
    public void M3_an_amount_outside_the_limits_is_refused_before_the_call(long fen, string? code) => Assert.Equal(code, _card.Check(Money.Cny(fen))?.Code);

    [Theory]
    [InlineData("JPY")]
    [InlineData("KRW")]
    public void M2_another_currency_is_refused(string currency) => Assert.Equal("method_other_currency", _card.Check(new Money(500, new Currency(currency)))!.Code); // It is refused.

    [Theory]
    [InlineData("card", true, null)]
    [InlineData("alipay", false, 90)]
    [InlineData("wechat_pay", false, 180)]
    [InlineData("unheard_of", false, 0)]
    public void Only_a_card_can_be_charged_later_and_wallets_pay_back_for_a_time(string method, bool later, int? days)
    {
        var can = PaymentMethodCapabilities.Of(method);
        Assert.Equal((later, later, days), (can.CanCollectLater, can.CanRecur, can.RefundWindowDays));
    }
}
