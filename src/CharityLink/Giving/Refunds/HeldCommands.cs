using CharityLink.Kernel;

namespace CharityLink.Giving;

/// <summary>Sends held money back the way it came. It never was a gift, so one person decides.</summary>
[Allow(Role.FederationOfficer, Role.CharityOfficer)]
public sealed record ReturnHeld(Guid CommandId, Guid DonationId, string PaymentId, DateTimeOffset At) : ICommand, IActsOn
{
    /// <inheritdoc/>
    public Subject Subject => DonationLocator.Of(DonationId);
}

/// <summary>Takes held money as the gift: what arrived counts, whatever was asked.</summary>
[Allow(Role.FederationOfficer, Role.CharityOfficer)]
public sealed record CountHeld(Guid CommandId, Guid DonationId, string PaymentId) : ICommand, IActsOn
{
    /// <inheritdoc/>
    public Subject Subject => DonationLocator.Of(DonationId);
}

/// <summary>Enters the bank transfer by which held money was given back outside the provider.</summary>
/// <param name="Reason">Why it went another way than it came.</param>
[Allow(Role.FederationOfficer, Role.CharityOfficer)]
public sealed record EnterHeldTransfer(Guid CommandId, Guid DonationId, string PaymentId, DateOnly PaidOn, string Reference, string Reason, DateTimeOffset At) : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => DonationLocator.Of(DonationId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => new[]
    {
        PlainText.Check(Reference, "reference", EnterRefundTransfer.ReferenceMax),
        PlainText.Check(Reason, "reason", PlainText.NoteMax, lines: true),
    }.OfType<Refusal>();
}

/// <summary>A second person has seen the transfer in the bank's statement, or has not found it.</summary>
/// <param name="Reason">Why it was not found; null when it was.</param>
[Allow(Role.FederationOfficer, Role.CharityOfficer)]
public sealed record ConfirmHeldTransfer(Guid CommandId, Guid DonationId, string PaymentId, bool IsSeen, string? Reason) : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => DonationLocator.Of(DonationId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => IsSeen ? [] : new[] { PlainText.Check(Reason ?? "", "reason", PlainText.NoteMax, lines: true) }.OfType<Refusal>();
}

/// <summary>What a provider says of held money that goes back. Sent by the platform, as often as it hears of it.</summary>
/// <param name="HeldId">See <see cref="HeldReturn.IdOf"/>.</param>
/// <param name="Result"><c>pending</c>, <c>succeeded</c>, <c>failed</c> or <c>canceled</c>.</param>
[Allow]
public sealed record RecordHeldResult(Guid CommandId, Guid DonationId, Guid HeldId, int Attempt, string? ProviderRefundId, string Result, string? Reason) : ICommand
{
    /// <summary>The command for a report: the same however often it comes.</summary>
    public static RecordHeldResult Of(Guid donationId, Guid heldId, int attempt, string? providerRefundId, string result, string? reason) =>
        new(StableId.Beside(heldId, $"result:{attempt}:{providerRefundId}:{result}:{reason}"), donationId, heldId, attempt, providerRefundId, result, reason);
}
