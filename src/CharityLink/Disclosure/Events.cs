using CharityLink.Evidence;
using CharityLink.Kernel;

namespace CharityLink.Disclosure;

/// <summary>What a report on a project is.</summary>
public enum ReportKind
{
    /// <summary>While fundraising or the work goes on.</summary>
    Interim,

    /// <summary>In the rescue phase of an emergency.</summary>
    Emergency,

    /// <summary>The full account of fundraising, after its end.</summary>
    CampaignFinal,

    /// <summary>The full account of the work, after it is done.</summary>
    ProjectFinal,
}

/// <summary>What a report says: figures, and words that explain them (CN-DIS-10: news is no report).</summary>
/// <param name="Raised">Since the beginning.</param>
/// <param name="Spent">Since the beginning.</param>
public sealed record Account(Money Raised, Money Spent, string TextZh, string TextEn)
{
    /// <summary>Without the blanks that people leave around their words.</summary>
    internal Account Trimmed() => this with { TextZh = TextZh.Trim(), TextEn = TextEn.Trim() };
}

/// <summary>A fact about what was made public on one project. The names are stored: they never change.</summary>
public interface IReportEvent;

/// <summary>A report was signed off and is public from here on.</summary>
/// <param name="From">First day it tells about.</param>
/// <param name="Until">Last day it tells about.</param>
/// <param name="Helpers">Those named in it who carry the work out, and partners, by id (CN-DIS-05).</param>
/// <param name="SignedBy">The account that answers for it; null for the platform itself.</param>
public sealed record ReportPublished(
    Guid ProjectId, Guid ReportId, ReportKind Kind, DateOnly From, DateOnly Until, Account Account, IReadOnlyList<Guid> Helpers, DateOnly PublishedOn, Guid? SignedBy) : IReportEvent
{
    /// <summary>The same report, signed by whomever on whichever day.</summary>
    internal bool IsSameAs(ReportPublished other) =>
        (ProjectId, Kind, From, Until, Account) == (other.ProjectId, other.Kind, other.From, other.Until, other.Account) && Helpers.SequenceEqual(other.Helpers);
}

/// <summary>A report was wrong; what is right stands beside it with a note, and what was said stays readable (CN-DIS-09).</summary>
public sealed record ReportCorrected(Guid ProjectId, Guid ReportId, Guid CorrectionId, Account Account, string Note, DateOnly CorrectedOn, Guid? By) : IReportEvent;

/// <summary>A report was entered on the state's platform as well (CN-DIS-11).</summary>
public sealed record StateEntryRecorded(Guid ProjectId, Guid ReportId, string Reference, DateOnly EnteredOn, Guid? By) : IReportEvent;

/// <summary>The rescue phase of an emergency is over; reports are no longer owed every few days (CN-EMG-02).</summary>
public sealed record RescuePhaseEnded(Guid ProjectId, DateOnly EndedOn, string Reason, Guid? By) : IReportEvent;

/// <summary>A fact about what an organisation owes the public for itself. The names are stored: they never change.</summary>
public interface IPublicityEvent;

/// <summary>Something happened that has to be made public (CN-DIS-07, CN-DIS-08).</summary>
/// <param name="Kind"><c>major_change</c> or <c>related_dealing</c>.</param>
public sealed record MajorEventRecorded(Guid OrganisationId, Guid EventId, string Kind, DateOnly HappenedOn, string TextZh, string TextEn, Guid? By) : IPublicityEvent;

/// <summary>An organisation made something public for itself.</summary>
/// <param name="Kind"><c>annual</c>, <c>related_parties</c> or <c>major_event</c>.</param>
/// <param name="Year">Fiscal year of an annual report, year of handing in of a list; null for a major event.</param>
/// <param name="EventId">The major event it tells about; null for the others.</param>
public sealed record OrganisationReported(
    Guid OrganisationId, Guid ReportId, string Kind, int? Year, Guid? EventId, string TextZh, string TextEn, EvidenceFile? File, DateOnly PublishedOn, Guid? By) : IPublicityEvent, INamesFiles
{
    IEnumerable<EvidenceUse> INamesFiles.Files() => File is null ? [] : [new EvidenceUse(File, Subject.Organisation(OrganisationId), true)];
}
