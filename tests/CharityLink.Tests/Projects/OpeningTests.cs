using CharityLink.Kernel;
using CharityLink.Law;
using CharityLink.Projects;
using CharityLink.Tests.Law;
using static CharityLink.Tests.Projects.Planned;

namespace CharityLink.Tests.Projects;

/// <summary>PRJ-2: number, listings, overrides, and the opening that is refused with every reason at once.</summary>
public sealed class OpeningTests
{
    private static readonly DateTimeOffset _now = new(2026, 12, 10, 1, 0, 0, TimeSpan.Zero);
    private static readonly OpenProject _open = new(Guid.CreateVersion7(), One.Id);

    [Fact]
    public void A_filed_and_lawful_project_opens_until_the_end_of_its_last_day_in_Jiangmen()
    {
        Ready().When(one => Project.Decide(one, _open, OpeningDay, _now, Clerk))
            .Then(new ProjectOpened(One.Id, _now, new DateTimeOffset(2027, 5, 31, 16, 0, 0, TimeSpan.Zero), Clerk, Lawful.Day("2026-12-10")));
        Ready(new ProjectOpened(One.Id, _now, _now, null, Lawful.Today)).When(one => Project.Decide(one, _open, OpeningDay, _now, Clerk)).Nothing();
        Scenario<Project, IProjectEvent>.Given(One.Drafted).When(one => Project.Decide(one, _open, OpeningDay, _now, Clerk)).Refused("project_is_draft");
        Scenario<Project, IProjectEvent>.Given().When(one => Project.Decide(one, _open, null, _now, Clerk)).Refused("project_unknown");
    }

    [Fact]
    public void Every_reason_against_opening_is_told_at_once()
    {
        var nothing = new PlanSurroundings(new OrganiserRegistration(Lawful.Place, null, true, true), CampaignOrganiser.None, false, Lawful.Day("2026-12-10"), OrganisationJurisdiction.Default);
        var plan = Plan with { AccountId = null, Documents = new(null, null, false, null), Partner = new("person", null, null, null, true, null, null, [], false, true) };
        var refused = Approved(new PlanSaved(One.Id, plan, null)).When(one => Project.Decide(one, _open, nothing, _now, Clerk)).Decision.Refusals.Select(refusal => refusal.Code).ToHashSet(StringComparer.Ordinal);
        Assert.Superset(
            new HashSet<string>(StringComparer.Ordinal)
            {
                "organiser_not_active", "no_public_fundraising_qualification", "filed_too_late", "no_internal_decision", "display_incomplete", "no_designated_platform_listing", "plan_incomplete",
                "partner_not_assessed", "partner_agreement_incomplete", "partner_person_documents_missing", "partner_holds_funds", "partner_solicits",
            }, refused);
    }

    [Theory]
    [InlineData("2026-12-09", false)]
    [InlineData("2026-12-10", true)]
    [InlineData("2027-05-31", true)]
    [InlineData("2027-06-01", false)]
    public void It_opens_inside_the_filed_days_only(string day, bool opens) =>
        Assert.Equal(!opens, Ready().When(one => Project.Decide(one, _open, On(day), _now, Clerk)).Decision.Refusals.Any(refusal => refusal.Code == "outside_filed_days"));

    [Fact]
    public void Under_another_law_it_opens_as_that_law_asks_and_keeps_it()
    {
        var abroad = FilingDay with { Jurisdiction = "GB", Organiser = CampaignOrganiser.None };
        Written().When(one => Project.Decide(one, _open, abroad, _now, Clerk))
            .Then(new ProjectOpened(One.Id, _now, new DateTimeOffset(2027, 5, 31, 16, 0, 0, TimeSpan.Zero), Clerk, Lawful.Day("2026-11-23"), "GB"));
        Approved().When(one => Project.Decide(one, _open, abroad, _now, Clerk)).RefusedAt("plan_incomplete", "closes_on");

        // The organiser moves; what has opened stays where it was.
        var kept = Written(new ProjectOpened(One.Id, _now, _now, null, Lawful.Today, "GB")).State;
        Assert.Equal("GB", OpeningDay.LawOf(kept!)); // Facts were given.
        Assert.Equal("GB", OpeningDay.Book(kept!).Jurisdiction); // Facts were given.
    }

