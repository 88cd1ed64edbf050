namespace CharityLink.Stripe;

/// <summary>What stands in an account at Stripe. What is on its way to a bank has left it.</summary>
public sealed record Balance
{
    /// <summary>What can be paid out now, one entry for each currency; below zero where more went than came.</summary>
    public required IReadOnlyList<BalanceAmount> Available { get; init; }

    /// <summary>What came in and cannot be paid out yet.</summary>
    public required IReadOnlyList<BalanceAmount> Pending { get; init; }
}

/// <summary>What stands there in one currency.</summary>
public sealed record BalanceAmount
{
    /// <summary>In minor units.</summary>
    public required long Amount { get; init; }

    /// <summary>Lower case.</summary>
    public required string Currency { get; init; }
}
