using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Projects;
using CharityLink.Stripe;
using CharityLink.Web.Tests.Support;

namespace CharityLink.Web.Tests.Giving.Payments;

/// <summary>Money that arrived and does not count stands in suspense, and leaves it by a person's word.</summary>
[Collection(Shared.Stripe)]
public sealed class HeldMoneyTests(StripeSite site)
{
    private static readonly string[] _held = ["DonationStarted", "PaymentHeld"];

    [Fact]
    public async Task It_goes_back_to_where_it_came_from()
    {
        var (gift, payment) = await Held();
        Assert.Equal(100_00, await Suspense(gift));
        await site.Do(new ReturnHeld(Guid.CreateVersion7(), gift, payment, site.Site.Clock.GetUtcNow()));
        await site.Do(new ReturnHeld(Guid.CreateVersion7(), gift, payment, site.Site.Clock.GetUtcNow()));
        await site.Planned();
        await site.Send();
        await site.Deliver(2, 1);
        await Ends(gift, 0, "HeldReturnStarted", "HeldReturned");
        await site.Get<Reconciliation>().Work(StripeSite.Ct);
        Assert.Equal(2, (await site.Facts(gift)).Count(fact => fact == "PaymentSettled"));
        await site.Close();
        Assert.Equal("refunded", await site.Scalar<string>("select state from donation where id = @gift", new { gift }));
        Assert.Contains("It has been sent back to you", (await site.Visitor().Get($"/en/gifts/{gift}")).Text("main"), StringComparison.Ordinal);
        // The gift was never paid: nothing of it can be given back.
        Assert.DoesNotContain("Can be given back", (await (await site.Officer(gift)).Get($"/en/console/gifts/{gift}/refunds")).Text("main"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_did_not_arrive_is_held_again_and_may_be_sent_once_more()
    {
        var (gift, payment) = await Held();
        await site.Do(new ReturnHeld(Guid.CreateVersion7(), gift, payment, site.Site.Clock.GetUtcNow()));
        await site.Planned();
        await site.Send();
        var first = await site.Scalar<string>("select object_id from giving.payment_operation where purpose = 'held' and stream_id = @gift", new { gift });
        site.Fake.Bank.SettleRefund(first!, hasSucceeded: false); // It was sent.
        await site.Deliver(2, 2);
        Assert.Equal(100_00, await Suspense(gift));
        await site.Do(new ReturnHeld(Guid.CreateVersion7(), gift, payment, site.Site.Clock.GetUtcNow()));
        await site.Planned();
        await site.Send();
        await Ends(gift, 0, "HeldReturnStarted", "HeldReturned", "HeldReturnFailed", "HeldReturnStarted", "HeldReturned");
    }

    [Fact]
    public async Task It_is_the_gift_after_all()
    {
        // A page whose amount was tampered with.
        var (gift, payment) = (await site.BeginAndOpen("99"), $"pi_{Guid.CreateVersion7():N}");
        await site.Do(RecordPayment.Of(gift, (await site.Operation(gift))!.Id, "stripe", payment, "card", Money.Cny(100_00))); // It was planned.
        await site.Do(new CountHeld(Guid.CreateVersion7(), gift, payment));
        await site.Do(new CountHeld(Guid.CreateVersion7(), gift, payment));
        await Ends(gift, 0, "HeldCounted", "DonationPaid");
        Assert.Equal(("paid", 100_00L), (await site.Scalar<string>("select state from donation where id = @gift", new { gift }), await site.Scalar<long>("select amount_minor from donation where id = @gift", new { gift })));
        var late = await site.Get<SystemCommands>().Send(new ReturnHeld(Guid.CreateVersion7(), gift, payment, site.Site.Clock.GetUtcNow()), StripeSite.Ct);
        Assert.Equal("held_counted_already", Assert.Single(late.Refusals).Code);
    }

    [Fact]
    public async Task Somebody_gave_it_back_in_the_providers_own_console()
    {
        var (gift, payment) = await Held();
        var call = CharityLink.Stripe.Refunds.Create(new RefundCreate { PaymentIntent = payment });
        Assert.Equal(StripeOutcome.Done, (await site.Get<StripeClient>().Send(call, $"outside:{gift}", StripeSite.Ct)).Outcome);
        await site.Deliver(2, 3);
        await Ends(gift, 0, "HeldReturnStarted", "HeldReturned");
    }

    [Fact]
    public async Task F4_after_the_wallets_last_day_it_goes_back_by_hand_and_two_people_say_so()
    {
        // Begun with a wallet ninety-one days ago, and paid with another amount: the clock that all tests share stays where it is.
        var (gift, payment) = (Guid.CreateVersion7(), $"pi_{Guid.CreateVersion7():N}");
        await site.Do(new StartDonation(
            Guid.CreateVersion7(), gift, Gifts.Canteen, null, Money.Cny(60_00), null, true, "stripe", site.Site.Clock.GetUtcNow().AddDays(-91), Method: CharityLink.Giving.PaymentMethod.Alipay, Language: "en"));
        await site.Do(RecordPayment.Of(gift, gift, "stripe", payment, CharityLink.Giving.PaymentMethod.Alipay, Money.Cny(100_00)));
        var (one, other) = (await site.Officer(gift), await site.Officer(gift, "charity"));
        var address = $"/en/console/gifts/{gift}/refunds";
        var form = $"form[action$='/held/{payment}']";
        await site.Passed("refunds");
        var page = await one.Get(address);
        Assert.Equal(["refund_window_passed"], (await one.Submit(page, $"{form}:has(input[value=return])")).Refusals);
        var today = DateOnly.FromDateTime(site.Site.Clock.GetUtcNow().UtcDateTime).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        var enter = $"{form}:has(input[value=enter])";
        var refused = await one.Submit(page, enter, ("paid_on", today), ("reference", "TT 4711"), ("reason", " "));
        Assert.Equal((422, "TT 4711"), (refused.Status, refused.Html.QuerySelector($"{enter} input[name=reference]")?.GetAttribute("value")));
        refused.RefusedAt("reason", "text_missing");
        Assert.Equal(303, (await one.Submit(refused, enter, ("reason", "Alipay takes no return after 90 days."))).Status);
        await site.Passed("refunds");
        Assert.Null((await one.Get(address)).Html.QuerySelector(form));
        var second = await other.Get(address);
        Assert.Contains("TT 4711", second.Text("main"), StringComparison.Ordinal);
        Assert.Equal(303, (await other.Submit(second, $"{form}:has(input[value=seen])")).Status);
        await site.Passed("donations");
        Assert.Equal("refunded", await site.Scalar<string>("select state from donation where id = @gift", new { gift }));
        await Ends(gift, 0, "HeldTransferEntered", "HeldReturnedByHand");
        Assert.Equal(100_00, await site.Scalar<long>("select minor from ledger_entry where donation_id = @gift and source_kind = 'held_by_hand' and debit = 'suspense' and credit = 'bank'", new { gift }));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task D8_a_bank_takes_held_money_back_and_nothing_of_a_gift_is_lost(int seed)
    {
        var (gift, payment) = await Held();
        var dispute = site.Fake.Bank.Dispute(await site.ChargeOf(gift));
        site.Fake.Bank.Decide(dispute, isWon: false);
        await site.Deliver(2, seed);
        await Ends(gift, 0, "DisputeOpened", "DisputeFundsWithdrawn", "HeldDisputeClosed");
        Assert.Equal((100_00, 0), (await Booked(gift, "held_dispute_lost"), await Booked(gift, "dispute_lost")));
        Assert.Equal("held_taken", Assert.Single((await site.Get<SystemCommands>().Send(new ReturnHeld(Guid.CreateVersion7(), gift, payment, site.Site.Clock.GetUtcNow()), StripeSite.Ct)).Refusals).Code);
        Assert.Contains("Taken back by the giver", (await (await site.Officer(gift)).Get($"/en/console/gifts/{gift}/refunds")).Text("main"), StringComparison.Ordinal);
        Assert.Equal(0, await site.Scalar<long>("select count(*) from giving.payment_inbox where state = 'dead' and object_id = @dispute", new { dispute }));
    }

    [Fact]
    public async Task D8_a_bank_that_was_wrong_leaves_it_held_and_what_the_provider_will_not_send_goes_back_by_hand()
    {
        var (gift, payment) = await Held();
        var dispute = site.Fake.Bank.Dispute(await site.ChargeOf(gift));
        await site.Deliver();
        Assert.Equal("refund_while_disputed", Assert.Single((await site.Get<SystemCommands>().Send(new ReturnHeld(Guid.CreateVersion7(), gift, payment, site.Site.Clock.GetUtcNow()), StripeSite.Ct)).Refusals).Code);
        await site.Do(new AnswerDispute(Guid.CreateVersion7(), gift, dispute, new("The project missed its minimum; the money is kept to go back.", null), site.Site.Clock.GetUtcNow()));
        await site.Planned();
        await site.Send();
        site.Fake.Bank.Decide(dispute, isWon: true);
        await site.Deliver(2, 3);
        var now = site.Site.Clock.GetUtcNow();
        await site.Do(new ReturnHeld(Guid.CreateVersion7(), gift, payment, now));
        await site.Planned();
        // A charge that was ever disputed is not refunded by this provider.
        await site.Send();
        await site.Do(new EnterHeldTransfer(Guid.CreateVersion7(), gift, payment, DateOnly.FromDateTime(now.UtcDateTime), "TT 4712", "The provider does not refund a charge that was disputed.", now));
        await site.Do(new ConfirmHeldTransfer(Guid.CreateVersion7(), gift, payment, true, null));
        await Ends(
            gift, 0, "DisputeOpened", "DisputeFundsWithdrawn", "DisputeAnswered", "DisputeFundsReinstated", "HeldDisputeClosed", "HeldReturnStarted", "HeldReturnFailed", "HeldTransferEntered", "HeldReturnedByHand");
    }

    // Its page was still open when the project missed its minimum.
    private async Task<(Guid Gift, string Payment)> Held()
    {
        var (project, visitor) = (await site.Site.LiveProject(FundingModel.AllOrNothing, site.Site.Clock.GetUtcNow().AddDays(30)), site.Visitor());
        var form = await visitor.Get($"/en/give?project={project}");
        Assert.Equal(303, (await visitor.Submit(form, Gifts.Form, ("other", "100"), ("who", "anonymous"), ("method", "card"))).Status);
        var gift = Gifts.GiftOf(form);
        await site.Planned();
        await site.Send();
        await site.Site.Then(project, LiveProjects.Ended(project, met: false));
        await site.Pay(gift);
        await site.Deliver();
        Assert.Equal(_held, await site.Facts(gift));
        return (gift, await site.PaymentOf(gift));
    }

    private Task<long> Booked(Guid gift, string kind) =>
        site.Scalar<long>("select coalesce(sum(minor), 0) from ledger_entry where donation_id = @gift and source_kind = @kind", new { gift, kind });

    private async Task<long> Suspense(Guid gift)
    {
        await site.Passed("ledger");
        return await site.Scalar<long>(
            "select coalesce(sum(case when credit = 'suspense' then minor else -minor end), 0) from ledger_entry where donation_id = @gift and source_kind like 'held%' and 'suspense' in (credit, debit)", new { gift });
    }

    private async Task Ends(Guid gift, long suspense, params string[] after)
    {
        Assert.Equal([.. _held, .. after], await site.Story(gift));
        await site.Close();
        Assert.Equal(suspense, await Suspense(gift));
    }
}
