namespace CharityLink.Store.Tests;

/// <summary>Words are found wherever they stand in what is read past, across two readings too, and nothing else is.</summary>
public sealed class MentionsTests(StoreWorld world) : IClassFixture<StoreWorld>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_id_is_found_and_only_those_that_are_asked_for()
    {
        var said = await Read<Guid>("select md5((m * 20000 + n)::text)::uuid from generate_series(1, 20000) n, generate_series(0, 1) m");
        var unsaid = await Read<Guid>("select md5('no' || n)::uuid from generate_series(1, 1000) n");
        var asked = said.Where((_, at) => at % 3 > 0).ToHashSet();

        var found = await Mentions.Ids(world.Database, Select("md5(n::text)::uuid", "md5((20000 + n)::text)::uuid"), [.. asked, .. unsaid], Ct);

        Assert.Equal(40_000, said.Count);
        Assert.Equal(asked, found);
    }

    [Fact]
    public async Task Every_hash_is_found_and_only_those_that_are_asked_for()
    {
        static string Of(string what) => $"encode(sha256(convert_to({what}, 'UTF8')), 'hex')";
        var said = await Read<string>($"select {Of("n::text")} from generate_series(1, 20000) n");
        var unsaid = await Read<string>($"select {Of("'no' || n")} from generate_series(1, 1000) n");
        var asked = said.Where((_, at) => at % 3 > 0).ToHashSet(StringComparer.Ordinal);

        var found = await Mentions.Hashes(world.Database, Select(Of("n::text"), "'x'"), [.. asked, .. unsaid], Ct);

        Assert.Equal(20_000, said.Count);
        Assert.Equal(asked, found);
    }

    // Some megabytes, in rows of every length: hundreds of readings end within a word.
    private static string Select(string first, string second) =>
        $"select repeat('ab-', n % 97) || {first} || repeat('9', n % 11) || '-' || {second} || '.' from generate_series(1, 20000) n";

    private async Task<List<T>> Read<T>(string sql)
    {
        await using var command = world.Database.CreateCommand(sql);
        await using var rows = await command.ExecuteReaderAsync(Ct);
        var read = new List<T>();
        while (await rows.ReadAsync(Ct))
        {
            read.Add(rows.GetFieldValue<T>(0));
        }

        return read;
    }
}
