using CharityLink.Kernel;
using MediatR;

namespace CharityLink.Giving;

/// <summary>Begins a gift: cause, amount, giver. The form brings the donation's id, so that pressing twice begins one.</summary>
/// <param name="DonationId">Made when the form was shown; the gift's address from then on.</param>
/// <param name="DonorId">Who gives, already in the vault; null for a giver who left no name.</param>
/// <param name="At">When the form arrived.</param>
/// <param name="ProjectId">A crowdfunded project, in the place of a program.</param>
/// <param name="PageId">The team's or person's page of the project that brings the gift.</param>
/// <param name="GiverId">As the vault knows the giver's mailbox; null without one.</param>
/// <param name="PledgeId">The promise it is to keep; the page has checked that it is the giver's.</param>
/// <param name="Method">The way to pay; the page has checked that the provider offers it for this cause and amount.</param>
/// <param name="Language">The language of the form.</param>
/// <param name="Card">A kept card to be charged without the giver; whoever sends it has the giver's consent on record.</param>
/// <param name="KeepCardFor">What the card that is paid with is to be kept for; null: not at all.</param>
/// <param name="RegularGiftId">The regular gift it is a period's part of.</param>
[Allow(Public = true)]
public sealed record StartDonation(
    Guid CommandId, Guid DonationId, Guid? ProgramId, Guid? SiteId, Money Amount, PersonId? DonorId, bool IsAnonymous, string Provider, DateTimeOffset At,
    Guid? ProjectId = null, Guid? PageId = null, PersonId? GiverId = null, Guid? PledgeId = null, string? Method = null, string? Language = null,
    SavedCard? Card = null, CardUse? KeepCardFor = null, Guid? RegularGiftId = null)
    : ICommand, IValidated
{
    /// <summary>The provider that moves no money: for demonstrations and tests.</summary>
    public const string Sandbox = "sandbox";

    /// <summary>What is given to.</summary>
    public CauseChoice Choice => new(ProgramId, SiteId, ProjectId, PageId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => Choice switch
    {
        { ProjectId: not null, ProgramId: not null } or { ProjectId: not null, SiteId: not null } => [new Refusal("cause_ambiguous", "project")],
        { ProjectId: null, PageId: not null } => [new Refusal("project_unknown", "project")],
        _ => [],
    };

    /// <summary>Under which id the vault keeps the giver of a gift: it follows from the gift's, so that a form sent twice keeps one person.</summary>
    public static PersonId GiverOf(Guid donationId) => new(StableId.Beside(donationId, "giver"));
}

/// <summary>New almost always, so nothing is read first: the store refuses the stream that exists, and only then it is looked at.</summary>
internal sealed class StartDonationHandler(Aggregates aggregates, CauseBook causes, GiftLimits limits) : IRequestHandler<StartDonation, Outcome>
{
    public async Task<Outcome> Handle(StartDonation ask, CancellationToken ct)
    {
        var offer = await causes.Find(ask.Choice, ct);
        return await aggregates.Create<Donation, IDonationEvent>(
            ask.DonationId, donation => Donation.Start(donation, ask, offer.Standing, limits), ct);
    }
}
