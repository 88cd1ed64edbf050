using Npgsql;

namespace CharityLink.Store;

/// <summary>A connection that is set up before anybody uses it; one that cannot be set up is closed again.</summary>
internal static class StoreSession
{
    /// <param name="settings">Statements that set it up.</param>
    public static async Task<NpgsqlConnection> Open(NpgsqlDataSource database, string settings, CancellationToken ct)
    {
        var connection = await database.OpenConnectionAsync(ct);
        try
        {
            await using var command = new NpgsqlCommand(settings, connection);
            await command.ExecuteNonQueryAsync(ct);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
