using Microsoft.Extensions.Logging;
using Npgsql;

namespace CharityLink.Store;

/// <summary>Brings batches to the database over one connection, and finds out what happened when the connection was lost.</summary>
internal sealed class BatchWriter(
    NpgsqlDataSource database, TimeProvider clock, EventStoreOptions options, Action<long> committed, ILogger log, CancellationToken stop)
    : ILane<PendingAppend>
{
    private readonly AppendBatch batch = new(options.BatchMax);
    private NpgsqlConnection? connection;
    private BatchCommand? many;
    private SingleCommand? single;
    private int failures;

    public bool Take(Queue<PendingAppend> waiting) => batch.Refill(waiting);

    public Task<bool> Carry() => Write([.. batch.Appends.Where(append => !append.Answer.IsOver)]);

    public async Task Pause() =>
        await Task.Delay(Faults.Pause(failures), stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    public async ValueTask DisposeAsync()
    {
        await (many?.DisposeAsync() ?? default);
        await (single?.DisposeAsync() ?? default);
        await (connection?.DisposeAsync() ?? default);
        (many, single, connection) = (null, null, null);
    }

    private async Task<bool> Write(PendingAppend[] appends)
    {
        try
        {
            if (appends.Length > 0)
            {
                var outcome = await Send(appends);
                outcome.Settle(appends);
                Tell(outcome);
                await SettleUnsure(appends, outcome);
            }

            failures = 0;
            return true;
        }
        catch (PostgresException refused) when (Faults.IsOfTheData(refused))
        {
            return await Apart(appends, refused);
        }
        catch (Exception lost) when (Faults.IsPassing(lost) && !stop.IsCancellationRequested)
        {
            await Forget(appends, lost);
            return false;
        }
        catch (Exception broken)
        {
            Fail(appends, broken);
            await DisposeAsync();
            return true;
        }
    }

    // What was sent before and now looks refused may be refused because that first attempt was written.
    private async Task SettleUnsure(PendingAppend[] appends, BatchOutcome outcome)
    {
        for (var number = 0; number < appends.Length; number++)
        {
            if (!appends[number].Answer.IsOver)
            {
                var mine = await WrittenBefore(appends[number]);
                appends[number].Answer.Settle(mine ?? outcome.RefusalOf(number, appends[number]));
            }
        }
    }

    // Followers are woken when the callers have their answers: those wait for their page, these for the next pulse.
    private void Tell(BatchOutcome outcome)
    {
        if (outcome.Last is { } last)
        {
            committed(last);
        }
    }

    // After a lost answer: is the event at the place of our last one ours? Then all of the append is there.
    private async Task<AppendResult.Appended?> WrittenBefore(PendingAppend append)
    {
        const string find = "select seq_id from events.mt_events where stream_id = $1 and version = $2 and id = $3";
        var last = append.Events[^1];
        await using var query = new NpgsqlCommand(find, connection)
        {
            Parameters = { new() { Value = last.StreamId }, new() { Value = last.Version }, new() { Value = last.Id } },
        };
        return await query.ExecuteScalarAsync(stop) is long position ? new AppendResult.Appended(position) : null;
    }

    // Somebody's data was refused, and with it the whole batch: one by one, only that one is told.
    private async Task<bool> Apart(PendingAppend[] appends, PostgresException refused)
    {
        if (appends.Length > 1)
        {
            var all = true;
            foreach (var append in appends)
            {
                all = all && await Write([append]);
            }

            return all;
        }

        // A key was taken by another program, without our lock: the next try will see what it wrote.
        if (refused.SqlState == PostgresErrorCodes.UniqueViolation && failures++ < 3)
        {
            return false;
        }

        appends[0].Answer.Fail(refused);
        return true;
    }

    private async Task Forget(PendingAppend[] appends, Exception lost)
    {
        if (failures++ == 0)
        {
            log.AppendsWait(lost, appends.Length);
        }

        foreach (var append in appends)
        {
            append.MayBeWritten = true;
        }

        await DisposeAsync();
    }

    private static void Fail(PendingAppend[] appends, Exception reason)
    {
        foreach (var append in appends)
        {
            append.Answer.Fail(new StoreUnavailableException(new StoreUnavailableException().Message, reason));
        }
    }

    private async Task<BatchOutcome> Send(PendingAppend[] appends)
    {
        if (connection is null)
        {
            var atMost = options.StatementAtMost + TimeSpan.FromSeconds(3);
            connection = await WriterSession.Open(database, options, stop);
            (many, single) = (new(connection, atMost), new(connection, atMost));
            await many.Prepare(stop);
            await single.Prepare(stop);
        }

        return SingleCommand.Suits(appends)
            ? await single!.Execute(appends[0], clock.GetUtcNow(), stop)
            : await many!.Execute(appends, clock.GetUtcNow(), stop);
    }
}
