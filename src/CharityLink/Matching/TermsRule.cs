using CharityLink.Kernel;

namespace CharityLink.Matching;

/// <summary>Terms that can be kept: caps above nothing and inside the pool, one currency, a time that has a length.</summary>
internal static class TermsRule
{
    /// <summary>Ten billion in major units of two decimals: beyond any sponsor, far from overflow.</summary>
    public const long PoolMax = 1_000_000_000_000;

    /// <summary>Ten to one: more is a typing error.</summary>
    public const int PerHundredMax = 1_000;

    public const int ProjectsMax = 1_000;

    private static readonly TimeSpan LongestTime = TimeSpan.FromDays(3 * 366);

    public static IEnumerable<Refusal> Check(MatchTerms terms)
    {
        (string Field, Money? Cap)[] caps =
            [("pool", terms.Pool), ("per_gift", terms.PerGift), ("per_giver", terms.PerGiver), ("per_project", terms.PerProject), ("per_day", terms.PerDay)];
        foreach (var (field, cap) in caps)
        {
            if (cap is { } money && money.Currency != terms.Pool.Currency)
            {
                yield return new Refusal("currency_differs", field);
            }
            else if (cap is { Minor: <= 0 or > PoolMax })
            {
                yield return new Refusal("match_cap_invalid", field);
            }
            else if (cap is { } inner && inner > terms.Pool)
            {
                yield return new Refusal("match_cap_above_pool", field);
            }
        }

        if (terms.PerHundred is < 1 or > PerHundredMax)
        {
            yield return new Refusal("match_rate_invalid", "per_hundred", $"{PerHundredMax}");
        }

        if (terms.Until <= terms.From || terms.Until - terms.From > LongestTime)
        {
            yield return new Refusal("match_time_invalid", "until");
        }
    }
}
