using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Store;

namespace CharityLink.Tests.Giving;

/// <summary>What annual statements are made of, and who works on the orders for them.</summary>
public sealed class StatementTests(GivingWorld world) : IClassFixture<GivingWorld>
{
    private static readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();

    private StatementBook Book => world.Get<StatementBook>();

    private StatementJobs Jobs => world.Get<StatementJobs>();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(2026, 1, "2025-12-31T16:00:00Z", "2026-12-31T16:00:00Z", "2026")]
    [InlineData(2026, 4, "2026-03-31T16:00:00Z", "2027-03-31T16:00:00Z", "2026-27")]
    [InlineData(1999 + 100, 7, "2099-06-30T16:00:00Z", "2100-06-30T16:00:00Z", "2099-00")]
    public void A_fiscal_year_is_twelve_months_of_the_clock_in_Jiangmen(int year, int month, string from, string until, string name)
    {
        var fiscal = FiscalYear.Of(year, new YearStart(month, 1));
        Assert.Equal((At(from), At(until), name), (fiscal?.From, fiscal?.Until, fiscal?.Name));
        Assert.Equal(fiscal?.Until, FiscalYear.Of(year + 1, new YearStart(month, 1))?.From ?? fiscal?.Until);
    }

    [Fact]
    public void The_tax_year_of_the_United_Kingdom_begins_on_the_6th_of_April()
    {
        var fiscal = FiscalYear.Of(2026, YearStart.Read("4-6"));
        Assert.Equal((new DateOnly(2026, 4, 6), new DateOnly(2027, 4, 5), "2026-27"), (fiscal?.First, fiscal?.Last, fiscal?.Name));
        Assert.Equal((At("2026-04-05T16:00:00Z"), At("2027-04-05T16:00:00Z")), (fiscal?.From, fiscal?.Until));
        Assert.All(YearStart.All, start => Assert.Equal(start, YearStart.Read(start.ToString())));
    }

    [Theory]
    [InlineData(2026, "0")]
    [InlineData(2026, "13")]
    [InlineData(2026, "4-7")]
    [InlineData(2026, "april")]
    [InlineData(1999, "1")]
    [InlineData(2101, "1")]
    public void Nonsense_is_no_year(int year, string start) => Assert.Null(FiscalYear.Of(year, YearStart.Read(start)));

    [Fact]
    public async Task A_giver_has_one_statement_over_all_gifts_of_the_year_and_of_that_organisation()
    {
        var (cause, other) = (await world.Cause(), await world.Cause());
        var (giver, second) = (new PersonId(Guid.CreateVersion7()), new PersonId(Guid.CreateVersion7()));
        var year = ReceiptIssuer.YearOf(_now);
        await Issue(cause, year, (giver, "2026-06-01T00:00:00Z", 10_00), (second, "2026-06-02T00:00:00Z", 20_00), (giver, "2026-12-31T15:59:59Z", 30_00), (giver, "2026-12-31T16:00:00Z", 40_00), (null, "2026-06-01T00:00:00Z", 50_00));
        await Issue(other, year, (giver, "2026-06-01T00:00:00Z", 60_00));

        var fiscal = new FiscalYear(2026, 1);
        var one = await Book.Of(cause.HolderId, fiscal, giver, Ct);
        Assert.Equal([10_00L, 30_00L], one?.Lines.Select(line => line.Amount.Minor));
        Assert.Equal(2, await Book.Count(cause.HolderId, fiscal, Ct));
        var all = await Book.All(cause.HolderId, fiscal, Guid.Empty, Ct).ToListAsync(Ct);
        Assert.Equal(new[] { giver, second }.OrderBy(id => id.Value.ToString(), StringComparer.Ordinal), all.Select(statement => statement.GiverId));
        Assert.Single(await Book.All(cause.HolderId, fiscal, all[0].GiverId.Value, Ct).ToListAsync(Ct));
        Assert.Equal([30_00L, 40_00L], (await Book.Of(cause.HolderId, new FiscalYear(2026, 12), giver, Ct))?.Lines.Select(line => line.Amount.Minor));
        Assert.Null(await Book.Of(cause.HolderId, new FiscalYear(2020, 1), giver, Ct));
    }

    [Theory]
    [InlineData("1", new[] { 2027, 2026 }, new[] { 1, 3 })]
    [InlineData("4", new[] { 2026, 2025 }, new[] { 3, 1 })]
    [InlineData("4-6", new[] { 2026, 2025 }, new[] { 2, 2 })]
    [InlineData("12", new[] { 2026, 2025 }, new[] { 1, 3 })]
    public async Task What_is_offered_are_the_years_that_begin_with_a_chosen_day(string chosen, int[] years, int[] receipts)
    {
        var start = YearStart.Read(chosen).GetValueOrDefault();
        var (cause, giver) = (await world.Cause(), new PersonId(Guid.CreateVersion7()));
        // The last second of March, the first of April, the first of its 6th day, and the first of a calendar year.
        await Issue(
            cause, ReceiptIssuer.YearOf(_now), (giver, "2026-03-31T15:59:59Z", 10_00), (giver, "2026-03-31T16:00:00Z", 20_00), (giver, "2026-04-05T16:00:00Z", 25_00), (giver, "2026-12-31T16:00:00Z", 30_00));
        var offered = await Book.Offered([giver], start, 10, Ct);
        Assert.Equal(years.Zip(receipts, (year, count) => (cause.HolderId, new FiscalYear(year, start), count)), offered.Select(one => (one.HolderId, one.Year, one.Receipts)));
        foreach (var one in offered)
        {
            Assert.Equal(one.Receipts, (await Book.Of(one.HolderId, one.Year, giver, Ct))?.Lines.Count);
        }
    }

    [Fact]
    public async Task The_newest_receipt_that_holds_names_the_giver()
    {
        var (old, right, wrong) = (new PersonId(Guid.CreateVersion7()), new PersonId(Guid.CreateVersion7()), new PersonId(Guid.CreateVersion7()));
        StatementLine Line(int number, PersonId? donor, bool holds) => new(2026, number, default, Money.Cny(1), donor, _now.AddDays(number), holds ? null : new VoidedReceipt(_now, "name_wrong"), !holds, false);
        Assert.Equal(right, new GiverStatement(old, [Line(1, old, true), Line(2, right, true), Line(3, wrong, false), Line(4, null, true)]).DonorId);
        await Task.CompletedTask;
    }

    [Fact]
    public async Task An_order_is_worked_on_by_one_node_and_goes_on_where_it_was_left()
    {
        var (holder, id, one, two) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var fiscal = new FiscalYear(2025, YearStart.UnitedKingdom);
        Assert.True(await Jobs.Order(id, holder, fiscal, "en", null, false, Ct));
        Assert.True(await Jobs.Order(id, holder, fiscal, "en", null, false, Ct));
        // The page says statement_already_ordered.
        Assert.False(await Jobs.Order(Guid.CreateVersion7(), holder, new FiscalYear(2025, 1), "en", null, false, Ct));
        var taken = await Jobs.Take(one, Ct);
        Assert.Equal((id, fiscal, "running"), (taken?.Id, taken?.Fiscal, taken?.State));
        Assert.Null(await Jobs.Take(two, Ct));

        var marked = taken! with { Total = 9, Done = 3, LastGiver = holder, Bytes = 77 }; // Taken above.
        Assert.False(await Jobs.Keep(marked, two, Ct));
        Assert.True(await Jobs.Keep(marked, one, Ct));
        Assert.True(await Jobs.Release(id, one, Ct));
        var again = await Jobs.Take(two, Ct);
        Assert.Equal((9, 3, holder, 77L), (again?.Total, again?.Done, again?.LastGiver, again?.Bytes));
        Assert.False(await Jobs.Keep(marked, one, Ct));
        Assert.False(await Jobs.End(id, one, null, Ct));
        Assert.True(await Jobs.Cancel(id, Ct));
        Assert.False(await Jobs.Keep(marked, two, Ct));
        Assert.False(await Jobs.Cancel(id, Ct));
        Assert.Null(await Jobs.Take(two, Ct));
        Assert.Equal("cancelled", Assert.Single(await Jobs.Of(holder, Ct)).State);
        Assert.True(await Jobs.Order(Guid.CreateVersion7(), holder, new FiscalYear(2025, 1), "en", null, false, Ct));
        var last = await Jobs.Take(one, Ct);
        Assert.True(await Jobs.End(last!.Id, one, "disk", Ct)); // It was ordered just now.
        Assert.Equal(("failed", "disk"), ((await Jobs.Find(last.Id, Ct))?.State, (await Jobs.Find(last.Id, Ct))?.Fault));
        Assert.Contains(await Jobs.EndedBefore(TimeProvider.System.GetUtcNow().AddMinutes(1), Ct), job => job.Id == last.Id);
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private async Task Issue(GiftCause cause, int year, params (PersonId? Giver, string PaidAt, long Fen)[] gifts)
    {
        object[] facts = [.. gifts.Select((gift, i) => new ReceiptIssued(
            Guid.CreateVersion7(), Guid.CreateVersion7(), cause.HolderId, year, i + 1, cause, Money.Cny(gift.Fen), gift.Giver, At(gift.PaidAt), long.MaxValue, GiverId: gift.Giver))];
        var done = Assert.IsType<AppendResult.Appended>(await world.Store.Append([new StreamChange(ReceiptIssuer.RegisterId(cause.HolderId, year), "receipt_register", 0, facts)], EventMetadata.None, Ct));
        await world.Passed("receipts", done.Position);
    }
}
