using CharityLink.Kernel;
using CharityLink.Law;
using CharityLink.Projects;

namespace CharityLink.Disclosure;

/// <summary>What a report has to know of its project, from the facts it published.</summary>
public sealed record ReportedProject(
    Guid Id, Guid ProposerId, Guid? OrganiserId, DivisionCode Division, ProjectState State, bool IsEmergency, Guid? PartnerId) : IState<ReportedProject, IProjectEvent>
{
    /// <summary>The proposer that works for another organiser, and a partner.</summary>
    public IReadOnlyList<Guid> Helpers => [.. new[] { ProposerId == OrganiserId ? null : (Guid?)ProposerId, PartnerId }.OfType<Guid>()];

    /// <summary>Whose law it keeps since it opened; nothing is reported before.</summary>
    public string Jurisdiction { get; init; } = OrganisationJurisdiction.Default;

    /// <summary>The rules it is judged by on a day.</summary>
    internal RuleBook Book(DateOnly day) => RuleBook.Of(Jurisdiction, Division, day);

    /// <inheritdoc/>
    public static ReportedProject Evolve(ReportedProject? state, IProjectEvent fact) => (state, fact) switch
    {
        (null, ProjectDrafted e) => new(e.ProjectId, e.ProposerId, null, e.Proposal.Division, ProjectState.Draft, false, null),
        (null, _) => throw new CorruptStreamException(state, fact),
        ({ } p, ProposalChanged e) => p with { Division = e.Proposal.Division },
        ({ } p, ProjectApproved e) => p with { OrganiserId = e.OrganiserId, State = ProjectState.Approved },
        ({ } p, PlanSaved e) => p with { IsEmergency = e.Plan.Emergency is not null, PartnerId = PartnerOf(e.Plan.Partner) },
        ({ } p, PlanAmended e) => p with { IsEmergency = e.Plan.Emergency is not null, PartnerId = PartnerOf(e.Plan.Partner) },
        ({ } p, ProjectOpened e) => p with { State = ProjectState.Live, Jurisdiction = e.Jurisdiction },
        ({ } p, ProjectEnded e) => p with { State = e.IsMet ? ProjectState.Ended : ProjectState.Failed },
        ({ } p, CollectionEnded { IsEnough: false }) => p with { State = ProjectState.Failed },
        ({ } p, ProjectCalledOff) => p with { State = ProjectState.Failed },
        ({ } p, ProjectCarriedOut) => p with { State = ProjectState.CarriedOut },
        ({ } p, FinalReportPublished) => p with { State = ProjectState.Reported },
        ({ } p, ProjectClosed) => p with { State = ProjectState.Closed },
        ({ } p, _) => p,
    };

    /// <summary>The id a partner is named by: a person's from the vault, an organisation's from its name.</summary>
    public static Guid? PartnerOf(JointFundraising? partner) => partner switch
    {
        null => null,
        { PersonId: { } person } => person.Value,
        { OrganisationName: { } name } => StableId.Of($"partner:{name.Trim()}"),
        _ => null,
    };
}
