using CharityLink.Evidence;
using CharityLink.Kernel;
using CharityLink.Network;
using CharityLink.Projects;

namespace CharityLink.Tests.Projects;

/// <summary>One village project and the people around it, for tests that want a project to stand somewhere.</summary>
internal static class Example
{
    public static readonly Guid Id = Guid.CreateVersion7();
    public static readonly Guid Proposer = Guid.CreateVersion7();
    public static readonly Guid Fund = Guid.CreateVersion7();
    public static readonly Guid Organiser = Guid.CreateVersion7();
    public static readonly DivisionCode Village = DivisionCode.Parse("440703101001");
    public static readonly DivisionCode Town = DivisionCode.Parse("440703101");
    public static readonly DivisionCode County = DivisionCode.Parse("440703");
    public static readonly DateTimeOffset Opened = new(2026, 10, 1, 1, 0, 0, TimeSpan.Zero);

    /// <summary>The end of 31 October in Jiangmen.</summary>
    public static readonly DateTimeOffset Deadline = new(2026, 10, 31, 16, 0, 0, TimeSpan.Zero);

    public static readonly Caller VillageWorker = Staff.Holding(Role.VillageWorker, Village.Value, Proposer);
    public static readonly Caller OtherVillageWorker = Staff.Holding(Role.VillageWorker, Village.Value);
    public static readonly Caller TownWorker = Staff.Holding(Role.TownWorker, Town.Value);
    public static readonly Caller OtherTownWorker = Staff.Holding(Role.TownWorker, Town.Value);
    public static readonly Caller Officer = Staff.Holding(Role.FederationOfficer, County.Value, Organiser);
    public static readonly Caller OtherOfficer = Staff.Holding(Role.FederationOfficer, "440700");

    public static readonly BudgetLine Roof = new(Guid.CreateVersion7(), "屋顶", "Roof", Money.Cny(6_000_00), true);
    public static readonly BudgetLine Paint = new(Guid.CreateVersion7(), "粉刷", "Paint", Money.Cny(2_000_00), false);

    public static readonly Funding Sums = new(FundingModel.AllOrNothing, Money.Cny(6_000_00), Money.Cny(8_000_00), [Money.Cny(9_000_00)], [Roof, Paint]);
    public static readonly Proposal Words = new(null, "home_repair", "修缮老屋", "Mend old homes", "五户老人的屋顶", "Roofs of five elders", "雨季漏水", "They leak in the rain", Village);

    public static readonly EvidenceFile Paper = new(new string('a', 64), "application/pdf", 1_000);
    public static readonly ProjectDrafted Drafted = new(Id, Proposer, VillageWorker.AccountId, Fund, Words, Sums, true);
    public static readonly ProposalSubmitted Submitted = new(Id, VillageWorker.AccountId);
    public static readonly ProjectVerified Verified = new(Id, OtherVillageWorker.AccountId, "seen", [Paper]);
    public static readonly ProjectReviewed Reviewed = new(Id, TownWorker.AccountId, "sound");
    public static readonly ProjectApproved Approved = new(Id, Officer.AccountId, Organiser, "taken on");
    public static readonly PlanFiled Filed = new(Id, new DateOnly(2026, 9, 20), "民政局");
    public static readonly ProjectOpened Live = new(Id, Opened, Deadline, null, new DateOnly(2026, 10, 1));
    public static readonly ProjectEnded Ended = new(Id, Deadline, Money.Cny(7_000_00), 42, true, "deadline");
    public static readonly ProjectCarriedOut CarriedOut = new(Id, new DateOnly(2026, 11, 20), null);
    public static readonly FinalReportPublished Reported = new(Id, Guid.CreateVersion7(), null);

    private static readonly IProjectEvent[] _life = [Drafted, Submitted, Verified, Reviewed, Approved, Filed, Live, Ended, CarriedOut, Reported, new ProjectClosed(Id)];

    /// <summary>Everything that happens on the straight way to a state.</summary>
    public static IReadOnlyList<IProjectEvent> To(ProjectState state) => state switch
    {
        ProjectState.Rejected => [.. To(ProjectState.Submitted), new ProjectRejected(Id, null, "no")],
        ProjectState.Withdrawn => [.. To(ProjectState.Submitted), new ProjectWithdrawn(Id, null, "no")],
        ProjectState.Failed => [.. To(ProjectState.Live), Ended with { Raised = Money.Cny(1_00), IsMet = false }],
        _ => _life[..((int)state + 1)],
    };

    /// <summary>A project in a state, to decide on.</summary>
    public static Scenario<Project, IProjectEvent> In(ProjectState state, params IProjectEvent[] more) => Scenario<Project, IProjectEvent>.Given([.. To(state), .. more]);

    /// <summary>Nothing is there yet.</summary>
    public static Scenario<Project, IProjectEvent> Nowhere => Scenario<Project, IProjectEvent>.Given();

    /// <summary>Every state but these.</summary>
    public static IEnumerable<ProjectState> Others(params ProjectState[] states) => Enum.GetValues<ProjectState>().Except(states);

    /// <summary>What a project says it is when an act does not fit.</summary>
    public static string Says(ProjectState state) => state switch
    {
        ProjectState.Draft => "project_is_draft",
        ProjectState.Submitted => "project_is_submitted",
        ProjectState.Verified => "project_is_verified",
        ProjectState.Reviewed => "project_is_reviewed",
        ProjectState.Approved => "project_is_approved",
        ProjectState.Filed => "project_is_filed",
        ProjectState.Live => "project_is_live",
        ProjectState.Ended => "project_is_ended",
        ProjectState.CarriedOut => "project_is_carried_out",
        ProjectState.Reported => "project_is_reported",
        ProjectState.Closed => "project_is_closed",
        ProjectState.Failed => "project_is_failed",
        ProjectState.Rejected => "project_is_rejected",
        _ => "project_is_withdrawn",
    };

    /// <summary>The proposer's station, its village, no program.</summary>
    public static readonly Around Surrounding = new(new Member(Proposer, Village, false, true, false), new Division(Village, "村", "Village", "village", false), null);
}
