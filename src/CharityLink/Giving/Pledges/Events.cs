using CharityLink.Kernel;

namespace CharityLink.Giving;

/// <summary>A fact in the life of one promise to give. Never money: what was raised is counted from gifts alone (CN-DON-09).</summary>
public interface IPledgeEvent;

/// <summary>A part of a promise.</summary>
/// <param name="DueOn">By the calendar of Jiangmen.</param>
public sealed record Instalment(int Number, DateOnly DueOn, Money Amount);

/// <summary>Somebody promised an amount. It counts as pledged only when the mail address is confirmed.</summary>
/// <param name="DonorId">Who promises, in the vault, with a mail address.</param>
/// <param name="IsPublicMediaPromise">Promised before the public: recorded, since the law treats such promises apart (CN-DON-07); never acted on by a machine.</param>
/// <param name="Language">In which the giver is written to: <c>zh-CN</c>, <c>en</c>.</param>
/// <param name="Consent">What the giver agreed to, where it is collected from a card; null where the giver pays.</param>
/// <param name="GiverId">The same for everything of one mailbox; null where that was not noted.</param>
/// <param name="IsEntered">Somebody of the receiving organisation wrote it down; false: the giver made it on the site.</param>
/// <param name="HasAddress">The giver has a mail address; false: nobody is written to.</param>
public sealed record PledgeMade(
    Guid PledgeId, GiftCause Cause, Money Amount, PersonId DonorId, bool IsAnonymous, IReadOnlyList<Instalment> Instalments, bool IsPublicMediaPromise,
    string Language, DateTimeOffset MadeAt, CardConsent? Consent = null, PersonId? GiverId = null,
    bool IsEntered = false, bool HasAddress = true) : IPledgeEvent;

/// <summary>The mail address is the giver's, or the card is there: from here on the promise counts as pledged.</summary>
/// <param name="ByCard">It is collected from a card, and counts for the decision about the goal.</param>
public sealed record PledgeConfirmed(Guid PledgeId, GiftCause Cause, Money Amount, bool ByCard = false) : IPledgeEvent;

/// <summary>A gift kept the promise, or a part of it.</summary>
/// <param name="Amount">What of the gift the promise asked for; what is above is just a gift.</param>
/// <param name="Card">The card that is not needed any more; null for none.</param>
public sealed record PledgeFulfilled(Guid PledgeId, Guid DonationId, GiftCause Cause, Money Amount, SavedCard? Card = null) : IPledgeEvent, ILetsCardGo
{
    (SavedCard, Guid)? ILetsCardGo.LetGo => Card is null ? null : (Card, Cause.HolderId);
}

/// <summary>The giver took back what is still open.</summary>
/// <param name="Card">The card that is not needed any more; null for none.</param>
public sealed record PledgeCancelled(Guid PledgeId, GiftCause Cause, Money Open, bool WasConfirmed, SavedCard? Card = null) : IPledgeEvent, ILetsCardGo
{
    (SavedCard, Guid)? ILetsCardGo.LetGo => Card is null ? null : (Card, Cause.HolderId);
}

/// <summary>The organiser let the giver off what is still open.</summary>
/// <param name="Card">The card that is not needed any more; null for none.</param>
public sealed record PledgeReleased(Guid PledgeId, GiftCause Cause, Money Open, string Reason, Guid? By, SavedCard? Card = null) : IPledgeEvent, ILetsCardGo
{
    (SavedCard, Guid)? ILetsCardGo.LetGo => Card is null ? null : (Card, Cause.HolderId);
}

/// <summary>What is still open is not waited for any longer.</summary>
/// <param name="Why"><c>unconfirmed</c>, <c>overdue</c> or <c>project_over</c>; for one by card <c>goal_missed</c>, where nothing is charged, or <c>not_collected</c>.</param>
/// <param name="Card">The card that is not needed any more; null for none.</param>
public sealed record PledgeLapsed(Guid PledgeId, GiftCause Cause, Money Open, bool WasConfirmed, string Why, SavedCard? Card = null) : IPledgeEvent, ILetsCardGo
{
    (SavedCard, Guid)? ILetsCardGo.LetGo => Card is null ? null : (Card, Cause.HolderId);
}
