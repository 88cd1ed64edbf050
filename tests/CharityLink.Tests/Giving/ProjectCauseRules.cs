using System.Globalization;
using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Law;
using CharityLink.Network;
using CharityLink.Projects;
using CharityLink.Testing;

namespace CharityLink.Tests.Giving;

using Gift = Scenario<Donation, IDonationEvent>;

/// <summary>When a project takes a gift, and when no more.</summary>
public sealed class ProjectCauseRules
{
    private static readonly DateTimeOffset _deadline = new(2026, 12, 31, 16, 0, 0, TimeSpan.Zero);
    private static readonly CauseOrganisation _organiser = new(StartRules.Id(5), "江门市慈善会", "Federation", null, DivisionCode.Parse("440700"), true, false, 1, new(StartRules.Id(5), "粤江慈募001", new DateOnly(2024, 1, 1), null));
    private static readonly ProjectDrafted _drafted = GivingWorld.Drafted(StartRules.Id(7), StartRules.Id(1), StartRules.Id(3), DivisionCode.Parse("440703103201"));
    private static readonly ProjectApproved _approved = new(StartRules.Id(7), null, StartRules.Id(5), "");
    private static readonly PlanSaved _planned = new(
        StartRules.Id(7), FundraisingPlan.Empty with { OpensOn = new DateOnly(2026, 12, 2), ClosesOn = new DateOnly(2026, 12, 31), Receiving = ["online", "bank"] }, null);

    private static readonly ProjectOpened _opened = new(StartRules.Id(7), _deadline.AddDays(-30), _deadline, null, new DateOnly(2026, 12, 1));
    private static readonly GiftCause _cause = new(
        StartRules.Id(1), null, StartRules.Id(3), StartRules.Id(5), StartRules.Id(5), DivisionCode.Parse("440703103201"), StartRules.Id(7), StartRules.Id(6));

    private static readonly StartDonation _ask = new(
        StartRules.Id(100), StartRules.Id(9), null, null, Money.Cny(60_00), null, true, StartDonation.Sandbox, _deadline, StartRules.Id(7), StartRules.Id(6));

    [Fact]
    public void A_live_project_takes_gifts_into_its_own_fund_at_its_organiser() =>
        Assert.Equal(_cause, Offer(_drafted, _approved, _planned, _opened).Standing.Cause);

    [Fact]
    public void A_gift_is_begun_up_to_the_last_tick_before_the_deadline() =>
        Gift.Given().When(Starting(_deadline.AddTicks(-1))).Then(new DonationStarted(
            StartRules.Id(9), _cause, Money.Cny(60_00), null, true, StartDonation.Sandbox, _deadline.AddTicks(-1)));

    [Fact]
    public void A_gift_begun_at_the_deadline_comes_too_late_even_before_anybody_has_ended_the_project() =>
        Gift.Given().When(Starting(_deadline)).Refused("project_over");

    [Fact]
    public void An_extension_moves_the_deadline() =>
        Assert.Null(Offer(_drafted, _approved, _planned, _opened, new ProjectExtended(StartRules.Id(7), _deadline.AddDays(1), "rain", null)).Standing.At(_deadline.AddDays(1)).Cause);

    [Fact, Keeps("CN-PLAN-17", Shows.Allowed), Keeps("CN-ORG-01", Shows.Allowed), Keeps("CN-ORG-05", Shows.Allowed)]
    public void The_law_lets_a_gift_of_a_filed_day_and_way_to_a_qualified_organiser_pass()
    {
        Assert.NotNull(At("2026-12-02", _organiser).Cause);
        Assert.NotNull(At("2026-12-31", _organiser).Cause);
        Assert.NotNull(At("2026-12-31", _organiser, "bank").Cause);
        // From the day of its issue; and, once revoked, up to the day before.
        Assert.NotNull(At("2026-12-05", With(new(Held.HolderId, Held.CertificateNo, new DateOnly(2026, 12, 5), null))).Cause);
        Assert.NotNull(At("2026-12-05", With(Held with { RevokedOn = new DateOnly(2026, 12, 6) })).Cause);
    }

    [Fact, Keeps("CN-PLAN-17", Shows.Refused)]
    public void A_gift_before_the_filed_days_or_by_another_way_is_refused()
    {
        AssertUnlawful("outside_filed_plan", At("2026-12-01", _organiser));
        AssertUnlawful("outside_filed_plan", At("2026-12-31", _organiser, "cash"));
        var late = new PlanAmended(
            StartRules.Id(7), StartRules.Id(8), _planned.Plan with { Receiving = ["bank"] }, "新名", "New name", ["receiving"], "", new DateOnly(2026, 12, 3), null);
        AssertUnlawful("outside_filed_plan", Offer(_drafted, _approved, _planned, _opened, late).Standing.At(Noon("2026-12-04")));
        Assert.Equal(("新名", "New name"), Offer(_drafted, _approved, _planned, _opened, late).Project is { } project ? (project.TitleZh, project.TitleEn) : default);
    }

    [Fact, Keeps("CN-ORG-01", Shows.Refused), Keeps("CN-ORG-05", Shows.Refused)]
    public void A_gift_to_an_organiser_without_a_certificate_in_force_is_refused_from_the_first_day_on()
    {
        AssertUnlawful("no_public_fundraising_qualification", At("2026-12-05", With(null)));
        AssertUnlawful("no_public_fundraising_qualification", At("2026-12-05", With(Held with { IssuedOn = new DateOnly(2026, 12, 6) })));
        AssertUnlawful("qualification_revoked", At("2026-12-05", With(Held with { RevokedOn = new DateOnly(2026, 12, 5) })));
        Gift.Given().When(donation => Donation.Start(donation, _ask with { At = Noon("2026-12-05") }, Live(With(null)).Standing, new())).Refused("no_public_fundraising_qualification");
    }

