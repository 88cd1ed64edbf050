using CharityLink.Kernel;

namespace CharityLink.Giving;

/// <summary>Where held money stands.</summary>
public enum HeldState
{
    /// <summary>Waits for somebody to decide.</summary>
    Waiting,

    /// <summary>On its way back.</summary>
    Returning,

    /// <summary>Gone back.</summary>
    Returned,

    /// <summary>Taken as the gift.</summary>
    Counted,

    /// <summary>Given back by hand, as one person says; a second one looks.</summary>
    ByHand,

    /// <summary>Taken back by the giver's bank.</summary>
    Taken,
}

/// <summary>One payment that is held.</summary>
/// <param name="Attempt">How often it was sent back.</param>
/// <param name="Transfer">The bank transfer that was entered; null without one.</param>
public sealed record Held(string PaymentId, HeldMoney Money, HeldState State, int Attempt = 0, HeldTransferEntered? Transfer = null)
{
    /// <summary>What readers of the provider's bookings must know of it.</summary>
    public PaidGift AsPaid => new(Money.Cause, Money.Amount, null, null, Money.Provider, Money.Method);

    /// <summary>After one more fact.</summary>
    public Held After(IHeldEvent fact) => fact switch
    {
        HeldReturnStarted e => this with { State = HeldState.Returning, Attempt = e.Attempt },
        HeldReturned or HeldReturnedByHand => this with { State = HeldState.Returned },
        HeldTransferEntered e => this with { State = HeldState.ByHand, Transfer = e },
        HeldTransferDenied => this with { State = HeldState.Waiting, Transfer = null },
        // What a bank left of it is still held.
        HeldDisputeClosed { Lost: var lost } => State != HeldState.Waiting || lost.Minor == 0 ? this
            : lost.Minor < Money.Amount.Minor ? this with { Money = Money with { Amount = Money.Amount - lost } } : this with { State = HeldState.Taken },
        HeldReturnFailed => this with { State = HeldState.Waiting },
        HeldCounted => this with { State = HeldState.Counted },
        _ => throw new CorruptStreamException(this, fact),
    };
}

