using CharityLink.Kernel;

namespace CharityLink.Giving;

/// <summary>One line of a provider's own books.</summary>
/// <param name="Id">The provider's id of it.</param>
/// <param name="Kind"><see cref="Charge"/>, <see cref="Refund"/>, <see cref="RefundFailure"/>, <see cref="Dispute"/>, <see cref="Remittance"/> or <see cref="Passed"/>; any other word is one that nobody here knows.</param>
/// <param name="SourceId">The provider's id of what moved; null for lines of its own.</param>
/// <param name="Means">What it says of our gifts: commands that may be sent twice; none where it says nothing.</param>
public sealed record ProviderBooking(
    string Id, string Kind, string? SourceId, Money Gross, Money Cost, Money Net, DateTimeOffset At, Func<CancellationToken, Task<IReadOnlyList<ICommand>>> Means)
{
    /// <summary>A payment.</summary>
    public const string Charge = "charge";

    /// <summary>Money that went back.</summary>
    public const string Refund = "refund";

    /// <summary>Money that went back and did not arrive.</summary>
    public const string RefundFailure = "refund_failure";

    /// <summary>Money that a bank questions, or gave back.</summary>
    public const string Dispute = "dispute";

    /// <summary>Money that went to the bank, or came back from there.</summary>
    public const string Remittance = "payout";

    /// <summary>Passed on within the provider to the charity's own account, or taken back from there: the charity's all the time.</summary>
    public const string Passed = "passed";

    /// <summary>Somebody here knows what it is.</summary>
    public bool IsKnown => Kind is Charge or Refund or RefundFailure or Dispute or Remittance or Passed;
}
