using System.Collections.Immutable;
using CharityLink.Evidence;
using CharityLink.Kernel;

namespace CharityLink.Giving;

/// <summary>A fact about one gift of goods. Goods stand beside money and are never added to it: nothing here is a donation's fact.</summary>
public interface IGoodsEvent
{
    /// <summary>The gift.</summary>
    Guid GoodsId { get; }
}

/// <summary>One kind of goods as it was received.</summary>
/// <param name="FairValue">What all of it is worth by the proof that was handed in; null where there is none (CN-DON-14).</param>
/// <param name="ExpiresOn">The last day on which it may be used; null for goods without one.</param>
public sealed record GoodsLine(string NameZh, string NameEn, decimal Quantity, string Unit, Money? FairValue, DateOnly? ExpiresOn);

/// <summary>One person took goods in and wrote them down, the first time or again after they came back. Nothing counts as given yet.</summary>
/// <param name="CollectorId">The organisation whose people took them in.</param>
/// <param name="Division">Where that organisation is: who sees it follows from there.</param>
/// <param name="DonorId">Who gave, in the vault; null without a name.</param>
/// <param name="Proofs">Invoices, customs papers, appraisals: what the fair values rest on.</param>
public sealed record GoodsEntered(
    Guid GoodsId, Guid CollectorId, DivisionCode Division, GiftCause Cause, PersonId? DonorId, bool IsAnonymous, DateOnly ReceivedOn, IReadOnlyList<GoodsLine> Lines,
    ImmutableArray<EvidenceFile> Proofs, Guid? By, DateTimeOffset At) : IGoodsEvent, INamesFiles
{
    /// <inheritdoc/>
    public IEnumerable<EvidenceUse> Files() => Proofs.Select(file => new EvidenceUse(file, Subject.Organisation(CollectorId), false));

    /// <summary>The same goods, whoever sent them and when: the second press of a button comes later than the first.</summary>
    public bool IsSame(GoodsEntered other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Lines.SequenceEqual(other.Lines) && Proofs.SequenceEqual(other.Proofs) && this with { Lines = other.Lines, Proofs = other.Proofs, By = other.By, At = other.At } == other;
    }
}

/// <summary>Another person saw the same goods: they are given. Carries all that receipts and books need.</summary>
/// <param name="Lines">As they stand on the receipt; a line without a proven value is worth nothing there.</param>
/// <param name="Value">What they are worth by the proof; zero where there is none.</param>
public sealed record GoodsGiven(Guid GoodsId, GiftCause Cause, PersonId? DonorId, bool IsAnonymous, DateOnly ReceivedOn, IReadOnlyList<GiftLine> Lines, Money Value, Guid? By) : IGoodsEvent;

/// <summary>Another person sent the record back to whoever wrote it.</summary>
public sealed record GoodsSentBack(Guid GoodsId, string Reason, Guid? By) : IGoodsEvent;
