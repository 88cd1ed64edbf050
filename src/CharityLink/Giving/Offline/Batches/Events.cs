using CharityLink.Kernel;

namespace CharityLink.Giving;

/// <summary>A fact about one batch of cash and cheques.</summary>
public interface IBatchEvent
{
    /// <summary>The batch.</summary>
    Guid BatchId { get; }
}

/// <summary>One gift of a batch.</summary>
/// <param name="LineId">Also the gift's id.</param>
/// <param name="Method"><c>cash</c> or <c>cheque</c>.</param>
/// <param name="DonorId">Who gave, in the vault; null without a name.</param>
/// <param name="IsAnonymous">Not to be named in public.</param>
/// <param name="ChequeNumber">Null for cash.</param>
/// <param name="Bank">The bank the cheque is drawn on; null for cash.</param>
/// <param name="PledgeId">The promise it is to keep, or null.</param>
public sealed record BatchLine(Guid LineId, string Method, GiftCause Cause, Money Amount, PersonId? DonorId, bool IsAnonymous, string? ChequeNumber = null, string? Bank = null, Guid? PledgeId = null);

/// <summary>One person counted a batch and typed it in, the first time or again after it came back. Nothing is counted as given yet.</summary>
/// <param name="CollectorId">The organisation that collected it: a station, a branch, a charity.</param>
/// <param name="Place">Where, or the number of the box.</param>
/// <param name="Total">What was counted in all.</param>
/// <param name="Lines">The single gifts; what of the total is in none of them is the last one, without a name.</param>
public sealed record BatchEntered(
    Guid BatchId, Guid CollectorId, Guid HolderId, DivisionCode Division, string Place, DateOnly CollectedOn, Money Total, IReadOnlyList<BatchLine> Lines, Guid? By, DateTimeOffset At) : IBatchEvent
{
    /// <summary>The same batch, whoever sent it and when: the second press of a button comes later than the first.</summary>
    public bool IsSame(BatchEntered other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Lines.SequenceEqual(other.Lines) && this with { Lines = other.Lines, By = other.By, At = other.At } == other;
    }
}

/// <summary>Another person counted it again and found the same: the gifts are given.</summary>
public sealed record BatchConfirmed(Guid BatchId, Guid? By) : IBatchEvent;

/// <summary>Another person sent it back to whoever typed it in.</summary>
public sealed record BatchSentBack(Guid BatchId, string Reason, Guid? By) : IBatchEvent;

/// <summary>A cheque became money.</summary>
public sealed record ChequeCleared(Guid BatchId, Guid LineId, DateOnly ClearedOn, Guid? By) : IBatchEvent;

/// <summary>A cheque was not honoured: the gift is none.</summary>
public sealed record ChequeBounced(Guid BatchId, Guid LineId, DateOnly BouncedOn, Guid? By) : IBatchEvent;
