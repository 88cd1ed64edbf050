using CharityLink.Kernel;

namespace CharityLink.Giving;

/// <summary>Asks for a regular gift and begins its first one. The form brings the id, so that pressing twice asks once.</summary>
/// <param name="Every"><c>week</c>, <c>month</c> or <c>year</c>.</param>
/// <param name="Zone">Whose calendar tells the days.</param>
/// <param name="DonorId">Who gives, already in the vault with a mail address.</param>
/// <param name="Method">A way to pay that recurs; the page has checked that the provider offers it.</param>
[Allow(Public = true)]
public sealed record AskRegularGift(
    Guid CommandId, Guid RegularGiftId, CauseChoice Choice, Money Amount, string Every, string Zone, PersonId DonorId, PersonId? GiverId, bool IsAnonymous,
    string Provider, string Method, string Language, DateTimeOffset At) : ICommand;

/// <summary>Begins what is due now. Sent by the platform's clock.</summary>
[Allow]
public sealed record BeginDueGift(Guid CommandId, Guid RegularGiftId, DateTimeOffset At) : ICommand;

/// <summary>A gift of it was paid. Sent by the platform.</summary>
[Allow]
public sealed record RecordRegularPaid(Guid CommandId, Guid RegularGiftId, Guid DonationId, DateTimeOffset At) : ICommand;

/// <summary>The kept card was declined. Sent by the platform.</summary>
[Allow]
public sealed record RecordRegularDecline(Guid CommandId, Guid RegularGiftId, Guid DonationId, DeclineClass Why, DateTimeOffset At) : ICommand;

/// <summary>A gift of it ended without a decline. Sent by the platform.</summary>
/// <param name="IsHeld">Money came that cannot count; else the giver left the page.</param>
[Allow]
public sealed record RecordRegularUnpaid(Guid CommandId, Guid RegularGiftId, Guid DonationId, bool IsHeld) : ICommand;

/// <summary>The provider keeps a card for it. Sent by the platform.</summary>
[Allow]
public sealed record KeepRegularCard(Guid CommandId, Guid RegularGiftId, SavedCard Card, CardFace Face) : ICommand;

/// <summary>The provider keeps its card no longer. Sent by the platform.</summary>
[Allow]
public sealed record LoseRegularCard(Guid CommandId, Guid RegularGiftId, SavedCard Card) : ICommand;

/// <summary>The bank has given its card another date. Sent by the platform.</summary>
[Allow]
public sealed record RenewRegularCard(Guid CommandId, Guid RegularGiftId, SavedCard Card, CardFace Face) : ICommand;

/// <summary>Asks for a page on which another card is left: sent from the giver's own page.</summary>
/// <param name="Language">The giver's, for that page.</param>
[Allow(Public = true)]
public sealed record AskRegularCard(Guid CommandId, Guid RegularGiftId, string Language, DateTimeOffset At) : ICommand;

/// <summary>The page on which a card was to be left has closed. Sent by the platform.</summary>
[Allow]
public sealed record LeaveRegularCard(Guid CommandId, Guid RegularGiftId, int Attempt) : ICommand;

/// <summary>Begins the payment, on a page, of what is unpaid: sent from the giver's own link.</summary>
[Allow(Public = true)]
public sealed record MendRegularGift(Guid CommandId, Guid RegularGiftId, DateTimeOffset At) : ICommand;

/// <summary>Gives a period after all that passed without a gift: sent from the giver's own page.</summary>
[Allow(Public = true)]
public sealed record CatchUpPeriod(Guid CommandId, Guid RegularGiftId, int Period, DateTimeOffset At) : ICommand;

/// <summary>Changes the amount from the next gift on: sent from the giver's own page.</summary>
[Allow(Public = true)]
public sealed record ChangeRegularAmount(Guid CommandId, Guid RegularGiftId, Money Amount) : ICommand;

/// <summary>Leaves the next period out: sent from the giver's own page.</summary>
[Allow(Public = true)]
public sealed record SkipRegularPeriod(Guid CommandId, Guid RegularGiftId, int Period) : ICommand;

/// <summary>Stops charging until it is resumed: sent from the giver's own page.</summary>
[Allow(Public = true)]
public sealed record PauseRegularGift(Guid CommandId, Guid RegularGiftId) : ICommand;

/// <summary>Goes on after a pause: sent from the giver's own page.</summary>
[Allow(Public = true)]
public sealed record ResumeRegularGift(Guid CommandId, Guid RegularGiftId, DateTimeOffset At) : ICommand;

/// <summary>Ends it for good: sent from the giver's own page.</summary>
[Allow(Public = true)]
public sealed record StopRegularGift(Guid CommandId, Guid RegularGiftId) : ICommand;

/// <summary>Ends it because its giver was erased. Sent by the platform.</summary>
[Allow]
public sealed record EndRegularGift(Guid CommandId, Guid RegularGiftId) : ICommand;
