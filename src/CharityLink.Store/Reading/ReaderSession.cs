using System.Globalization;
using Npgsql;

namespace CharityLink.Store;

/// <summary>A connection set up for many small reads by key: index lookups only, at every size of the tables.</summary>
internal static class ReaderSession
{
    public static Task<NpgsqlConnection> Open(NpgsqlDataSource database, EventStoreOptions options, CancellationToken ct) =>
        StoreSession.Open(database, Settings(options), ct);

    private static string Settings(EventStoreOptions options) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        set statement_timeout = {options.StatementAtMost.TotalMilliseconds:0};
        set plan_cache_mode = force_generic_plan;
        set enable_seqscan = off;
        set enable_hashjoin = off;
        set enable_mergejoin = off;
        set enable_bitmapscan = off;
        set enable_sort = off;
        set jit = off;
        set application_name = 'charitylink read';
        """);
}
