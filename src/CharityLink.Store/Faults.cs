using System.Text.RegularExpressions;
using Npgsql;

namespace CharityLink.Store;

/// <summary>Tells what will pass (try again) from what will not (the data is at fault), and how long to wait in between.</summary>
public static class Faults
{
    /// <summary>The connection or the server: the same call may succeed later.</summary>
    public static bool IsPassing(Exception fault) => fault switch
    {
        StoreUnavailableException => true,
        PostgresException refused => refused.IsTransient || refused.SqlState == PostgresErrorCodes.ReadOnlySqlTransaction
            || Class(refused) is "08" or "40" or "53" or "55" or "57" or "58" or "XX",
        NpgsqlException or IOException or TimeoutException or System.Net.Sockets.SocketException => true,
        // A connection that was closed under a running command, or was found dead while nobody used it, shows itself so.
        ObjectDisposedException or InvalidOperationException { Source: "Npgsql" } => true,
        _ => false,
    };

    /// <summary>The database, among faults that may have other sources: it does not answer, or not now, and nothing is said of what it was asked.</summary>
    public static bool IsAway(Exception fault) => fault switch
    {
        // Named a time-out, yet nothing to do with the database: a pattern that met text it cannot cope with.
        RegexMatchTimeoutException => false,
        NpgsqlException or StoreUnavailableException or TimeoutException => IsPassing(fault),
        _ => false,
    };

    /// <summary>What was sent: the same call will never succeed.</summary>
    internal static bool IsOfTheData(PostgresException refused) => Class(refused) is "22" or "23" or "42" or "54";

    /// <summary>A fault of a follower's own: the connection is well, and doing the same again would end the same.</summary>
    internal static bool IsPoison(Exception fault, NpgsqlConnection connection) =>
        connection.State == System.Data.ConnectionState.Open && (!IsPassing(fault) || fault is InvalidOperationException and not ObjectDisposedException);

    /// <summary>Longer with each failure in a row, never longer than a second.</summary>
    internal static Task Pause(int failures, CancellationToken ct) =>
        Task.Delay(TimeSpan.FromMilliseconds(Math.Min(1000, 20 << Math.Min(failures, 6))), ct);

    private static string Class(PostgresException refused) => refused.SqlState[..2];
}
