using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Store;
using CharityLink.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace CharityLink.Tests.Giving;

/// <summary>CN-DON-10: every paid gift gets one receipt; numbers run without gaps per organisation and year.</summary>
public sealed class ReceiptIssuerTests : IAsyncLifetime
{
    private static readonly Guid _holder = StartRules.Id(5);
    private TestDatabase? database;
    private NpgsqlDataSource? source;
    private EventStore? store;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private EventStore Store => store!; // Set before the test runs.

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.Create();
        source = NpgsqlDataSource.Create(database.ConnectionString);
        store = new EventStore(source, new EventTypes().Add<DonationPaid>().Add<ReceiptIssued>().Add<ReissueOrdered>(), TimeProvider.System);
        await store.CreateSchema(Ct);
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        await source!.DisposeAsync(); // Set before the test runs.
        await database!.DisposeAsync();
    }

    [Fact, Keeps("CN-DON-10", Shows.ByConstruction), Keeps("CN-DON-13", Shows.ByConstruction)]
    public async Task Numbers_run_in_the_order_of_payment()
    {
        var paid = await Pay(7);
        await Issuer().React(paid, Ct);

        var receipts = await Register();
        Assert.Equal(Enumerable.Range(1, 7), receipts.Select(receipt => receipt.Number));
        Assert.Equal(paid.Select(payment => payment.StreamId), receipts.Select(receipt => receipt.DonationId));
        Assert.Equal(paid.Select(payment => (payment.Position, payment.At)), receipts.Select(receipt => (receipt.PaidAtPosition, receipt.PaidAt)));
        // What was received, to the fen: each gift was over another amount.
        Assert.Equal(Enumerable.Range(0, 7).Select(i => Money.Cny(60_00 + i)), receipts.Select(receipt => receipt.Amount));
    }

    [Fact]
    public async Task Seeing_payments_again_issues_nothing_again()
    {
        var paid = await Pay(6);
        await Issuer().React([.. paid.Take(4)], Ct);
        await Issuer().React([.. paid.Take(2)], Ct);
        await Issuer().React([.. paid.Skip(1)], Ct);
        await Issuer().React(paid, Ct);

        var receipts = await Register();
        Assert.Equal(paid.Select(payment => payment.StreamId), receipts.Select(receipt => receipt.DonationId));
        Assert.Equal(Enumerable.Range(1, 6), receipts.Select(receipt => receipt.Number));
    }

    [Fact]
    public async Task Two_nodes_at_once_issue_each_receipt_once()
    {
        var paid = await Pay(40);
        await Task.WhenAll(Enumerable.Range(0, 2).Select(node => Task.Run(
            async () =>
            {
                for (var upTo = 5 + node; upTo < 45; upTo += 5)
                {
                    await Issuer().React([.. paid.Take(upTo)], Ct);
                }
            }, Ct)));

        Assert.Equal(paid.Select(payment => payment.StreamId), (await Register()).Select(receipt => receipt.DonationId));
    }

    [Fact]
    public async Task Each_organisation_has_its_own_numbers()
    {
        var (ours, theirs) = (await Pay(3), await Pay(2, StartRules.Id(6)));
        await Issuer().React([.. ours, .. theirs], Ct);

        Assert.Equal([1, 2, 3], (await Register()).Select(receipt => receipt.Number));
        Assert.Equal([1, 2], (await Register(StartRules.Id(6))).Select(receipt => receipt.Number));
    }

    [Theory]
    [InlineData("2026-12-31T15:59:59Z", 2026)]
    [InlineData("2026-12-31T16:00:00Z", 2027)]
    public void The_year_is_that_of_the_clock_in_Jiangmen(string paidAt, int year) =>
        Assert.Equal(year, ReceiptIssuer.YearOf(DateTimeOffset.Parse(paidAt, System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public async Task More_payments_than_one_append_holds_are_no_trouble()
    {
        await Pay(9_000);
        var paid = (await Store.ReadLog(0, 20_000, Ct)).Events;
        await Issuer().React(paid, Ct);
        Assert.Equal(9_000, (await Store.ReadLast(ReceiptIssuer.RegisterId(_holder, Year(paid[0])), Ct))!.Version);
    }

    private ReceiptIssuer Issuer() => new(Store, NullLogger<ReceiptIssuer>.Instance);

    private static int Year(Recorded payment) => ReceiptIssuer.YearOf(payment.At);

    private async Task<IReadOnlyList<Recorded>> Pay(int gifts, Guid? holder = null)
    {
        var before = (await Store.ReadLog(0, 100_000, Ct)).ReadUpTo;
        var changes = Enumerable.Range(0, gifts).Select(_ => Guid.CreateVersion7()).Select((id, i) => new StreamChange(id, "donation", 0,
        [
            new DonationPaid(
                id, Guid.CreateVersion7(), new GiftCause(StartRules.Id(1), null, StartRules.Id(3), StartRules.Id(4), holder ?? _holder, DivisionCode.Parse("440703")),
                Money.Cny(60_00 + i), null, true, "sandbox"),
        ]));
        await Store.Append([.. changes], EventMetadata.None, Ct);
        return (await Store.ReadLog(before, 100_000, Ct)).Events;
    }

    private async Task<IReadOnlyList<ReceiptIssued>> Register(Guid? holder = null)
    {
        var year = Year((await Store.ReadLog(0, 1, Ct)).Events[0]);
        return [.. (await Store.ReadStream(ReceiptIssuer.RegisterId(holder ?? _holder, year), 0, Ct)).Events.Select(e => (ReceiptIssued)e.Data)];
    }
}
