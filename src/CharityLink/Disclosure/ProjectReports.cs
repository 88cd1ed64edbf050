using System.Collections.Immutable;
using CharityLink.Kernel;

namespace CharityLink.Disclosure;

/// <summary>All that was made public on one project.</summary>
/// <param name="Reports">By id.</param>
/// <param name="Corrections">Ids of corrections made.</param>
/// <param name="Entries">Reference on the state's platform, by report.</param>
public sealed record ProjectReports(
    ImmutableDictionary<Guid, ReportPublished> Reports, ImmutableDictionary<Guid, ReportCorrected> Corrections, ImmutableDictionary<Guid, StateEntryRecorded> Entries, DateOnly? RescueEndedOn)
    : IState<ProjectReports, IReportEvent>
{
    private static readonly ProjectReports None = new(
        ImmutableDictionary<Guid, ReportPublished>.Empty, ImmutableDictionary<Guid, ReportCorrected>.Empty, ImmutableDictionary<Guid, StateEntryRecorded>.Empty, null);

    /// <summary>The stream that stands beside a project's.</summary>
    public static Guid StreamOf(Guid projectId) => StableId.Beside(projectId, "disclosures");

    /// <inheritdoc/>
    public static ProjectReports Evolve(ProjectReports? state, IReportEvent fact) => (state ?? None, fact) switch
    {
        (var r, ReportPublished e) => r with { Reports = r.Reports.Add(e.ReportId, e) },
        (var r, ReportCorrected e) when r.Reports.ContainsKey(e.ReportId) => r with { Corrections = r.Corrections.Add(e.CorrectionId, e) },
        (var r, StateEntryRecorded e) when r.Reports.ContainsKey(e.ReportId) => r with { Entries = r.Entries.SetItem(e.ReportId, e) },
        (var r, RescuePhaseEnded e) => r with { RescueEndedOn = e.EndedOn },
        _ => throw new CorruptStreamException(state, fact),
    };
}
