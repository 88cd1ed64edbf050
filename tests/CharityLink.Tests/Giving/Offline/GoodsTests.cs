using System.Collections.Immutable;
using CharityLink.Evidence;
using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Network;
using CharityLink.Testing;

namespace CharityLink.Tests.Giving.Offline;

/// <summary>Goods from the first look to receipt and books, on PostgreSQL: beside money, never part of it.</summary>
public sealed class GoodsTests(GivingWorld world) : IClassFixture<GivingWorld>
{
    private static readonly ImmutableArray<EvidenceFile> _invoice = [new("ab", "application/pdf", 10)];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Seen_twice_they_are_given_receipted_and_booked_and_no_sum_of_money_knows_of_them()
    {
        var (cause, station) = (await world.Cause("440703"), await Station());
        var ask = Ask(cause, station, Money.Cny(1_600_00)) with { ReceivedOn = Pledge.DayOf(TimeProvider.System.GetUtcNow()).AddDays(-9) };
        Assert.True((await world.Send(ask, Worker(station))).IsDone);
        Assert.Equal(["forbidden"], Codes(await world.Send(Confirm(ask), Worker(Guid.CreateVersion7(), "440705001001"))));
        var done = await world.Send(Confirm(ask), Worker(station));
        Assert.Empty(done.Refusals);
        Assert.True((await world.Send(Confirm(ask), Worker(station))).IsDone);

        var receipt = await Receipt(ask.GoodsId, done.Position);
        Assert.Equal((1_600_00L, "in_kind", 2, ask.ReceivedOn), (receipt!.Amount.Minor, receipt.Method, receipt.Lines?.Count, Pledge.DayOf(receipt.PaidAt))); // It has a value.
        await world.Passed("ledger", done.Position);
        await world.Passed("gift_totals", done.Position);
        await world.Passed("goods", done.Position);
        await world.Passed("donations", done.Position);
        Assert.Equal([("goods", 1_600_00L), ("goods_payable", -1_600_00L)], (await world.Get<Ledger>().Balances([cause.HolderId], Ct)).Select(row => (row.Account, row.Balance.Minor)));
        Assert.Equal((0L, 0L), await world.Get<GiftTotals>().Of(GiftTotals.Organisation, cause.HolderId.ToString(), Ct) is var raised ? (raised.RaisedMinor, raised.Gifts) : default);
        Assert.Null(await world.Get<DonationList>().Find(ask.GoodsId, Ct));
        var seen = new Sight([], [station]);
        Assert.Equal(("confirmed", 1_600_00L), (await world.Get<GoodsList>().Find(seen, ask.GoodsId, Ct)) is { } row ? (row.State, row.ValueMinor) : default);
        Assert.Equal(new GoodsSum(1, 1_600_00), await world.Get<GoodsList>().Sum(seen, Ct));
    }

    [Fact]
    public async Task A_value_that_can_only_be_a_slip_of_the_finger_is_refused_at_its_line()
    {
        var (cause, station) = (await world.Cause("440703"), await Station());
        var limit = new OfflineLimits().MaxMinor;
        var refused = Assert.Single((await world.Send(Ask(cause, station, Money.Cny(limit + 1)), Worker(station))).Refusals);
        Assert.Equal(("amount_too_large", "1:value"), (refused.Code, refused.Field));
        Assert.True((await world.Send(Ask(cause, station, Money.Cny(limit)), Worker(station))).IsDone);
        Assert.Equal(["day_long_ago"], Codes(await world.Send(Ask(cause, station, null) with { ReceivedOn = new(26, 11, 3) }, Worker(station))));
    }

    [Fact]
    public async Task In_public_they_are_counted_by_kind_beside_money_with_a_value_only_where_it_was_proved()
    {
        var (cause, station) = (await world.Cause("440703"), await Station());
        var asks = new[] { Ask(cause, station, Money.Cny(1_600_00)), Ask(cause, station, null), Ask(cause, station, null) };
        foreach (var ask in asks)
        {
            await world.Send(ask, Worker(station));
        }

        // What only one person has seen is not given.
        await world.Send(Confirm(asks[0]), Worker(station));
        var done = await world.Send(Confirm(asks[1]), Worker(station));
        await world.Passed("goods_totals", done.Position);
        foreach (var (kind, id) in new[] { (GiftTotals.Organisation, cause.HolderId), (GiftTotals.Program, cause.ProgramId.GetValueOrDefault()) })
        {
            var here = await world.Get<GoodsTotals>().Of(kind, id, Ct);
            Assert.Equal((2L, 1L, 1_600_00L, 2L), (here.Gifts, here.Valued, here.ValueMinor, here.Kinds));
            Assert.Equal([("大米", "袋", 40m), ("棉被", "床", 10m)], here.Items.Select(item => (item.NameZh, item.Unit, item.Quantity)).OrderBy(item => item.NameZh, StringComparer.Ordinal));
        }

        Assert.Equal(GoodsGivenHere.None, await world.Get<GoodsTotals>().Of(GiftTotals.Program, Guid.CreateVersion7(), Ct));
    }

