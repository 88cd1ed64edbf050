using CharityLink.Kernel;
using CharityLink.Law;
using CharityLink.Projects;

namespace CharityLink.Giving;

/// <summary>What giving needs to know of a crowdfunded project: who raises, until when, and what it needs.</summary>
/// <param name="OrganiserId">The legal person that receives the money; null until approved.</param>
/// <param name="DeadlineAt">Gifts are begun before this instant; null until open.</param>
/// <param name="EndedAt">When fundraising ended; null before.</param>
/// <param name="OpensOn">First day of the filed plan; null while there is none.</param>
/// <param name="Receiving">The ways of receiving that were filed.</param>
/// <param name="Jurisdiction">Whose law it opened under.</param>
/// <param name="CalledOff">The cause for which it was called off and its gifts go back; null where it was not.</param>
/// <param name="MinCollectPercent">So much of the minimum must come in once promises by card are collected, or all goes back; null: anything will do.</param>
public sealed record CauseProject(
    Guid Id, Guid? ProgramId, Guid FundId, Guid? OrganiserId, string TitleZh, string TitleEn, DivisionCode Division, FundingModel Model,
    long MinimumMinor, long GoalMinor, ProjectState State, bool IsPaused, DateTimeOffset? DeadlineAt, DateTimeOffset? EndedAt, bool IsInvented,
    DateOnly? OpensOn, IReadOnlyList<string> Receiving, string Jurisdiction, long Position, int? MinCollectPercent = null, string? CalledOff = null)
{
    /// <summary>Taken on by a federation: from here on its name may be shown to anybody.</summary>
    public bool IsPublic => OrganiserId is not null && State is not (ProjectState.Draft or ProjectState.Rejected or ProjectState.Withdrawn);

    /// <summary>It takes no gift any more, nor will it: no promise to it is waited for.</summary>
    internal bool IsOver => State is not (ProjectState.Live or ProjectState.Approved or ProjectState.Filed);

    /// <summary>Why the project as such takes no gift; null when it does. The deadline itself stands in the <see cref="Standing"/>.</summary>
    internal Refusal? Closed => State switch
    {
        _ when !IsPublic => new Refusal("project_unknown", "project"),
        ProjectState.Approved or ProjectState.Filed => new Refusal("project_not_live", "project"),
        ProjectState.Live => IsPaused ? new Refusal("project_paused", "project") : null,
        _ => Standing.Over,
    };

    /// <summary>Why the payment of a gift that was begun in time is refused; null when it is taken. The rule is told in decision 0010.</summary>
    internal Refusal? PaymentRefused => State switch
    {
        ProjectState.Live => Closed,
        ProjectState.Ended or ProjectState.CarriedOut => null,
        ProjectState.Failed => new Refusal("project_failed"),
        _ => new Refusal("project_over"),
    };

    internal static CauseProject? After(CauseProject? row, IProjectEvent fact, long position) => (row, fact) switch
    {
        (null, ProjectDrafted e) => new(
            e.ProjectId, e.Proposal.ProgramId, e.FundId, null, e.Proposal.TitleZh, e.Proposal.TitleEn, e.Proposal.Division, e.Funding.Model,
            e.Funding.Minimum.Minor, e.Funding.Goal.Minor, ProjectState.Draft, false, null, null, e.IsInvented,
            null, [], OrganisationJurisdiction.Default, position),
        ({ } p, ProposalChanged e) => p with
        {
            ProgramId = e.Proposal.ProgramId,
            TitleZh = e.Proposal.TitleZh,
            TitleEn = e.Proposal.TitleEn,
            Division = e.Proposal.Division,
            Model = e.Funding.Model,
            MinimumMinor = e.Funding.Minimum.Minor,
            GoalMinor = e.Funding.Goal.Minor,
            Position = position,
        },
        ({ } p, ProjectApproved e) => p with { OrganiserId = e.OrganiserId, State = ProjectState.Approved, Position = position },
        ({ } p, ProposalSentBack) => p with { State = ProjectState.Draft, Position = position },
        ({ } p, ProjectRejected) => p with { State = ProjectState.Rejected, Position = position },
        ({ } p, ProjectWithdrawn) => p with { State = ProjectState.Withdrawn, Position = position },
        ({ } p, PlanFiled) => p with { State = ProjectState.Filed, Position = position },
        ({ } p, PlanSaved e) => p with { OpensOn = e.Plan.OpensOn, Receiving = e.Plan.Receiving, MinCollectPercent = e.Plan.MinCollectPercent, Position = position },
        ({ } p, PlanAmended e) => p with
        {
            TitleZh = e.TitleZh,
            TitleEn = e.TitleEn,
            OpensOn = e.Plan.OpensOn ?? p.OpensOn,
            Receiving = e.Plan.Receiving,
            MinCollectPercent = e.Plan.MinCollectPercent,
            Position = position,
        },
        ({ } p, ProjectOpened e) => p with
        {
            State = ProjectState.Live,
            DeadlineAt = e.DeadlineAt,
            OpensOn = p.OpensOn ?? WorkingDays.China.DayOf(e.OpenedAt),
            Jurisdiction = e.Jurisdiction,
            Position = position,
        },
        ({ } p, ProjectExtended e) => p with { DeadlineAt = e.DeadlineAt, Position = position },
        ({ } p, ProjectPaused) => p with { IsPaused = true, Position = position },
        ({ } p, ProjectResumed) => p with { IsPaused = false, Position = position },
        ({ } p, ProjectEnded e) => p with { State = e.IsMet ? ProjectState.Ended : ProjectState.Failed, EndedAt = e.EndedAt, Position = position },
        ({ } p, CollectionEnded { IsEnough: false }) => p with { State = ProjectState.Failed, Position = position },
        ({ } p, ProjectCalledOff e) => p with { State = ProjectState.Failed, CalledOff = e.Cause, Position = position },
        ({ } p, ProjectCarriedOut) => p with { State = ProjectState.CarriedOut, Position = position },
        ({ } p, FinalReportPublished) => p with { State = ProjectState.Reported, Position = position },
        ({ } p, ProjectClosed) => p with { State = ProjectState.Closed, Position = position },
        _ => row,
    };
}
