namespace CharityLink.Giving;

/// <summary>A fact about what needs a person's eye or hand where money moves through providers. No personal data, no content of any notification.</summary>
public interface IPaymentMatterEvent;

/// <summary>Something went wrong that nothing heals by itself: a person has to look.</summary>
/// <param name="Kind"><c>key_reused</c>, <c>access_refused</c>, <c>outcome_refused</c>, <c>booking_unexplained</c>, <c>balance_differs</c>, <c>card_testing</c>, <c>fraud_warning</c>, <c>account_asked</c>, <c>account_pays_nothing</c>, <c>account_takes_nothing</c>, <c>account_disconnected</c>.</param>
/// <param name="Provider">Whom it concerns; empty where it concerns nobody outside.</param>
/// <param name="AboutId">The operation, or the cause, it is about; null for the provider as a whole.</param>
/// <param name="Code">Why, as the provider or the program calls it.</param>
public sealed record PaymentAlertRaised(Guid AlertId, string Kind, string Provider, Guid? AboutId, string Code) : IPaymentMatterEvent;

/// <summary>Somebody read an alert and takes care of it.</summary>
public sealed record PaymentAlertSeen(Guid AlertId, Guid? By) : IPaymentMatterEvent;

/// <summary>A notification that had been laid aside is to be acted on again.</summary>
/// <param name="EventId">The provider's own id of it.</param>
public sealed record NotificationRetried(string Provider, string EventId, Guid? By) : IPaymentMatterEvent;

/// <summary>A notification that had been laid aside will never be acted on, for a reason that stays.</summary>
/// <param name="EventId">The provider's own id of it.</param>
public sealed record NotificationDropped(string Provider, string EventId, string Reason, Guid? By) : IPaymentMatterEvent;

/// <summary>A provider that refuses our access is to be tried now, with one call.</summary>
/// <param name="Since">Since when it refused: which of its refusals is meant.</param>
public sealed record CircuitTried(string Provider, DateTimeOffset Since, Guid? By) : IPaymentMatterEvent;

/// <summary>Somebody says that a provider's refusal is mended: its calls go out again.</summary>
/// <param name="Since">Since when it refused: which of its refusals is meant.</param>
public sealed record CircuitClosed(string Provider, DateTimeOffset Since, Guid? By) : IPaymentMatterEvent;
