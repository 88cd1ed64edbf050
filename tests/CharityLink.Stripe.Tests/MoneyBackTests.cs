using CharityLink.StripeFake;

namespace CharityLink.Stripe.Tests;

/// <summary>Refunds and disputes.</summary>
public sealed class MoneyBackTests : StripeTest
{
    [Fact]
    public async Task Parts_go_back_until_nothing_is_left()
    {
        var paid = await Do(PaymentIntents.Create(Pay("pm_card_visa")));
        var part = await Do(Refunds.Create(new RefundCreate { PaymentIntent = paid.Id, Amount = 40_00, Reason = "requested_by_customer", Expand = ["balance_transaction"] }));
        Assert.Equal(("succeeded", -40_00L), (part.Status, part.BalanceTransaction!.Value!.Net));
        var tooMuch = await Client.Send(Refunds.Create(new RefundCreate { PaymentIntent = paid.Id, Amount = 60_01 }), "a", Ct);
        Assert.Equal((StripeOutcome.Refused, "amount"), (tooMuch.Outcome, tooMuch.Error!.Param));
        await Do(Refunds.Create(new RefundCreate { Charge = paid.LatestCharge!.Id, Amount = 60_00 }));
        var nothing = await Client.Send(Refunds.Create(new RefundCreate { PaymentIntent = paid.Id }), "b", Ct);
        Assert.Equal("charge_already_refunded", nothing.Error!.Code);
        Assert.Equal(100_00, (await Do(Charges.Get(paid.LatestCharge.Id))).AmountRefunded);
        Assert.Equal(100_00, (await Do(Refunds.List(new ListRequest { PaymentIntent = paid.Id }))).Data.Sum(r => r.Amount));
    }

    [Theory]
    [InlineData(RefundFate.StaysPending, "processing")]
    [InlineData(RefundFate.WaitsForBalance, "insufficient_funds")]
    public async Task A_refund_can_wait_and_then_succeed_or_fail(RefundFate fate, string why)
    {
        Fake.Orders.Refunds = fate;
        var paid = await Do(PaymentIntents.Create(Pay("pm_card_visa")));
        var waits = await Do(Refunds.Create(new RefundCreate { PaymentIntent = paid.Id, Amount = 30_00 }));
        Assert.Equal(("pending", why), (waits.Status, waits.PendingReason));
        Fake.Bank.SettleRefund(waits.Id);
        Assert.Equal("succeeded", (await Do(Refunds.Get(waits.Id))).Status);
        var other = await Do(Refunds.Create(new RefundCreate { PaymentIntent = paid.Id, Amount = 30_00 }));
        Fake.Bank.SettleRefund(other.Id, hasSucceeded: false);
        Assert.Equal("failed", (await Do(Refunds.Get(other.Id))).Status);
    }

    [Fact]
    public async Task A_refund_that_comes_back_puts_the_money_into_the_balance_again()
    {
        Fake.Orders.Refunds = RefundFate.ComesBack;
        var paid = await Do(PaymentIntents.Create(Pay("pm_card_visa")));
        var sent = await Do(Refunds.Create(new RefundCreate { PaymentIntent = paid.Id }));
        Assert.Equal("succeeded", sent.Status);
        Fake.Clock.Advance(TimeSpan.FromDays(11));
        var back = await Do(Refunds.Get(sent.Id, "failure_balance_transaction"));
        Assert.Equal(("failed", 100_00L), (back.Status, back.FailureBalanceTransaction!.Value!.Net));
        Assert.Single((await Do(Events.List(new ListRequest { Type = "refund.failed" }))).Data);
    }

    [Fact]
    public async Task A_wallets_refund_takes_minutes()
    {
        var page = await Do(CheckoutSessions.Create(Page("alipay")));
        Fake.Giver.Authenticate(Fake.Giver.Pay(page.Id, "pm_fake_alipay").Split('/')[^1]);
        var paid = (await Do(CheckoutSessions.Get(page.Id))).PaymentIntent!;
        var sent = await Do(Refunds.Create(new RefundCreate { PaymentIntent = paid.Id }));
        Assert.Equal("pending", sent.Status);
        Fake.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal("succeeded", (await Do(Refunds.Get(sent.Id))).Status);
    }

    [Theory]
    [InlineData(false, "lost", -115_00)]
    [InlineData(true, "won", -15_00)]
    public async Task A_dispute_takes_the_money_and_the_fee_and_gives_the_money_back_when_won(bool isWon, string status, long net)
    {
        var paid = await Do(PaymentIntents.Create(Pay("pm_card_visa")));
        var id = Fake.Bank.Dispute(paid.LatestCharge!.Id);
        var refused = await Client.Send(Refunds.Create(new RefundCreate { PaymentIntent = paid.Id }), "k", Ct);
        Assert.Equal("charge_disputed", refused.Error!.Code);
        var answered = await Do(Disputes.Update(id, new DisputeUpdate { Evidence = new() { ProductDescription = "A gift" }, Submit = true }));
        Assert.Equal(("under_review", 1), (answered.Status, answered.EvidenceDetails!.SubmissionCount));
        Fake.Bank.Decide(id, isWon);
        var over = await Do(Disputes.Get(id));
        Assert.Equal((status, net), (over.Status, over.BalanceTransactions.Sum(l => l.Net)));
        Assert.Equal(isWon ? 1 : 0, (await Do(Events.List(new ListRequest { Type = "charge.dispute.funds_reinstated" }))).Data.Count);
    }

    [Fact]
    public async Task An_inquiry_moves_no_money_and_giving_in_loses_a_dispute()
    {
        var paid = await Do(PaymentIntents.Create(Pay("pm_card_visa")));
        var inquiry = Fake.Bank.Dispute(paid.LatestCharge!.Id, status: "warning_needs_response");
        Fake.Bank.Decide(inquiry, isWon: true);
        var over = await Do(Disputes.Get(inquiry));
        Assert.Equal("warning_closed", over.Status);
        Assert.Empty(over.BalanceTransactions);
        var dispute = Fake.Bank.Dispute(paid.LatestCharge.Id, 40_00);
        Assert.Equal("lost", (await Do(Disputes.Close(dispute))).Status);
        Assert.Equal(2, (await Do(Disputes.List(new ListRequest { Charge = paid.LatestCharge.Id }))).Data.Count);
    }
}
