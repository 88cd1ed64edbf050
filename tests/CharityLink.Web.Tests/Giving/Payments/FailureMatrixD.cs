using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Network;
using CharityLink.People;
using CharityLink.Stripe;
using CharityLink.Web.Giving.Payments;
using CharityLink.Web.Giving.Refunds;
using CharityLink.Web.Tests.Support;

namespace CharityLink.Web.Tests.Giving.Payments;

/// <summary>What a giver's bank can do to a gift, by its number. Each ends with books that hold.</summary>
[Collection(Shared.Stripe)]
public sealed class FailureMatrixD(StripeSite site)
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task D1_a_dispute_is_lost(int seed)
    {
        var (gift, dispute) = await Disputed();
        site.Fake.Bank.Decide(dispute, isWon: false);
        await site.Deliver(2, seed);
        await Ends(gift, "DisputeOpened", "DisputeFundsWithdrawn", "DisputeClosed");
        Assert.Equal(100_00, await Booked(gift, "dispute_withdrawn"));
        Assert.Equal((100_00, 15_00, 0), (await Booked(gift, "dispute_lost"), await Booked(gift, "dispute_withdrawn", 1), await site.Scalar<long>("select count(*) from receipt where donation_id = @gift and voided_at is null", new { gift })));
        Assert.Equal("refunded", await site.Scalar<string>("select state from donation where id = @gift", new { gift }));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task D2_a_dispute_is_won(int seed)
    {
        var (gift, dispute) = await Disputed();
        await site.Deliver();
        site.Fake.Bank.Decide(dispute, isWon: true);
        await site.Deliver(2, seed);
        await Ends(gift, "DisputeOpened", "DisputeFundsWithdrawn", "DisputeFundsReinstated", "DisputeClosed");
        Assert.Equal(("paid", 0L), (await site.Scalar<string>("select state from donation where id = @gift", new { gift }), await Booked(gift, "dispute_lost")));
        // The hold is let go; the fee stays, as the provider booked it.
        Assert.Equal((100_00, 100_00, 15_00), (await Booked(gift, "dispute_withdrawn"), await Booked(gift, "dispute_reinstated"), await Booked(gift, "dispute_withdrawn", 1) - await Booked(gift, "dispute_reinstated", 1)));
        Assert.Equal(1, await site.Scalar<long>("select count(*) from receipt where donation_id = @gift and voided_at is null", new { gift }));
    }

    [Fact]
    public async Task D3_nothing_is_given_back_while_a_bank_decides()
    {
        var (gift, _) = await Disputed();
        await site.Deliver();
        var asked = await site.Get<SystemCommands>().Send(new AskRefund(Guid.CreateVersion7(), gift, Guid.CreateVersion7(), Money.Cny(1_00), "duplicate"), StripeSite.Ct);
        Assert.Equal("refund_while_disputed", Assert.Single(asked.Refusals).Code);
        await site.Close();
    }

    [Fact]
    public async Task D4_a_part_is_lost()
    {
        var (gift, dispute) = await Disputed(30_00);
        site.Fake.Bank.Decide(dispute, isWon: false);
        await site.Deliver();
        await Ends(gift, "DisputeOpened", "DisputeFundsWithdrawn", "DisputeClosed");
        Assert.Equal(30_00, await Booked(gift, "dispute_lost"));
        Assert.Equal(70_00, await site.Scalar<long>("select amount_minor from receipt where donation_id = @gift and voided_at is null", new { gift }));
    }

    [Fact]
    public async Task D5_a_question_is_closed()
    {
        var (gift, dispute) = await Disputed(status: "warning_needs_response");
        await site.Deliver();
        site.Fake.Bank.Decide(dispute, isWon: false);
        await site.Deliver(2, 1);
        await Ends(gift, "DisputeOpened", "DisputeClosed");
        Assert.Equal(0, await site.Scalar<long>("select count(*) from ledger_entry where donation_id = @gift and source_kind like 'dispute%'", new { gift }));
    }

    [Fact]
    public async Task D6_an_officer_answers_once_and_the_bank_gets_it()
    {
        var (gift, dispute) = await Disputed();
        await site.Deliver();
        var ask = new AnswerDispute(Guid.CreateVersion7(), gift, dispute, new("The lunches were served on 3 October.", "Gifts go back for the causes of our terms."), site.Site.Clock.GetUtcNow());
        await site.Do(ask);
        await site.Do(ask with { CommandId = Guid.CreateVersion7() });
        await site.Planned();
        site.Fake.Faults.Next(CharityLink.StripeFake.Http.FaultKind.LostAnswer, about: dispute);
        await site.Send();
        site.Advance(TimeSpan.FromHours(23.2));
        await site.Send();
        var there = await site.Get<StripeLine>().Get(Disputes.Get(dispute), StripeSite.Ct);
        Assert.Equal(("under_review", 1), (there.Status, there.EvidenceDetails!.SubmissionCount)); // It was asked for.
        site.Fake.Bank.Decide(dispute, isWon: true);
        await site.Deliver();
        await Ends(gift, "DisputeOpened", "DisputeFundsWithdrawn", "DisputeAnswered", "DisputeFundsReinstated", "DisputeClosed");
    }

    [Fact]
    public async Task D6_an_answer_the_provider_does_not_take_is_to_be_given_again()
    {
        var (gift, dispute) = await Disputed();
        await site.Deliver();
        var elsewhere = Disputes.Update(dispute, new DisputeUpdate { Submit = true, Evidence = new CharityLink.Stripe.DisputeEvidence { UncategorizedText = "Handed in elsewhere." } });
        Assert.Equal(StripeOutcome.Done, (await site.Get<StripeClient>().Send(elsewhere, dispute, StripeSite.Ct)).Outcome);
        await site.Do(new AnswerDispute(Guid.CreateVersion7(), gift, dispute, new("Lunches.", null), site.Site.Clock.GetUtcNow()));
        await site.Planned();
        await site.Send();
        Assert.Equal("DisputeAnswerRefused", (await site.Facts(gift))[^1]);
        await site.Passed("refunds");
        Assert.NotNull(Assert.Single(await site.Get<RefundList>().DisputesOf(gift, StripeSite.Ct)).Refused);
        await site.Close();
    }

    [Fact]
    public async Task D7_people_are_reminded_three_days_and_one_day_before_and_the_state_follows_the_bank()
    {
        var (gift, dispute) = await Disputed();
        await site.Deliver();
        var cause = (await site.Site.Facts(gift)).OfType<DonationPaid>().Single().Cause;
        var holder = (await site.Get<OrganisationDirectory>().FindMany([cause.HolderId], StripeSite.Ct))[cause.HolderId];
        await site.Do(new AppointStaff(Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), Role.FederationOfficer, cause.HolderId, holder.Code));
        await site.Passed("refunds");
        await site.Passed("appointments");
        var reminders = site.Get<DisputeReminders>();
        await reminders.RunOnce(StripeSite.Ct);
        Assert.Equal([], await Mails());
        site.Advance(TimeSpan.FromDays(4.1));
        await reminders.RunOnce(StripeSite.Ct);
        await reminders.RunOnce(StripeSite.Ct);
        Assert.Equal(["3"], (await Mails()).Distinct(StringComparer.Ordinal), StringComparer.Ordinal);
        var people = (await Mails()).Count;
        site.Advance(TimeSpan.FromDays(2));
        await reminders.RunOnce(StripeSite.Ct);
        Assert.Equal((2 * people, "1"), ((await Mails()).Count, (await Mails())[^1]));
        site.Advance(TimeSpan.FromDays(1));
        await reminders.RunOnce(StripeSite.Ct);
        Assert.Equal(2 * people, (await Mails()).Count);
        var late = await site.Get<SystemCommands>().Send(new AnswerDispute(Guid.CreateVersion7(), gift, dispute, new("Too late.", null), site.Site.Clock.GetUtcNow()), StripeSite.Ct);
        Assert.Equal("dispute_evidence_late", Assert.Single(late.Refusals).Code);
        site.Fake.Bank.Decide(dispute, isWon: false);
        await site.Deliver();
        await Ends(gift, "DisputeOpened", "DisputeFundsWithdrawn", "DisputeClosed");

        Task<IReadOnlyList<string>> Mails() => site.All<string>("select facts ->> 'number' from mailing.mail where kind = 'dispute' and facts ->> 'subject' = @gift order by noted_at", new { gift = gift.ToString() });
    }

    private async Task<(Guid Gift, string Dispute)> Disputed(long? fen = null, string status = "needs_response")
    {
        var gift = await site.Paid();
        return (gift, site.Fake.Bank.Dispute(await site.ChargeOf(gift), fen, status));
    }

    private Task<long> Booked(Guid gift, string kind, int part = 0) => site.Scalar<long>(
        "select coalesce(sum(minor), 0) from ledger_entry where donation_id = @gift and source_kind = @kind and part = @part", new { gift, kind, part });

    private async Task Ends(Guid gift, params string[] after)
    {
        Assert.Equal(["DonationStarted", "DonationPaid", .. after], await site.Story(gift));
        await site.Close();
    }
}
