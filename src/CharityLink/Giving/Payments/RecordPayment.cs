using CharityLink.Kernel;
using CharityLink.Store;
using MediatR;

namespace CharityLink.Giving;

/// <summary>A provider says that money has arrived. Said twice, by whatever way, it counts once.</summary>
/// <param name="OperationId">The call that began the payment: it stands as the attempt that ended.</param>
/// <param name="PaymentId">The provider's own id of the payment: what it can be recognised and sent back by.</param>
/// <param name="Amount">What arrived, which need not be what was asked.</param>
[Allow]
public sealed record RecordPayment(Guid CommandId, Guid DonationId, Guid OperationId, string Provider, string PaymentId, string Method, Money Amount) : ICommand
{
    /// <summary>The command for a payment: the same however often it is reported.</summary>
    public static RecordPayment Of(Guid donationId, Guid operationId, string provider, string paymentId, string method, Money amount) =>
        new(StableId.Beside(donationId, $"payment {provider} {paymentId}"), donationId, operationId, provider, paymentId, method, amount);
}

/// <summary>A provider says that an attempt ended without money: declined, or the page was left until it closed.</summary>
/// <param name="Reason">Why it was declined, as the provider's code; empty otherwise.</param>
/// <param name="Class">What helps, where a kept card was charged; null where the giver was there.</param>
/// <param name="PaymentId">The provider's id of the payment that a declined charge left behind; null for none.</param>
[Allow]
public sealed record RecordUnpaid(
    Guid CommandId, Guid DonationId, Guid AttemptId, string Provider, PaymentResult Result, string Reason, DeclineClass? Class = null, string? PaymentId = null) : ICommand
{
    /// <summary>The reason of a payment that was under way when its giver left the page, and failed after all.</summary>
    public const string AfterAll = "async_payment_failed";

    /// <summary>The command for an attempt: the same however often it is reported.</summary>
    public static RecordUnpaid Of(Guid donationId, Guid attemptId, string provider, PaymentResult result, string reason) =>
        new(StableId.Beside(attemptId, "unpaid"), donationId, attemptId, provider, result, reason);

    /// <summary>The command for a kept card that was declined.</summary>
    public static RecordUnpaid OfCharge(Guid donationId, Guid operationId, string provider, string reason, DeclineClass kind, string? paymentId) =>
        Of(donationId, operationId, provider, PaymentResult.Declined, reason) with { Class = kind, PaymentId = paymentId };

    /// <summary>The command for one try that was declined on a page where the giver may go on trying, by the provider's id of that try.</summary>
    public static RecordUnpaid OfTry(Guid donationId, string provider, string tryId, string reason) =>
        Of(donationId, StableId.Beside(donationId, $"try {provider} {tryId}"), provider, PaymentResult.Declined, reason);
}

internal sealed class RecordPaymentHandler(Aggregates aggregates, EventStore store, CauseBook causes) : IRequestHandler<RecordPayment, Outcome>
{
    public async Task<Outcome> Handle(RecordPayment ask, CancellationToken ct)
    {
        var (donation, version, position) = await aggregates.Load<Donation, IDonationEvent>(ask.DonationId, ct);
        // As for every payment: judged by the cause as it stands now (decisions 0010, 0017 and 0028).
        var gate = new CauseGate(store, causes);
        var closed = donation is { IsPaid: false } ? await gate.Closed(donation.Cause, ct) : null;
        return await aggregates.Carry<Donation, IDonationEvent>(ask.DonationId, version, position, Donation.Record(donation, ask, closed), gate.Held, ct);
    }
}

internal sealed class RecordUnpaidHandler(Aggregates aggregates) : IRequestHandler<RecordUnpaid, Outcome>
{
    public Task<Outcome> Handle(RecordUnpaid ask, CancellationToken ct) =>
        aggregates.Change<Donation, IDonationEvent>(ask.DonationId, donation => Donation.Record(donation, ask), ct);
}
