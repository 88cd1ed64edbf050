using CharityLink.Kernel;

namespace CharityLink.Giving;

/// <summary>The giver asks for money back: sent from the gift's own page, which has checked that it is the giver's.</summary>
/// <param name="RefundId">Made when the form was shown, so that pressing twice asks once.</param>
[Allow(Public = true)]
public sealed record AskRefund(Guid CommandId, Guid DonationId, Guid RefundId, Money Amount, string Cause) : ICommand;

/// <summary>An officer asks for it, with a reason.</summary>
[Allow(Role.FederationOfficer, Role.CharityOfficer)]
public sealed record RequestRefund(Guid CommandId, Guid DonationId, Guid RefundId, Money Amount, string Cause, string Reason) : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => DonationLocator.Of(DonationId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => new[] { PlainText.Check(Reason, "reason", PlainText.NoteMax, lines: true) }.OfType<Refusal>();
}

/// <summary>Agrees to a refund, and says which way the money goes.</summary>
/// <param name="Route"><see cref="Refund.ByProvider"/> or <see cref="Refund.ByBankTransfer"/>.</param>
[Allow(Role.FederationOfficer, Role.CharityOfficer)]
public sealed record ApproveRefund(Guid CommandId, Guid DonationId, Guid RefundId, string Route, DateTimeOffset At) : ICommand, IActsOn
{
    /// <inheritdoc/>
    public Subject Subject => DonationLocator.Of(DonationId);
}

/// <summary>Refuses a refund, with a reason.</summary>
[Allow(Role.FederationOfficer, Role.CharityOfficer)]
public sealed record RejectRefund(Guid CommandId, Guid DonationId, Guid RefundId, string Reason) : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => DonationLocator.Of(DonationId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => new[] { PlainText.Check(Reason, "reason", PlainText.NoteMax, lines: true) }.OfType<Refusal>();
}

/// <summary>Enters the bank transfer by which a refund was carried out.</summary>
[Allow(Role.FederationOfficer, Role.CharityOfficer)]
public sealed record EnterRefundTransfer(Guid CommandId, Guid DonationId, Guid RefundId, DateOnly PaidOn, string Reference) : ICommand, IActsOn, IValidated
{
    /// <summary>Characters of a bank's reference.</summary>
    public const int ReferenceMax = 60;

    /// <inheritdoc/>
    public Subject Subject => DonationLocator.Of(DonationId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => new[] { PlainText.Check(Reference, "reference", ReferenceMax) }.OfType<Refusal>();
}

/// <summary>A second person has seen the transfer in the bank's statement, or has not found it.</summary>
/// <param name="Reason">Why it was not found; null when it was.</param>
[Allow(Role.FederationOfficer, Role.CharityOfficer)]
public sealed record ConfirmRefundTransfer(Guid CommandId, Guid DonationId, Guid RefundId, bool IsSeen, string? Reason) : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => DonationLocator.Of(DonationId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => IsSeen ? [] : new[] { PlainText.Check(Reason ?? "", "reason", PlainText.NoteMax, lines: true) }.OfType<Refusal>();
}

/// <summary>The receipt is void: the money may go. Sent by the platform.</summary>
[Allow]
public sealed record StartRefund(Guid CommandId, Guid DonationId, Guid RefundId) : ICommand;

/// <summary>What a provider says of a refund. Sent by the platform, as often as it hears of it.</summary>
/// <param name="Result"><c>pending</c>, <c>succeeded</c>, <c>failed</c> or <c>canceled</c>.</param>
[Allow]
public sealed record RecordRefundResult(Guid CommandId, Guid DonationId, Guid RefundId, string? ProviderRefundId, string Result, string? Reason) : ICommand
{
    /// <summary>The command for a report: the same however often it comes.</summary>
    public static RecordRefundResult Of(Guid donationId, Guid refundId, string? providerRefundId, string result, string? reason) =>
        new(StableId.Beside(refundId, $"result:{providerRefundId}:{result}:{reason}"), donationId, refundId, providerRefundId, result, reason);
}

/// <summary>A refund was found that nobody asked for here: it was made in the provider's console. Sent by the platform.</summary>
/// <param name="PaymentId">The provider's id of the payment that goes back; null where it is not known.</param>
[Allow]
public sealed record RecordForeignRefund(
    Guid CommandId, Guid DonationId, string ProviderRefundId, Money Amount, string Result, string? Reason, string? PaymentId = null) : ICommand
{
    /// <summary>The command for a report: the same however often it comes.</summary>
    public static RecordForeignRefund Of(Guid donationId, string paymentId, string providerRefundId, Money amount, string result, string? reason) =>
        new(StableId.Beside(donationId, $"result:{providerRefundId}:{result}:{reason}"), donationId, providerRefundId, amount, result, reason, paymentId);

    /// <summary>The id such a refund has here: it follows from the provider's, so that it is recognised once.</summary>
    public static Guid IdOf(Guid donationId, string providerRefundId) => StableId.Beside(donationId, $"refund:{providerRefundId}");
}

/// <summary>All that is left of a gift to a failed project goes back. Sent by the platform.</summary>
/// <param name="Cause">Why: it missed its goal, or that for which it was called off.</param>
[Allow]
public sealed record ReturnGift(Guid CommandId, Guid DonationId, DateTimeOffset At, string Cause = RefundCauses.ProjectFailed) : ICommand
{
    /// <summary>The id of a gift's return: there is one.</summary>
    public static Guid IdOf(Guid donationId) => StableId.Beside(donationId, "return");
}
