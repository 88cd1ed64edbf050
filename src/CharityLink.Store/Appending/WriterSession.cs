using System.Globalization;
using Npgsql;

namespace CharityLink.Store;

/// <summary>A connection set up for appending: it gives up in time, and its plans do not change with the size of the tables.</summary>
internal static class WriterSession
{
    public static async Task<NpgsqlConnection> Open(NpgsqlDataSource database, EventStoreOptions options, CancellationToken ct)
    {
        var connection = await database.OpenConnectionAsync(ct);
        try
        {
            await using var command = new NpgsqlCommand(Settings(options), connection);
            await command.ExecuteNonQueryAsync(ct);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    // The procedure looks up a handful of keys in tables of any size. A plan made while they were empty would scan or hash
    // them for ever, since plans are kept: only index lookups are right at every size.
    private static string Settings(EventStoreOptions options) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        set statement_timeout = {options.StatementAtMost.TotalMilliseconds:0};
        set lock_timeout = {options.StatementAtMost.TotalMilliseconds:0};
        set plan_cache_mode = force_generic_plan;
        set enable_seqscan = off;
        set enable_hashjoin = off;
        set enable_mergejoin = off;
        set enable_bitmapscan = off;
        set jit = off;
        set application_name = 'charitylink append';
        """);
}
