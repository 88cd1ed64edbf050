using CharityLink.Kernel;

namespace CharityLink.Projects;

/// <summary>A fact about one fundraising page of a project. The names are stored: they never change.</summary>
public interface IPageEvent
{
    /// <summary>The page.</summary>
    Guid PageId { get; }

    /// <summary>The project whose fund every yuan goes to.</summary>
    Guid ProjectId { get; }
}

/// <summary>Who raises on a page.</summary>
public enum PageKind
{
    /// <summary>One person.</summary>
    Personal,

    /// <summary>Several, each with a page of their own if they like.</summary>
    Team,
}

/// <summary>What stands on a page.</summary>
/// <param name="Goal">What its owner hopes for; null for none. It binds nobody.</param>
/// <param name="ShowsName">The owner's name is shown; else nobody's is.</param>
public sealed record PageWords(string Title, string Text, Money? Goal, bool ShowsName);

/// <summary>Somebody wants to raise for a project. Nobody else sees the page before the address it was opened with was confirmed.</summary>
/// <param name="TeamId">The team's page it belongs to, or null.</param>
/// <param name="OwnerId">Who owns it, in the vault.</param>
/// <param name="Language">The language it was written in: <c>zh-CN</c> or <c>en</c>.</param>
public sealed record PageOpened(Guid PageId, Guid ProjectId, PageKind Kind, Guid? TeamId, PageWords Words, PersonId OwnerId, string Language, DateTimeOffset OpenedAt) : IPageEvent;

/// <summary>The owner followed the link in the mail: the page is public.</summary>
public sealed record PageConfirmed(Guid PageId, Guid ProjectId) : IPageEvent;

/// <summary>The owner changed what stands on it.</summary>
public sealed record PageChanged(Guid PageId, Guid ProjectId, PageWords Words) : IPageEvent;

/// <summary>The owner raises no longer; what was given stays with the project.</summary>
public sealed record PageClosed(Guid PageId, Guid ProjectId) : IPageEvent;

/// <summary>An officer took the page off, for a reason: it appeals for one person, misleads, insults.</summary>
public sealed record PageHidden(Guid PageId, Guid ProjectId, string Reason, Guid? By) : IPageEvent;

/// <summary>A page that had been taken off is shown again.</summary>
public sealed record PageRestored(Guid PageId, Guid ProjectId, Guid? By) : IPageEvent;

/// <summary>Somebody told the officers that a page is not as it should be; to be answered within five working days (CN-PLAN-24).</summary>
public sealed record PageReported(Guid PageId, Guid ProjectId, Guid ReportId, string Text, DateTimeOffset ReportedAt) : IPageEvent;

/// <summary>An officer looked into a report.</summary>
/// <param name="Findings">What was found; for staff.</param>
public sealed record ReportAnswered(Guid PageId, Guid ProjectId, Guid ReportId, string Findings, Guid? By) : IPageEvent;
