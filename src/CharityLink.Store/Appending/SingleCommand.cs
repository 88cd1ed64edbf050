using Npgsql;

namespace CharityLink.Store;

/// <summary>Writes an append that is alone: one event, in one plain statement of its kind, which costs less than starting the procedure of <see cref="BatchCommand"/>.</summary>
/// <remarks>
/// The same promises: the turns are taken before a number is drawn, and the server has the whole statement before it begins, so that
/// a client that is frozen holds nothing. What it saw before it had the turns may be old, so it trusts only what is looked at anew
/// when a row is written: the stream's version, and the keys. Where it writes nothing, the procedure is asked for the reason.
/// </remarks>
internal sealed class SingleCommand : IAsyncDisposable
{
    private readonly SingleStatement[] statements;

    public SingleCommand(NpgsqlConnection connection, TimeSpan atMost) =>
        statements = [.. Enumerable.Range(0, 4).Select(kind => new SingleStatement(connection, atMost, begins: (kind & 1) > 0, logged: (kind & 2) > 0))];

    public static bool Suits(IReadOnlyList<PendingAppend> appends) => appends is [{ Events.Length: 1, Changes.Count: 1 }];

    /// <summary>Prepares every statement: from then on only values travel.</summary>
    public async Task Prepare(CancellationToken ct)
    {
        foreach (var statement in statements)
        {
            await statement.Prepare(ct);
        }
    }

    /// <summary>Writes the append and answers with its position: it is durable then. Null: nothing was written.</summary>
    public async Task<long?> Execute(PendingAppend append, DateTimeOffset now, CancellationToken ct)
    {
        try
        {
            return await For(append).Execute(append, now, ct);
        }
        catch (PostgresException taken) when (taken.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            // The stream was begun before, or another node carried out the same command or wrote to the stream past our turn while this waited.
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var statement in statements)
        {
            await statement.DisposeAsync();
        }
    }

    private SingleStatement For(PendingAppend append) =>
        statements[(append.Changes[0].ExpectedVersion == 0 ? 1 : 0) | (append.Metadata.CommandId is null ? 0 : 2)];
}
