using CharityLink.Kernel;

namespace CharityLink.Giving;

/// <summary>A fact about money that arrived for a gift and does not count. On the gift's own stream. The names are stored: they never change.</summary>
public interface IHeldEvent : IDonationEvent
{
    /// <summary>The provider's id of the payment that is held.</summary>
    string PaymentId { get; }
}

/// <summary>What readers of the log must know of held money, so that they look nothing up.</summary>
/// <param name="Reason">Why it is held.</param>
public sealed record HeldMoney(GiftCause Cause, Money Amount, string Reason, string Provider, string? Method);

/// <summary>Held money goes back to where it came from: from here it is owed to the giver.</summary>
/// <param name="Attempt">From 1: after a return that did not arrive another may follow.</param>
/// <param name="By">Who decided; null for one that was made in the provider's own console.</param>
public sealed record HeldReturnStarted(Guid DonationId, string PaymentId, HeldMoney Held, int Attempt, Guid? By) : IHeldEvent;

/// <summary>It left.</summary>
public sealed record HeldReturned(Guid DonationId, string PaymentId, HeldMoney Held, int Attempt, string? ProviderRefundId) : IHeldEvent;

/// <summary>It did not arrive: the money is held again.</summary>
/// <param name="AfterCompletion">The provider had reported it as done.</param>
public sealed record HeldReturnFailed(Guid DonationId, string PaymentId, HeldMoney Held, int Attempt, string Reason, bool AfterCompletion) : IHeldEvent;

/// <summary>Somebody entered the bank transfer by which it was given back outside the provider; a second person confirms.</summary>
/// <param name="Reference">The bank's reference of the transfer.</param>
/// <param name="Reason">Why it went another way than it came.</param>
public sealed record HeldTransferEntered(Guid DonationId, string PaymentId, DateOnly PaidOn, string Reference, string Reason, Guid? By) : IHeldEvent;

/// <summary>The entered transfer was not found: the money is held as before.</summary>
public sealed record HeldTransferDenied(Guid DonationId, string PaymentId, string Reason, Guid? By) : IHeldEvent;

/// <summary>A second person has seen the transfer in the bank's statement: it left by hand.</summary>
public sealed record HeldReturnedByHand(Guid DonationId, string PaymentId, HeldMoney Held, Guid? By) : IHeldEvent;

/// <summary>The bank decided about a payment that is held. The dispute itself stands on the gift like any other.</summary>
/// <param name="Outcome"><c>won</c>, <c>lost</c>, <c>warning_closed</c> or <c>prevented</c>.</param>
/// <param name="Lost">What of it is gone; zero unless it was lost.</param>
public sealed record HeldDisputeClosed(Guid DonationId, string PaymentId, string DisputeId, HeldMoney Held, string Outcome, Money Lost) : IHeldEvent;

/// <summary>Somebody decided that it counts after all: what arrived is the gift. A payment follows that says so.</summary>
public sealed record HeldCounted(Guid DonationId, string PaymentId, HeldMoney Held, Guid? By) : IHeldEvent;
