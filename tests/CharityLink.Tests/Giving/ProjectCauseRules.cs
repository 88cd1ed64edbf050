using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Projects;

namespace CharityLink.Tests.Giving;

using Gift = Scenario<Donation, IDonationEvent>;

/// <summary>When a project takes a gift, and when no more.</summary>
public sealed class ProjectCauseRules
{
    private static readonly DateTimeOffset _deadline = new(2026, 12, 31, 16, 0, 0, TimeSpan.Zero);
    private static readonly CauseOrganisation _organiser = new(StartRules.Id(5), "江门市慈善会", "Federation", null, DivisionCode.Parse("440700"), true, false, 1);
    private static readonly ProjectDrafted _drafted = GivingWorld.Drafted(StartRules.Id(7), StartRules.Id(1), StartRules.Id(3), DivisionCode.Parse("440703103201"));
    private static readonly ProjectApproved _approved = new(StartRules.Id(7), null, StartRules.Id(5), "");
    private static readonly ProjectOpened _opened = new(StartRules.Id(7), _deadline.AddDays(-30), _deadline, null, new DateOnly(2026, 12, 1));
    private static readonly GiftCause _cause = new(
        StartRules.Id(1), null, StartRules.Id(3), StartRules.Id(5), StartRules.Id(5), DivisionCode.Parse("440703103201"), StartRules.Id(7), StartRules.Id(6));

    private static readonly StartDonation _ask = new(
        StartRules.Id(100), StartRules.Id(9), null, null, Money.Cny(60_00), null, true, StartDonation.Sandbox, _deadline, StartRules.Id(7), StartRules.Id(6));

    [Fact]
    public void A_live_project_takes_gifts_into_its_own_fund_at_its_organiser() =>
        Assert.Equal(_cause, Offer(_drafted, _approved, _opened).Standing.Cause);

    [Fact]
    public void A_gift_is_begun_up_to_the_last_tick_before_the_deadline() =>
        Gift.Given().When(Starting(_deadline.AddTicks(-1))).Then(new DonationStarted(
            StartRules.Id(9), _cause, Money.Cny(60_00), null, true, StartDonation.Sandbox, _deadline.AddTicks(-1)));

    [Fact]
    public void A_gift_begun_at_the_deadline_comes_too_late_even_before_anybody_has_ended_the_project() =>
        Gift.Given().When(Starting(_deadline)).Refused("project_over");

    [Fact]
    public void An_extension_moves_the_deadline() =>
        Assert.Null(Offer(_drafted, _approved, _opened, new ProjectExtended(StartRules.Id(7), _deadline.AddDays(1), "rain", null)).Standing.At(_deadline.AddDays(1)).Cause);

    [Fact]
    public void A_form_sent_again_after_the_deadline_is_still_the_same_gift() =>
        Gift.Given(new DonationStarted(StartRules.Id(9), _cause, Money.Cny(60_00), null, true, StartDonation.Sandbox, _deadline.AddTicks(-1))).When(Starting(_deadline)).Nothing();

    [Fact]
    public void One_id_with_another_project_or_page_is_refused()
    {
        var begun = Gift.Given(new DonationStarted(StartRules.Id(9), _cause, Money.Cny(60_00), null, true, StartDonation.Sandbox, _deadline.AddTicks(-1)));
        begun.When(donation => Donation.Start(donation, _ask with { ProjectId = StartRules.Id(8) }, new Standing(_cause, []), new())).Refused("donation_id_reused");
        begun.When(donation => Donation.Start(donation, _ask with { PageId = null }, new Standing(_cause, []), new())).Refused("donation_id_reused");
    }

