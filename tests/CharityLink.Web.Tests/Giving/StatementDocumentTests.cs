using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Web.Giving;
using CharityLink.Web.Site;

namespace CharityLink.Web.Tests.Giving;

/// <summary>What an annual statement adds up, and what it never adds.</summary>
public sealed class StatementDocumentTests
{
    private static readonly DateTimeOffset _paid = new(2026, 5, 4, 2, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Goods_stand_beside_money_and_are_never_added_to_it()
    {
        var statement = await Fill("CN", Line(1, 60_00, false), Line(2, 40_00, false), Line(3, 500_00, true));
        Assert.Equal([("2", "¥100.00", "壹佰元整", false), ("1", "¥500.00", "伍佰元整", true)], statement.Totals.Select(total => (total.Count, total.Figures, total.Capitals, total.IsInKind)));
        Assert.Equal([("¥100.00", false), ("¥500.00", true)], statement.Causes.Select(cause => (cause.Figures, cause.IsInKind)));
        Assert.True(statement.HasGoods);
    }

    [Theory]
    [InlineData("US", 500_00)]
    [InlineData("GB", 0)]
    public async Task Goods_without_a_value_that_may_be_stated_are_listed_and_count_nowhere(string law, long minor)
    {
        var statement = await Fill(law, Line(1, 60_00, false), Line(2, minor, true));
        Assert.Equal("¥60.00, Value not stated", string.Join(", ", statement.Rows.Select(row => row.Figures)));
        Assert.Equal([("1", "¥60.00")], statement.Totals.Select(total => (total.Count, total.Figures)));
        Assert.False(statement.HasGoods);
    }

    private static StatementLine Line(int number, long minor, bool isInKind) => new(2026, number, default, Money.Cny(minor), null, _paid, null, false, isInKind);

    private static async Task<StatementModel> Fill(string law, params StatementLine[] lines)
    {
        StatementModel? filled = null;
        var filler = new StatementFiller(
            model => $"{filled = (StatementModel)model}", null, new FiscalYear(2026, 1), law, Texts.In(Language.English), "today",
            _ => ValueTask.FromResult(new CauseOffer(null, null, null, null, new(null, []))));
        await filler.Fill(new GiverStatement(new PersonId(Guid.CreateVersion7()), lines), null);
        return filled!; // It was filled just now.
    }
}
