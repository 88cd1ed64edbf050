using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Network;
using CharityLink.Testing;
using FsCheck;
using FsCheck.Fluent;
using Npgsql;

namespace CharityLink.Tests.Giving.Pledges;

/// <summary>What is promised is counted up the tree as gifts are: equal to a recount from the events, whatever happened in whatever batches.</summary>
public sealed class PledgeTotalsProperties : IAsyncLifetime
{
    private static readonly string[] _villages = ["440703103201", "440703104201", "440704101201"];
    private TestDatabase? database;
    private NpgsqlDataSource? source;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.Create();
        source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.ConnectionString) { SearchPath = "public" }.ConnectionString);
        await Run(new PledgeTotals(source).Ddl);
    }

    public async ValueTask DisposeAsync()
    {
        await source!.DisposeAsync(); // Set before the test runs.
        await database!.DisposeAsync();
    }

    [Fact]
    public void Totals_equal_a_recount_however_the_log_is_cut() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(40).WithEndSize(150),
        Prop.ForAll(Log().ToArbitrary(), Gen.Choose(1, 20).ToArbitrary(), async (facts, cut) =>
        {
            await Run("truncate pledge_total, pledge_organisation");
            await Apply(facts, cut);
            Assert.Equal(Recount(facts), await Stored());
        }));

    [Fact]
    public async Task What_is_promised_below_an_organisation_moves_with_it()
    {
        await Apply([Registered(1, null), Registered(2, 1), Registered(3, null), Confirmed(2, 0, 100_00), Kept(2, 0, 40_00), Back(2, 0, 10_00)], 100);
        Assert.Equal(new Pledged(90_00, 40_00, 1), await Of(1));
        await Apply([new OrganisationLinked(StartRules.Id(2), StartRules.Id(3))], 1);
        Assert.Equal((Pledged.None, new Pledged(90_00, 40_00, 1), new Pledged(90_00, 40_00, 1)), (await Of(1), await Of(2), await Of(3)));

        // Up and down again within one batch, with a promise between.
        await Apply([new OrganisationLinked(StartRules.Id(3), StartRules.Id(1)), Confirmed(2, 0, 5_00), new OrganisationLinked(StartRules.Id(2), null)], 100);
        Assert.Equal((Pledged.None, new Pledged(95_00, 40_00, 2), Pledged.None), (await Of(1), await Of(2), await Of(3)));
    }

    [Fact]
    public async Task Money_that_went_back_keeps_nothing_and_opens_or_ends_it()
    {
        await Apply([Confirmed(8, 0, 100_00), Kept(8, 0, 100_00), Returned(8, 0, 30_00, null)], 9);
        Assert.Equal(new Pledged(100_00, 70_00, 1), await Of(8));
        await Apply([Restored(8, 0, 10_00, null), Returned(8, 0, 80_00, 100_00)], 1);
        Assert.Equal(Pledged.None with { Pledges = 1 }, await Of(8));
        await Apply([Restored(8, 0, 50_00, 50_00)], 1);
        Assert.Equal(new Pledged(50_00, 50_00, 1), await Of(8));
    }

    [Theory]
    [InlineData(true, 70_00)]
    [InlineData(false, 100_00)]
    public async Task Only_what_was_confirmed_can_fall(bool wasConfirmed, long left)
    {
        var cause = CauseOf(7, 0);
        await Apply([Confirmed(7, 0, 100_00), new PledgeCancelled(StartRules.Id(1), cause, Money.Cny(10_00), wasConfirmed), new PledgeLapsed(StartRules.Id(1), cause, Money.Cny(20_00), wasConfirmed, "overdue")], 9);
        Assert.Equal(new Pledged(left, 0, 1), await Of(7));
    }

    // Six organisations that are linked about; promises to projects, programs and sites, kept and taken back in part.
    private static Gen<object[]> Log() =>
        from facts in Gen.ArrayOf(Gen.Frequency(
            (6, from o in Gen.Choose(1, 6)
                from site in Gen.Choose(0, 2)
                from fen in Gen.Choose(3, 99_999)
                from fate in Gen.Choose(0, 4)
                select (object[])[Confirmed(o, site, fen), .. fate > 0 ? [Kept(o, site, fen / 3)] : Array.Empty<object>(), .. fate > 1 ? [Back(o, site, fen - fen / 3)] : Array.Empty<object>(),
                    .. fate > 2 ? [Returned(o, site, fen / 3, fen / 3)] : Array.Empty<object>(), .. fate > 3 ? [Restored(o, site, fen / 3, fen / 3)] : Array.Empty<object>()]),
            (1, from o in Gen.Choose(2, 6) from up in Gen.Choose(0, 5) select (object[])[new OrganisationLinked(StartRules.Id(o), up >= o || up == 0 ? null : StartRules.Id(up))])))
        from early in Gen.Choose(0, 6)
        select (object[])[
            .. Enumerable.Range(1, early).Select(o => Registered(o, o == 1 ? null : o / 2)), .. facts.SelectMany(some => some),
            .. Enumerable.Range(early + 1, 6 - early).Select(o => Registered(o, o == 1 ? null : o / 2))];

    private static OrganisationRegistered Registered(int id, int? parent) => new(
        StartRules.Id(id), "会", "Org", OrganisationKind.Federation, DivisionCode.Parse("440700"), null, parent is { } up ? StartRules.Id(up) : null, true);

    private static PledgeConfirmed Confirmed(int organisation, int site, long fen) => new(StartRules.Id(1), CauseOf(organisation, site), Money.Cny(fen));

    private static PledgeFulfilled Kept(int organisation, int site, long fen) => new(StartRules.Id(1), StartRules.Id(2), CauseOf(organisation, site), Money.Cny(fen));

    private static PledgeReleased Back(int organisation, int site, long fen) => new(StartRules.Id(1), CauseOf(organisation, site), Money.Cny(fen), "ill", null);

    private static PledgeGiftReturned Returned(int organisation, int site, long fen, long? ends) =>
        new(StartRules.Id(1), StartRules.Id(2), CauseOf(organisation, site), Money.Cny(fen), ends is { } over ? Money.Cny(over) : null);

    private static PledgeGiftRestored Restored(int organisation, int site, long fen, long? revives) =>
        new(StartRules.Id(1), StartRules.Id(2), CauseOf(organisation, site), Money.Cny(fen), revives is { } over ? Money.Cny(over) : null);

    private static GiftCause CauseOf(int organisation, int site) => new(
        site == 2 ? null : StartRules.Id(70), site == 1 ? StartRules.Id(81) : null, StartRules.Id(3), StartRules.Id(organisation), StartRules.Id(1),
        DivisionCode.Parse(_villages[site]), site == 2 ? StartRules.Id(60) : null, site == 2 && organisation > 3 ? StartRules.Id(50) : null);

    private static Dictionary<(string, string), Pledged> Recount(object[] facts) => Recounts.Of(
        facts, facts.Select(OfFact).Where(one => one.Cause is not null).Select(one => (one.Cause!, one)), // Not null.
        some => new Pledged(some.Sum(one => one.Pledged), some.Sum(one => one.Kept), some.Sum(one => one.Number)));

    private static (GiftCause? Cause, long Pledged, long Kept, int Number) OfFact(object fact) => fact switch
    {
        PledgeConfirmed e => (e.Cause, e.Amount.Minor, 0, 1),
        PledgeFulfilled e => (e.Cause, 0, e.Amount.Minor, 0),
        PledgeReleased e => (e.Cause, -e.Open.Minor, 0, 0),
        PledgeGiftReturned e => (e.Cause, -(e.Ends?.Minor ?? 0), -e.Amount.Minor, 0),
        PledgeGiftRestored e => (e.Cause, e.Revives?.Minor ?? 0, e.Amount.Minor, 0),
        _ => default,
    };

    private Task<Pledged> Of(int organisation) => new PledgeTotals(source!).Of(GiftTotals.Organisation, StartRules.Id(organisation).ToString(), Ct); // Set before the test runs.

    private async Task Apply(object[] facts, int cut)
    {
        var totals = new PledgeTotals(source!); // Set before the test runs.
        foreach (var batch in Logs.Of(facts).Where(recorded => totals.Heeds(recorded.Data)).Chunk(cut))
        {
            await using var connection = await source!.OpenConnectionAsync(Ct); // Set before the test runs.
            await using var transaction = await connection.BeginTransactionAsync(Ct);
            await totals.Apply(batch, connection, Ct);
            await transaction.CommitAsync(Ct);
        }
    }

    private async Task Run(string sql)
    {
        await using var command = source!.CreateCommand(sql); // Set before the test runs.
        await command.ExecuteNonQueryAsync(Ct);
    }

    // A scope that was left by everything stands there with zeros, which is nothing.
    private async Task<Dictionary<(string, string), Pledged>> Stored()
    {
        await using var command = source!.CreateCommand("select scope_kind, scope_key, pledged_minor - fallen_minor, fulfilled_minor, pledges from pledge_total where pledges > 0"); // Set before the test runs.
        await using var rows = await command.ExecuteReaderAsync(Ct);
        var totals = new Dictionary<(string, string), Pledged>();
        while (await rows.ReadAsync(Ct))
        {
            totals[(rows.GetString(0), rows.GetString(1))] = new(rows.GetInt64(2), rows.GetInt64(3), rows.GetInt64(4));
        }

        return totals;
    }
}