    [Fact]
    public void What_may_not_receive_says_why()
    {
        var ended = new ProjectEnded(StartRules.Id(7), _deadline, Money.Cny(1), 9, true, "deadline");
        AssertRefused("project_unknown", Offer());
        AssertRefused("project_unknown", Offer(_drafted));
        AssertRefused("project_unknown", Offer(_drafted, _approved, new ProposalSentBack(StartRules.Id(7), ProjectState.Approved, null, "")));
        AssertRefused("project_unknown", Offer(_drafted, _approved, new ProjectWithdrawn(StartRules.Id(7), null, "")));
        AssertRefused("project_unknown", Offer(_drafted, _approved, new ProjectRejected(StartRules.Id(7), null, "")));
        AssertRefused("project_not_live", Offer(_drafted, _approved));
        AssertRefused("project_not_live", Offer(_drafted, _approved, new PlanFiled(StartRules.Id(7), new DateOnly(2026, 1, 1), "bureau")));
        AssertRefused("project_paused", Offer(_drafted, _approved, _opened, new ProjectPaused(StartRules.Id(7), "", null)));
        AssertRefused("project_over", Offer(_drafted, _approved, _opened, ended));
        AssertRefused("project_over", Offer(_drafted, _approved, _opened, ended with { IsMet = false }));
        AssertRefused("project_over", Offer(_drafted, _approved, _opened, ended, new ProjectClosed(StartRules.Id(7))));
        AssertRefused("payee_unverified", CauseOffer.Of(Row(_drafted, _approved, _opened), null, null, _organiser with { IsVerified = false }));
        AssertRefused("payee_suspended", CauseOffer.Of(Row(_drafted, _approved, _opened), null, null, _organiser with { IsSuspended = true }));
    }

    [Fact]
    public void A_project_that_goes_on_takes_gifts_again() => Assert.NotNull(
        Offer(_drafted, _approved, _opened, new ProjectPaused(StartRules.Id(7), "", null), new ProjectResumed(StartRules.Id(7), null)).Standing.Cause);

    [Fact]
    public void A_gift_begun_in_time_is_paid_into_a_project_that_reached_its_minimum_and_not_into_one_that_failed()
    {
        var ended = new ProjectEnded(StartRules.Id(7), _deadline, Money.Cny(1), 9, true, "deadline");
        Assert.Null(PaymentRefused(_drafted, _approved, _opened));
        Assert.Null(PaymentRefused(_drafted, _approved, _opened, ended));
        Assert.Null(PaymentRefused(_drafted, _approved, _opened, ended, new ProjectCarriedOut(StartRules.Id(7), new DateOnly(2027, 1, 1), null)));
        Assert.Equal("project_failed", PaymentRefused(_drafted, _approved, _opened, ended with { IsMet = false }));
        Assert.Equal("project_paused", PaymentRefused(_drafted, _approved, _opened, new ProjectPaused(StartRules.Id(7), "", null)));
        Assert.Equal("project_over", PaymentRefused(_drafted, _approved, _opened, ended, new FinalReportPublished(StartRules.Id(7), StartRules.Id(8), null)));
        Assert.Equal("project_over", PaymentRefused(_drafted, _approved, _opened, ended, new ProjectClosed(StartRules.Id(7))));
    }

    [Fact]
    public void A_gift_is_for_one_thing()
    {
        Assert.Equal("cause_ambiguous", Assert.Single((_ask with { ProgramId = StartRules.Id(1) }).Validate()).Code);
        Assert.Equal("cause_ambiguous", Assert.Single((_ask with { SiteId = StartRules.Id(1) }).Validate()).Code);
        Assert.Equal("project_unknown", Assert.Single((_ask with { ProjectId = null }).Validate()).Code);
        Assert.Empty(_ask.Validate());
        Assert.Empty((_ask with { ProjectId = null, PageId = null, ProgramId = StartRules.Id(1), SiteId = StartRules.Id(2) }).Validate());
    }

    private static Func<Donation?, Decision<IDonationEvent>> Starting(DateTimeOffset at) =>
        donation => Donation.Start(donation, _ask with { At = at }, Offer(_drafted, _approved, _opened).Standing, new());

    private static CauseOffer Offer(params IProjectEvent[] facts) => CauseOffer.Of(Row(facts), StartRules.Id(6), null, _organiser);

    private static string? PaymentRefused(params IProjectEvent[] facts) => Row(facts)!.PaymentRefused?.Code; // Drafted.

    private static CauseProject? Row(params IProjectEvent[] facts) => facts.Aggregate((CauseProject?)null, (row, fact) => CauseProject.After(row, fact, 1));

    private static void AssertRefused(string code, CauseOffer offer)
    {
        Assert.Null(offer.Standing.Cause);
        Assert.Equal([new Refusal(code, "project")], offer.Standing.Refusals);
    }
}
