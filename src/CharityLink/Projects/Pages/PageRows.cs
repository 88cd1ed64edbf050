using System.Text.Json.Serialization;
using CharityLink.Kernel;

namespace CharityLink.Projects;

/// <summary>A fundraising page as it is read.</summary>
/// <param name="State"><c>waiting</c> for its owner to confirm it, <c>live</c> or <c>closed</c>.</param>
/// <param name="HiddenBecause">Why it was taken off; null while it is not.</param>
public sealed record PageRow(
    Guid PageId, Guid ProjectId, PageKind Kind, Guid? TeamId, string Title, string Text, long? GoalMinor, string Currency, Guid OwnerId, bool ShowsName, string Language,
    string State, string? HiddenBecause, DateTimeOffset OpenedAt, long Position)
{
    /// <summary>Everybody may read it.</summary>
    [JsonIgnore]
    public bool IsPublic => State != "waiting" && HiddenBecause is null;

    /// <summary>Gifts name it.</summary>
    [JsonIgnore]
    public bool IsLive => State == "live" && HiddenBecause is null;

    /// <summary>What its owner hopes for; null for nothing named.</summary>
    [JsonIgnore]
    public Money? Goal => GoalMinor is { } minor ? new Money(minor, new Currency(Currency)) : null;

    internal static PageRow After(PageRow? row, IPageEvent fact, long position) => (row, fact) switch
    {
        (null, PageOpened e) => new PageRow(
            e.PageId, e.ProjectId, e.Kind, e.TeamId, "", "", null, Kernel.Currency.Cny.Code, e.OwnerId.Value, false, e.Language, "waiting", null, e.OpenedAt, position).With(e.Words),
        ({ } r, PageConfirmed) => r with { State = "live", Position = position },
        ({ } r, PageChanged e) => r.With(e.Words) with { Position = position },
        ({ } r, PageClosed) => r with { State = "closed", Position = position },
        ({ } r, PageHidden e) => r with { HiddenBecause = e.Reason, Position = position },
        ({ } r, PageRestored) => r with { HiddenBecause = null, Position = position },
        ({ } r, PageReported or ReportAnswered) => r,
        _ => throw new CorruptStreamException(row, fact),
    };

    private PageRow With(PageWords words) => this with
    {
        Title = words.Title,
        Text = words.Text,
        GoalMinor = words.Goal?.Minor,
        Currency = words.Goal?.Currency.Code ?? Currency,
        ShowsName = words.ShowsName,
    };
}

/// <summary>What somebody reported of a page.</summary>
/// <param name="Findings">What an officer found; null while it waits.</param>
public sealed record ReportOfPage(Guid ReportId, Guid PageId, Guid ProjectId, string Text, DateTimeOffset ReportedAt, string? Findings);