    [Fact]
    public void A_project_under_another_law_is_not_judged_by_ours() => Assert.NotNull(
        CauseOffer.Of(Row(_drafted, _approved, _opened with { Jurisdiction = "GB" }), null, null, With(null)).Standing.At(Noon("2026-12-05")).Cause);

    [Fact]
    public void Certificates_are_known_from_their_facts()
    {
        var (organisation, certificate) = (StartRules.Id(5), StartRules.Id(6));
        var granted = CauseOrganisation.After(With(null), new QualificationGranted(organisation, certificate, Held.CertificateNo, Held.IssuedOn, null), 2);
        Assert.Equal((Held, 2), (granted?.Qualification, granted?.Position));
        var revoked = CauseOrganisation.After(granted, new QualificationRevoked(organisation, certificate, new DateOnly(2026, 12, 5), "why", null), 3);
        Assert.Equal((new DateOnly(2026, 12, 5), 3), (revoked?.Qualification?.RevokedOn, revoked?.Position));
    }

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
        AssertRefused("project_paused", Offer(_drafted, _approved, _planned, _opened, new ProjectPaused(StartRules.Id(7), "", null)));
        AssertRefused("project_over", Offer(_drafted, _approved, _planned, _opened, ended));
        AssertRefused("project_over", Offer(_drafted, _approved, _planned, _opened, ended with { IsMet = false }));
        AssertRefused("project_over", Offer(_drafted, _approved, _planned, _opened, ended, new ProjectClosed(StartRules.Id(7))));
        AssertRefused("payee_unverified", CauseOffer.Of(Row(_drafted, _approved, _planned, _opened), null, null, _organiser with { IsVerified = false }));
        AssertRefused("payee_suspended", CauseOffer.Of(Row(_drafted, _approved, _planned, _opened), null, null, _organiser with { IsSuspended = true }));
    }

    [Fact]
    public void A_project_that_goes_on_takes_gifts_again() => Assert.NotNull(
        Offer(_drafted, _approved, _planned, _opened, new ProjectPaused(StartRules.Id(7), "", null), new ProjectResumed(StartRules.Id(7), null)).Standing.Cause);

    [Fact]
    public void A_gift_begun_in_time_is_paid_into_a_project_that_reached_its_minimum_and_not_into_one_that_failed()
    {
        var ended = new ProjectEnded(StartRules.Id(7), _deadline, Money.Cny(1), 9, true, "deadline");
        Assert.Null(PaymentRefused(_drafted, _approved, _planned, _opened));
        Assert.Null(PaymentRefused(_drafted, _approved, _planned, _opened, ended));
        Assert.Null(PaymentRefused(_drafted, _approved, _planned, _opened, ended, new ProjectCarriedOut(StartRules.Id(7), new DateOnly(2027, 1, 1), null)));
        Assert.Equal("project_failed", PaymentRefused(_drafted, _approved, _planned, _opened, ended with { IsMet = false }));
        Assert.Equal("project_paused", PaymentRefused(_drafted, _approved, _planned, _opened, new ProjectPaused(StartRules.Id(7), "", null)));
        Assert.Equal("project_over", PaymentRefused(_drafted, _approved, _planned, _opened, ended, new FinalReportPublished(StartRules.Id(7), StartRules.Id(8), null)));
        Assert.Equal("project_over", PaymentRefused(_drafted, _approved, _planned, _opened, ended, new ProjectClosed(StartRules.Id(7))));
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
        donation => Donation.Start(donation, _ask with { At = at }, Offer(_drafted, _approved, _planned, _opened).Standing, new());

    private static DateTimeOffset Noon(string day) => new(DateOnly.Parse(day, CultureInfo.InvariantCulture), new TimeOnly(12, 0), TimeSpan.FromHours(8));

    private static Qualification Held => _organiser.Qualification!; // Set above.

    private static CauseOrganisation With(Qualification? held) => _organiser with { Qualification = held };

    private static CauseOffer Live(CauseOrganisation organiser) => CauseOffer.Of(Row(_drafted, _approved, _planned, _opened), StartRules.Id(6), null, organiser);

    private static Standing At(string day, CauseOrganisation organiser, string channel = Standing.Online) => Live(organiser).Standing.At(Noon(day), channel);

    private static void AssertUnlawful(string code, Standing standing)
    {
        Assert.Null(standing.Cause);
        Assert.Equal((code, "project"), Assert.Single(standing.Refusals) is var why ? (why.Code, why.Field) : default);
    }

    private static CauseOffer Offer(params IProjectEvent[] facts) => CauseOffer.Of(Row(facts), StartRules.Id(6), null, _organiser);

    private static string? PaymentRefused(params IProjectEvent[] facts) => Row(facts)!.PaymentRefused?.Code; // Drafted.

    private static CauseProject? Row(params IProjectEvent[] facts) => facts.Aggregate((CauseProject?)null, (row, fact) => CauseProject.After(row, fact, 1));

    private static void AssertRefused(string code, CauseOffer offer)
    {
        Assert.Null(offer.Standing.Cause);
        Assert.Equal([new Refusal(code, "project")], offer.Standing.Refusals);
    }
}
