using System.Globalization;
using Npgsql;

namespace CharityLink.Store;

/// <summary>A connection set up for appending: it gives up in time, and its plans do not change with the size of the tables.</summary>
internal static class WriterSession
{
    public static Task<NpgsqlConnection> Open(NpgsqlDataSource database, EventStoreOptions options, CancellationToken ct) =>
        StoreSession.Open(database, Settings(options), ct);

    // The procedure looks up a handful of keys in tables of any size. A plan made while they were empty would scan or hash
    // them for ever, since plans are kept: only index lookups are right at every size.
    // Where the account may (the private cluster's owner may), the foreign key is not looked up again for each event: the
    // procedure has just written or locked the stream's row in the same transaction, so the check could only say yes.
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
        select set_config('session_replication_role', 'replica', false)
         where has_parameter_privilege('session_replication_role', 'set');
        set application_name = 'charitylink append';
        """);
}
