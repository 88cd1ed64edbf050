using CharityLink.Kernel;
using MediatR;

namespace CharityLink.Giving;

/// <summary>The giver decided anew who is told the name. The amount and every total stay as they are.</summary>
/// <param name="IsAnonymous">Not to be named in public.</param>
/// <param name="IsHiddenFromCharity">Not to be named to the charity either.</param>
public sealed record DonationAnonymityChanged(Guid DonationId, bool IsAnonymous, bool IsHiddenFromCharity) : IDonationEvent;

/// <summary>Changes who is told the name of a gift's giver: sent from the giver's own account.</summary>
/// <param name="Givers">The mailboxes whoever asks has shown to own; a gift of another is not there for them.</param>
[Allow(Public = true)]
public sealed record ChangeAnonymity(Guid CommandId, Guid DonationId, IReadOnlyCollection<PersonId> Givers, bool IsAnonymous, bool IsHiddenFromCharity) : ICommand;

internal sealed class ChangeAnonymityHandler(Aggregates aggregates) : IRequestHandler<ChangeAnonymity, Outcome>
{
    public Task<Outcome> Handle(ChangeAnonymity ask, CancellationToken ct) =>
        aggregates.Change<Donation, IDonationEvent>(ask.DonationId, donation => Donation.Decide(donation, ask), ct);
}
