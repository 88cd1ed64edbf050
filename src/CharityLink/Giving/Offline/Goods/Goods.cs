using CharityLink.Kernel;

namespace CharityLink.Giving;

/// <summary>Where a gift of goods stands. Names are stored and shown: they never change.</summary>
public enum GoodsState
{
    /// <summary>Waits for a second person to see the goods.</summary>
    Entered,

    /// <summary>Back with whoever wrote it down.</summary>
    SentBack,

    /// <summary>Seen by two people: given.</summary>
    Confirmed,
}

/// <summary>Goods that somebody gave: written down by one person, seen by another, and only then given.</summary>
public sealed record Goods(GoodsEntered Entered, GoodsState State, string? Reason) : IState<Goods, IGoodsEvent>
{
    /// <summary>The most kinds of goods of one gift.</summary>
    public const int LinesMax = 40;

    /// <summary>How receipts name the way it was given.</summary>
    public const string Method = "in_kind";

    /// <summary>Written down, or again after it came back.</summary>
    /// <param name="division">Where it is taken in.</param>
    /// <param name="cause">What it is for and whose it will be; null when that takes nothing, which <paramref name="closed"/> says.</param>
    /// <param name="closed">Why it cannot be given to; empty when it can.</param>
    public static Decision<IGoodsEvent> Decide(Goods? goods, EnterGoods ask, DivisionCode division, GiftCause? cause, IReadOnlyList<Refusal> closed, DateOnly today, Guid? by)
    {
        ArgumentNullException.ThrowIfNull(ask);
        return goods switch
        {
            { State: GoodsState.Entered } when cause is not null && Fact(ask, division, cause, by).IsSame(goods.Entered) => [],
            { State: not GoodsState.SentBack } => new Refusal("goods_id_reused"),
            _ when closed.Concat(GoodsRules.Refusals(ask, division, today)).ToList() is { Count: > 0 } wrong => Decision.Refused<IGoodsEvent>(wrong),
            _ when cause is null => new Refusal("batch_cause_unknown", "cause"),
            _ => [Fact(ask, division, cause, by)],
        };
    }

    /// <summary>Seen by somebody else, who vouches that all of it is there and fit for use.</summary>
    /// <param name="closed">Why its project takes nothing any more; null when it does.</param>
    public static Decision<IGoodsEvent> Decide(Goods? goods, ConfirmGoods ask, Refusal? closed, DateOnly today, Guid? by)
    {
        ArgumentNullException.ThrowIfNull(ask);
        return goods switch
        {
            null => new Refusal("goods_unknown"),
            { State: GoodsState.Confirmed } => [],
            { State: GoodsState.SentBack } => new Refusal("goods_sent_back"),
            _ when by is not null && by == goods.Entered.By => new Refusal("goods_same_person"),
            _ when closed is not null => closed,
            // What was fit when it came may not be any more.
            _ when GoodsRules.IsExpired(goods.Entered, today) => new Refusal("goods_expired_meanwhile"),
            _ => [Given(goods.Entered, by)],
        };
    }

    /// <summary>Sent back by somebody else, with the reason.</summary>
    public static Decision<IGoodsEvent> Decide(Goods? goods, SendGoodsBack ask, Guid? by)
    {
        ArgumentNullException.ThrowIfNull(ask);
        return goods switch
        {
            null => new Refusal("goods_unknown"),
            { State: GoodsState.SentBack } => [],
            { State: GoodsState.Confirmed } => new Refusal("goods_confirmed"),
            _ when by is not null && by == goods.Entered.By => new Refusal("goods_same_person"),
            _ => [new GoodsSentBack(goods.Entered.GoodsId, ask.Reason.Trim(), by)],
        };
    }

    /// <inheritdoc/>
    public static Goods Evolve(Goods? state, IGoodsEvent fact) => (state, fact) switch
    {
        (null or { State: GoodsState.SentBack }, GoodsEntered e) => new(e, GoodsState.Entered, null),
        ({ State: GoodsState.Entered } goods, GoodsGiven) => goods with { State = GoodsState.Confirmed },
        ({ State: GoodsState.Entered } goods, GoodsSentBack e) => goods with { State = GoodsState.SentBack, Reason = e.Reason },
        _ => throw new CorruptStreamException(state, fact),
    };

    private static GoodsEntered Fact(EnterGoods ask, DivisionCode division, GiftCause cause, Guid? by) => new(
        ask.GoodsId, ask.CollectorId, division, cause, ask.DonorId, ask.DonorId is null || ask.IsAnonymous, ask.ReceivedOn,
        [.. ask.Lines.Select(line => new GoodsLine(line.NameZh.Trim(), line.NameEn.Trim(), line.Quantity, line.Unit.Trim(), line.FairValue, line.ExpiresOn))], ask.Proofs, by, ask.At);

    private static GoodsGiven Given(GoodsEntered e, Guid? by) => new(
        e.GoodsId, e.Cause, e.DonorId, e.IsAnonymous, e.ReceivedOn, [.. e.Lines.Select(line => new GiftLine(line.NameZh, line.NameEn, line.Quantity, line.Unit, line.FairValue ?? Money.Cny(0)))],
        Money.Cny(e.Lines.Sum(line => line.FairValue?.Minor ?? 0)), by);
}
