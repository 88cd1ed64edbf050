using CharityLink.Giving;
using CharityLink.Kernel;

namespace CharityLink.Tests.Giving;

/// <summary>What the list of gifts says of money that arrived and did not count, whatever else becomes of the gift.</summary>
public sealed class HeldRowsTests(GivingWorld world) : IClassFixture<GivingWorld>
{
    [Fact]
    public async Task A_decline_says_nothing_against_money_that_is_held()
    {
        var (started, first, _) = await Gift();
        Assert.Equal("held", await State(started, first, new PaymentDeclined(started.DonationId, Guid.CreateVersion7(), "too_late")));
        var (other, held, back) = await Gift();
        Assert.Equal("refunded", await State(other, held, back, new PaymentAbandoned(other.DonationId, Guid.CreateVersion7())));
    }

    [Fact]
    public async Task Of_two_payments_both_have_to_go_back()
    {
        var (started, first, back) = await Gift();
        var second = first with { PaymentId = "pi_2", Received = Money.Cny(62_00) };
        Assert.Equal("held", await State(started, first, second, back));
        var (other, one, oneBack) = await Gift();
        var two = one with { PaymentId = "pi_2", Received = Money.Cny(62_00) };
        var twoBack = oneBack with { PaymentId = "pi_2", Held = oneBack.Held with { Amount = Money.Cny(62_00) } };
        Assert.Equal("refunded", await State(other, one, two, oneBack, twoBack));
    }

    [Fact]
    public async Task A_gift_that_was_paid_after_all_stays_paid_when_the_wrong_payment_goes_back()
    {
        var (started, held, back) = await Gift();
        var paid = new DonationPaid(started.DonationId, Guid.CreateVersion7(), started.Cause, started.Amount, null, true, "stripe", Method: "card", PaymentId: "pi_3");
        Assert.Equal("paid", await State(started, held, paid, back));
    }

    private async Task<(DonationStarted, PaymentHeld, HeldReturned)> Gift()
    {
        var (cause, gift) = (await world.Cause(), Guid.CreateVersion7());
        var money = new HeldMoney(cause, Money.Cny(61_00), "amount_differs", "stripe", "card");
        return (
            new DonationStarted(gift, cause, Money.Cny(60_00), null, true, "stripe", TimeProvider.System.GetUtcNow(), Method: "card"),
            new PaymentHeld(gift, Guid.CreateVersion7(), money.Amount, money.Reason, "stripe", "pi_1", "card", cause),
            new HeldReturned(gift, "pi_1", money, 1, "re_1"));
    }

    private async Task<string?> State(DonationStarted started, params object[] then)
    {
        await world.Passed("donations", await world.Begin(started.DonationId, [started, .. then]));
        return (await world.Get<DonationList>().Find(started.DonationId, TestContext.Current.CancellationToken))?.State;
    }
}
