using CharityLink.Kernel;

namespace CharityLink.Giving;

/// <summary>What became of a transfer that arrived. Names are stored and shown: they never change.</summary>
public enum ArrivalState
{
    /// <summary>Nobody knows yet which gift it is.</summary>
    Open,

    /// <summary>It is a gift.</summary>
    Matched,

    /// <summary>It is to go back.</summary>
    ToReturn,

    /// <summary>It went back.</summary>
    Returned,
}

/// <summary>A transfer as a bank statement tells it.</summary>
/// <param name="Line">Of the file it stands in; 0 for one that was typed in.</param>
/// <param name="PayerId">Who paid, already in the vault.</param>
/// <param name="Promises">What in the remark may be numbers of promises, see <see cref="PromiseNumber.In"/>; null for none.</param>
public sealed record ArrivedTransfer(int Line, string TransactionId, Money Amount, DateOnly ArrivedOn, string? Reference, PersonId? PayerId = null, IReadOnlyList<string>? Promises = null);

/// <summary>One transfer that arrived on a charity's account: what it is matched with, or what is to become of it.</summary>
public sealed record Arrival(TransferArrived Arrived, ArrivalState State, Guid? DonationId) : IState<Arrival, IArrivalEvent>
{
    /// <summary>Nothing like a reference stands in the remark.</summary>
    public const string NoReference = "no_reference";

    /// <summary>No reference, but the number of a promise: a person says whether it keeps it.</summary>
    public const string PromiseNamed = "promise_named";

    /// <summary>The reference was never given to anybody.</summary>
    public const string UnknownReference = "unknown_reference";

    /// <summary>Its check digits do not fit: a digit was mistyped.</summary>
    public const string WrongCheck = "wrong_check";

    /// <summary>The gift belongs to another charity.</summary>
    public const string OtherHolder = "other_holder";

    /// <summary>It came after the last day.</summary>
    public const string TooLate = "too_late";

    /// <summary>The gift is paid: perhaps a second gift, perhaps the same money sent twice. A person decides.</summary>
    public const string PaidAlready = "paid_already";

    /// <summary>The project takes no payment any more.</summary>
    public const string CauseClosed = "cause_closed";

    /// <summary>The longest id of a transaction.</summary>
    public const int TransactionMax = 64;

    /// <summary>The id of a transfer: the bank's id makes it the same however often it is told.</summary>
    public static Guid IdOf(Guid holder, string transactionId) => StableId.Of($"transfer {holder} {Tidy(transactionId)}");

    /// <summary>Under which id the vault keeps who paid: another one for each wish to record it, since whoever was forgotten after a refusal stays forgotten.</summary>
    public static PersonId PayerOf(Guid transfer, Guid command) => new(StableId.Beside(transfer, $"payer {command}"));

    /// <summary>The id of the gift that somebody makes of a transfer.</summary>
    public static Guid GiftOf(Guid transfer) => StableId.Beside(transfer, "gift");

    /// <summary>As it is compared: banks pad and space their ids.</summary>
    public static string Tidy(string? transactionId) => string.Concat((transactionId ?? "").Where(c => !char.IsWhiteSpace(c))).ToUpperInvariant();

    /// <summary>Arrives once. Told again with the same content it changes nothing; with other content somebody must look.</summary>
    /// <param name="found">The gift it is; null when a person has to find it.</param>
    public static Decision<IArrivalEvent> Decide(Arrival? arrival, TransferArrived now, Guid? found)
    {
        ArgumentNullException.ThrowIfNull(now);
        return arrival switch
        {
            null => found is { } gift ? [now, new TransferMatched(now.TransferId, gift, now.By)] : [now],
            { Arrived: var before } when (before.Amount, before.ArrivedOn, before.Reference) == (now.Amount, now.ArrivedOn, now.Reference) => [],
            _ => new Refusal("transfer_told_differently", "transaction", now.TransactionId),
        };
    }

    /// <summary>Somebody found out which gift it is.</summary>
    public static Decision<IArrivalEvent> Match(Arrival? arrival, Guid holder, Guid donation, Guid? by) => arrival switch
    {
        null => new Refusal("transfer_unknown"),
        _ when arrival.Arrived.HolderId != holder => new Refusal("transfer_unknown"),
        { State: ArrivalState.Matched } when arrival.DonationId == donation => [],
        { State: not ArrivalState.Open } => new Refusal("transfer_settled"),
        _ => [new TransferMatched(arrival.Arrived.TransferId, donation, by)],
    };

    /// <summary>Somebody found out that it is no gift.</summary>
    public static Decision<IArrivalEvent> Decide(Arrival? arrival, MarkTransferForReturn ask, Guid? by)
    {
        ArgumentNullException.ThrowIfNull(ask);
        return arrival is null || arrival.Arrived.HolderId != ask.HolderId ? new Refusal("transfer_unknown")
            : arrival.State switch
            {
                ArrivalState.ToReturn => [],
                ArrivalState.Open => [new TransferMarkedForReturn(ask.TransferId, ask.Reason.Trim(), by)],
                _ => new Refusal("transfer_settled"),
            };
    }

    /// <summary>It went back, on a day that is not ahead.</summary>
    public static Decision<IArrivalEvent> Decide(Arrival? arrival, RecordTransferReturn ask, Guid? by)
    {
        ArgumentNullException.ThrowIfNull(ask);
        return arrival is null || arrival.Arrived.HolderId != ask.HolderId ? new Refusal("transfer_unknown")
            : arrival.State switch
            {
                ArrivalState.Returned => [],
                ArrivalState.ToReturn when ask.ReturnedOn > Pledge.DayOf(ask.At) => new Refusal("day_ahead", "returned_on"),
                ArrivalState.ToReturn when ask.ReturnedOn < arrival.Arrived.ArrivedOn => new Refusal("transfer_returned_before", "returned_on"),
                ArrivalState.ToReturn => [new TransferReturned(ask.TransferId, ask.ReturnedOn, Tidy(ask.TransactionId), by)],
                _ => new Refusal("transfer_not_to_return"),
            };
    }

    /// <inheritdoc/>
    public static Arrival Evolve(Arrival? state, IArrivalEvent fact) => (state, fact) switch
    {
        (null, TransferArrived e) => new(e, ArrivalState.Open, null),
        ({ State: ArrivalState.Open } a, TransferMatched e) => a with { State = ArrivalState.Matched, DonationId = e.DonationId },
        ({ State: ArrivalState.Open } a, TransferMarkedForReturn) => a with { State = ArrivalState.ToReturn },
        ({ State: ArrivalState.ToReturn } a, TransferReturned) => a with { State = ArrivalState.Returned },
        _ => throw new CorruptStreamException(state, fact),
    };
}