    [Fact]
    public void A_revoked_certificate_or_a_disqualified_person_in_charge_keeps_it_closed()
    {
        var held = OpeningDay.Organiser.Qualification ?? throw new InvalidOperationException();
        var revoked = OpeningDay with { Organiser = OpeningDay.Organiser with { Qualification = held with { RevokedOn = Lawful.Day("2026-12-10") } } };
        Ready().When(one => Project.Decide(one, _open, revoked, _now, Clerk)).Refused("qualification_revoked");
        PlanSurroundings Led(string until) => OpeningDay with { Organiser = OpeningDay.Organiser with { People = OpeningDay.Organiser.People.Add(Clerk, new(new PersonId(Clerk), Lawful.Organiser, true, Lawful.Day(until))) } };
        Ready().When(one => Project.Decide(one, _open, Led("2026-12-10"), _now, Clerk)).Refused("person_disqualified");
        Assert.Empty(Ready().When(one => Project.Decide(one, _open, Led("2026-12-09"), _now, Clerk)).Decision.Refusals);
        Ready().When(one => Project.Decide(one, _open, OpeningDay with { Registration = null }, _now, Clerk)).Refused("organiser_not_active", "filing_number_malformed");
    }

    [Fact]
    public void In_a_declared_emergency_it_opens_before_filing_and_files_afterwards()
    {
        var early = Approved(new PlanSaved(One.Id, Plan with { Emergency = new("粤应急〔2026〕1号", Lawful.Day("2026-12-09")), ClosesOn = Lawful.Day("2027-01-31") }, null), Listed);
        var opened = Assert.IsType<ProjectOpened>(Assert.Single(early.When(one => Project.Decide(one, _open, OpeningDay, _now, Clerk)).Decision));
        var live = early.State is { } state ? Project.Evolve(state, opened) : null;
        var file = new FilePlan(Guid.CreateVersion7(), One.Id, Lawful.Day("2026-12-10"), "民政局");
        Assert.IsType<PlanFiled>(Assert.Single(Project.Decide(live, file, OpeningDay)));
        Approved(new PlanSaved(One.Id, Plan, null), Listed).When(one => Project.Decide(one, _open, OpeningDay, _now, Clerk)).Refused("filed_too_late", "display_incomplete");
    }

    [Fact]
    public void A_warning_gives_way_to_a_recorded_reason_and_a_refusal_does_not()
    {
        var grand = Written(new PlanSaved(One.Id, Plan with { Expected = Money.Cny(270_000_01), Surplus = new("council", "x") }, null));
        var ask = new OverrideRule(Guid.CreateVersion7(), One.Id, "CN-PLAN-09", " A sponsor pledged half ");
        var overridden = new RuleOverridden(One.Id, "CN-PLAN-09", "target_exceeds_capacity", "A sponsor pledged half", Clerk);
        grand.When(one => Project.Decide(one, ask, OpeningDay, Clerk)).Then(overridden);
        grand.When(one => Project.Decide(one, ask with { RuleId = "CN-PLAN-12" }, OpeningDay, Clerk)).Refused("rule_not_overridable");
        grand.When(one => Project.Decide(one, ask with { RuleId = "CN-PLAN-06" }, OpeningDay, Clerk)).Refused("rule_not_in_the_way");
        Scenario<Project, IProjectEvent>.Given(One.Drafted).When(one => Project.Decide(one, ask, OpeningDay, Clerk)).Refused("project_is_draft");
        var file = new FilePlan(Guid.CreateVersion7(), One.Id, Lawful.Day("2026-11-23"), "民政局");
        grand.When(one => Project.Decide(one, file, FilingDay)).Refused("target_exceeds_capacity", "surplus_clause_unlawful");
        var after = Written(new PlanSaved(One.Id, Plan with { Expected = Money.Cny(270_000_01) }, null), overridden);
        after.When(one => Project.Decide(one, ask, OpeningDay, Clerk)).Nothing();
        Assert.Empty(after.When(one => Project.Decide(one, file, FilingDay)).Decision.Refusals);
    }

    [Fact]
    public void A_number_of_another_shape_is_taken_with_a_reason_only()
    {
        var record = new RecordFilingNumber(Guid.CreateVersion7(), One.Id, " 52620600mjy949356h-A26006", Lawful.Day("2026-12-01"));
        Written(Filed).When(one => Project.Decide(one, record, OpeningDay, Clerk)).Then(Numbered);
        Written(Filed, Numbered).When(one => Project.Decide(one, record, OpeningDay, Clerk)).Nothing();
        Written(Filed).When(one => Project.Decide(one, record with { FilingNumber = "X-1" }, OpeningDay, Clerk)).RefusedAt("filing_number_malformed", "filing_number");
        Written(Filed).When(one => Project.Decide(one, record with { FilingNumber = "X-1", OverrideReason = " old form " }, OpeningDay, Clerk))
            .Then(new RuleOverridden(One.Id, "CN-PLAN-05", "filing_number_malformed", "old form", Clerk), new FilingNumberRecorded(One.Id, "X1", Lawful.Day("2026-12-01")));
        Written(Filed).When(one => Project.Decide(one, record with { OverrideReason = "why" }, OpeningDay with { NumberIsElsewhere = true }, Clerk)).Refused("filing_number_reused");
    }