/// <summary>What becomes of money that arrived and does not count: pure. It goes back whole, or it is the gift after all.</summary>
public static class HeldRules
{
    /// <summary>An officer of a federation whose area the gift lies in decides in the place of a receiver that is suspended.</summary>
    public static bool MayStandIn(Caller caller, DivisionCode division, Guid holderId)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return caller.Holds([Role.FederationOfficer], new Place(division, holderId));
    }

    /// <summary>Why held money cannot be counted as the gift, as far as that is seen without the gift's own facts: what is not offered is refused as well.</summary>
    /// <param name="isPaid">The gift has been paid otherwise.</param>
    /// <param name="project">Of the gift; null where it has none.</param>
    /// <param name="suspended">Why its receiver takes nothing now; null when it does.</param>
    public static Refusal? WhyNotCounted(bool isPaid, Currency asked, Currency came, CauseProject? project, Refusal? suspended) =>
        isPaid ? new Refusal("donation_already_paid") : asked != came ? new Refusal("held_other_currency") : project?.PaymentRefused ?? suspended;

    /// <summary>Sent back once; one that did not arrive may be sent again.</summary>
    public static Decision<IDonationEvent> Return(Donation? donation, ReturnHeld ask, Decider by, RefundWay way) => Find(donation, ask.PaymentId) switch
    {
        null => Unknown(donation),
        { State: HeldState.Returning or HeldState.Returned } => [],
        { State: not HeldState.Waiting } gone => Gone(gone),
        _ when !by.IsOfHolder => new Refusal("refund_not_yours"),
        _ when donation!.Back.IsHeldDisputed(ask.PaymentId) => new Refusal("refund_while_disputed"), // Its money was found.
        _ when !way.ByProvider => new Refusal("refund_route_not_offered"),
        _ when !IsOpen(donation!, way, ask.At) => new Refusal("refund_window_passed", Values: [$"{way.WindowDays}"]), // Its money was found.
        { } held => [new HeldReturnStarted(ask.DonationId, held.PaymentId, held.Money, held.Attempt + 1, by.AccountId ?? Guid.Empty)],
    };

    /// <summary>Counted once, for a gift that has not been paid otherwise and whose project takes it, in the currency that was asked for.</summary>
    /// <param name="closed">Why its project takes no payment any more; null when it does, or there is no project.</param>
    public static Decision<IDonationEvent> Count(Donation? donation, CountHeld ask, Decider by, Refusal? closed) => Find(donation, ask.PaymentId) switch
    {
        null => Unknown(donation),
        { State: HeldState.Counted } => [],
        { State: not HeldState.Waiting } gone => Gone(gone),
        _ when !by.IsOfHolder => new Refusal("refund_not_yours"),
        _ when donation!.Back.IsHeldDisputed(ask.PaymentId) => new Refusal("refund_while_disputed"), // Its money was found.
        _ when donation!.IsPaid => new Refusal("donation_already_paid"), // Its money was found.
        _ when closed is not null => closed,
        { } held when held.Money.Amount.Currency != donation!.Amount.Currency => new Refusal("held_other_currency"), // Its money was found.
        { } held =>
        [
            new HeldCounted(ask.DonationId, held.PaymentId, held.Money, by.AccountId),
            new DonationPaid(
                donation!.Id, HeldReturn.IdOf(donation.Id, held.PaymentId), donation.Cause, held.Money.Amount, donation.DonorId, donation.IsAnonymous, donation.Provider, donation.GiverId, // Its money was found.
                donation.PledgeId, held.Money.Method, held.PaymentId, RegularGiftId: donation.RegularGiftId),
        ],
    };

    /// <summary>Given back outside the provider, where it takes no return any more or could not carry one out. Entered once it was made.</summary>
    public static Decision<IDonationEvent> Enter(Donation? donation, EnterHeldTransfer ask, DateOnly today, Decider by, RefundWay way)
    {
        var entered = new HeldTransferEntered(ask.DonationId, ask.PaymentId, ask.PaidOn, ask.Reference.Trim(), ask.Reason.Trim(), by.AccountId);
        return Find(donation, ask.PaymentId) switch
        {
            null => Unknown(donation),
            { Transfer: { } before } when before == entered => [],
            _ when !by.IsOfHolder => new Refusal("refund_not_yours"),
            { State: HeldState.ByHand } => new Refusal("refund_transfer_entered"),
            { State: not HeldState.Waiting } gone => Gone(gone),
            _ when donation!.Back.IsHeldDisputed(ask.PaymentId) => new Refusal("refund_while_disputed"), // Its money was found.
            { Attempt: 0 } when IsOpen(donation, way, ask.At) => new Refusal("held_goes_by_provider"),
            _ when ask.PaidOn > today => new Refusal("date_in_future", "paid_on"),
            _ => [entered],
        };
    }

    /// <summary>Confirmed, or denied, by somebody else than who entered it.</summary>
    public static Decision<IDonationEvent> Confirm(Donation? donation, ConfirmHeldTransfer ask, Decider by) => Find(donation, ask.PaymentId) switch
    {
        null => Unknown(donation),
        { State: HeldState.Returned, Transfer: not null } when ask.IsSeen => [],
        _ when !by.IsOfHolder => new Refusal("refund_not_yours"),
        { State: not HeldState.ByHand } => new Refusal("refund_transfer_missing"),
        { Transfer.By: { } entered } when entered == by.AccountId => new Refusal("refund_entered_it"),
        { } held => ask.IsSeen
            ? [new HeldReturnedByHand(ask.DonationId, held.PaymentId, held.Money, by.AccountId)]
            : [new HeldTransferDenied(ask.DonationId, held.PaymentId, (ask.Reason ?? "").Trim(), by.AccountId)],
    };

    /// <summary>The provider takes a return of it still.</summary>
    internal static bool IsOpen(Donation donation, RefundWay way, DateTimeOffset at) => way.ByProvider && !(way.WindowDays is { } days && at - donation.StartedAt > TimeSpan.FromDays(days));

    /// <summary>What the provider says of a return; one of an earlier try says nothing about a later one.</summary>
    public static Decision<IDonationEvent> Record(Donation? donation, RecordHeldResult ask) =>
        donation?.Held.Values.FirstOrDefault(one => HeldReturn.IdOf(donation.Id, one.PaymentId) == ask.HeldId) switch
        {
            null => Unknown(donation),
            { } held when held.Attempt != ask.Attempt => [],
            { } held => Record(donation!.Id, held, ask.ProviderRefundId, ask.Result, ask.Reason), // Its money was found.
        };

    /// <summary>A return made in the provider's console has happened; it is known by the payment. Part of one is for a person to look at.</summary>
    public static Decision<IDonationEvent> Record(Donation donation, Held held, RecordForeignRefund ask)
    {
        // Twice back: somebody has to ask for one of them again.
        if (held is { State: HeldState.ByHand or HeldState.Returned, Transfer: not null } && ask.Result is "pending" or "succeeded")
        {
            return new Refusal("held_returned_by_hand");
        }

        if (held.State == HeldState.Waiting && (ask.Result is "pending" or "succeeded"))
        {
            if (ask.Amount != held.Money.Amount)
            {
                return new Refusal("held_part_returned");
            }

            var started = new HeldReturnStarted(donation.Id, held.PaymentId, held.Money, held.Attempt + 1, null);
            return new([started, .. Record(donation.Id, held.After(started), ask.ProviderRefundId, ask.Result, ask.Reason)], []);
        }

        return Record(donation.Id, held, ask.ProviderRefundId, ask.Result, ask.Reason);
    }

    private static Decision<IDonationEvent> Record(Guid gift, Held held, string? providerId, string result, string? reason) => (held.State, result) switch
    {
        (HeldState.Returning, "succeeded") => [new HeldReturned(gift, held.PaymentId, held.Money, held.Attempt, providerId)],
        (HeldState.Returning or HeldState.Returned, "failed" or "canceled") =>
            [new HeldReturnFailed(gift, held.PaymentId, held.Money, held.Attempt, reason ?? result, held.State == HeldState.Returned)],
        _ => [],
    };

    private static Refusal Gone(Held held) => new(held.State switch
    {
        HeldState.Counted => "held_counted_already",
        HeldState.Taken => "held_taken",
        _ => "held_going_back",
    });

    private static Held? Find(Donation? donation, string paymentId) => donation?.Held.GetValueOrDefault(paymentId);

    private static Decision<IDonationEvent> Unknown(Donation? donation) => new Refusal(donation is null ? "donation_unknown" : "held_unknown");
}
