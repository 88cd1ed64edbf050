using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Stripe;
using CharityLink.StripeFake;
using CharityLink.StripeFake.Http;
using CharityLink.Web.Giving.Payments;
using CharityLink.Web.Tests.Support;

namespace CharityLink.Web.Tests.Giving.Payments;

/// <summary>What can go wrong with money that goes back, by its number. Each ends with one refund at most, and books that hold.</summary>
[Collection(Shared.Stripe)]
public sealed class FailureMatrixF(StripeSite site)
{
    private static readonly string[] _given = ["DonationStarted", "DonationPaid", "RefundRequested", "RefundApproved", "RefundStarted"];

    [Theory]
    [InlineData(FaultKind.LostAnswer)]
    [InlineData(FaultKind.LostRequest)]
    [InlineData(FaultKind.BrokenAfter)]
    public async Task F1_the_answer_to_a_refund_is_lost(FaultKind fault)
    {
        var (gift, refund) = await Begun();
        site.Fake.Faults.Next(fault, about: $"{refund}");
        await site.Send();
        site.Advance(TimeSpan.FromMinutes(1));
        await site.Send();
        Assert.Single(await At(gift));
        Assert.Equal($"refund:{refund}:1", (await Operation(refund)).Key);
        await Ends(gift, "RefundCompleted");
    }

    [Fact]
    public async Task F1_the_answer_is_lost_until_the_key_is_too_old()
    {
        var (gift, refund) = await Begun();
        site.Fake.Faults.Next(FaultKind.LostAnswer, about: $"{refund}");
        await site.Send();
        site.Advance(TimeSpan.FromHours(23.2));
        await site.Send();
        Assert.Equal((await At(gift))[0].Id, (await Operation(refund)).ObjectId);
        await Ends(gift, "RefundCompleted");
    }

