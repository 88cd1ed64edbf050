using System.Text.Json;

namespace CharityLink.Store.Tests;

public sealed class AppendTests(StoreWorld world) : IClassFixture<StoreWorld>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_two_writers_who_race_one_wins_and_the_other_is_told()
    {
        var (stream, other) = (Guid.CreateVersion7(), world.Node());

        var results = await Task.WhenAll(world.Store.Append(stream.Gifts(0, 1)), other.Append(stream.Gifts(0, 2)));

        Assert.Single(results.OfType<AppendResult.Appended>());
        var told = Assert.Single(results.OfType<AppendResult.VersionConflict>());
        Assert.Equal(new AppendResult.VersionConflict(stream, 0, 1), told);
        Assert.Single((await world.Store.ReadStream(stream, 0, Ct)).Events);
    }

    [Fact]
    public async Task Of_many_writers_at_every_version_exactly_one_wins_each_round()
    {
        var stream = Guid.CreateVersion7();
        EventStore[] nodes = [world.Store, world.Node()];
        for (var version = 0; version < 20; version++)
        {
            var results = await Task.WhenAll(Enumerable.Range(0, 16).Select(n => nodes[n % 2].Append(stream.Gifts(version, n))));
            Assert.Single(results.OfType<AppendResult.Appended>());
            Assert.Equal(15, results.OfType<AppendResult.VersionConflict>().Count());
        }

        var read = await world.Store.ReadStream(stream, 0, Ct);
        Assert.Equal(Enumerable.Range(1, 20).Select(n => (long)n), read.Events.Select(one => one.Version));
    }

    [Fact]
    public async Task Events_of_no_command_have_ids_that_rise_with_time_and_are_all_different()
    {
        const int many = 2_000;
        var before = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        var stream = Guid.CreateVersion7();
        await world.Store.Append(stream.Gifts(0, [.. Enumerable.Range(0, many)]));
        var after = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

        var ids = await world.Value<Guid[]>("select array_agg(id order by version) from events.mt_events where stream_id = $1", stream);

        Assert.Equal(many, ids.Distinct().Count());
        Assert.All(ids, id => Assert.Equal((7, 0b10), (id.Version, id.Variant >> 2)));
        Assert.All(ids, id => Assert.InRange(Convert.ToInt64($"{id:N}"[..12], 16), before, after));
    }

    [Fact]
    public async Task A_fact_is_sent_in_the_order_in_which_it_is_kept()
    {
        var (stream, fact) = (Guid.CreateVersion7(), new GiftPlanned3(100, "CNY"));
        await world.Store.Append([new StreamChange(stream, "gift", 0, [fact])], EventMetadata.None, Ct);

        var kept = await world.Value<string>("select string_agg(name, ' ') from events.mt_events, jsonb_object_keys(data) as name where stream_id = $1", stream);

        Assert.Equal("Minor Currency", kept);
        Assert.Equal(kept, Names(EventJson.Encode(fact)));
        Assert.Equal("Note Number", Names(EventJson.Encode(new GiftMade(1))));

        static string Names(string json) => string.Join(' ', JsonDocument.Parse(json).RootElement.EnumerateObject().Select(one => one.Name));
    }

    [Fact]
    public async Task Several_streams_are_written_all_or_none()
    {
        var (first, second) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await world.Store.Append(second.Gifts(0, 1));

        var refused = await world.Store.Append(first.Gifts(0, 1), second.Gifts(0, 2));
        Assert.Equal(new AppendResult.VersionConflict(second, 0, 1), refused);
        Assert.Equal(0, (await world.Store.ReadStream(first, 0, Ct)).Version);

        var position = await world.Store.Append(first.Gifts(0, 1, 2), second.Gifts(1, 3)).Position();
        Assert.Equal(2, (await world.Store.ReadStream(first, 0, Ct)).Version);
        Assert.Equal(position, (await world.Store.ReadLast(second, Ct))?.Position);
    }

    [Fact]
    public async Task One_bad_append_among_good_ones_fails_alone()
    {
        // Valid JSON, yet more than jsonb holds: only the database can tell.
        var (bad, huge) = (Guid.CreateVersion7(), JsonDocument.Parse("1e999999").RootElement);
        StreamChange[] changes =
        [
            .. Enumerable.Range(0, 40).Select(n => Guid.CreateVersion7().Gifts(0, n)),
            new StreamChange(bad, "gift", 0, [new RawFact(huge)]),
            .. Enumerable.Range(0, 40).Select(n => Guid.CreateVersion7().Gifts(0, n)),
        ];

        var results = await Task.WhenAll(changes.Select(change => Caught(world.Store.Append(change))));

        Assert.Equal("22", Assert.IsType<Npgsql.PostgresException>(results[40]).SqlState[..2]);
        Assert.All(results.Where((_, n) => n != 40), result => Assert.IsType<AppendResult.Appended>(result));
        Assert.Equal(0, (await world.Store.ReadStream(bad, 0, Ct)).Version);
    }

    [Fact]
    public async Task What_can_never_be_stored_is_refused_before_it_is_sent()
    {
        var stream = Guid.CreateVersion7();
        Task<ArgumentException> Refused(params StreamChange[] changes) => Assert.ThrowsAsync<ArgumentException>(() => world.Store.Append(changes));

        await Refused();
        await Refused(stream.Gifts(0));
        await Refused(stream.Gifts(-1, 1));
        await Refused(stream.Gifts(0, 1), stream.Gifts(0, 2));
        await Refused(new StreamChange(stream, "gift", 0, [new GiftMade(1, "nul \0")]));
        await Refused(new StreamChange(stream, "gi\0ft", 0, [new GiftMade(1)]));
        await Refused(new StreamChange(stream, "gift", 0, [new GiftMade(1, new string('x', 2_000_000))]));
        await Refused(new StreamChange(stream, "gift", 0, [new GiftForwarded("nobody knows this type")]));
        Assert.Equal(0, (await world.Store.ReadStream(stream, 0, Ct)).Version);
    }

    [Fact]
    public async Task Six_characters_that_look_like_a_nul_are_only_text()
    {
        var stream = Guid.CreateVersion7();
        await world.Store.Append(new StreamChange(stream, "gift", 0, [new GiftMade(1, "\\u0000")]));
        Assert.Equal(new GiftMade(1, "\\u0000"), (await world.Store.ReadLast(stream, Ct))?.Data);
    }

    [Fact]
    public async Task Appends_to_one_stream_sent_together_keep_their_order()
    {
        var stream = Guid.CreateVersion7();
        var results = await Task.WhenAll(Enumerable.Range(0, 30).Select(version => world.Store.Append(stream.Gifts(version, version))));
        Assert.All(results, result => Assert.IsType<AppendResult.Appended>(result));
        Assert.Equal(30, (await world.Store.ReadStream(stream, 0, Ct)).Version);
    }

    [Fact]
    public async Task Every_stream_has_as_many_events_as_its_version_and_positions_ascend_with_versions()
    {
        var streams = Enumerable.Range(0, 10).Select(_ => Guid.CreateVersion7()).ToArray();
        await Task.WhenAll(streams.Select(async (stream, s) =>
        {
            var node = s % 2 == 0 ? world.Store : world.Node();
            for (var version = 0; version < 30; version += 3)
            {
                await node.Append(stream.Gifts(version, 1, 2, 3)).Position();
            }
        }));

        const string broken =
            """
            select count(*) from events.mt_streams s
             where s.version <> (select count(*) from events.mt_events e where e.stream_id = s.id)
                or s.version <> (select max(e.version) from events.mt_events e where e.stream_id = s.id)
                or exists (select from events.mt_events a join events.mt_events b on b.stream_id = a.stream_id and b.version = a.version + 1
                            where a.stream_id = s.id and a.seq_id >= b.seq_id)
            """;
        Assert.Equal(0L, await world.Value<long>(broken));
    }

    private static async Task<object> Caught(Task<AppendResult> append)
    {
        try
        {
            return await append;
        }
        catch (Npgsql.PostgresException refused)
        {
            return refused;
        }
    }
}
