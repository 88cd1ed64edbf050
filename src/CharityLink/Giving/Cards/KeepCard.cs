using CharityLink.Kernel;
using MediatR;

namespace CharityLink.Giving;

/// <summary>The card a gift was paid with is kept for later, as its giver agreed.</summary>
public sealed record CardKept(Guid DonationId, SavedCard Card, CardFace Face) : IDonationEvent;

/// <summary>A provider says that it keeps the card a gift was paid with. It may be said before the payment itself, and again.</summary>
[Allow]
public sealed record KeepCard(Guid CommandId, Guid DonationId, SavedCard Card, CardFace Face) : ICommand
{
    /// <summary>The command for a card: the same however often it is reported.</summary>
    public static KeepCard Of(Guid donationId, SavedCard card, CardFace face)
    {
        ArgumentNullException.ThrowIfNull(card);
        return new(StableId.Beside(donationId, $"card {card.Provider} {card.Method}"), donationId, card, face);
    }
}

internal sealed class KeepCardHandler(Aggregates aggregates) : IRequestHandler<KeepCard, Outcome>
{
    public Task<Outcome> Handle(KeepCard ask, CancellationToken ct) =>
        aggregates.Change<Donation, IDonationEvent>(ask.DonationId, donation => Donation.Decide(donation, ask), ct);
}
