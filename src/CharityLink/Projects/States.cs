using CharityLink.Kernel;

namespace CharityLink.Projects;

/// <summary>Where a project stands, in a refusal: an act that does not fit is told what the project is instead.</summary>
internal static class States
{
    /// <summary>The act does not fit this state.</summary>
    public static Refusal Instead(this ProjectState state) => state switch
    {
        ProjectState.Draft => new Refusal("project_is_draft"),
        ProjectState.Submitted => new Refusal("project_is_submitted"),
        ProjectState.Verified => new Refusal("project_is_verified"),
        ProjectState.Reviewed => new Refusal("project_is_reviewed"),
        ProjectState.Approved => new Refusal("project_is_approved"),
        ProjectState.Filed => new Refusal("project_is_filed"),
        ProjectState.Live => new Refusal("project_is_live"),
        ProjectState.Ended => new Refusal("project_is_ended"),
        ProjectState.CarriedOut => new Refusal("project_is_carried_out"),
        ProjectState.Reported => new Refusal("project_is_reported"),
        ProjectState.Closed => new Refusal("project_is_closed"),
        ProjectState.Failed => new Refusal("project_is_failed"),
        ProjectState.Rejected => new Refusal("project_is_rejected"),
        ProjectState.Withdrawn => new Refusal("project_is_withdrawn"),
        _ => throw new InvalidOperationException($"Unknown state {state}."),
    };

    /// <summary>Nothing more is decided about it.</summary>
    public static bool IsFinal(this ProjectState state) => state is ProjectState.Closed or ProjectState.Rejected or ProjectState.Withdrawn;

    /// <summary>Who may take the step a project waits for; nobody in states that wait for no decision.</summary>
    public static IReadOnlyList<Role> DecidedBy(this ProjectState state) => state switch
    {
        ProjectState.Submitted => [Role.VillageWorker, Role.TownWorker],
        ProjectState.Verified => [Role.TownWorker],
        ProjectState.Reviewed => [Role.FederationOfficer],
        _ => [],
    };
}
