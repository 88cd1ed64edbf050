using System.Globalization;
using CharityLink.Kernel;
using CharityLink.Store;

namespace CharityLink.Giving;

/// <summary>A kept card is to be charged now, without the giver.</summary>
public sealed record ChargeCard(Guid DonationId, Money Amount, SavedCard Card) : IPaymentWish;

/// <summary>Purpose: the charge of a gift that was begun with a kept card. One charge for each gift; another try is another gift.</summary>
public sealed class CardCharge(CauseBook causes) : IPaymentPurpose
{
    /// <summary>The purpose's name.</summary>
    public const string Purpose = "charge";

    /// <summary>Among an answer's values: what was charged, in minor units.</summary>
    public const string AmountMinor = "amount_minor";

    /// <summary>Among an answer's values: the currency it was charged in.</summary>
    public const string ChargedIn = "currency";

    /// <inheritdoc/>
    public string Name => Purpose;

    /// <inheritdoc/>
    public PaymentOrder? Plan(Recorded fact) => fact.Data is DonationStarted { Card: { } card } e
        ? new(e.Provider, Purpose, e.DonationId, 1, e.Cause.HolderId, e.StartedAt, new ChargeCard(e.DonationId, e.Amount, card))
        : null;

    /// <inheritdoc/>
    /// <remarks>A card is charged for nobody who is suspended, however long its call had to wait.</remarks>
    public async ValueTask<string?> Withheld(PaymentOperation operation, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return (await causes.Suspended(operation.HolderId, operation.HolderId, null, ct))?.Code;
    }

    /// <inheritdoc/>
    public IReadOnlyList<ICommand> Conclude(PaymentOperation operation, PaymentAnswer answer) => answer switch
    {
        // Said by a notification, too: whichever comes first.
        { Kind: AnswerKind.Done, ObjectId: { } payment, More: { } more } =>
        [
            RecordPayment.Of(
                operation.AggregateId, operation.Id, operation.Provider, payment, PaymentMethod.Card,
                new Money(long.Parse(more[AmountMinor], CultureInfo.InvariantCulture), new Currency(more[ChargedIn]))),
        ],
        { Kind: AnswerKind.Declined or AnswerKind.Refused } =>
            [RecordUnpaid.OfCharge(operation.AggregateId, operation.Id, operation.Provider, answer.Reason ?? "refused", ClassOf(answer), answer.ObjectId)],
        _ => [],
    };

    /// <summary>What helps after an answer, as it stands in facts.</summary>
    public static DeclineClass ClassOf(PaymentAnswer answer) => answer?.After switch
    {
        AfterDecline.AskToAuthenticate => DeclineClass.NeedsGiver,
        AfterDecline.TryLater => DeclineClass.TryAgain,
        AfterDecline.AskForAnother => DeclineClass.NeedsNewCard,
        _ => DeclineClass.Operator,
    };
}

/// <summary>A payment that was declined without the giver is ended, so that nothing of it can still succeed.</summary>
public sealed record CancelCharge(string PaymentId) : IPaymentWish;

/// <summary>Purpose: ends what a declined charge left behind. The next try is then the only one that lives.</summary>
public sealed class ChargeCancel : IPaymentPurpose
{
    /// <summary>The purpose's name.</summary>
    public const string Purpose = "charge_cancel";

    /// <inheritdoc/>
    public string Name => Purpose;

    /// <inheritdoc/>
    public PaymentOrder? Plan(Recorded fact) => fact.Data is PaymentDeclined { Charge: { PaymentId: { } payment } charge } e
        ? new(charge.Card.Provider, Purpose, e.DonationId, 1, charge.HolderId, fact.At, new CancelCharge(payment))
        : null;

    /// <inheritdoc/>
    public IReadOnlyList<ICommand> Conclude(PaymentOperation operation, PaymentAnswer answer) => [];
}
