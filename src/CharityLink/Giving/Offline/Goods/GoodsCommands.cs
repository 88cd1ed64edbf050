using System.Collections.Immutable;
using System.Globalization;
using CharityLink.Evidence;
using CharityLink.Kernel;
using CharityLink.Store;
using MediatR;

namespace CharityLink.Giving;

/// <summary>One kind of goods as it is typed in.</summary>
/// <param name="Number">From 1.</param>
public sealed record GoodsTyped(int Number, string NameZh, string NameEn, decimal Quantity, string Unit, Money? FairValue, DateOnly? ExpiresOn)
{
    /// <summary>A field of this line, as the form names it.</summary>
    public string Field(string name) => string.Create(CultureInfo.InvariantCulture, $"{Number}:{name}");
}

/// <summary>Writes goods down that were received, or again after they came back.</summary>
/// <param name="DonorId">Who gave, already in the vault; null without a name.</param>
/// <param name="Proofs">What the fair values rest on.</param>
/// <param name="IsFit">Whoever writes vouches that all of it is usable, safe and clean.</param>
[Allow(Role.FederationOfficer, Role.CharityOfficer, Role.TownWorker, Role.VillageWorker)]
public sealed record EnterGoods(
    Guid CommandId, Guid GoodsId, Guid CollectorId, CauseChoice Choice, PersonId? DonorId, bool IsAnonymous, DateOnly ReceivedOn, IReadOnlyList<GoodsTyped> Lines,
    ImmutableArray<EvidenceFile> Proofs, bool IsFit, DateTimeOffset At) : ICommand, IActsOn, IValidated
{
    private const decimal QuantityMax = 1_000_000_000m;

    /// <inheritdoc/>
    public Subject Subject => Subject.Organisation(CollectorId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => Lines.Count > Goods.LinesMax
        ? [new Refusal("goods_too_many_lines", null, Goods.LinesMax.ToString(CultureInfo.InvariantCulture))]
        : Lines.SelectMany(Wrong);

    private static IEnumerable<Refusal> Wrong(GoodsTyped line) => new[]
    {
        PlainText.Check(line.NameZh, line.Field("name"), PlainText.NameMax),
        PlainText.CheckOptional(line.NameEn, line.Field("name_en"), PlainText.NameMax),
        PlainText.Check(line.Unit, line.Field("unit"), PlainText.NameMax),
        line.Quantity is > 0 and <= QuantityMax ? null : new Refusal("goods_quantity", line.Field("quantity")),
        line.FairValue is { Minor: <= 0 } ? new Refusal("amount_zero", line.Field("value")) : null,
    }.OfType<Refusal>();
}

/// <summary>Says that a second person saw the goods as they are written down: they are given.</summary>
[Allow(Role.FederationOfficer, Role.CharityOfficer, Role.TownWorker, Role.VillageWorker)]
public sealed record ConfirmGoods(Guid CommandId, Guid GoodsId, DateTimeOffset At) : ICommand, IActsOn
{
    /// <inheritdoc/>
    public Subject Subject => new(GoodsLocator.GoodsKind, GoodsId.ToString());
}

/// <summary>Sends the record back to whoever wrote it.</summary>
[Allow(Role.FederationOfficer, Role.CharityOfficer, Role.TownWorker, Role.VillageWorker)]
public sealed record SendGoodsBack(Guid CommandId, Guid GoodsId, string Reason) : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => new(GoodsLocator.GoodsKind, GoodsId.ToString());

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => new[] { PlainText.Check(Reason, "reason", PlainText.NoteMax, lines: true) }.OfType<Refusal>();
}

/// <summary>Goods stand where they were taken in.</summary>
internal sealed class GoodsLocator(Aggregates aggregates) : ILocator
{
    public const string GoodsKind = "goods";

    public string Kind => GoodsKind;

    public async ValueTask<Place?> Locate(string key, CancellationToken ct) =>
        Guid.TryParse(key, out var id) && (await aggregates.Load<Goods, IGoodsEvent>(id, ct)).State is { Entered: var entered }
            ? new Place(entered.Division, entered.CollectorId) : null;
}

internal sealed class GoodsHandler(Aggregates aggregates, EventStore store, CauseBook causes, GoodsIntake intake, CommandContext context)
    : IRequestHandler<EnterGoods, Outcome>, IRequestHandler<ConfirmGoods, Outcome>, IRequestHandler<SendGoodsBack, Outcome>
{
    private Guid? By => context.Caller.AccountId;

    public async Task<Outcome> Handle(EnterGoods ask, CancellationToken ct)
    {
        var (place, cause, closed) = await intake.Look(ask, ct);
        if (place is null)
        {
            return Outcome.Refused(closed);
        }

        return await aggregates.Change<Goods, IGoodsEvent>(ask.GoodsId, goods => Goods.Decide(goods, ask, place.Division, cause, closed, Pledge.DayOf(ask.At), By), ct);
    }

    public async Task<Outcome> Handle(ConfirmGoods ask, CancellationToken ct)
    {
        var (goods, version, position) = await aggregates.Load<Goods, IGoodsEvent>(ask.GoodsId, ct);
        var gate = new CauseGate(store, causes);
        var closed = goods is { State: GoodsState.Entered } ? await gate.Closed(goods.Entered.Cause, ct) : null;
        return await aggregates.Carry<Goods, IGoodsEvent>(ask.GoodsId, version, position, Goods.Decide(goods, ask, closed, Pledge.DayOf(ask.At), By), gate.Held, ct);
    }

    public Task<Outcome> Handle(SendGoodsBack ask, CancellationToken ct) => aggregates.Change<Goods, IGoodsEvent>(ask.GoodsId, goods => Goods.Decide(goods, ask, By), ct);
}
