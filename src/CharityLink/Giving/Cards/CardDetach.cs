using CharityLink.Kernel;
using CharityLink.Store;

namespace CharityLink.Giving;

/// <summary>A kept card is not needed any more: the provider is to forget it.</summary>
public sealed record DetachCard(SavedCard Card) : IPaymentWish;

/// <summary>A fact after which a kept card is not needed: a promise that ended, a card that another replaced.</summary>
public interface ILetsCardGo
{
    /// <summary>The card, and the organisation whose account it concerns; null where there is none to let go.</summary>
    (SavedCard Card, Guid HolderId)? LetGo { get; }
}

/// <summary>Purpose: has a card forgotten that is not needed any more. Each card once.</summary>
public sealed class CardDetach : IPaymentPurpose
{
    /// <summary>The purpose's name.</summary>
    public const string Purpose = "card_detach";

    /// <inheritdoc/>
    public string Name => Purpose;

    /// <summary>What the operation of a card is about: cards have no ids of ours.</summary>
    public static Guid IdOf(SavedCard card)
    {
        ArgumentNullException.ThrowIfNull(card);
        return StableId.Beside(Guid.Empty, $"card {card.Provider} {card.Method}");
    }

    /// <inheritdoc/>
    public PaymentOrder? Plan(Recorded fact) => fact.Data is ILetsCardGo { LetGo: (var card, var holder) }
        ? new(card.Provider, Purpose, IdOf(card), 1, holder, fact.At, new DetachCard(card))
        : null;

    /// <inheritdoc/>
    public IReadOnlyList<ICommand> Conclude(PaymentOperation operation, PaymentAnswer answer) => [];
}
