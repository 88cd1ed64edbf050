using CharityLink.Kernel;

namespace CharityLink.Giving;

/// <summary>What gifts outside the web may be: parameters that a federation sets (section <c>Giving:Offline</c> of the configuration).</summary>
public sealed record OfflineLimits
{
    /// <summary>How many days a reference for a bank transfer is waited for.</summary>
    public int TransferDays { get; init; } = 14;

    /// <summary>The largest single amount that is typed in, in fen: a slip of the finger is larger.</summary>
    public long MaxMinor { get; init; } = 1_000_000_000_00;

    /// <summary>So many years back money or goods may have come: an earlier day is a slip of the finger, and would stand on the receipt for ever.</summary>
    public int YearsBack { get; init; } = 3;

    /// <summary>Why a day on which something came is none; null when it is one.</summary>
    public Refusal? Check(DateOnly day, DateOnly today, string field) => day > today ? new Refusal("day_ahead", field) : LongAgo(day, today, field);

    /// <summary>Why a day is too long ago for something to have come; null when it is not. For where the rules look themselves whether it has come.</summary>
    public Refusal? LongAgo(DateOnly day, DateOnly today, string field) =>
        day < today.AddYears(-YearsBack) ? new Refusal("day_long_ago", field, today.AddYears(-YearsBack).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)) : null;

    /// <summary>The smallest and largest gift by bank transfer: the web's smallest, and no payment page's largest.</summary>
    public GiftLimits ForTransfers(GiftLimits online)
    {
        ArgumentNullException.ThrowIfNull(online);
        return online with { MaxMinor = Math.Max(online.MaxMinor, MaxMinor) };
    }

    /// <summary>Why an amount that arrived is none; null when it is one.</summary>
    public Refusal? Check(Money amount, string field) => amount switch
    {
        _ when amount.Currency != Currency.Cny => new Refusal("currency_not_taken", field, amount.Currency.Code),
        { Minor: <= 0 } => new Refusal("amount_zero", field),
        _ when amount.Minor > MaxMinor => new Refusal("amount_too_large", field, Money.Cny(MaxMinor).Amount.ToString("#,0.00", System.Globalization.CultureInfo.InvariantCulture)),
        _ => null,
    };
}
