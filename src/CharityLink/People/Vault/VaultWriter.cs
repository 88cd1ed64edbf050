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
             input as (select * from unnest($1, $2, $3, $5, $6) i (id, sealed, wrapped, mark, fresh)),
             contact as (insert into people.contact (mark, giver_id) select distinct on (mark) mark, fresh from input where mark is not null order by mark
                         on conflict (mark) do update set mark = excluded.mark returning mark, giver_id),
             new as (insert into people.person (id, sealed, giver_id) select i.id, i.sealed, c.giver_id from input i cross join quick left join contact c on c.mark = i.mark
                     on conflict (id) do nothing returning id, giver_id),
             keyed as (insert into people.person_key (person_id, master_key, wrapped) select i.id, $4, i.wrapped from input i join new n on n.id = i.id)
        select id, giver_id from new
        """;

    private readonly ConcurrentQueue<Entry> waiting = new();
    private readonly SemaphoreSlim turn = new(1);

    /// <summary>Whether the person was written now (not when there is one under that id), and the giver behind the mark.</summary>
    public async Task<(bool IsNew, Guid? Giver)> Write(Guid id, byte[] sealedFields, byte[] wrappedKey, byte[]? mark, CancellationToken ct)
    {
        var mine = new Entry(id, sealedFields, wrappedKey, mark, new(TaskCreationOptions.RunContinuationsAsynchronously));
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
            batch.ForEach(entry => entry.Done.SetResult(written.Remove(entry.Id, out var giver) ? (true, giver) : (false, null)));
        }
        catch (Exception fault)
        {
            // Everybody in the batch is told, and the page says what it says when the database is away.
            batch.ForEach(entry => entry.Done.TrySetException(fault));
        }
    }

    private async Task<Dictionary<Guid, Guid?>> Insert(List<Entry> batch, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var command = new NpgsqlCommand(Sql, connection);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. batch.Select(entry => entry.Id)] });
        command.Parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = [.. batch.Select(entry => entry.Sealed)] });
        command.Parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = [.. batch.Select(entry => entry.Wrapped)] });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = keys.CurrentId });
        command.Parameters.Add(new NpgsqlParameter<byte[]?[]> { TypedValue = [.. batch.Select(entry => entry.Mark)] });
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. batch.Select(_ => Guid.CreateVersion7())] });
        await command.PrepareAsync(ct);
        await using var rows = await command.ExecuteReaderAsync(ct);
        var written = new Dictionary<Guid, Guid?>();
        while (await rows.ReadAsync(ct))
        {
            written.Add(rows.GetGuid(0), rows.GetFieldValue<Guid?>(1));
        }

        return written;
    }

    private sealed record Entry(Guid Id, byte[] Sealed, byte[] Wrapped, byte[]? Mark, TaskCompletionSource<(bool, Guid?)> Done);
}
