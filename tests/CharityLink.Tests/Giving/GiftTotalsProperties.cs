using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Network;
using CharityLink.Testing;
using FsCheck;
using FsCheck.Fluent;
using Npgsql;

namespace CharityLink.Tests.Giving;

/// <summary>NET-4: totals equal a recount from the events, whatever happened in whatever batches.</summary>
public sealed class GiftTotalsProperties : IAsyncLifetime
{
    private static readonly string[] _villages = ["440703103201", "440703103202", "440703104201", "440704101201"];
    private TestDatabase? database;
    private NpgsqlDataSource? source;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.Create();
        source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.ConnectionString) { SearchPath = "public" }.ConnectionString);
        await using var create = source.CreateCommand(new GiftTotals(source).Ddl);
        await create.ExecuteNonQueryAsync(Ct);
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
            await Empty();
            await Apply(facts, cut);
            Assert.Equal(Recount(facts), await Stored());
        }));

    [Fact]
    public void The_villages_add_up_to_the_city() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(5).WithStartSize(200).WithEndSize(400),
        Prop.ForAll(Log().ToArbitrary(), async facts =>
        {
            await Empty();
            await Apply(facts, 17);
            var totals = await Stored();
            var city = totals.GetValueOrDefault(("division", "440700")).Raised; // A log may hold no gift at all.
            Assert.Equal(Left(facts).Sum(gift => gift.Amount.Minor), city);
            Assert.Equal(city, _villages.Sum(village => totals.GetValueOrDefault(("division", village)).Raised));
        }));

    [Fact]
    public async Task A_giver_who_is_known_on_both_sides_of_a_link_counts_once()
    {
        // 1 over 2 and 3; a person gave to both; then 3 leaves, and comes back.
        IEnumerable<object> facts =
        [
            Registered(1, null), Registered(2, 1), Registered(3, 1), Gift(2, 0, 7, 1_00), Gift(3, 0, 7, 2_00), Gift(3, 0, 8, 4_00), Gift(3, 0, null, 8_00),
        ];
        await Empty();
        await Apply([.. facts], 100);
        Assert.Equal((15_00, 3, 4), Numbers(await Stored(), 1));
        await Apply([new OrganisationLinked(StartRules.Id(3), null)], 100);
        Assert.Equal((1_00, 1, 1), Numbers(await Stored(), 1));
        await Apply([new OrganisationLinked(StartRules.Id(3), StartRules.Id(2))], 100);
        Assert.Equal((15_00, 3, 4), Numbers(await Stored(), 1));
        Assert.Equal((15_00, 3, 4), Numbers(await Stored(), 2));
    }

    [Fact]
    public async Task Whoever_gives_three_times_from_one_mailbox_is_one_giver_until_all_went_back()
    {
        var gifts = new List<int> { 1_00, 2_00, 4_00 }.ConvertAll(fen => Gift(1, 0, 7, fen) with { DonationId = Guid.CreateVersion7() });
        await Empty();
        await Apply([Registered(1, null), .. gifts], 2);
        Assert.Equal((7_00, 1, 3), Numbers(await Stored(), 1));
        var back = gifts.Select(gift => (object)new RefundCompleted(
            gift.DonationId, Guid.CreateVersion7(), new PaidGift(gift.Cause, gift.Amount, gift.DonorId, gift.GiverId, "sandbox"), gift.Amount, Refund.ByProvider, null, null)).ToArray();
        await Apply(back[..2], 1);
        Assert.Equal((4_00, 1, 1), Numbers(await Stored(), 1));
        await Apply(back[2..], 1);
        Assert.Equal((0, 0, 0), Numbers(await Stored(), 1));
    }

    [Fact]
    public async Task A_gift_that_is_not_renminbi_stops_the_counting() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => Apply([Gift(1, 0, 1, 1_00) with { Amount = new Money(1_00, new Currency("EUR")) }], 1));

    private static (long, long, long) Numbers(Dictionary<(string, string), (long Raised, long Givers, long Gifts)> totals, int organisation) =>
        totals.GetValueOrDefault(("organisation", StartRules.Id(organisation).ToString()));

    // Eight organisations that are linked about, a few persons who give again and again, a few who do not say who they are.
    private static Gen<object[]> Log() =>
        from facts in Gen.ArrayOf(Gen.Frequency(
            (6, from o in Gen.Choose(1, 8)
                from site in Gen.Choose(0, 3)
                from person in Gen.Choose(0, 6)
                from fen in Gen.Choose(1, 99_999)
                select (object)Gift(o, site, person == 0 ? null : person, fen)),
            (1, from o in Gen.Choose(2, 8) from up in Gen.Choose(0, 7) select (object)new OrganisationLinked(StartRules.Id(o), up >= o || up == 0 ? null : StartRules.Id(up)))))
        from early in Gen.Choose(0, 8)
        select Enumerable.Range(1, early).Select(o => (object)Registered(o, o == 1 ? null : o / 2)).Concat(facts)
            .Concat(Enumerable.Range(early + 1, 8 - early).Select(o => (object)Registered(o, o == 1 ? null : o / 2))) into all
        from chance in Gen.ArrayOf(Gen.Choose(0, 9_999))
        select WithReturns([.. all], chance);

    // Some gifts go back later, whole or in parts, and some of that comes back again or is lost to a bank.
    private static object[] WithReturns(object[] facts, int[] chance)
    {
        List<object> log = [];
        List<(DonationPaid Gift, long Left)> given = [];
        for (var i = 0; i < facts.Length; i++)
        {
            log.Add(facts[i] is DonationPaid paid ? paid with { DonationId = Guid.CreateVersion7() } : facts[i]);
            if (log[^1] is DonationPaid gift)
            {
                given.Add((gift, gift.Amount.Minor));
            }

            var luck = chance.Length == 0 ? 1 : chance[i % chance.Length];
            if (luck % 3 != 0 || given.Count == 0 || given[luck % given.Count] is not { Left: > 0 } chosen)
            {
                continue;
            }

            var amount = Money.Cny(luck % 2 == 0 ? chosen.Left : Math.Max(1, chosen.Left / 2));
            var (id, about) = (Guid.CreateVersion7(), new PaidGift(chosen.Gift.Cause, chosen.Gift.Amount, chosen.Gift.DonorId, chosen.Gift.GiverId, "sandbox"));
            log.Add(luck % 5 == 0
                ? new DisputeClosed(chosen.Gift.DonationId, $"{id}", about, "lost", amount)
                : new RefundCompleted(chosen.Gift.DonationId, id, about, amount, Refund.ByProvider, null, null));
            var comesBack = luck % 5 != 0 && luck % 7 == 0;
            if (comesBack)
            {
                log.Add(new RefundFailed(chosen.Gift.DonationId, id, about, amount, Refund.ByProvider, "failed", true));
            }

            given[luck % given.Count] = comesBack ? chosen : (chosen.Gift, chosen.Left - amount.Minor);
        }

        return [.. log];
    }

    // Every gift of which something is left, with what is left.
    private static List<DonationPaid> Left(object[] facts) =>
        [.. from gift in facts.OfType<DonationPaid>()
            let left = gift.Amount.Minor + facts.Select(GiftFall.Of).OfType<GiftFall>().Where(fall => fall.DonationId == gift.DonationId).Sum(fall => fall.Minor)
            where left > 0
            select gift with { Amount = Money.Cny(left) }];

    private static OrganisationRegistered Registered(int id, int? parent) => new(
        StartRules.Id(id), "会", "Org", OrganisationKind.Federation, DivisionCode.Parse("440700"), null, parent is { } up ? StartRules.Id(up) : null, true);

    // Some left a mailbox, and each of their gifts has a name of its own beside it; some only a name.
    private static DonationPaid Gift(int organisation, int site, int? person, long fen) => new(
        StartRules.Id(1), StartRules.Id(1),
        CauseOf(organisation, site),
        Money.Cny(fen), person is { } who ? new PersonId(who % 2 == 1 ? Guid.CreateVersion7() : StartRules.Id(900 + who)) : null, person is null, "sandbox",
        person is { } mailbox && mailbox % 2 == 1 ? new PersonId(StartRules.Id(900 + mailbox)) : null);

    // Some give to a program or a site of it, some to a project of a program, some to one of none, by a page or not.
    private static GiftCause CauseOf(int organisation, int site) => new(
        site == 3 ? null : StartRules.Id(70 + (organisation % 2)), site == 1 ? StartRules.Id(81) : null, StartRules.Id(3), StartRules.Id(organisation), StartRules.Id(1),
        DivisionCode.Parse(_villages[site]), site >= 2 ? StartRules.Id(60 + site) : null, site >= 2 && organisation > 4 ? StartRules.Id(50 + organisation) : null);

    private static Dictionary<(string, string), (long, long, long)> Recount(object[] facts) => Recounts.Of(
        facts, Left(facts).Select(gift => (gift.Cause, gift)),
        gifts => (gifts.Sum(gift => gift.Amount.Minor), gifts.Select(gift => gift.GiverId ?? gift.DonorId).OfType<PersonId>().Distinct().LongCount() + gifts.LongCount(gift => gift.DonorId is null), (long)gifts.Count));

    private async Task Apply(object[] facts, int cut)
    {
        var totals = new GiftTotals(source!); // Set before the test runs.
        foreach (var batch in Logs.Of(facts).Chunk(cut))
        {
            await using var connection = await source!.OpenConnectionAsync(Ct); // Set before the test runs.
            await using var transaction = await connection.BeginTransactionAsync(Ct);
            await totals.Apply(batch, connection, Ct);
            await transaction.CommitAsync(Ct);
        }
    }

    private async Task Empty()
    {
        await using var command = source!.CreateCommand("truncate gift_total, gift_leaf, gift_giver, gift_gone, gift_organisation"); // Set before the test runs.
        await command.ExecuteNonQueryAsync(Ct);
    }

    // A scope that was left by everything stands there with zeros, which is nothing.
    private async Task<Dictionary<(string, string), (long Raised, long Givers, long Gifts)>> Stored()
    {
        await using var command = source!.CreateCommand("select scope_kind, scope_key, raised_minor, named_givers + unnamed_gifts, gifts from gift_total where gifts > 0"); // Set before the test runs.
        await using var rows = await command.ExecuteReaderAsync(Ct);
        var totals = new Dictionary<(string, string), (long, long, long)>();
        while (await rows.ReadAsync(Ct))
        {
            totals[(rows.GetString(0), rows.GetString(1))] = (rows.GetInt64(2), rows.GetInt64(3), rows.GetInt64(4));
        }

        return totals;
    }
}
