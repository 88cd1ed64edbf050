using CharityLink.Store;

namespace CharityLink.Benchmarks;

/// <summary>Appends and changes, in turns with the reference on the same cluster: store.append.*, store.change.64, and the same without memory of what was read, store.change.cold.64.</summary>
public static class StoreBench
{
    // What a busy node works on: some 35 MB of facts, which it may remember.
    private const int StreamCount = 10_000;

    // Many short turns: a machine that is disturbed for some seconds then disturbs both sides, or a turn that the median leaves out.
    // One in flight has nothing to fill and to drain, so its turns may be shorter still: disks change their pace within a second.
    private static readonly TimeSpan _warm = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan _all = TimeSpan.FromSeconds(11);
    private static readonly TimeSpan _round = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _aloneRound = TimeSpan.FromSeconds(0.1);

    // One in flight waits for the disk and for little else: two turns beside each other often differ by a tenth, and only many of them tell a hundredth.
    private static readonly TimeSpan _aloneAll = TimeSpan.FromSeconds(40);

    /// <summary>Prints append at 1, 8, 64, 256 and 1,024 in flight, and change at 64, as shipped and cold.</summary>
    public static async Task Run(Report report, CancellationToken ct)
    {
        await using var cluster = await BenchStore.Start(ct);
        foreach (var inFlight in (int[])[1, 8, 64, 256, 1024])
        {
            var (database, store) = await cluster.Fresh(ct);
            await using (database)
            await using (store)
            await using (var reference = await ReferenceWriter.Open(database, inFlight, ct))
            {
                report.Add(await Turns(
                    $"store.append.{inFlight}", inFlight,
                    (_, stop) => Append(store, stop),
                    (_, stop) => NewGift(stream => reference.Append(stream, BenchStore.Gift(stream, 1), stop)), ct));
            }
        }

        report.Add(await Change(cluster, "store.change.64", new(), ct));
        report.Add(await Change(cluster, "store.change.cold.64", new() { CacheBytes = 0 }, ct));
    }

    private static async Task<Figure> Change(BenchStore cluster, string name, EventStoreOptions options, CancellationToken ct)
    {
        const int inFlight = 64;
        var (database, store) = await cluster.Fresh(ct, options);
        await using (database)
        await using (store)
        await using (var reference = await ReferenceWriter.Open(database, inFlight, ct))
        {
            // Streams grow while they are changed, so each is used a few times only and both sides use as many, of the same length.
            var (ours, theirs) = (await Streams(store, ct), await Streams(store, ct));
            var (next, nextTheirs) = (0, 0);
            return await Turns(
                name, inFlight,
                (_, stop) => Change(store, ours[Interlocked.Increment(ref next) % ours.Length], stop),
                (_, stop) => reference.Change(theirs[Interlocked.Increment(ref nextTheirs) % theirs.Length], stop), ct);
        }
    }

    private static async Task<Figure> Turns(
        string name, int inFlight, Func<int, CancellationToken, Task> ours, Func<int, CancellationToken, Task> theirs, CancellationToken ct)
    {
        // Long enough for what is compiled while it runs, on either side.
        await Load.Run(inFlight, _warm, ours, ct);
        await Load.Run(inFlight, _warm, theirs, ct);
        var rounds = new List<(LoadResult Ours, LoadResult Theirs)>();
        var (turn, all) = inFlight == 1 ? (_aloneRound, _aloneAll) : (_round, _all);
        for (var round = 0; round < all / turn; round++)
        {
            // What a turn leaves behind for the disk to do falls on the other side next time.
            rounds.Add(round % 2 == 0
                ? (await Load.Run(inFlight, turn, ours, ct), await Load.Run(inFlight, turn, theirs, ct))
                : Swapped(await Load.Run(inFlight, turn, theirs, ct), await Load.Run(inFlight, turn, ours, ct)));
        }

        return new Figure(
            name,
            Load.Median(rounds.Select(r => r.Ours.PerSecond)),
            "appends/s",
            Load.Median(rounds.Select(r => r.Theirs.PerSecond)),
            Load.Median(rounds.Select(r => r.Ours.PerSecond / r.Theirs.PerSecond)),
            Load.Median(rounds.Select(r => r.Ours.P99Ms)));

        static (LoadResult, LoadResult) Swapped(LoadResult theirs, LoadResult ours) => (ours, theirs);
    }

    private static Task Append(EventStore store, CancellationToken ct) => NewGift(stream => Expect(store.Append(
        [new StreamChange(stream, "bench", 0, [BenchStore.Gift(stream, 1)])], EventMetadata.None, ct)));

    private static Task NewGift(Func<Guid, Task> append) => append(BenchStore.NewStream());

    private static async Task Change(EventStore store, Guid stream, CancellationToken ct)
    {
        var slice = await store.ReadFacts(stream, ct);
        var sum = slice.Facts.Sum(fact => ((BenchGiven)fact).AmountMinor);
        await Expect(store.Append(
            [new StreamChange(stream, "bench", slice.Version, [BenchStore.Gift(stream, (int)(sum % 100))])], EventMetadata.None, ct));
    }

    private static async Task<Guid[]> Streams(EventStore store, CancellationToken ct)
    {
        var streams = Enumerable.Range(0, StreamCount).Select(_ => Guid.CreateVersion7()).ToArray();
        await Parallel.ForEachAsync(streams, new ParallelOptions { MaxDegreeOfParallelism = 256, CancellationToken = ct }, async (stream, stop) =>
            await Expect(store.Append([new StreamChange(stream, "bench", 0, [.. Enumerable.Range(0, 20).Select(n => BenchStore.Gift(stream, n))])], EventMetadata.None, stop)));
        return streams;
    }

    private static async Task Expect(Task<AppendResult> append)
    {
        if (await append is not AppendResult.Appended)
        {
            throw new InvalidOperationException("An append of the benchmark was refused.");
        }
    }
}
