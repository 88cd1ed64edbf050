using CharityLink.Law;
using CharityLink.Network;
using CharityLink.Projects;
using CharityLink.Store;

namespace CharityLink.Disclosure;

/// <summary>The clocks a batch of the log touches, turned by its facts.</summary>
internal sealed class DutyBook(Dictionary<Guid, DutyClock> projects, Dictionary<Guid, OrganisationClock> organisations)
{
    public Dictionary<Guid, DutyClock> Projects => projects;

    public Dictionary<Guid, OrganisationClock> Organisations => organisations;

    public static Guid? ProjectOf(Recorded recorded) => recorded.Data switch
    {
        IProjectEvent => recorded.StreamId,
        ReportPublished e => e.ProjectId,
        ReportCorrected e => e.ProjectId,
        StateEntryRecorded e => e.ProjectId,
        RescuePhaseEnded e => e.ProjectId,
        _ => null,
    };

    public static Guid? OrganisationOf(Recorded recorded) => recorded.Data switch
    {
        IOrganisationEvent => recorded.StreamId,
        MajorEventRecorded e => e.OrganisationId,
        OrganisationReported e => e.OrganisationId,
        JurisdictionChosen e => e.OrganisationId,
        TaxListingRecorded e => e.OrganisationId,
        ProjectDrafted e => e.ProposerId,
        ProjectApproved e => e.OrganiserId,
        _ => null,
    };

    public void Add(Recorded recorded)
    {
        switch (recorded.Data)
        {
            case IProjectEvent fact:
                projects[recorded.StreamId] = DutyClock.After(projects.GetValueOrDefault(recorded.StreamId), fact, recorded.At);
                break;
            case IReportEvent fact when ProjectOf(recorded) is { } id:
                projects[id] = projects[id].After(fact);
                break;
            case IOrganisationEvent fact:
                organisations[recorded.StreamId] = OrganisationClock.After(organisations.GetValueOrDefault(recorded.StreamId), fact, recorded.At);
                break;
            case IPublicityEvent fact when OrganisationOf(recorded) is { } id:
                organisations[id] = organisations[id].After(fact);
                break;
            case TaxListingRecorded fact:
                organisations[fact.OrganisationId] = organisations[fact.OrganisationId].After(fact);
                break;
            case JurisdictionChosen fact:
                organisations[fact.OrganisationId] = organisations[fact.OrganisationId].After(fact, recorded.At);
                break;
        }
    }

    /// <summary>All that the projects and organisations at hand owe.</summary>
    public IReadOnlyList<DutyRow> Duties() =>
        [.. projects.Values.SelectMany(clock => clock.Duties(LawOf(clock))), .. organisations.Values.SelectMany(clock => clock.Duties())];

    // Before somebody organises it, a project stands under the law of its proposer.
    private Func<DateOnly, string> LawOf(DutyClock clock) =>
        organisations.TryGetValue(clock.OrganiserId ?? clock.ProposerId, out var organisation) ? organisation.LawOn : _ => OrganisationJurisdiction.Default;
}
