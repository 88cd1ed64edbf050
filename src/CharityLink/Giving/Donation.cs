using System.Collections.Immutable;
using CharityLink.Kernel;

namespace CharityLink.Giving;

/// <summary>How one attempt to pay ended.</summary>
public enum PaymentResult
{
    /// <summary>The money arrived.</summary>
    Paid,

    /// <summary>The bank or the provider said no.</summary>
    Declined,

    /// <summary>The giver left without paying.</summary>
    Abandoned,
}

/// <summary>One gift: what was chosen, the attempts to pay it, and whether the money arrived.</summary>
/// <param name="Attempts">How each attempt ended, by the id its page carried.</param>
public sealed record Donation(
    Guid Id, GiftCause Cause, Money Amount, PersonId? DonorId, bool IsAnonymous, string Provider, DateTimeOffset StartedAt,
    ImmutableDictionary<Guid, PaymentResult> Attempts, PersonId? GiverId = null, Guid? PledgeId = null, string? Method = null)
    : IState<Donation, IDonationEvent>
{
    /// <summary>The provider's ids of all money that arrived for it, counted or held.</summary>
    public ImmutableHashSet<string> PaymentIds { get; init; } = [];

    /// <summary>Why money that arrived for it is held and not counted, the last time; null when none is.</summary>
    public string? HeldBecause { get; init; }

    /// <summary>The payments that arrived for it and did not count, by the provider's id.</summary>
    public ImmutableDictionary<string, Held> Held { get; init; } = ImmutableDictionary.Create<string, Held>(StringComparer.Ordinal);

    /// <summary>The bank transfer that is waited for; null for a gift that is paid otherwise.</summary>
    public TransferAwaited? Transfer { get; init; }

    /// <summary>What went back of it, or may.</summary>
    public MoneyBack Back { get; init; } = MoneyBack.None;

    /// <summary>The provider's id of the payment that counts; null without one.</summary>
    public string? PaymentId { get; init; }

    /// <summary>The payment that counts is this one; one that is not named counts as it.</summary>
    public bool IsPaidBy(string? paymentId) => paymentId is null || paymentId == PaymentId;

    /// <summary>What facts about money that goes back say of the gift.</summary>
    public PaidGift Paid => new(Cause, Amount, DonorId, GiverId, Provider, Method, PledgeId);

    /// <summary>What the organisation keeps of it once everything that was agreed to has gone back.</summary>
    public Money Remaining => Amount with { Minor = Back.KeptMinor(Amount) };

    /// <summary>The kept card that is charged for it; null where the giver pays.</summary>
    public SavedCard? Card { get; init; }

    /// <summary>What the card that is paid with is kept for; null: it is not.</summary>
    public CardUse? KeepCardFor { get; init; }

    /// <summary>The card that was kept when it was paid; null before, and where none is.</summary>
    public SavedCard? Kept { get; init; }

    /// <summary>The charity that receives it is not to be told who gave.</summary>
    public bool IsHiddenFromCharity { get; init; }

    /// <summary>The regular gift it is a part of; null for one that is given once.</summary>
    public Guid? RegularGiftId { get; init; }

    /// <summary>The money arrived.</summary>
    public bool IsPaid => Attempts.ContainsValue(PaymentResult.Paid);

    /// <summary>The last moment at which it can be paid has passed.</summary>
    public bool IsExpired(DateTimeOffset at, TimeSpan payWithin) => !IsPaid && at - StartedAt > payWithin;

    /// <summary>A gift is begun once, for a cause that may receive, with an amount in the limits. The same form again changes nothing.</summary>
    /// <param name="channel">How the money will come, as plans name it.</param>
    public static Decision<IDonationEvent> Start(Donation? donation, StartDonation ask, Standing standing, GiftLimits limits, string channel = Standing.Online) => donation switch
    {
        { } begun => begun.IsSame(ask) ? [] : new Refusal("donation_id_reused"),
        null when standing.At(ask.At, channel) is var then && (then.Refusals.Count > 0 || limits.Check(ask.Amount).Any()) =>
            CharityLink.Kernel.Decision.Refused<IDonationEvent>([.. then.Refusals, .. limits.Check(ask.Amount)]),
        null => [new DonationStarted(ask.DonationId, standing.Cause!, ask.Amount, ask.DonorId, ask.IsAnonymous, ask.Provider, ask.At, ask.GiverId, ask.PledgeId, ask.Method, ask.Language,
            ask.Card, ask.KeepCardFor, ask.RegularGiftId)],
    };

    /// <summary>What the sandbox's payment page reports. An attempt ends once; a paid gift stays paid.</summary>
    /// <param name="closed">Why its project takes no payment any more; null when it does, or there is no project.</param>
    public static Decision<IDonationEvent> Record(Donation? donation, RecordSandboxPayment ask, GiftLimits limits, Refusal? closed = null) => donation switch
    {
        null => new Refusal("donation_unknown"),
        { Provider: not StartDonation.Sandbox } => new Refusal("donation_not_sandbox"),
        _ when donation.Attempts.TryGetValue(ask.AttemptId, out var before) =>
            before == ask.Result ? [] : new Refusal("attempt_id_reused"),
        { IsPaid: true } => ask.Result == PaymentResult.Declined ? new Refusal("donation_already_paid") : [],
        _ when donation.IsExpired(ask.At, limits.PayWithin) => new Refusal("donation_expired"),
        _ when ask.Result == PaymentResult.Paid && closed is not null => closed,
        _ => [donation.Outcome(ask)],
    };

    /// <summary>What a provider reports as paid. Money that came cannot be refused: what does not count is held until a person decides.</summary>
    /// <param name="closed">Why its project takes no payment any more; null when it does, or there is no project.</param>
    public static Decision<IDonationEvent> Record(Donation? donation, RecordPayment ask, Refusal? closed = null) => donation switch
    {
        null => new Refusal("donation_unknown"),
        _ when donation.Provider != ask.Provider => new Refusal("donation_other_provider"),
        _ when donation.PaymentIds.Contains(ask.PaymentId) => [],
        { IsPaid: true } => [donation.Hold(ask, "paid_twice")],
        _ when donation.Amount != ask.Amount => [donation.Hold(ask, "amount_differs")],
        _ when closed is not null => [donation.Hold(ask, closed.Code)],
        _ => [new DonationPaid(
            donation.Id, ask.OperationId, donation.Cause, donation.Amount, donation.DonorId, donation.IsAnonymous, donation.Provider, donation.GiverId, donation.PledgeId,
            ask.Method, ask.PaymentId, RegularGiftId: donation.RegularGiftId)],
    };

    /// <summary>What a provider reports as not paid. It may come late or twice: a paid gift stays paid, an attempt ends once.</summary>
    public static Decision<IDonationEvent> Record(Donation? donation, RecordUnpaid ask) => donation switch
    {
        null => new Refusal("donation_unknown"),
        _ when donation.Provider != ask.Provider => new Refusal("donation_other_provider"),
        { IsPaid: true } => [],
        _ when donation.Attempts.ContainsKey(ask.AttemptId) => [],
        _ => ask.Result == PaymentResult.Declined ? [new PaymentDeclined(donation.Id, ask.AttemptId, ask.Reason, donation.Charged(ask))] : [new PaymentAbandoned(donation.Id, ask.AttemptId, donation.PledgeId)],
    };

    /// <summary>The card that a gift was paid with is kept where the giver agreed, once.</summary>
    public static Decision<IDonationEvent> Decide(Donation? donation, KeepCard ask) => donation switch
    {
        null => new Refusal("donation_unknown"),
        { KeepCardFor: { } use } when use == ask.Card.Use && ask.Card.Provider == donation.Provider => donation.Kept == ask.Card ? [] : [new CardKept(donation.Id, ask.Card, ask.Face)],
        _ => new Refusal("card_not_agreed"),
    };

    /// <summary>The giver may change at any time who is told the name; money that moved stays as it is.</summary>
    public static Decision<IDonationEvent> Decide(Donation? donation, ChangeAnonymity ask) => donation switch
    {
        { GiverId: { } giver } when ask.Givers.Contains(giver) => (donation.IsAnonymous, donation.IsHiddenFromCharity) == (ask.IsAnonymous, ask.IsHiddenFromCharity)
            ? [] : [new DonationAnonymityChanged(donation.Id, ask.IsAnonymous, ask.IsHiddenFromCharity)],
        _ => new Refusal("donation_unknown"),
    };

    /// <inheritdoc/>
    public static Donation Evolve(Donation? state, IDonationEvent fact) => (state, fact) switch
    {
        (null, DonationStarted e) =>
            new(e.DonationId, e.Cause, e.Amount, e.DonorId, e.IsAnonymous, e.Provider, e.StartedAt, ImmutableDictionary<Guid, PaymentResult>.Empty, e.GiverId, e.PledgeId, e.Method)
            {
                Card = e.Card,
                KeepCardFor = e.KeepCardFor,
                RegularGiftId = e.RegularGiftId,
            },
        ({ IsPaid: false } d, PaymentDeclined e) => d.Ended(e.AttemptId, PaymentResult.Declined),
        ({ IsPaid: false } d, PaymentAbandoned e) => d.Ended(e.AttemptId, PaymentResult.Abandoned),
        // What arrived counts: by bank transfer it may be another amount than was announced.
        ({ IsPaid: false } d, DonationPaid e) => d.Ended(e.AttemptId, PaymentResult.Paid) with
        {
            Amount = e.Amount,
            PaymentIds = e.PaymentId is null ? d.PaymentIds : d.PaymentIds.Add(e.PaymentId),
            PaymentId = e.PaymentId,
            Method = e.Method ?? d.Method,
        },
        ({ } d, PaymentHeld e) => d with
        {
            PaymentIds = d.PaymentIds.Add(e.PaymentId),
            HeldBecause = e.Reason,
            Held = d.Held.SetItem(e.PaymentId, new(e.PaymentId, new(e.Cause ?? d.Cause, e.Received, e.Reason, e.Provider, e.Method), HeldState.Waiting)),
        },
        ({ } d, IHeldEvent e) => d with
        {
            Held = d.Held.SetItem(e.PaymentId, d.Held[e.PaymentId].After(e)),
            Back = e is HeldDisputeClosed closed ? d.Back.After(closed) : d.Back,
        },
        // A bank may question money that is held, too.
        ({ Held.IsEmpty: false } d, DisputeOpened or DisputeFundsWithdrawn or DisputeFundsReinstated or DisputeAnswered or DisputeAnswerRefused) => d with { Back = d.Back.After((IMoneyBackEvent)fact) },
        // What a provider keeps of money that is held is booked, too.
        ({ } d, PaymentSettled e) => d with { Back = d.Back.After(e) },
        ({ } d, CardKept e) => d with { Kept = e.Card },
        ({ IsPaid: false } d, TransferAwaited e) => d with { Transfer = e },
        ({ IsPaid: true } d, IMoneyBackEvent e) => d with { Back = d.Back.After(e) },
        ({ } d, DonationAnonymityChanged e) => d with { IsAnonymous = e.IsAnonymous, IsHiddenFromCharity = e.IsHiddenFromCharity },
        _ => throw new CorruptStreamException(state, fact),
    };

    private Donation Ended(Guid attempt, PaymentResult result) => this with { Attempts = Attempts.SetItem(attempt, result) };

    private DeclinedCharge? Charged(RecordUnpaid ask) => Card is not null && ask.Class is { } kind ? new(Card, kind, ask.PaymentId, Cause.HolderId, PledgeId) : null;

    private PaymentHeld Hold(RecordPayment ask, string reason) => new(Id, ask.OperationId, ask.Amount, reason, Provider, ask.PaymentId, ask.Method, Cause);

    // The time is left out: the second press of a button comes later than the first.
    private bool IsSame(StartDonation ask) =>
        (ask.Choice, ask.Amount, ask.DonorId, ask.IsAnonymous, ask.Provider, ask.PledgeId, ask.Method, ask.Card, ask.KeepCardFor)
            == (CauseChoice.Of(Cause), Amount, DonorId, IsAnonymous, Provider, PledgeId, Method, Card, KeepCardFor);

    private IDonationEvent Outcome(RecordSandboxPayment ask) => ask.Result switch
    {
        PaymentResult.Paid => new DonationPaid(Id, ask.AttemptId, Cause, Amount, DonorId, IsAnonymous, Provider, GiverId, PledgeId, RegularGiftId: RegularGiftId),
        PaymentResult.Declined => new PaymentDeclined(Id, ask.AttemptId, ask.Reason ?? ""),
        PaymentResult.Abandoned => new PaymentAbandoned(Id, ask.AttemptId),
        _ => throw new ArgumentOutOfRangeException(nameof(ask), ask.Result, "No such result."),
    };
}
