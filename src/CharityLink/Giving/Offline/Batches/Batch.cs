using System.Collections.Immutable;
using CharityLink.Kernel;

namespace CharityLink.Giving;

/// <summary>Where a batch stands. Names are stored and shown: they never change.</summary>
public enum BatchState
{
    /// <summary>Waits for a second person to count it.</summary>
    Entered,

    /// <summary>Back with whoever typed it in.</summary>
    SentBack,

    /// <summary>Counted by two people: its gifts are given.</summary>
    Confirmed,
}

/// <summary>Cash and cheques from one place and day: typed in by one person, counted again by another, and only then given.</summary>
/// <param name="Cheques">The cheques that are settled: true for cleared.</param>
public sealed record Batch(BatchEntered Entered, BatchState State, string? Reason, ImmutableDictionary<Guid, bool> Cheques) : IState<Batch, IBatchEvent>
{
    /// <summary>The most gifts of one batch: all of them are written at once.</summary>
    public const int LinesMax = 500;

    /// <summary>Under which id the vault keeps the giver of a line: another one each time the batch is typed in, since whoever was forgotten after a refusal stays forgotten.</summary>
    public static PersonId GiverOf(Guid command, int number) => new(StableId.Beside(command, $"giver {number}"));

    /// <summary>The id of a batch that comes from a file: the same file again is the same batch.</summary>
    public static Guid OfFile(Guid collector, byte[] file) => StableId.Of($"batch {collector} {Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(file))}");

    /// <summary>The id of a line by its number.</summary>
    public static Guid LineOf(Guid batch, int number) => StableId.Beside(batch, $"line {number}");

    /// <summary>Typed in, or typed again after it came back. The single gifts are never more than what was counted.</summary>
    /// <param name="around">What is known beside the batch: causes, place, caller.</param>
    public static Decision<IBatchEvent> Decide(Batch? batch, EnterBatch ask, BatchSurroundings around)
    {
        ArgumentNullException.ThrowIfNull(ask);
        ArgumentNullException.ThrowIfNull(around);
        return batch switch
        {
            { State: BatchState.Entered } when around.Entered(ask).IsSame(batch.Entered) => [],
            { State: not BatchState.SentBack } => new Refusal("batch_id_reused"),
            _ when around.Refusals(ask).ToList() is { Count: > 0 } wrong => Decision.Refused<IBatchEvent>(wrong),
            _ => [around.Entered(ask)],
        };
    }

    /// <summary>Counted anew by somebody else, who must find the same sum.</summary>
    public static Decision<IBatchEvent> Decide(Batch? batch, ConfirmBatch ask, Guid? by)
    {
        ArgumentNullException.ThrowIfNull(ask);
        return batch switch
        {
            null => new Refusal("batch_unknown"),
            { State: BatchState.Confirmed } => [],
            { State: BatchState.SentBack } => new Refusal("batch_sent_back"),
            _ when by is not null && by == batch.Entered.By => new Refusal("batch_same_person"),
            _ when ask.Counted != batch.Entered.Total => new Refusal("batch_count_differs", "counted"),
            _ => [new BatchConfirmed(batch.Entered.BatchId, by)],
        };
    }

    /// <summary>Sent back by somebody else, with the reason.</summary>
    public static Decision<IBatchEvent> Decide(Batch? batch, SendBatchBack ask, Guid? by)
    {
        ArgumentNullException.ThrowIfNull(ask);
        return batch switch
        {
            null => new Refusal("batch_unknown"),
            { State: BatchState.SentBack } => [],
            { State: BatchState.Confirmed } => new Refusal("batch_confirmed"),
            _ when by is not null && by == batch.Entered.By => new Refusal("batch_same_person"),
            _ => [new BatchSentBack(batch.Entered.BatchId, ask.Reason.Trim(), by)],
        };
    }

    /// <summary>The bank honoured a cheque or did not; it says so once.</summary>
    public static Decision<IBatchEvent> Decide(Batch? batch, SettleCheque ask, Guid? by)
    {
        ArgumentNullException.ThrowIfNull(ask);
        return batch?.Cheque(ask.LineId) switch
        {
            null => new Refusal("cheque_unknown"),
            _ when batch.State != BatchState.Confirmed => new Refusal("batch_not_confirmed"),
            _ when batch.Cheques.TryGetValue(ask.LineId, out var cleared) => cleared == ask.Cleared ? [] : new Refusal("cheque_settled"),
            _ when ask.On > Pledge.DayOf(ask.At) || ask.On < batch.Entered.CollectedOn => new Refusal("cheque_day_wrong", "on"),
            _ => ask.Cleared ? [new ChequeCleared(ask.BatchId, ask.LineId, ask.On, by)] : [new ChequeBounced(ask.BatchId, ask.LineId, ask.On, by)],
        };
    }

    /// <summary>A line that is a cheque, or null.</summary>
    public BatchLine? Cheque(Guid line) => Entered.Lines.FirstOrDefault(one => one.LineId == line && one.Method == OfflineMethods.Cheque);

    /// <inheritdoc/>
    public static Batch Evolve(Batch? state, IBatchEvent fact) => (state, fact) switch
    {
        (null or { State: BatchState.SentBack }, BatchEntered e) => new(e, BatchState.Entered, null, ImmutableDictionary<Guid, bool>.Empty),
        ({ State: BatchState.Entered } b, BatchConfirmed) => b with { State = BatchState.Confirmed },
        ({ State: BatchState.Entered } b, BatchSentBack e) => b with { State = BatchState.SentBack, Reason = e.Reason },
        ({ State: BatchState.Confirmed } b, ChequeCleared e) => b with { Cheques = b.Cheques.Add(e.LineId, true) },
        ({ State: BatchState.Confirmed } b, ChequeBounced e) => b with { Cheques = b.Cheques.Add(e.LineId, false) },
        _ => throw new CorruptStreamException(state, fact),
    };
}