    [Fact]
    public async Task F2_two_people_ask_for_60_of_100_at_once()
    {
        var gift = await site.Paid();
        var asked = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ =>
            site.Get<SystemCommands>().Send(new AskRefund(Guid.CreateVersion7(), gift, Guid.CreateVersion7(), Money.Cny(60_00), "duplicate"), StripeSite.Ct)));
        Assert.Single(asked, outcome => outcome.IsDone);
        Assert.Equal("refund_exceeds_gift", asked.Single(outcome => !outcome.IsDone).Refusals[0].Code);
        await site.Close();
    }

    [Fact]
    public async Task F2_parts_go_back_until_nothing_is_left()
    {
        var gift = await site.Paid();
        foreach (var part in (long[])[60_00, 40_00])
        {
            await site.GiveBack(gift, part);
            await site.Send();
        }

        Assert.Equal([40_00, 60_00], (await At(gift)).Select(refund => refund.Amount).Order());
        await site.Passed("donations");
        Assert.Equal("refunded", await site.Scalar<string>("select state from donation where id = @gift", new { gift }));
        await site.Close();
    }

    [Theory]
    [InlineData("alipay", 90)]
    [InlineData("wechat_pay", 180)]
    public async Task F4_a_wallet_takes_nothing_back_after_its_last_day(string method, int days)
    {
        var (gift, refund) = (await site.Paid(method: method), Guid.CreateVersion7());
        await site.Do(new AskRefund(Guid.CreateVersion7(), gift, refund, Money.Cny(100_00), "duplicate"));
        var begun = (await site.Site.Facts(gift)).OfType<DonationStarted>().Single().StartedAt;
        var late = await site.Get<SystemCommands>().Send(Through(begun.AddDays(days).AddTicks(1)), StripeSite.Ct);
        Assert.Equal(("refund_window_passed", "route"), (late.Refusals[0].Code, late.Refusals[0].Field));
        await site.Do(Through(begun.AddDays(days)));
        await site.Started();
        await site.Send();
        Assert.Equal([.. _given, "RefundPending"], await site.Facts(gift));
        site.Advance(TimeSpan.FromMinutes(6));
        await site.Deliver();
        await Ends(gift, "RefundPending", "RefundCompleted");

        ApproveRefund Through(DateTimeOffset at) => new(Guid.CreateVersion7(), gift, refund, CharityLink.Giving.Refund.ByProvider, at);
    }

    [Theory]
    [InlineData(true, "RefundCompleted")]
    [InlineData(false, "RefundFailed")]
    public async Task F5_the_balance_is_too_low_for_a_refund(bool isEnoughLater, string end)
    {
        site.Fake.Orders.Refunds = RefundFate.WaitsForBalance;
        var (gift, refund) = await Begun();
        await site.Send();
        site.Fake.Orders.Refunds = RefundFate.Succeeds;
        await site.Deliver();
        Assert.Equal("insufficient_funds", (await site.Site.Facts(gift)).OfType<RefundPending>().Single().Waits);
        await site.Passed("refunds");
        Assert.Equal("started: insufficient_funds", await site.Scalar<string>("select state || ': ' || note from refund where id = @refund", new { refund }));
        site.Fake.Bank.SettleRefund((await Operation(refund)).ObjectId!, isEnoughLater); // It was sent.
        await site.Deliver(2, 1);
        await Ends(gift, "RefundPending", end);
    }

    [Fact]
    public async Task F6_a_refund_that_was_done_comes_back()
    {
        var (gift, refund) = await Begun();
        await site.Send();
        await site.Deliver();
        site.Fake.Bank.SettleRefund((await Operation(refund)).ObjectId!, hasSucceeded: false); // It was sent.
        await site.Deliver(2, 3);
        Assert.True((await site.Site.Facts(gift)).OfType<RefundFailed>().Single().AfterCompletion);
        await Ends(gift, "RefundCompleted", "RefundFailed");
        Assert.Equal("paid", await site.Scalar<string>("select state from donation where id = @gift", new { gift }));
        Assert.Equal(1, await site.Scalar<long>("select count(*) from receipt where donation_id = @gift and voided_at is null and amount_minor = 10000", new { gift }));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task F7_a_refund_made_in_the_providers_own_console(int seed)
    {
        var gift = await site.Paid();
        await Outside(gift, 40_00);
        await site.Deliver(2, seed);
        Assert.Equal("provider_console", (await site.Site.Facts(gift)).OfType<RefundRequested>().Single().Cause);
        await Ends(gift, "RefundCompleted");
        Assert.Equal(60_00, await site.Scalar<long>("select amount_minor from receipt where donation_id = @gift and voided_at is null", new { gift }));
    }

    [Fact]
    public async Task F7_all_went_back_outside_before_ours_was_sent()
    {
        var (gift, _) = await Begun();
        await Outside(gift, 100_00);
        await site.Send();
        await site.Deliver();
        var facts = await site.Site.Facts(gift);
        Assert.Equal("charge_already_refunded", facts.OfType<RefundFailed>().Single().Reason);
        Assert.Equal(100_00, facts.OfType<RefundCompleted>().Single().Amount.Minor);
        await site.Close();
    }

    private async Task<(Guid Gift, Guid Refund)> Begun()
    {
        var gift = await site.Paid();
        return (gift, await site.GiveBack(gift));
    }

    private async Task Outside(Guid gift, long fen)
    {
        var call = CharityLink.Stripe.Refunds.Create(new RefundCreate { PaymentIntent = await site.PaymentOf(gift), Amount = fen });
        Assert.Equal(StripeOutcome.Done, (await site.Get<StripeClient>().Send(call, $"outside:{gift}", StripeSite.Ct)).Outcome);
    }

    private async Task<IReadOnlyList<CharityLink.Stripe.Refund>> At(Guid gift)
    {
        var found = new List<CharityLink.Stripe.Refund>();
        await foreach (var refund in site.Get<StripeLine>().All(CharityLink.Stripe.Refunds.List, new ListRequest { PaymentIntent = await site.PaymentOf(gift) }, StripeSite.Ct))
        {
            found.Add(refund);
        }

        return found;
    }

    private async Task<PaymentOperation> Operation(Guid refund) => Assert.Single(await site.Get<PaymentOperations>().Find([PaymentOrder.IdOf(RefundPayment.Purpose, refund, 1)], StripeSite.Ct));

    private async Task Ends(Guid gift, params string[] after)
    {
        Assert.Equal([.. _given, .. after], await site.Story(gift));
        await site.Close();
    }
}
