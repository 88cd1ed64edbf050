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
