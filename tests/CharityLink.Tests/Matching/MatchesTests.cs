using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Matching;
using CharityLink.Projects;
using CharityLink.Testing;
using CharityLink.Tests.Giving;
using FsCheck;
using FsCheck.Fluent;
using Npgsql;

namespace CharityLink.Tests.Matching;

/// <summary>The read model of matching: first come, first served in the order of the log, the same cents however the log is cut.</summary>
public sealed class MatchesTests : IAsyncLifetime
{
    private const string DumpSql =
        """
        select (select jsonb_agg(to_jsonb(t) order by pool_id) from match_pool t)::text || (select jsonb_agg(to_jsonb(t) order by pool_id, project_id) from match_project t)::text
            || coalesce((select jsonb_agg(to_jsonb(t) order by pool_id, giver_id, project_id) from match_giver t)::text, '')
            || coalesce((select jsonb_agg(to_jsonb(t) order by pool_id, position) from match_allocation t)::text, '')
        """;

    private TestDatabase? database;
    private NpgsqlDataSource? source;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private Matches Model => new(source!); // Set before the test runs.

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.Create();
        source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.ConnectionString) { SearchPath = "public" }.ConnectionString);
        await Run(new Matches(source).Ddl);
    }

    public async ValueTask DisposeAsync()
    {
        await source!.DisposeAsync(); // Set before the test runs.
        await database!.DisposeAsync();
    }

    [Fact]
    public async Task Who_comes_first_is_matched_and_the_last_gets_what_is_left()
    {
        await Apply(100, [.. Pool(1, Pools.Terms(100_00), 1), Gift(11, 1, 1, 60_00), Gift(12, 1, 2, 60_00), Gift(13, 1, 3, 60_00)]);
        Assert.Equal((60_00L, 40_00L, 0L), (await Added(11), await Added(12), await Added(13)));
        Assert.Equal((100_00L, 2L), await PoolOf(1));
    }

    [Fact]
    public async Task Gifts_before_opening_after_closing_outside_the_time_or_to_other_projects_are_not_matched()
    {
        var pool = Pool(1, Pools.Terms(100_00), 1);
        await Apply(100, [pool[0], Gift(10, 1, 1, 1_00), .. pool[1..], Gift(11, 1, 1, 1_00), Gift(12, 2, 1, 1_00), Gift(13, 1, null, 1_00), new PoolClosed(StartRules.Id(1), "over", null), Gift(14, 1, 1, 1_00)]);
        var added = new[] { await Added(10), await Added(11), await Added(12), await Added(13), await Added(14) };
        Assert.Equal([0L, 1_00L, 0L, 0L, 0L], added);
    }

    [Fact]
    public async Task A_pool_outside_its_time_matches_nothing()
    {
        var late = Pools.Terms(100_00) with { From = Pools.From.AddYears(1), Until = Pools.From.AddYears(2) };
        await Apply(100, [.. Pool(1, late, 1), Gift(11, 1, 1, 1_00)]);
        Assert.Equal(0, await Added(11));
    }

    [Fact]
    public async Task Two_pools_match_one_gift_each_for_itself()
    {
        await Apply(100, [.. Pool(1, Pools.Terms(100_00), 1), .. Pool(2, Pools.Terms(100_00, 50), 1), Gift(11, 1, 1, 10_00)]);
        Assert.Equal(15_00, await Added(11));
    }

    [Fact]
    public async Task A_project_that_was_removed_or_has_ended_is_matched_no_longer()
    {
        await Apply(100, [.. Pool(1, Pools.Terms(100_00), 1, 2), new PoolProjectRemoved(StartRules.Id(1), Project(1)), End(2, true), Gift(11, 1, 1, 1_00), Gift(12, 2, 1, 1_00)]);
        Assert.Equal((0L, 0L), (await Added(11), await Added(12)));
    }

    [Fact]
    public async Task What_a_failed_project_was_promised_serves_the_gifts_after_it()
    {
        await Apply(100, [.. Pool(1, Pools.Terms(100_00), 1, 2), Gift(11, 1, 1, 80_00), Gift(12, 2, 2, 80_00), End(1, false), Gift(13, 2, 3, 80_00)]);
        Assert.Equal((20_00L, 80_00L), (await Added(12), await Added(13)));
        var rows = await Model.ProjectsOf(StartRules.Id(1), Ct);
        Assert.Equal(0, rows.Single(row => row.ProjectId == Project(1)).MatchedMinor);
        Assert.Equal(100_00, rows.Single(row => row.ProjectId == Project(2)).MatchedMinor);
        Assert.Equal(80_00, (await Model.Find(StartRules.Id(1), Ct))!.ReleasedMinor); // It was just drafted.
    }

    [Fact]
    public async Task What_a_gift_earned_goes_back_with_it_and_serves_the_gifts_after_it()
    {
        await Apply(100, [.. Pool(1, Pools.Terms(100_00), 1), Gift(11, 1, 1, 80_00), Gift(12, 1, 2, 80_00), Back(11, 1, 80_00, 40_00), Gift(13, 1, 3, 30_00), Back(11, 1, 80_00, 40_00)]);
        Assert.Equal((0L, 20_00L, 30_00L), (await Added(11), await Added(12), await Added(13)));
        Assert.Equal((50_00L, 2L), await PoolOf(1));
        Assert.Equal((50_00L, 2L), (await Model.ProjectsOf(StartRules.Id(1), Ct)).Select(row => (row.MatchedMinor, row.Gifts)).Single());
        Assert.Equal(80_00, (await Model.Find(StartRules.Id(1), Ct))!.ReleasedMinor); // It was just drafted.
        Assert.Equal([20_00, 30_00], (await Model.Statement(StartRules.Id(1), 0, 10, Ct)).Select(line => line.AmountMinor));
    }

    [Fact]
    public async Task A_gift_that_comes_back_earns_again_what_the_pool_still_has()
    {
        await Apply(1, [.. Pool(1, Pools.Terms(100_00), 1), Gift(11, 1, 1, 80_00), Back(11, 1, 80_00, 80_00), Gift(12, 1, 2, 50_00), NotBack(11, 1, 80_00)]);
        Assert.Equal((50_00L, 50_00L), (await Added(11), await Added(12)));
        Assert.Equal((100_00L, 2L), await PoolOf(1));
    }

    [Fact]
    public async Task What_is_owed_after_the_end_stays_when_a_gift_goes_back()
    {
        await Apply(100, [.. Pool(1, Pools.Terms(100_00), 1), Gift(11, 1, 1, 80_00), End(1, true), Back(11, 1, 80_00, 80_00)]);
        Assert.Equal(80_00, await Added(11));
    }

    [Fact]
    public async Task More_is_matched_after_more_was_promised()
    {
        await Apply(100, [.. Pool(1, Pools.Terms(10_00), 1), Gift(11, 1, 1, 10_00), Gift(12, 1, 1, 10_00), new PoolToppedUp(StartRules.Id(1), StartRules.Id(77), Money.Cny(10_00), null), Gift(13, 1, 1, 10_00)]);
        Assert.Equal((10_00L, 0L, 10_00L), (await Added(11), await Added(12), await Added(13)));
    }

    [Fact]
    public void However_the_log_is_cut_the_same_cents_are_added() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(30).WithEndSize(120),
        Prop.ForAll(Log().ToArbitrary(), Gen.Choose(1, 9).ToArbitrary(), async (facts, cut) =>
        {
            await Empty();
            await Apply(1_000, facts);
            var whole = await Dump();
            await Empty();
            await Apply(cut, facts);
            Assert.Equal(whole, await Dump());
        }));

    private static Gen<object[]> Log() =>
        from gifts in Gen.ArrayOf(Gen.Frequency(
            (20, from project in Gen.Choose(1, 3) from giver in Gen.Choose(0, 4) from fen in Gen.Choose(1, 20_000) select (Project: project, Giver: giver, Fen: fen)),
            (4, from which in Gen.Choose(0, 1_000) select (Project: which, Giver: -2, Fen: 0)),
            (1, from project in Gen.Choose(1, 3) from met in Gen.Choose(0, 1) select (Project: project, Giver: -1, Fen: met))))
        from perDay in Gen.Choose(1, 50_000)
        let terms = Pools.Terms(100_000, 70) with { PerDay = Money.Cny(perDay), PerGiver = Money.Cny(30_000), PerGift = Money.Cny(10_000) }
        select (object[])[.. Pool(1, terms, 1, 2), .. Pool(2, Pools.Terms(50_000), 2, 3), .. Facts(gifts)];

    // A project ends once; a giver of 0 leaves no name.
    private static IEnumerable<object> Facts((int Project, int Giver, int Fen)[] drawn)
    {
        var ended = new HashSet<int>();
        var given = new List<(int Id, int Project, int Fen)>();
        for (var i = 0; i < drawn.Length; i++)
        {
            var (project, giver, fen) = drawn[i];
            if (giver == -2 && given.Count > 0)
            {
                // All of it, once; and later it may come back after all.
                var gift = given[project % given.Count];
                given.Remove(gift);
                yield return Back(gift.Id, gift.Project, gift.Fen, gift.Fen);
                if (project % 3 == 0)
                {
                    yield return NotBack(gift.Id, gift.Project, gift.Fen);
                }
            }
            else if (giver >= 0)
            {
                given.Add((1_000 + i, project, fen));
                yield return Gift(1_000 + i, project, giver == 0 ? null : giver, fen);
            }
            else if (giver == -1 && ended.Add(project))
            {
                yield return End(project, fen == 1);
            }
        }
    }

    private static object[] Pool(int id, MatchTerms terms, params int[] projects) =>
        [
            Pools.Drafted(Pools.Draft(terms, StartRules.Id(id))),
            .. projects.Select(project => new PoolProjectAdded(StartRules.Id(id), Project(project))),
            new PoolOpened(StartRules.Id(id), null),
        ];

    private static Guid Project(int number) => StartRules.Id(500 + number);

    private static ProjectEnded End(int project, bool isMet) => new(Project(project), Pools.From, Money.Cny(1), 1, isMet, "deadline");

    private static DonationPaid Gift(int id, int project, int? giver, long fen) => new(
        StartRules.Id(id), StartRules.Id(1),
        new GiftCause(null, null, StartRules.Id(3), StartRules.Id(4), StartRules.Id(4), DivisionCode.Parse("440703103201"), Project(project)),
        Money.Cny(fen), new PersonId(StartRules.Id(id)), false, "sandbox", giver is { } who ? new PersonId(StartRules.Id(900 + who)) : null);

    private static RefundCompleted Back(int id, int project, long given, long fen) =>
        new(StartRules.Id(id), StartRules.Id(2_000 + id), Paid(id, project, given), Money.Cny(fen), Refund.ByProvider, null, null);

    private static RefundFailed NotBack(int id, int project, long fen) =>
        new(StartRules.Id(id), StartRules.Id(2_000 + id), Paid(id, project, fen), Money.Cny(fen), Refund.ByProvider, "closed", AfterCompletion: true);

    private static PaidGift Paid(int id, int project, long fen) => new(Gift(id, project, null, fen).Cause, Money.Cny(fen), null, null, "sandbox");

    private async Task<long> Added(int gift) => (await Model.OfGift(StartRules.Id(gift), Ct)).Values.Sum();

    private async Task<(long Minor, long Gifts)> PoolOf(int id) =>
        await Model.Find(StartRules.Id(id), Ct) is { } pool ? (pool.MatchedMinor, pool.Gifts) : throw new InvalidOperationException("No such pool.");

    private async Task Apply(int cut, object[] facts)
    {
        var model = Model;
        foreach (var batch in Logs.Of(facts).Chunk(cut))
        {
            await using var connection = await source!.OpenConnectionAsync(Ct); // Set before the test runs.
            await using var transaction = await connection.BeginTransactionAsync(Ct);
            await model.Apply(batch, connection, Ct);
            await transaction.CommitAsync(Ct);
        }
    }

    private Task Empty() => Run("truncate match_pool, match_project, match_giver, match_day, match_allocation");

    private async Task Run(string sql)
    {
        await using var command = source!.CreateCommand(sql); // Set before the test runs.
        await command.ExecuteNonQueryAsync(Ct);
    }

    private async Task<string> Dump()
    {
        await using var command = source!.CreateCommand(DumpSql); // Set before the test runs.
        return (string)(await command.ExecuteScalarAsync(Ct))!; // The query always answers.
    }
}
