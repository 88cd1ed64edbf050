using CharityLink.Kernel;

namespace CharityLink.Giving;

/// <summary>A fact in the life of one gift. The names are stored: they never change.</summary>
public interface IDonationEvent;

/// <summary>What a gift is for, and whose books receive it: fixed when the gift is begun.</summary>
/// <param name="ProgramId">The program; for a project the one it belongs to, or null.</param>
/// <param name="SiteId">One of its sites, or null for the program as a whole.</param>
/// <param name="FundId">The earmarked fund the money goes to.</param>
/// <param name="OrganisationId">The organisation the gift is counted for: the site's operator, else the program's owner or the project's organiser.</param>
/// <param name="HolderId">The legal person whose account receives the money: the program's owner, or the project's organiser.</param>
/// <param name="Division">Where the gift counts: the site's division, else the program's or the project's.</param>
/// <param name="ProjectId">The crowdfunded project, or null for a standing program.</param>
/// <param name="PageId">The team's or person's page of the project that brought the gift, or null.</param>
public sealed record GiftCause(
    Guid? ProgramId, Guid? SiteId, Guid FundId, Guid OrganisationId, Guid HolderId, DivisionCode Division, Guid? ProjectId = null, Guid? PageId = null);

/// <summary>Somebody chose an amount and went to pay. Not money yet.</summary>
/// <param name="DonorId">Who gives, in the vault; null when the giver left no name at all.</param>
/// <param name="IsAnonymous">Not to be named in public.</param>
/// <param name="Provider">Who is to move the money: <c>sandbox</c>, <c>stripe</c>.</param>
/// <param name="StartedAt">From here the time runs in which it can be paid.</param>
/// <param name="GiverId">The same for all gifts of one mailbox, whoever that is; null when no mailbox was left.</param>
/// <param name="PledgeId">The promise it is to keep, or null.</param>
/// <param name="Method">The way to pay that the giver chose; null where the provider has only one.</param>
/// <param name="Language">The language the giver gave in; null where that was not noted.</param>
/// <param name="Card">The kept card that is charged for it without the giver; null where the giver pays.</param>
/// <param name="KeepCardFor">What the giver agreed that the card they pay with is kept for; null: it is not kept.</param>
/// <param name="RegularGiftId">The regular gift it is a period's part of, or null.</param>
public sealed record DonationStarted(
    Guid DonationId, GiftCause Cause, Money Amount, PersonId? DonorId, bool IsAnonymous, string Provider, DateTimeOffset StartedAt,
    PersonId? GiverId = null, Guid? PledgeId = null, string? Method = null, string? Language = null,
    SavedCard? Card = null, CardUse? KeepCardFor = null, Guid? RegularGiftId = null) : IDonationEvent;

/// <summary>One attempt to pay was declined; another may follow.</summary>
/// <param name="Charge">The kept card that was charged, and what helps; null where the giver was there.</param>
public sealed record PaymentDeclined(Guid DonationId, Guid AttemptId, string Reason, DeclinedCharge? Charge = null) : IDonationEvent;

/// <summary>The giver left the payment page without paying; the gift can still be paid.</summary>
/// <param name="PledgeId">The promise that it was to keep, or null.</param>
public sealed record PaymentAbandoned(Guid DonationId, Guid AttemptId, Guid? PledgeId = null) : IDonationEvent;

/// <summary>The money arrived. Carries all that totals need, so that readers of the log look nothing up.</summary>
/// <param name="Method">How it was paid: <c>card</c>, <c>alipay</c>, <c>wechat_pay</c>, <c>bank_transfer</c> …; null in the sandbox.</param>
/// <param name="PaymentId">The provider's own id of the payment, by which it is sent back; null where there is none.</param>
/// <param name="Lines">What was given in kind, line by line; null for money.</param>
/// <param name="RegularGiftId">The regular gift it is a period's part of, or null.</param>
/// <param name="ArrivedOn">The day the money was there by the calendar of Jiangmen, where somebody wrote that down later; null: the day of this fact.</param>
public sealed record DonationPaid(
    Guid DonationId, Guid AttemptId, GiftCause Cause, Money Amount, PersonId? DonorId, bool IsAnonymous, string Provider,
    PersonId? GiverId = null, Guid? PledgeId = null, string? Method = null, string? PaymentId = null,
    IReadOnlyList<GiftLine>? Lines = null, Guid? RegularGiftId = null, DateOnly? ArrivedOn = null) : IDonationEvent;

/// <summary>Money arrived that cannot count for this gift: it is kept apart, counted nowhere, and has to go back.</summary>
/// <param name="Received">What arrived, which need not be what was asked.</param>
/// <param name="Reason"><c>amount_differs</c>, <c>paid_twice</c>, or why its project takes nothing any more: <c>project_failed</c>, <c>project_over</c>, <c>project_paused</c>;
/// or <c>payee_suspended</c>, <c>operator_suspended</c>, <c>program_suspended</c> while the giver paid.</param>
/// <param name="Cause">Whose books hold it; null in facts of before that was noted.</param>
public sealed record PaymentHeld(Guid DonationId, Guid AttemptId, Money Received, string Reason, string Provider, string PaymentId, string? Method, GiftCause? Cause = null)
    : IDonationEvent;

/// <summary>A fact in one organisation's register of receipts for one year. A receipt's number is its version in that stream: no gaps.</summary>
public interface IReceiptEvent;

/// <summary>A receipt was issued for a gift.</summary>
/// <param name="PaidAtPosition">Position in the log of what it was issued for, the payment or the order to reissue: receipts are issued in that order, each once.</param>
/// <param name="Lines">What was given in kind; null for money.</param>
/// <param name="Replaces">The receipt it follows, which holds no longer; null for a gift's first.</param>
/// <param name="GiverId">The same for all gifts of one mailbox: whose annual statement it belongs to; null when no mailbox was left.</param>
/// <param name="Method">How it was paid; null in the sandbox.</param>
/// <param name="Jurisdiction">Whose law words it, as it was on the day of issue; null for mainland China's.</param>
public sealed record ReceiptIssued(
    Guid ReceiptId, Guid DonationId, Guid HolderId, int Year, int Number, GiftCause Cause, Money Amount, PersonId? DonorId,
    DateTimeOffset PaidAt, long PaidAtPosition, IReadOnlyList<GiftLine>? Lines = null, Guid? Replaces = null,
    PersonId? GiverId = null, string? Method = null, string? Jurisdiction = null) : IReceiptEvent;
