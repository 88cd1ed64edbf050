using CharityLink.Kernel;

namespace CharityLink.Giving;

/// <summary>What a provider says that stands with it in one currency, beside what our books say (invariant I6 of the books), with what is known to be on its way between the two.</summary>
/// <param name="There">What the provider says.</param>
/// <param name="Here">What our books say: with the provider, to be had or not yet.</param>
/// <param name="Waiting">What of that the provider has yet to book: gifts and refunds of the last days whose lines have not come, before costs.</param>
/// <param name="Coming">What the provider has booked in the last days and our books have not yet.</param>
/// <param name="UnsureIn">What came in while the provider was asked: its answer may or may not hold it.</param>
/// <param name="UnsureOut">What left meanwhile, as a positive amount.</param>
public sealed record BalanceComparison(Money There, Money Here, Money Waiting, Money Coming, Money UnsureIn, Money UnsureOut)
{
    /// <summary>By how much the provider has more than can be explained, less than nothing where it has too little; zero where they agree.</summary>
    public Money Difference
    {
        get
        {
            var apart = There - (Here - Waiting + Coming);
            return apart.Minor > UnsureOut.Minor ? apart - UnsureOut : -apart.Minor > UnsureIn.Minor ? apart + UnsureIn : apart with { Minor = 0 };
        }
    }
}
