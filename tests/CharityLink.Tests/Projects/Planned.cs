using CharityLink.Kernel;
using CharityLink.Law;
using CharityLink.Projects;
using CharityLink.Tests.Law;

namespace CharityLink.Tests.Projects;

/// <summary>A project with a lawful plan, and what stands around it; each test breaks one thing.</summary>
internal static class Planned
{
    public const string Number = "52620600MJY949356HA26006";

    public static readonly Guid Clerk = Guid.CreateVersion7();
    public static readonly ProjectFacts One = ProjectFacts.New() with { Organiser = Lawful.Organiser, TitleZh = "温暖居家" };

    public static FundraisingPlan Plan => Lawful.Plan;

    public static PlanFiled Filed => new(One.Id, Lawful.Day("2026-11-23"), "江门市民政局");

    public static PlatformListed Listed => new(One.Id, Guid.CreateVersion7(), "腾讯公益", "https://platform.example/1", Lawful.Day("2026-12-01"));

    public static FilingNumberRecorded Numbered => new(One.Id, Number, Lawful.Day("2026-12-01"));

    public static PlanSurroundings FilingDay { get; } = On("2026-11-23");

    public static PlanSurroundings OpeningDay { get; } = On("2026-12-10");

    public static Scenario<Project, IProjectEvent> Approved(params IProjectEvent[] then) => Scenario<Project, IProjectEvent>.Given([.. One.UpToApproved, .. then]);

    public static Scenario<Project, IProjectEvent> Written(params IProjectEvent[] then) => Approved([new PlanSaved(One.Id, Plan, null), .. then]);

    public static Scenario<Project, IProjectEvent> Ready(params IProjectEvent[] then) => Written([Filed, Numbered, Listed, .. then]);

    public static PlanSurroundings On(string day) => new(
        new OrganiserRegistration(Lawful.Place, "52620600MJY949356H", true, false),
        CampaignOrganiser.None with { Qualification = Lawful.Charity.Qualification, Accounts = [Plan.AccountId.GetValueOrDefault()], BestYear = Money.Cny(90_000_00) }, false, Lawful.Day(day), OrganisationJurisdiction.Default);
}
