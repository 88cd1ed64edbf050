using CharityLink.Kernel;
using CharityLink.Store;

namespace CharityLink.Giving;

/// <summary>A giver wants to leave a card for later, on a page of the provider's.</summary>
/// <param name="Owner">What it is for, a promise or a regular gift: <see cref="ICardOwner.Kind"/>.</param>
/// <param name="Path">Our page to come back to, without language.</param>
/// <param name="Language">The giver's, for the provider's page.</param>
/// <param name="Until">When the page should close; at most a day from now.</param>
/// <param name="Amount">What it is to be charged with; null where that is not known yet.</param>
public sealed record SetUpCard(
    string Owner, Guid OwnerId, int Attempt, Currency Currency, CardUse Use, string Path, string? Language, DateTimeOffset Until, Money? Amount = null) : IPaymentWish;

/// <summary>A fact that asks for a card. Whoever writes such a fact gets a page for it, and is told what became of it by <see cref="ICardOwner"/>.</summary>
public interface IAsksForCard
{
    /// <summary>At which provider, for whose account, and what for; null when it asks for none.</summary>
    CardAsked? Card { get; }
}

/// <summary>Where and for what a card is asked for.</summary>
public sealed record CardAsked(string Provider, Guid HolderId, DateTimeOffset At, SetUpCard Wish);

/// <summary>Something that lives from a kept card. It says with which commands of its own it hears of cards.</summary>
public interface ICardOwner
{
    /// <summary>As it stands in labels at the provider, for ever: <c>pledge</c>.</summary>
    string Kind { get; }

    /// <summary>The card is there and may be charged.</summary>
    ICommand Kept(Guid ownerId, int attempt, SavedCard card, CardFace face);

    /// <summary>The page was left until it closed; null where nobody needs to know.</summary>
    ICommand? NotKept(Guid ownerId, int attempt);

    /// <summary>The provider keeps the card no longer, and not because we asked for it.</summary>
    ICommand Lost(Guid ownerId, SavedCard card);

    /// <summary>The bank gave the card another date: told as it now is, perhaps twice.</summary>
    ICommand Renewed(Guid ownerId, SavedCard card, CardFace face);
}

/// <summary>Purpose: the page on which a card is left. Asked again it is the same page for the same attempt.</summary>
public sealed class CardSetup : IPaymentPurpose
{
    /// <summary>The purpose's name.</summary>
    public const string Purpose = "card_setup";

    /// <inheritdoc/>
    public string Name => Purpose;

    /// <inheritdoc/>
    public PaymentOrder? Plan(Recorded fact) => fact.Data is IAsksForCard { Card: { } card }
        ? new(card.Provider, Purpose, card.Wish.OwnerId, card.Wish.Attempt, card.HolderId, card.At, card.Wish)
        : null;

    /// <inheritdoc/>
    /// <remarks>A page that could not be opened changes nothing: its giver sees that, and may ask for another.</remarks>
    public IReadOnlyList<ICommand> Conclude(PaymentOperation operation, PaymentAnswer answer) => [];
}
