using System.Diagnostics;

namespace CharityLink.Store.Tests;

/// <summary>A client that stops in the middle of an append holds nobody up: not writers, not readers, not for a moment.</summary>
public sealed class FrozenClientTests(StoreWorld world) : IClassFixture<StoreWorld>
{
    private static readonly EventStoreOptions Impatient = new() { StatementAtMost = TimeSpan.FromSeconds(2) };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    [InlineData(300)]
    [InlineData(3_000)]
    [InlineData(9_000)]
    public async Task Frozen_after_any_number_of_bytes_it_holds_no_lock(int bytes)
    {
        await using var wire = new Wire(world.ConnectionString);
        var frozen = world.Node(Impatient, connectionString: wire.ConnectionString);
        await frozen.Append(Guid.CreateVersion7().Gifts(0, 1)).Position();
        var (stream, before) = (Guid.CreateVersion7(), await End());

        // Some ten kilobytes in one message, of which the server gets the beginning.
        wire.FreezeAfter(bytes);
        var stuck = frozen.Append(new StreamChange(stream, "gift", 0, [.. Enumerable.Range(1, 60).Select(n => new GiftMade(n, new string('字', 40)))]));
        var slowest = await SlowestOf(100);
        Assert.False(stuck.IsCompleted);
        Assert.True(slowest < TimeSpan.FromSeconds(1), $"another writer waited {slowest.TotalMilliseconds} ms");
        Assert.Equal(100, (await world.Store.ReadLog(before, 1000, Ct)).Events.Count);

        wire.Mend();
        await stuck.Position();
        Assert.Equal(60, (await world.Store.ReadStream(stream, 0, Ct)).Version);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_append_whose_answer_was_lost_is_found_and_not_written_again(bool named)
    {
        await using var wire = new Wire(world.ConnectionString);
        var node = world.Node(Impatient, connectionString: wire.ConnectionString);
        await node.Append(Guid.CreateVersion7().Gifts(0, 1)).Position();
        var (one, many) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var before = await End();

        Task<AppendResult> Give(Guid stream, params int[] numbers) => named
            ? node.Append(Guid.CreateVersion7(), "hash", stream.Gifts(0, numbers))
            : node.Append(stream.Gifts(0, numbers));
        foreach (var (stream, numbers) in new[] { (one, new[] { 1 }), (many, [1, 2, 3]) })
        {
            var lost = wire.LoseAnswers();
            var append = Give(stream, numbers);
            await lost;
            wire.Mend();
            await append.Position();
        }

        Assert.Equal(4, (await world.Store.ReadLog(before, 10, Ct)).Events.Count);
    }

    [Fact]
    public async Task Frozen_by_the_system_at_any_moment_of_its_work_it_holds_no_lock()
    {
        using var writer = await WriterProcess.Start(world.ConnectionString, 64);
        var slowest = TimeSpan.Zero;
        for (var round = 0; round < 20; round++)
        {
            writer.Freeze();
            var took = await SlowestOf(10);
            slowest = took > slowest ? took : slowest;
            writer.Thaw();
            await Task.Delay(Random.Shared.Next(1, 20), Ct);
        }

        await writer.Kill();
        Assert.True(slowest < TimeSpan.FromSeconds(1), $"another writer waited {slowest.TotalMilliseconds} ms");
    }

    [Fact]
    public async Task A_server_s_transaction_that_hangs_holds_others_no_longer_than_the_statement_time_out()
    {
        // The worst case: somebody at a prompt takes the very lock, and keeps it.
        await using var prompt = await world.Database.OpenConnectionAsync(Ct);
        await using var transaction = await prompt.BeginTransactionAsync(Ct);
        await using var take = new Npgsql.NpgsqlCommand("select pg_advisory_xact_lock(x'436861726974794c'::bigint)", prompt, transaction);
        await take.ExecuteNonQueryAsync(Ct);

        var node = world.Node(new EventStoreOptions { StatementAtMost = TimeSpan.FromMilliseconds(300), AppendAtMost = TimeSpan.FromSeconds(1) });
        var started = Stopwatch.GetTimestamp();
        await Assert.ThrowsAsync<StoreUnavailableException>(() => node.Append(Guid.CreateVersion7().Gifts(0, 1)));
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.FromMilliseconds(900), TimeSpan.FromSeconds(3));

        await transaction.RollbackAsync(Ct);
        await node.Append(Guid.CreateVersion7().Gifts(0, 1)).Position();
    }

    [Fact]
    public async Task A_caller_who_leaves_before_the_append_is_sent_leaves_nothing_behind()
    {
        await using var wire = new Wire(world.ConnectionString);
        var node = world.Node(Impatient, connectionString: wire.ConnectionString);
        await node.Append(Guid.CreateVersion7().Gifts(0, 1)).Position();
        var (stuck, gone) = (Guid.CreateVersion7(), Guid.CreateVersion7());

        wire.FreezeAfter(10);
        var first = node.Append(stuck.Gifts(0, 1));
        using var leaving = new CancellationTokenSource();
        var second = node.Append([gone.Gifts(0, 1)], EventMetadata.None, leaving.Token);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);

        wire.Mend();
        await first.Position();
        await node.Append(Guid.CreateVersion7().Gifts(0, 1)).Position();
        Assert.Equal(0, (await world.Store.ReadStream(gone, 0, Ct)).Version);
    }

    private async Task<long> End() => (await world.Store.ReadLog(0, int.MaxValue, Ct)).ReadUpTo;

    private async Task<TimeSpan> SlowestOf(int appends)
    {
        var slowest = TimeSpan.Zero;
        for (var n = 0; n < appends; n++)
        {
            var started = Stopwatch.GetTimestamp();
            await world.Store.Append(Guid.CreateVersion7().Gifts(0, n)).Position();
            var took = Stopwatch.GetElapsedTime(started);
            slowest = took > slowest ? took : slowest;
        }

        return slowest;
    }
}
