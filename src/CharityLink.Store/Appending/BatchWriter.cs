using Microsoft.Extensions.Logging;
using Npgsql;

namespace CharityLink.Store;

/// <summary>Brings batches to the database over one connection, and finds out what happened when the connection was lost.</summary>
internal sealed class BatchWriter(NpgsqlDataSource database, TimeProvider clock, EventStoreOptions options, Action<long> committed, ILogger log)
    : IAsyncDisposable
{
    private NpgsqlConnection? connection;
    private BatchCommand? many;
    private SingleCommand? single;

    /// <summary>Returns when every append is answered or has nobody left who waits for it.</summary>
    public async Task Write(IReadOnlyList<PendingAppend> batch, CancellationToken stop)
    {
        for (var failures = 0; ; failures++)
        {
            var open = batch.Where(append => !append.IsOver).ToArray();
            if (open.Length == 0)
            {
                return;
            }

            try
            {
                await Settle(open, await Send(open, stop), stop);
            }
            catch (PostgresException refused) when (Faults.IsOfTheData(refused))
            {
                await Apart(open, refused, failures, stop);
            }
            catch (Exception lost) when (Faults.IsPassing(lost) && !stop.IsCancellationRequested)
            {
                await Forget(open, lost, failures, stop);
            }
            catch (Exception broken)
            {
                Fail(open, broken);
                await Disconnect();
            }
        }
    }

    public async ValueTask DisposeAsync() => await Disconnect();

    private async Task Settle(PendingAppend[] appends, BatchOutcome outcome, CancellationToken ct)
    {
        var refusals = outcome.Refusals.ToLookup(refusal => refusal.Number);
        if (Array.FindLast(outcome.Positions, position => position is not null) is { } end)
        {
            committed(end);
        }

        var last = -1;
        for (var number = 0; number < appends.Length; number++)
        {
            last += appends[number].Events.Length;
            if (outcome.Positions[last] is { } position)
            {
                appends[number].Settle(new AppendResult.Appended(position));
            }
            else if (!appends[number].MayBeWritten)
            {
                appends[number].Settle(Refusal(appends[number], refusals[number]));
            }
        }

        for (var number = 0; number < appends.Length; number++)
        {
            if (!appends[number].IsOver)
            {
                var mine = await WrittenBefore(appends[number], ct);
                appends[number].Settle(mine ?? Refusal(appends[number], refusals[number]));
            }
        }
    }

    private static AppendResult Refusal(PendingAppend append, IEnumerable<BatchRefusal> found)
    {
        // A repeated command is told so even when, as is likely, its streams have moved on as well.
        var refusal = found.OrderBy(refusal => refusal.StreamId.HasValue).First();
        return refusal.StreamId is not { } stream
            ? new AppendResult.AlreadyDone(refusal.Found, refusal.CommandHash)
            : new AppendResult.VersionConflict(
                stream, append.Changes.First(change => change.StreamId == stream).ExpectedVersion, refusal.Found);
    }

    // After a lost answer: is the event at the place of our last one ours? Then all of the append is there.
    private async Task<AppendResult?> WrittenBefore(PendingAppend append, CancellationToken ct)
    {
        const string find = "select seq_id from events.mt_events where stream_id = $1 and version = $2 and id = $3";
        var last = append.Events[^1];
        await using var query = new NpgsqlCommand(find, connection)
        {
            Parameters = { new() { Value = last.StreamId }, new() { Value = last.Version }, new() { Value = last.Id } },
        };
        return await query.ExecuteScalarAsync(ct) is long position ? new AppendResult.Appended(position) : null;
    }

    // Somebody's data was refused, and with it the whole batch: one by one, only that one is told.
    private async Task Apart(PendingAppend[] appends, PostgresException refused, int failures, CancellationToken stop)
    {
        if (appends.Length > 1)
        {
            foreach (var append in appends)
            {
                await Write([append], stop);
            }
        }
        else if (refused.SqlState != PostgresErrorCodes.UniqueViolation || failures >= 3)
        {
            // A unique violation means that another program took the place without our lock: the next try will see its version.
            appends[0].Fail(refused);
        }
    }

    private async Task Forget(PendingAppend[] appends, Exception lost, int failures, CancellationToken stop)
    {
        if (failures == 0)
        {
            log.AppendsWait(lost, appends.Length);
        }

        foreach (var append in appends)
        {
            append.MayBeWritten = true;
        }

        await Disconnect();
        await Faults.Pause(failures, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static void Fail(PendingAppend[] appends, Exception reason)
    {
        foreach (var append in appends)
        {
            append.Fail(new StoreUnavailableException(new StoreUnavailableException().Message, reason));
        }
    }

    private async Task<BatchOutcome> Send(PendingAppend[] appends, CancellationToken stop)
    {
        if (connection is null)
        {
            var atMost = options.StatementAtMost + TimeSpan.FromSeconds(3);
            connection = await WriterSession.Open(database, options, stop);
            (many, single) = (new(connection, atMost), new(connection, atMost));
            await many.Prepare(stop);
            await single.Prepare(stop);
        }

        return SingleCommand.Suits(appends) && await single!.Execute(appends[0], clock.GetUtcNow(), stop) is { } position
            ? new([position], [])
            : await many!.Execute(appends, clock.GetUtcNow(), stop);
    }

    // Whatever state it is in: a fault in parting must not take the writer with it, or nobody would ever append again.
    private async Task Disconnect()
    {
        var parting = connection;
        (many, single, connection) = (null, null, null);
        try
        {
            if (parting is not null)
            {
                // A statement cut short may have kept its turn to write, and the pool would keep it with the connection.
                await Leadership.Release(parting);
                await parting.DisposeAsync();
            }
        }
        catch (Exception fault)
        {
            log.PartingFailed(fault);
        }
    }
}
