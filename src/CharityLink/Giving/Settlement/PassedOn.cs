using CharityLink.Kernel;
using CharityLink.Store;

namespace CharityLink.Giving;

/// <summary>What was passed on of a gift comes back from the charity's own account.</summary>
/// <param name="PassedBy">The provider's id of what passed it on.</param>
public sealed record TakeBackPassed(Guid DonationId, string PassedBy, Money Amount) : IPaymentWish;

/// <summary>Money of a gift goes to the charity's own account once more.</summary>
public sealed record PassOnAgain(Guid DonationId, Money Amount) : IPaymentWish;

/// <summary>
/// Purpose: a bank took a gift from the platform's balance that had been passed on to the charity's own account; the charity bears it, not the platform and the
/// other charities whose money lies there. A refund takes its part back by itself.
/// </summary>
public sealed class PassedRecall : IPaymentPurpose
{
    /// <summary>The purpose's name.</summary>
    public const string Purpose = "recall";

    /// <inheritdoc/>
    public string Name => Purpose;

    /// <summary>What a booking of a dispute moves, as an aggregate of its own: the provider's ids are no ids of ours.</summary>
    public static Guid IdOf(Guid donationId, string transactionId) => StableId.Beside(donationId, $"passed:{transactionId}");

    /// <inheritdoc/>
    public PaymentOrder? Plan(Recorded fact) => fact.Data is DisputeFundsWithdrawn { PassedBy: { } passedBy } e
        ? new(
            e.Gift.Provider, Purpose, IdOf(e.DonationId, e.TransactionId), 1, e.Gift.Cause.HolderId, fact.At, new TakeBackPassed(e.DonationId, passedBy, e.Moved), StreamId: e.DonationId)
        : null;

    /// <inheritdoc/>
    public IReadOnlyList<ICommand> Conclude(PaymentOperation operation, PaymentAnswer answer) => Told(operation, answer);

    /// <summary>What could not be moved is for a person: the charity's account is empty, closed, or suspended.</summary>
    internal static IReadOnlyList<ICommand> Told(PaymentOperation operation, PaymentAnswer answer) => answer.Kind is AnswerKind.Refused or AnswerKind.Declined
        ? [RaisePaymentAlert.Of("passing_on_refused", operation.Provider, $"{operation.Id}", operation.Id, answer.Reason ?? "refused")]
        : [];
}

/// <summary>Purpose: the bank gave back what had been taken from the charity's own account, so it goes there again; not while the charity is suspended.</summary>
public sealed class PassedAgain(CauseBook causes) : IPaymentPurpose
{
    /// <summary>The purpose's name.</summary>
    public const string Purpose = "pass_on";

    /// <inheritdoc/>
    public string Name => Purpose;

    /// <inheritdoc/>
    public PaymentOrder? Plan(Recorded fact) => fact.Data is DisputeFundsReinstated { PassedBy: not null } e
        ? new(
            e.Gift.Provider, Purpose, PassedRecall.IdOf(e.DonationId, e.TransactionId), 1, e.Gift.Cause.HolderId, fact.At, new PassOnAgain(e.DonationId, e.Moved), StreamId: e.DonationId)
        : null;

    /// <inheritdoc/>
    public async ValueTask<string?> Withheld(PaymentOperation operation, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return (await causes.Suspended(operation.HolderId, operation.HolderId, null, ct))?.Code;
    }

    /// <inheritdoc/>
    public IReadOnlyList<ICommand> Conclude(PaymentOperation operation, PaymentAnswer answer) => PassedRecall.Told(operation, answer);
}
