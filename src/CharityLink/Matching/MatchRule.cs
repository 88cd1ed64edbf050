using CharityLink.Kernel;

namespace CharityLink.Matching;

/// <summary>What was used of a pool's caps before a gift, all in minor units of its currency.</summary>
/// <param name="Given">What this giver gave to this project before, while it was matched.</param>
/// <param name="OfGiver">Added to this giver's gifts, whatever the project.</param>
/// <param name="OfProject">Added to this project's gifts.</param>
/// <param name="OfDay">Added on this day.</param>
/// <param name="OfPool">Added in all.</param>
public sealed record MatchUse(long Given, long OfGiver, long OfProject, long OfDay, long OfPool);

/// <summary>How much a pool adds to a gift (PRJ-8). First come, first served; pure, so that a rebuild gives the same cents.</summary>
public static class MatchRule
{
    /// <summary>The calendar a day's cap is counted by: China has one time zone and no summer time.</summary>
    private static readonly TimeSpan Beijing = TimeSpan.FromHours(8);

    /// <summary>Minor units added to a gift of <paramref name="amount"/> minor units.</summary>
    /// <remarks>A giver's gifts to one project are looked at as one: a gift earns what the whole earns now less what it earned before.
    /// Parts of a gift therefore never earn more than the gift, odd cents included.</remarks>
    public static long Of(MatchTerms terms, MatchUse use, long amount)
    {
        ArgumentNullException.ThrowIfNull(terms);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(amount);
        var earned = Earned(terms, checked(use.Given + amount)) - Earned(terms, use.Given);
        return Math.Max(0, new[]
        {
            earned,
            Left(terms.PerGiver, use.OfGiver),
            Left(terms.PerProject, use.OfProject),
            Left(terms.PerDay, use.OfDay),
            Left(terms.Pool, use.OfPool),
        }.Min());
    }

    /// <summary>The day a payment belongs to.</summary>
    public static DateOnly DayOf(DateTimeOffset paidAt) => DateOnly.FromDateTime(paidAt.ToOffset(Beijing).DateTime);

    // The cap of one gift is a cap of the whole that a giver gave to the project.
    private static long Earned(MatchTerms terms, long given) =>
        Math.Min((long)Int128.Min((Int128)given * terms.PerHundred / 100, long.MaxValue), terms.PerGift?.Minor ?? long.MaxValue);

    private static long Left(Money? cap, long used) => cap is { } money ? money.Minor - used : long.MaxValue;
}
