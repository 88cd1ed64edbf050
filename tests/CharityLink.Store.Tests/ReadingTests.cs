namespace CharityLink.Store.Tests;

public sealed class ReadingTests(StoreWorld world) : IClassFixture<StoreWorld>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stream_is_read_from_any_version_on()
    {
        var stream = Guid.CreateVersion7();
        await world.Store.Append(stream.Gifts(0, 1, 2, 3));

        Assert.Equal([new GiftMade(1), new GiftMade(2), new GiftMade(3)], (await world.Store.ReadStream(stream, 0, Ct)).Events.Select(one => one.Data));
        Assert.Equal([new GiftMade(3)], (await world.Store.ReadStream(stream, 2, Ct)).Events.Select(one => one.Data));
        Assert.Equal((3L, 0), (await world.Store.ReadStream(stream, 3, Ct)) is var end ? (end.Version, end.Events.Count) : default);
        Assert.Equal(3, (await world.Store.ReadStream(stream, 9, Ct)).Version);
        Assert.Equal(0, (await world.Store.ReadStream(Guid.CreateVersion7(), 0, Ct)).Version);
        Assert.Null(await world.Store.ReadLast(Guid.CreateVersion7(), Ct));
    }

    [Fact]
    public async Task Many_streams_asked_for_at_once_are_not_mixed_up()
    {
        var streams = Enumerable.Range(1, 100).Select(_ => Guid.CreateVersion7()).ToArray();
        await Task.WhenAll(streams.Select((stream, n) => world.Store.Append(stream.Gifts(0, n, n + 1000))));

        var read = await Task.WhenAll(streams.Select(stream => world.Store.ReadStream(stream, 0, Ct)));

        Assert.All(read, (slice, n) => Assert.Equal([new GiftMade(n), new GiftMade(n + 1000)], slice.Events.Select(one => one.Data)));
        var facts = await Task.WhenAll(streams.Select(stream => world.Store.ReadFacts(stream, Ct)));
        Assert.All(facts, (stream, n) => Assert.Equal([new GiftMade(n), new GiftMade(n + 1000)], stream.Facts));
        Assert.All(facts, (stream, n) => Assert.Equal((2, read[n].Events[^1].Position), (stream.Version, stream.Position)));
        Assert.All(read, (slice, n) => Assert.All(slice.Events, one => Assert.Equal(streams[n], one.StreamId)));
    }

    // Alone, among its like and among others it is written by three different statements.
    [Theory]
    [InlineData(0, false)]
    [InlineData(2, true)]
    [InlineData(2, false)]
    public async Task An_event_comes_back_with_all_that_is_known_about_it(int company, bool alike)
    {
        var (stream, before) = (Guid.CreateVersion7(), TimeProvider.System.GetUtcNow());
        var metadata = new EventMetadata("user-7", "trace-1", "cause-2", Guid.CreateVersion7(), "ThankGiver", "abc");
        var fact = new GiftThanked(Purpose.Schooling, new DateTimeOffset(2025, 9, 5, 8, 0, 0, TimeSpan.Zero));
        var others = Enumerable.Range(0, company).Select(n => new StreamChange(Guid.CreateVersion7(), "gift", 0, [alike ? fact : new GiftMade(n)]));
        await world.Store.Append([.. others, new StreamChange(stream, "gift", 0, [fact])], metadata, Ct);

        var read = Assert.Single((await world.Store.ReadStream(stream, 0, Ct)).Events);

        Assert.Equal((fact, "gift_thanked", 1L, stream), ((GiftThanked)read.Data, read.Type, read.Version, read.StreamId));
        Assert.Equal(metadata, read.Metadata);
        Assert.InRange(read.At, before.AddMilliseconds(-1), TimeProvider.System.GetUtcNow());
        Assert.Equal(TimeSpan.Zero, read.At.Offset);
    }

    [Fact]
    public async Task Hashes_are_found_wherever_an_event_says_them()
    {
        string Hash(char sign) => new(sign, 64);
        await world.Store.Append(new StreamChange(Guid.CreateVersion7(), "gift", 0, [new GiftMade(1, $"see {Hash('c')} and {Hash('d')}."), new GiftMade(2, Hash('e')[..63])]));

        var found = await world.Store.ReadMentioned([Hash('b'), Hash('c'), Hash('d'), Hash('e')], Ct);

        Assert.Equal([Hash('c'), Hash('d')], found.Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.Empty(await world.Store.ReadMentioned([], Ct));
    }

    [Fact]
    public async Task The_log_is_read_in_pages_without_hole_or_overlap()
    {
        var start = (await world.Store.ReadLog(0, int.MaxValue, Ct)).ReadUpTo;
        await Task.WhenAll(Enumerable.Range(0, 25).Select(n => world.Store.Append(Guid.CreateVersion7().Gifts(0, n, n))));

        var (after, pages) = (start, new List<Recorded>());
        while ((await world.Store.ReadLog(after, 7, Ct)) is { Events.Count: > 0 } page)
        {
            Assert.True(page.Events.Count <= 7);
            Assert.Equal(page.Events[^1].Position, page.ReadUpTo);
            pages.AddRange(page.Events);
            after = page.ReadUpTo;
        }

        var whole = (await world.Store.ReadLog(start, int.MaxValue, Ct)).Events;
        Assert.Equal(whole.Select(one => one.Id), pages.Select(one => one.Id));
        Assert.True(whole.Count >= 50);
    }

    [Fact]
    public async Task A_fact_of_a_newer_program_is_kept_as_it_stands()
    {
        var stream = Guid.CreateVersion7();
        var newer = world.Node(types: StoreWorld.Types.Add<GiftForwarded>());
        await newer.Append(new StreamChange(stream, "gift", 0, [new GiftForwarded("江门")]));

        var unknown = Assert.IsType<UnknownEvent>((await world.Store.ReadLast(stream, Ct))?.Data);
        Assert.Equal("gift_forwarded", unknown.Type);
        Assert.Contains("江门", unknown.Json, StringComparison.Ordinal);
        Assert.Equal(new GiftForwarded("江门"), (await newer.ReadLast(stream, Ct))?.Data);
    }

    [Fact]
    public async Task Facts_are_told_apart_whatever_text_they_hold()
    {
        var stream = Guid.CreateVersion7();
        object[] facts = [new GiftMade(1, "两行\n第二行\r\n"), new GiftThanked(Purpose.Schooling, DateTimeOffset.UnixEpoch), new GiftMade(2, "")];
        await world.Store.Append(new StreamChange(stream, "gift", 0, facts));

        Assert.Equal(facts, (await world.Store.ReadFacts(stream, Ct)).Facts);
        Assert.Equivalent(new StreamFacts(0, 0, []), await world.Store.ReadFacts(Guid.CreateVersion7(), Ct), strict: true);
    }

    [Fact]
    public async Task Old_shapes_are_read_as_their_newest()
    {
        var stream = Guid.CreateVersion7();
        var old = new EventTypes().Add<GiftPlanned>().Add<GiftPlanned2>().Add<GiftPlanned3>();
        await world.Node(types: old).Append(
            new StreamChange(stream, "gift", 0, [new GiftPlanned(5), new GiftPlanned2(77), new GiftPlanned3(9, "HKD")]));

        object[] newest = [new GiftPlanned3(500, "CNY"), new GiftPlanned3(77, "CNY"), new GiftPlanned3(9, "HKD")];
        Assert.Equal(newest, (await world.Store.ReadStream(stream, 0, Ct)).Events.Select(one => one.Data));
        Assert.Equal(newest, (await world.Store.ReadFacts(stream, Ct)).Facts);
    }

    [Fact]
    public async Task Enums_are_stored_by_name_and_members_as_declared()
    {
        var stream = Guid.CreateVersion7();
        await world.Store.Append(new StreamChange(stream, "gift", 0, [new GiftThanked(Purpose.Meals, DateTimeOffset.UnixEpoch)]));
        Assert.Equal(
            """{"At": "1970-01-01T00:00:00+00:00", "Purpose": "Meals"}""",
            await world.Value<string>("select data::text from events.mt_events where stream_id = $1", stream));
    }
}
