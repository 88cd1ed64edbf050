using CharityLink.Kernel;
using CharityLink.Matching;

namespace CharityLink.Tests.Matching;

/// <summary>Pools, projects and promises that tests of matching share.</summary>
internal static class Pools
{
    public static DateTimeOffset From { get; } = new(2026, 10, 1, 0, 0, 0, TimeSpan.Zero);

    public static DateTimeOffset Until { get; } = new(2026, 12, 1, 0, 0, 0, TimeSpan.Zero);

    public static MatchTerms Terms(long poolFen, int perHundred = 100) => new(Money.Cny(poolFen), perHundred, null, null, null, null, From, Until);

    public static MatchUse Unused { get; } = new(0, 0, 0, 0, 0);

    public static DraftPool Draft(MatchTerms terms, Guid? pool = null) =>
        new(Guid.CreateVersion7(), pool ?? Guid.CreateVersion7(), Guid.CreateVersion7(), "李记食品", "Li's Foods", terms, null, true);

    public static PoolDrafted Drafted(DraftPool ask, Guid? by = null) =>
        new(ask.PoolId, ask.HolderId, ask.SponsorZh, ask.SponsorEn, ask.Terms, ask.Agreement, by, ask.IsInvented);
}