    [Fact]
    public void A_number_follows_the_filing_and_is_fixed_once_the_campaign_opened()
    {
        var record = new RecordFilingNumber(Guid.CreateVersion7(), One.Id, Number, Lawful.Day("2026-12-01"));
        Written().When(one => Project.Decide(one, record, OpeningDay, Clerk)).Refused("plan_not_filed");
        Written(Filed, new FilingGapsNotified(One.Id, Lawful.Today, "x")).When(one => Project.Decide(one, record, OpeningDay, Clerk)).Refused("gaps_open");
        Written(Filed).When(one => Project.Decide(one, record with { PublishedOn = Lawful.Day("2026-11-22") }, OpeningDay, Clerk)).RefusedAt("before_filing", "published_on");
        Written(Filed).When(one => Project.Decide(one, record with { PublishedOn = Lawful.Day("2026-12-11") }, OpeningDay, Clerk)).RefusedAt("day_in_future", "published_on");
        var other = record with { FilingNumber = "52620600MJY949356HA26007" };
        Assert.Single(Written(Filed, Numbered).When(one => Project.Decide(one, other, OpeningDay, Clerk)).Decision);
        Ready(new ProjectOpened(One.Id, _now, _now, null, Lawful.Today)).When(one => Project.Decide(one, other, OpeningDay, Clerk)).RefusedAt("filing_number_fixed", "filing_number");
    }

    [Fact]
    public void A_listing_is_on_a_designated_platform_once()
    {
        var (today, id) = (Lawful.Day("2026-12-10"), Guid.CreateVersion7());
        var tencent = DesignatedPlatforms.Load(null).Find("tencent");
        var ask = new ListOnPlatform(Guid.CreateVersion7(), One.Id, id, "tencent", " https://platform.example/1 ", Lawful.Day("2026-12-01"));
        var listed = new PlatformListed(One.Id, id, "腾讯公益", "https://platform.example/1", Lawful.Day("2026-12-01"));
        Approved().When(one => Project.Decide(one, ask, tencent, today)).Then(listed);
        Approved(listed).When(one => Project.Decide(one, ask, tencent, today)).Nothing();
        Approved(listed).When(one => Project.Decide(one, ask with { Address = "https://platform.example/2" }, tencent, today)).Refused("listing_id_reused");
        Approved(listed).When(one => Project.Decide(one, ask with { ListingId = Guid.CreateVersion7() }, tencent, today)).RefusedAt("platform_listed_already", "platform");
        Approved().When(one => Project.Decide(one, ask, null, today)).RefusedAt("platform_not_designated", "platform");
        Approved().When(one => Project.Decide(one, ask with { ListedOn = Lawful.Day("2026-12-11") }, tencent, today)).RefusedAt("day_in_future", "listed_on");
        Scenario<Project, IProjectEvent>.Given(One.Drafted).When(one => Project.Decide(one, ask, tencent, today)).Refused("project_is_draft");
        var end = new Delist(Guid.CreateVersion7(), One.Id, id, Lawful.Day("2026-12-05"));
        Approved(listed).When(one => Project.Decide(one, end, today)).Then(new PlatformDelisted(One.Id, id, Lawful.Day("2026-12-05")));
        Approved().When(one => Project.Decide(one, end, today)).Refused("listing_unknown");
        Approved(listed).When(one => Project.Decide(one, end with { EndedOn = Lawful.Day("2026-11-30") }, today)).RefusedAt("before_listing", "ended_on");
    }

    [Theory]
    [InlineData("http://platform.example/1")]
    [InlineData("javascript:alert(1)")]
    [InlineData("https://user@platform.example/")]
    [InlineData("https://127.0.0.1/")]
    [InlineData("platform.example")]
    public void A_listings_address_is_a_plain_page_of_the_web(string address) =>
        Assert.Equal("address_not_https", Assert.Single(new ListOnPlatform(Guid.CreateVersion7(), One.Id, Guid.CreateVersion7(), "tencent", address, Lawful.Today).Validate()).Code);

    [Fact]
    public void Changing_what_is_judged_leaves_the_judgement_of_a_day_alone() =>
        Assert.Equal(RuleEffect.Warn, Assert.Single(PlanFindings.Number(Written(Filed).State ?? throw new InvalidOperationException(), "X", OpeningDay).Findings).Effect);
}