    [Theory, Keeps("CN-DON-14", Shows.ByConstruction)]
    [InlineData("CN", false)]
    [InlineData("US", true)]
    public async Task Without_a_proven_value_the_law_of_the_place_decides_about_a_receipt(string law, bool isReceipted)
    {
        var (cause, station) = (await world.Cause("440703"), await Station());
        await world.Begin(CharityLink.Law.OrganisationJurisdiction.StreamOf(cause.HolderId), new CharityLink.Law.JurisdictionChosen(cause.HolderId, law, null));
        var ask = Ask(cause, station, null);
        await world.Send(ask, Worker(station));
        var done = await world.Send(Confirm(ask), Worker(station));
        var receipt = await Receipt(ask.GoodsId, done.Position);
        Assert.Equal(isReceipted, receipt is { Amount.Minor: 0 });
        // The next one has the next number: nothing that got none left a gap.
        var worth = Ask(cause, station, Money.Cny(5_00));
        await world.Send(worth, Worker(station));
        var second = await world.Send(Confirm(worth), Worker(station));
        Assert.Equal(isReceipted ? 2 : 1, (await Receipt(worth.GoodsId, second.Position))?.Number);
    }

    [Fact]
    public async Task Sent_back_they_are_written_down_again_under_their_id()
    {
        var (cause, station) = (await world.Cause("440703"), await Station());
        var ask = Ask(cause, station, null);
        await world.Send(ask, Worker(station));
        var back = await world.Send(new SendGoodsBack(Guid.CreateVersion7(), ask.GoodsId, "少一袋"), Worker(station));
        await world.Passed("goods", back.Position);
        Assert.Equal("少一袋", (await world.Get<GoodsList>().Find(new Sight([], [station]), ask.GoodsId, Ct))?.Reason);
        var again = await world.Send(ask with { CommandId = Guid.CreateVersion7(), Lines = [ask.Lines[0]] }, Worker(station));
        await world.Passed("goods", again.Position);
        Assert.Equal(("entered", 1, null), (await world.Get<GoodsList>().Find(new Sight([], [station]), ask.GoodsId, Ct)) is { } row ? (row.State, row.Lines, row.Reason) : default);
    }

    [Fact]
    public async Task Only_for_causes_of_the_place_that_takes_in()
    {
        var station = await Station();
        Assert.Equal(["batch_cause_elsewhere"], Codes(await world.Send(Ask(await world.Cause("440705"), station, null), Worker(station))));
        Assert.Equal(["organisation_unknown"], Codes(await world.Send(Ask(await world.Cause("440703"), Guid.CreateVersion7(), null), Caller.System)));
    }

    private static string[] Codes(Outcome outcome) => [.. outcome.Refusals.Select(why => why.Code)];

    private static EnterGoods Ask(GiftCause cause, Guid station, Money? value) => new(
        Guid.CreateVersion7(), Guid.CreateVersion7(), station, new(cause.ProgramId, cause.SiteId, null, null), null, true, Pledge.DayOf(TimeProvider.System.GetUtcNow()),
        [new(1, "大米", "Rice", 20, "袋", value, null), new(2, "棉被", "", 5, "床", null, null)], _invoice, true, TimeProvider.System.GetUtcNow());

    private static ConfirmGoods Confirm(EnterGoods ask) => new(Guid.CreateVersion7(), ask.GoodsId, TimeProvider.System.GetUtcNow());

    private static Caller Worker(Guid station, string division = "440703103201") =>
        new(Guid.CreateVersion7(), CallerKind.Account, [new Appointment(Role.VillageWorker, station, DivisionCode.Parse(division))]);

    private async Task<Guid> Station()
    {
        var id = Guid.CreateVersion7();
        await world.Begin(id, new OrganisationRegistered(id, "工作站", "Station", OrganisationKind.VillageStation, DivisionCode.Parse("440703103201"), null, null, true), new OrganisationVerified(id, "seen"));
        return id;
    }

    // The receipt follows the goods, and its row the receipt.
    private async Task<Receipt?> Receipt(Guid goods, long position)
    {
        await world.Passed("receipt_issuer", position);
        await world.Passed("receipts", await world.Store.ReadEnd(Ct));
        return await world.Get<Receipts>().OfDonation(goods, Ct);
    }
}
