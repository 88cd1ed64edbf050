using System.Collections.Concurrent;
using Npgsql;

namespace CharityLink.People;

/// <summary>Writes down everybody who waits in one statement: whoever gets the turn writes for all, alone without waiting.</summary>
internal sealed class VaultWriter(NpgsqlDataSource database, MasterKeys keys) : IDisposable
{
    private const int BatchMax = 256;

    // The fact that names a person is appended after this and flushed to disk; the disk gets both in the order they were written,
    // so waiting for the disk here as well would only cost time.
    private const string Sql =
        """
        with quick as (select set_config('synchronous_commit', 'off', true)),
             input as (select * from unnest($1, $2, $3) i (id, sealed, wrapped)),
             new as (insert into people.person (id, sealed) select i.id, i.sealed from input i cross join quick on conflict (id) do nothing returning id),
             keyed as (insert into people.person_key (person_id, master_key, wrapped) select i.id, $4, i.wrapped from input i join new n on n.id = i.id)
        select id from new
        """;

    private readonly ConcurrentQueue<Entry> waiting = new();
    private readonly SemaphoreSlim turn = new(1);

    /// <summary>True when the person was written now, false when there is one under that id.</summary>
    public async Task<bool> Write(Guid id, byte[] sealedFields, byte[] wrappedKey, CancellationToken ct)
    {
        var mine = new Entry(id, sealedFields, wrappedKey, new(TaskCreationOptions.RunContinuationsAsynchronously));
        waiting.Enqueue(mine);
        while (!mine.Done.Task.IsCompleted)
        {
            await turn.WaitAsync(ct);
            try
            {
                if (!mine.Done.Task.IsCompleted)
                {
                    await WriteWaiting();
                }
            }
            finally
            {
                turn.Release();
            }
        }

        return await mine.Done.Task;
    }

    public void Dispose() => turn.Dispose();

    // Not cancelled with the caller who happens to write: the others did not ask for that.
    private async Task WriteWaiting()
    {
        var batch = new List<Entry>();
        while (batch.Count < BatchMax && waiting.TryDequeue(out var next))
        {
            batch.Add(next);
        }

        try
        {
            // One form sent twice at once: the first is written, the second finds it there.
            var written = await Insert([.. batch.DistinctBy(entry => entry.Id)], CancellationToken.None);
            batch.ForEach(entry => entry.Done.SetResult(written.Remove(entry.Id)));
        }
        catch (Exception fault)
        {
            // Everybody in the batch is told, and the page says what it says when the database is away.
            batch.ForEach(entry => entry.Done.TrySetException(fault));
        }
    }

    private async Task<HashSet<Guid>> Insert(List<Entry> batch, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var command = new NpgsqlCommand(Sql, connection);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. batch.Select(entry => entry.Id)] });
        command.Parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = [.. batch.Select(entry => entry.Sealed)] });
        command.Parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = [.. batch.Select(entry => entry.Wrapped)] });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = keys.CurrentId });
        await command.PrepareAsync(ct);
        await using var rows = await command.ExecuteReaderAsync(ct);
        var written = new HashSet<Guid>();
        while (await rows.ReadAsync(ct))
        {
            written.Add(rows.GetGuid(0));
        }

        return written;
    }

    private sealed record Entry(Guid Id, byte[] Sealed, byte[] Wrapped, TaskCompletionSource<bool> Done);
}
