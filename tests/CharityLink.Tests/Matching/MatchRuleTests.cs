using CharityLink.Kernel;
using CharityLink.Matching;
using FsCheck;
using FsCheck.Fluent;

namespace CharityLink.Tests.Matching;

/// <summary>PRJ-8: what a pool adds to a gift, at every cap and in parts.</summary>
public sealed class MatchRuleTests
{
    private static readonly MatchTerms _doubling = Pools.Terms(1_000_000_00);

    [Theory]
    [InlineData(100, 50_00, 50_00)]
    [InlineData(50, 50_00, 25_00)]
    [InlineData(200, 50_00, 100_00)]
    [InlineData(50, 3, 1)]
    [InlineData(1, 99, 0)]
    public void A_gift_earns_its_rate_and_broken_cents_are_dropped(int perHundred, long gift, long added) =>
        Assert.Equal(added, MatchRule.Of(_doubling with { PerHundred = perHundred }, Pools.Unused, gift));

    [Theory]
    [InlineData(99_99, 99_99)]
    [InlineData(100_00, 100_00)]
    [InlineData(100_01, 100_00)]
    public void A_gift_earns_up_to_the_cap_of_a_gift(long gift, long added) =>
        Assert.Equal(added, MatchRule.Of(_doubling with { PerGift = Money.Cny(100_00) }, Pools.Unused, gift));

    [Fact]
    public void What_was_given_before_counts_against_the_cap_of_a_gift() =>
        Assert.Equal(40_00, MatchRule.Of(_doubling with { PerGift = Money.Cny(100_00) }, new MatchUse(Given: 60_00, 60_00, 60_00, 60_00, 60_00), 90_00));

    [Fact]
    public void A_giver_earns_up_to_the_givers_cap_over_all_projects() =>
        Assert.Equal(1, MatchRule.Of(_doubling with { PerGiver = Money.Cny(100_00) }, new MatchUse(0, OfGiver: 99_99, 0, 0, 0), 50_00));

    [Fact]
    public void A_project_is_added_to_up_to_its_cap() =>
        Assert.Equal(1, MatchRule.Of(_doubling with { PerProject = Money.Cny(100_00) }, new MatchUse(0, 0, OfProject: 99_99, 0, 0), 50_00));

    [Fact]
    public void A_day_has_its_cap() =>
        Assert.Equal(1, MatchRule.Of(_doubling with { PerDay = Money.Cny(100_00) }, new MatchUse(0, 0, 0, OfDay: 99_99, 0), 50_00));

    [Fact]
    public void A_pool_gives_its_last_cent_and_then_nothing()
    {
        Assert.Equal(1, MatchRule.Of(_doubling, new MatchUse(0, 0, 0, 0, OfPool: 1_000_000_00 - 1), 50_00));
        Assert.Equal(0, MatchRule.Of(_doubling, new MatchUse(0, 0, 0, 0, OfPool: 1_000_000_00), 50_00));
    }

    [Fact]
    public void A_pool_that_is_used_beyond_a_cap_takes_nothing_back() =>
        Assert.Equal(0, MatchRule.Of(_doubling with { PerDay = Money.Cny(100_00) }, new MatchUse(0, 0, 0, OfDay: 200_00, 0), 50_00));

    [Theory]
    [InlineData("2026-10-03T15:59:59Z", "2026-10-03")]
    [InlineData("2026-10-03T16:00:00Z", "2026-10-04")]
    public void A_day_ends_at_midnight_in_Jiangmen(string at, string day) =>
        Assert.Equal(DateOnly.Parse(day, null), MatchRule.DayOf(DateTimeOffset.Parse(at, null)));

    [Fact]
    public void Parts_of_a_gift_never_earn_more_than_the_gift() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(2_000), Prop.ForAll(Cases().ToArbitrary(), one =>
    {
        var whole = MatchRule.Of(one.Terms, one.Before, one.Parts.Sum());
        var (use, parts) = (one.Before, 0L);
        foreach (var part in one.Parts)
        {
            var added = MatchRule.Of(one.Terms, use, part);
            parts += added;
            use = new(use.Given + part, use.OfGiver + added, use.OfProject + added, use.OfDay + added, use.OfPool + added);
        }

        Assert.Equal(whole, parts);
    }));

    [Fact]
    public void Nobody_is_ever_added_to_beyond_a_cap() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(2_000), Prop.ForAll(Cases().ToArbitrary(), one =>
    {
        var added = MatchRule.Of(one.Terms, one.Before, one.Parts.Sum());
        Assert.InRange(added, 0, (long)((Int128)one.Parts.Sum() * one.Terms.PerHundred / 100) + 1);
        Assert.True(one.Before.OfPool + added <= one.Terms.Pool.Minor || added == 0);
        Assert.True(one.Terms.PerDay is not { } day || one.Before.OfDay + added <= day.Minor || added == 0);
        Assert.True(one.Terms.PerGiver is not { } giver || one.Before.OfGiver + added <= giver.Minor || added == 0);
        Assert.True(one.Terms.PerProject is not { } project || one.Before.OfProject + added <= project.Minor || added == 0);
    }));

    private static Gen<Case> Cases() =>
        from parts in Gen.NonEmptyListOf(Gen.Choose(1, 30_000))
        from rate in Gen.Choose(1, 300)
        from caps in Gen.ArrayOf(Gen.Frequency((1, Gen.Constant(0)), (3, Gen.Choose(1, 60_000))), 4)
        from pool in Gen.Choose(60_000, 200_000)
        from before in Gen.ArrayOf(Gen.Choose(0, 60_000), 4)
        let use = new MatchUse(before[0], before[1], before[2], before[3], Math.Max(before[1], Math.Max(before[2], before[3])))
        select new Case(
            new MatchTerms(Money.Cny(pool), rate, Cap(caps[0]), Cap(caps[1]), Cap(caps[2]), Cap(caps[3]), DateTimeOffset.MinValue, DateTimeOffset.MaxValue), use, [.. parts]);

    private static Money? Cap(int minor) => minor == 0 ? null : Money.Cny(minor);

    private sealed record Case(MatchTerms Terms, MatchUse Before, long[] Parts)
    {
        public Case(MatchTerms terms, MatchUse before, IEnumerable<int> parts)
            : this(terms, before, [.. parts.Select(part => (long)part)])
        {
        }
    }
}
