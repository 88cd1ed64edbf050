using CharityLink.Kernel;
using CharityLink.Store;

namespace CharityLink.Giving;

/// <summary>A giver wants to pay a gift now, once.</summary>
/// <param name="Method">The way chosen on the form.</param>
/// <param name="Language">The giver's, for the provider's page.</param>
/// <param name="Until">When the page should close.</param>
/// <param name="KeepCardFor">What the card is kept for afterwards; null: not at all.</param>
public sealed record PayGift(
    Guid DonationId, GiftCause Cause, Money Amount, string Method, string? Language, DateTimeOffset Until, CardUse? KeepCardFor = null) : IPaymentWish;

/// <summary>Purpose: the page on which a gift is paid. One page for each attempt, and an attempt is a fact: however often the form comes, there is one.</summary>
public sealed class GiftPayment(GiftLimits limits) : IPaymentPurpose
{
    /// <summary>The purpose's name.</summary>
    public const string Purpose = "gift";

    // A page that could be open for less than that is not opened any more; Stripe for one takes nothing shorter.
    private static readonly TimeSpan OpenAtLeast = TimeSpan.FromMinutes(31);

    /// <inheritdoc/>
    public string Name => Purpose;

    /// <inheritdoc/>
    public PaymentOrder? Plan(Recorded fact) => fact.Data is DonationStarted { Card: null } e
        ? new(
            e.Provider, Purpose, e.DonationId, 1, e.Cause.HolderId, e.StartedAt,
            new PayGift(e.DonationId, e.Cause, e.Amount, e.Method ?? PaymentMethod.Card, e.Language, Until(e.StartedAt), e.KeepCardFor), Until(e.StartedAt) - OpenAtLeast)
        : null;

    /// <inheritdoc/>
    public IReadOnlyList<ICommand> Conclude(PaymentOperation operation, PaymentAnswer answer) => answer.Kind is AnswerKind.Refused or AnswerKind.Declined
        ? [RecordUnpaid.Of(operation.AggregateId, operation.Id, operation.Provider, PaymentResult.Declined, answer.Reason ?? "refused")]
        : [];

    private DateTimeOffset Until(DateTimeOffset startedAt) => startedAt + (limits.PayWithin > OpenAtLeast ? limits.PayWithin : OpenAtLeast);
}
