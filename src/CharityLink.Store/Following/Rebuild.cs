using Npgsql;

namespace CharityLink.Store;

/// <summary>A read model being made again from the first event, in a schema of its own, while the old tables stay in service.</summary>
internal sealed class Rebuild : IAsyncDisposable
{
    private readonly IReadModel model;
    private readonly LogReader pages;
    private readonly NpgsqlConnection connection;
    private readonly string schema;
    private readonly CancellationTokenSource gone = new();
    private Task catchingUp = Task.CompletedTask;

    private Rebuild(IReadModel model, LogReader pages, NpgsqlConnection connection)
    {
        (this.model, this.pages, this.connection) = (model, pages, connection);
        schema = $"read_rebuild_{model.Name}";
    }

    /// <summary>How far the new tables have come.</summary>
    public long Position { get; private set; }

    /// <summary>Makes the empty tables. What an earlier attempt left behind is thrown away.</summary>
    public static async Task<Rebuild> Begin(NpgsqlDataSource database, IReadModel model, LogReader pages, CancellationToken ct)
    {
        var rebuild = new Rebuild(model, pages, await database.OpenConnectionAsync(ct));
        try
        {
            await rebuild.MakeTables(ct);
            return rebuild;
        }
        catch
        {
            await rebuild.DisposeAsync();
            throw;
        }
    }

    /// <summary>Carries in everything up to the end of the log.</summary>
    public Task CatchUp(CancellationToken ct) => catchingUp = CarryIn(ct);

    /// <summary>Puts the new tables in the place of the old, under the leader's lock.</summary>
    public Task SwapIn(NpgsqlConnection leader, CancellationToken ct) => ModelTables.Swap(leader, model, schema, Position, ct);

    public async ValueTask DisposeAsync()
    {
        await gone.CancelAsync();
        await catchingUp.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Leadership.Release(connection);
        await connection.DisposeAsync();
        gone.Dispose();
    }

    private async Task CarryIn(CancellationToken ct)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, gone.Token);
        while (await pages.Next(Position, TimeSpan.Zero, either.Token) is { } page)
        {
            var heeded = page.Only(model.Heeds);
            await (heeded.Events.Count == 0
                ? Reached(page.ReadUpTo)
                : ModelBatch.Apply(model, ModelBatch.Whole(heeded), page.ReadUpTo, Reached, connection, either.Token));
        }
    }

    private Task Reached(long position)
    {
        Position = position;
        return Task.CompletedTask;
    }

    private async Task MakeTables(CancellationToken ct)
    {
        // A lock of its own: a node that lost its leadership must not go on writing into the tables of the next one's attempt.
        await Leadership.Take(connection, $"rebuild {model.Name}", ct);
        var quoted = ModelTables.Quote(schema);
        await ModelTables.Run(
            connection,
            $"""
            {Leadership.Settings}
            drop schema if exists {quoted} cascade;
            create schema {quoted};
            set search_path = {quoted}, public;
            {model.Ddl}
            """,
            ct);
    }
}
