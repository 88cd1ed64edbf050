using CharityLink.Kernel;
using CharityLink.Law;
using CharityLink.Network;

namespace CharityLink.Projects;

/// <summary>A project's plan with all that is around it: for the wizard, the opening page, and every decision.</summary>
public sealed record PlanStanding(Project Project, PlanSurroundings Around)
{
    /// <summary>What still stands against filing.</summary>
    public IReadOnlyList<Finding> AgainstFiling => PlanFindings.Filing(Project, Around).Standing(Project.OverriddenRules);

    /// <summary>What still stands against opening today.</summary>
    public IReadOnlyList<Finding> AgainstOpening => PlanFindings.Opening(Project, Around).Standing(Project.OverriddenRules);
}

/// <summary>Reads a plan's project and what surrounds it, straight from the streams: nothing is opened on yesterday's word.</summary>
public sealed class PlanReview(Aggregates aggregates, Jurisdictions jurisdictions, TimeProvider clock)
{
    /// <summary>Null when there is no such project.</summary>
    /// <param name="day">The day to judge on; null: today.</param>
    public async Task<PlanStanding?> Of(Guid projectId, DateOnly? day, CancellationToken ct)
    {
        var (project, _, _) = await aggregates.Load<Project, IProjectEvent>(projectId, ct);
        if (project is null)
        {
            return null;
        }

        var organiser = project.OrganiserId ?? project.ProposerId;
        var (registration, _, _) = await aggregates.Load<OrganiserRegistration, IOrganisationEvent>(organiser, ct);
        var (credentials, _, _) = await aggregates.Load<CampaignOrganiser, ICredentialEvent>(OrganisationCredentials.StreamOf(organiser), ct);
        var holder = project.Filing.Number is { } number ? await HolderOf(number, ct) : null;
        var today = day ?? WorkingDays.China.DayOf(clock.GetUtcNow());
        return new(project, new(registration, credentials ?? CampaignOrganiser.None, holder is { } other && other != projectId, today, await jurisdictions.Of(organiser, ct)));
    }

    /// <summary>The campaign that bears a filing number; null: none.</summary>
    public async Task<Guid?> HolderOf(string number, CancellationToken ct) =>
        (await aggregates.Load<FilingNumberReservation, IFilingNumberEvent>(FilingNumberReservation.StreamOf(number), ct)).State?.HolderId;
}
