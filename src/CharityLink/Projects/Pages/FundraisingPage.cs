using System.Collections.Immutable;
using CharityLink.Kernel;

namespace CharityLink.Projects;

/// <summary>One person's or team's page that raises for a project (PRJ-7).</summary>
/// <param name="HiddenBecause">Why it was taken off; null while it is not.</param>
/// <param name="Reports">What was reported, and whether it was looked into.</param>
public sealed partial record FundraisingPage(
    PageOpened Opened, PageWords Words, bool IsConfirmed, bool IsClosed, string? HiddenBecause, ImmutableDictionary<Guid, PageReported> Reports, ImmutableHashSet<Guid> Answered)
    : IState<FundraisingPage, IPageEvent>
{
    /// <summary>Reports that may wait at once; beyond it nothing new is said.</summary>
    public const int ReportsMax = 50;

    /// <summary>A hundred million in major units of two decimals: beyond any page.</summary>
    public const long GoalMax = 10_000_000_000;

    /// <summary>Public, and gifts are taken by it.</summary>
    public bool IsLive => IsConfirmed && !IsClosed && HiddenBecause is null;

    /// <summary>Reports nobody has looked into, oldest first.</summary>
    public IEnumerable<PageReported> Waiting => Reports.Values.Where(report => !Answered.Contains(report.ReportId)).OrderBy(report => report.ReportedAt);

    /// <inheritdoc/>
    public static FundraisingPage Evolve(FundraisingPage? state, IPageEvent fact) => (state, fact) switch
    {
        (null, PageOpened e) => new(e, e.Words, false, false, null, ImmutableDictionary<Guid, PageReported>.Empty, []),
        ({ } p, PageConfirmed) => p with { IsConfirmed = true },
        ({ } p, PageChanged e) => p with { Words = e.Words },
        ({ } p, PageClosed) => p with { IsClosed = true },
        ({ } p, PageHidden e) => p with { HiddenBecause = e.Reason },
        ({ } p, PageRestored) => p with { HiddenBecause = null },
        ({ } p, PageReported e) => p with { Reports = p.Reports.Add(e.ReportId, e) },
        ({ } p, ReportAnswered e) when p.Reports.ContainsKey(e.ReportId) => p with { Answered = p.Answered.Add(e.ReportId) },
        _ => throw new CorruptStreamException(state, fact),
    };
}
