namespace CharityLink.StripeFake;

/// <summary>How the next refunds end.</summary>
public enum RefundFate
{
    /// <summary>At once for cards, after five minutes for wallets.</summary>
    Succeeds,

    /// <summary>It waits until it is settled by hand.</summary>
    StaysPending,

    /// <summary>It waits because the balance is too low, until it is settled by hand.</summary>
    WaitsForBalance,

    /// <summary>It seems to succeed, and comes back ten days later.</summary>
    ComesBack,
}

/// <summary>What is ordered for everything that comes after.</summary>
public sealed class Orders
{
    /// <summary>True: charges have no fee yet, until their fees are settled by hand or an hour has gone.</summary>
    public bool FeesComeLater { get; set; }

    /// <summary>True: the fees of charges do not become known at all, for those who compare no books.</summary>
    public bool FeesNeverCome { get; set; }

    /// <summary>How refunds end from now on.</summary>
    public RefundFate Refunds { get; set; }

    /// <summary>Why every card is declined when it is charged; null: each as it is.</summary>
    public string? Declines { get; set; }

    /// <summary>By how much the balance differs from its lines, for each currency.</summary>
    public IDictionary<string, long> Misstated { get; } = new Dictionary<string, long>(StringComparer.Ordinal);

    /// <summary>True: no key is taken.</summary>
    public bool KeysAreRevoked { get; set; }

    /// <summary>True: keys are taken but may do nothing, as a restricted one without rights.</summary>
    public bool KeysLackRights { get; set; }
}
