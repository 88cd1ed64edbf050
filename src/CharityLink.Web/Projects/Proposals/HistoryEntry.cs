using CharityLink.Evidence;
using CharityLink.Projects;
using CharityLink.Store;

namespace CharityLink.Web.Projects.Proposals;

/// <summary>Something that happened to a project, for those who work on it: what, when, who, and what was said.</summary>
public sealed record HistoryEntry(string Name, DateTimeOffset At, Guid? By, string? Text, IReadOnlyList<EvidenceFile> Files)
{
    /// <summary>From the log. Texts in facts are written to be read by everybody.</summary>
    public static HistoryEntry Of(Recorded recorded) => new(
        recorded.Type, recorded.At, Guid.TryParse(recorded.Metadata.UserName, out var by) ? by : null, recorded.Data switch
        {
            ProjectVerified fact => fact.Findings,
            ProjectReviewed fact => fact.Findings,
            ProjectApproved fact => fact.Findings,
            ProposalSentBack fact => fact.Reason,
            ProjectRejected fact => fact.Reason,
            ProjectWithdrawn fact => fact.Reason,
            ProjectExtended fact => fact.Reason,
            ProjectPaused fact => fact.Reason,
            ProjectEnded fact => fact.Reason,
            CallOffAsked fact => fact.Reason,
            CallOffDeclined fact => fact.Reason,
            ProjectCalledOff fact => fact.Reason,
            RuleOverridden fact => $"{fact.RuleId}: {fact.Reason}",
            FilingGapsNotified fact => fact.Gaps,
            SurplusSettled fact => fact.Reason,
            PurposeChangeDecided fact => fact.Reason,
            _ => null,
        },
        recorded.Data is INamesFiles named ? [.. named.Files().Select(use => use.File)] : []);
}
