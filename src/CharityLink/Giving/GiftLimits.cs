using CharityLink.Kernel;

namespace CharityLink.Giving;

/// <summary>What an online gift may be: parameters that a federation sets (section <c>Giving</c> of the configuration), not code.</summary>
public sealed record GiftLimits
{
    /// <summary>The smallest gift taken online, in fen.</summary>
    public long MinMinor { get; init; } = 1_00;

    /// <summary>The largest gift taken online, in fen; more comes by bank transfer with an agreement.</summary>
    public long MaxMinor { get; init; } = 10_000_000_00;

    /// <summary>How long a gift that was begun can be paid.</summary>
    public TimeSpan PayWithin { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Why an amount is not taken; empty when it is.</summary>
    public IEnumerable<Refusal> Check(Money amount)
    {
        if (amount.Currency != Currency.Cny)
        {
            yield return new Refusal("currency_not_taken", "amount", amount.Currency.Code);
        }
        else if (amount.Minor < MinMinor)
        {
            yield return new Refusal("amount_too_small", "amount", Show(MinMinor));
        }
        else if (amount.Minor > MaxMinor)
        {
            yield return new Refusal("amount_too_large", "amount", Show(MaxMinor));
        }
    }

    private static string Show(long minor) => Money.Cny(minor).Amount.ToString("#,0.00", System.Globalization.CultureInfo.InvariantCulture);
}
