using Npgsql;
using NpgsqlTypes;

namespace CharityLink.Store;

/// <summary>Looks many command ids up in one query.</summary>
internal sealed class CommandQuery : IGroupQuery<Guid, CommandRecord?>
{
    private const string Sql =
        """
        select l.command_id, l.command_hash, l.position
          from unnest($1) as a (command_id)
          join events.command_log l on l.command_id = a.command_id
        """;

    private readonly NpgsqlConnection connection;
    private readonly NpgsqlCommand command;
    private readonly NpgsqlParameter<Guid[]> ids = new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid };

    private CommandQuery(NpgsqlConnection connection)
    {
        this.connection = connection;
        command = new(Sql, connection) { Parameters = { ids } };
    }

    public static async Task<IGroupQuery<Guid, CommandRecord?>> Open(NpgsqlDataSource database, EventStoreOptions options, CancellationToken ct)
    {
        var opened = await ReaderSession.Open(database, options, ct);
        var query = new CommandQuery(opened);
        await query.command.PrepareAsync(ct);
        return query;
    }

    public async Task<CommandRecord?[]> Run(Guid[] asks, CancellationToken ct)
    {
        ids.TypedValue = asks;
        var found = new Dictionary<Guid, CommandRecord>();
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            var id = rows.GetGuid(0);
            found[id] = new(id, rows.IsDBNull(1) ? null : rows.GetString(1), rows.GetInt64(2));
        }

        return Array.ConvertAll(asks, ask => found.GetValueOrDefault(ask));
    }

    public async ValueTask DisposeAsync()
    {
        await command.DisposeAsync();
        await connection.DisposeAsync();
    }
}
