using System.Threading.Channels;

namespace CharityLink.Store;

/// <summary>Writes everything that waits in one commit. While one batch is on its way the next one gathers; nobody waits for company.</summary>
internal sealed class GroupCommit : IAsyncDisposable
{
    private static readonly TimeSpan PartingTime = TimeSpan.FromSeconds(2);

    // Bounded, so that a database that is down is met with waiting callers and not with memory.
    private readonly Channel<PendingAppend> waiting = Channel.CreateBounded<PendingAppend>(10_000);
    private readonly CancellationTokenSource stop = new();
    private readonly EventStoreOptions options;
    private readonly Lazy<Task> writers;

    public GroupCommit(EventStoreOptions options, Func<BatchWriter> connect)
    {
        this.options = options;
        writers = new(() => Task.WhenAll(Enumerable.Range(0, options.Writers).Select(_ => Task.Run(() => Write(connect())))));
    }

    /// <summary>Hands an append to the writers and waits for its answer, within the limit every caller is promised.</summary>
    public async Task<AppendResult> Append(PendingAppend append, CancellationToken ct)
    {
        ObjectDisposedException.ThrowIf(stop.IsCancellationRequested, this);
        _ = writers.Value;
        try
        {
            if (!waiting.Writer.TryWrite(append))
            {
                await waiting.Writer.WriteAsync(append, ct).AsTask().WaitAsync(options.AppendAtMost, ct);
            }

            return await append.Answer.WaitAsync(options.AppendAtMost, ct);
        }
        catch (TimeoutException late)
        {
            append.Abandon();
            throw new StoreUnavailableException(new StoreUnavailableException().Message, late);
        }
        catch (OperationCanceledException)
        {
            append.Abandon();
            throw;
        }
        catch (ChannelClosedException closed)
        {
            throw new ObjectDisposedException("The event store is closed.", closed);
        }
    }

    /// <summary>Takes no more, writes what waits, and lets the connections go.</summary>
    public async ValueTask DisposeAsync()
    {
        waiting.Writer.TryComplete();
        if (writers.IsValueCreated)
        {
            stop.CancelAfter(PartingTime);
            await writers.Value;
        }

        await stop.CancelAsync();
        stop.Dispose();
    }

    private async Task Write(BatchWriter writer)
    {
        await using var _ = writer;
        var batch = new AppendBatch(options.BatchMax);
        while (batch.HasHeldOver || await waiting.Reader.WaitToReadAsync(CancellationToken.None))
        {
            batch.Refill(() => waiting.Reader.TryRead(out var append) ? append : null);
            await writer.Write(batch.Appends, stop.Token);
        }
    }
}
