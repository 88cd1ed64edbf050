using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Network;
using CharityLink.Web.Network;

namespace CharityLink.Web.Giving.Offline;

/// <summary>What others wrote down and one person of staff may confirm or let through, and what came back to them.</summary>
/// <param name="BatchesBack">Batches they typed in, to be corrected.</param>
/// <param name="GoodsBack">The same of goods.</param>
/// <param name="Words">When the newest words of a giver were left that wait to be read; null where none do.</param>
public sealed record OfflineWork(IReadOnlyList<BatchRow> Batches, IReadOnlyList<BatchRow> BatchesBack, IReadOnlyList<GoodsRow> Goods, IReadOnlyList<GoodsRow> GoodsBack, DateTime? Words)
{
    /// <summary>Nothing waits.</summary>
    public static OfflineWork None { get; } = new([], [], [], [], null);

    /// <summary>How many rows it makes.</summary>
    public int Count => Batches.Count + BatchesBack.Count + Goods.Count + GoodsBack.Count + (Words is null ? 0 : 1);
}

/// <summary>Finds what waits for the second person at cash and goods, or again for the first: nobody learns of it elsewhere than on the list of their own work.</summary>
internal sealed class OfflineWorkList(BatchList batches, GoodsList goods, WordsList words, Divisions divisions)
{
    /// <summary>The read models it looks at.</summary>
    public string[] Names => [batches.Name, goods.Name, words.Name];

    /// <summary>At most so many of each, the newest first.</summary>
    public async Task<OfflineWork> Of(Caller caller, int max, CancellationToken ct)
    {
        var seen = Sight.Of(caller, divisions.City.Code);
        var (cash, things, said) = (batches.List(seen, "entered", null, max, ct), goods.List(seen, "entered", null, max, ct), words.Seen(seen, "waiting", null, max, ct));
        // Nobody who is not signed in typed anything in.
        var (cashBack, thingsBack) = (batches.SentBackTo(caller.AccountId.GetValueOrDefault(), max, ct), goods.SentBackTo(caller.AccountId.GetValueOrDefault(), max, ct));
        await Task.WhenAll(cash, things, said, cashBack, thingsBack);
        return new(
            [.. (await cash).Where(row => IsForeign(row.EnteredBy) && caller.May<ConfirmBatch>(DivisionCode.Parse(row.Division), row.CollectorId))],
            [.. (await cashBack).Where(row => caller.May<EnterBatch>(DivisionCode.Parse(row.Division), row.CollectorId))],
            [.. (await things).Where(row => IsForeign(row.EnteredBy) && caller.May<ConfirmGoods>(DivisionCode.Parse(row.Division), row.CollectorId))],
            [.. (await thingsBack).Where(row => caller.May<EnterGoods>(DivisionCode.Parse(row.Division), row.CollectorId))],
            (await said).FirstOrDefault(row => caller.May<ApproveWords>(DivisionCode.Parse(row.Division), row.HolderId))?.LeftAt);

        // Nobody confirms what they wrote down themselves.
        bool IsForeign(Guid? by) => by is null || by != caller.AccountId;
    }
}
