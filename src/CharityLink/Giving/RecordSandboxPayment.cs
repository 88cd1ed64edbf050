using CharityLink.Kernel;
using CharityLink.Store;
using MediatR;

namespace CharityLink.Giving;

/// <summary>What happened on the sandbox's payment page. Anybody may say so, since no money moves: it is refused for every other provider.</summary>
/// <param name="AttemptId">Made when the payment page was shown: a second press of the same button is the same attempt.</param>
/// <param name="Reason">Why it was declined, as a code: <c>insufficient_funds</c>, <c>authentication_failed</c>.</param>
[Allow(Public = true)]
public sealed record RecordSandboxPayment(Guid CommandId, Guid DonationId, Guid AttemptId, PaymentResult Result, string? Reason, DateTimeOffset At)
    : ICommand, IValidated
{
    /// <summary>Declined for want of money.</summary>
    public const string InsufficientFunds = "insufficient_funds";

    /// <summary>Declined because the giver could not prove who they are.</summary>
    public const string AuthenticationFailed = "authentication_failed";

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() =>
        Result != PaymentResult.Declined || Reason is InsufficientFunds or AuthenticationFailed ? [] : [new Refusal("payment_reason_unknown")];
}

internal sealed class RecordSandboxPaymentHandler(Aggregates aggregates, EventStore store, CauseBook causes, GiftLimits limits) : IRequestHandler<RecordSandboxPayment, Outcome>
{
    public async Task<Outcome> Handle(RecordSandboxPayment ask, CancellationToken ct)
    {
        var (donation, version, position) = await aggregates.Load<Donation, IDonationEvent>(ask.DonationId, ct);
        var gate = new CauseGate(store, causes);
        var closed = ask.Result == PaymentResult.Paid && donation is { IsPaid: false } ? await gate.Closed(donation.Cause, ct) : null;
        return await aggregates.Carry<Donation, IDonationEvent>(ask.DonationId, version, position, Donation.Record(donation, ask, limits, closed), gate.Held, ct);
    }
}
