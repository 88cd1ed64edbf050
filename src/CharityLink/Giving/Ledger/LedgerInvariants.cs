using CharityLink.Store;
using Npgsql;

namespace CharityLink.Giving;

/// <summary>One thing that must hold of the books.</summary>
/// <param name="Id">As the catalogue numbers it: I1 …</param>
/// <param name="Says">What must hold, in words.</param>
/// <param name="Broken">Where it does not: one line each; empty when it holds.</param>
public sealed record Invariant(string Id, string Says, IReadOnlyList<string> Broken)
{
    /// <summary>Holds everywhere.</summary>
    public bool Holds => Broken.Count == 0;
}

/// <summary>Checks the books against the log: each check is one statement that names what is wrong. For tests, and for the command line.</summary>
/// <remarks>The log is summed up by SQL of its own, so that a mistake in what a fact means in the books is seen, not repeated.</remarks>
public static class LedgerInvariants
{
    private const int ShownMax = 20;

    /// <summary>The books as they stand, checked; null while the followers of the log stand at different places, so that nothing can be said.</summary>
    public static async Task<IReadOnlyList<Invariant>?> Check(NpgsqlDataSource database, EventStore store, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        // One snapshot for all: gifts may arrive meanwhile.
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, ct);
        if (await Lines(connection, LedgerChecks.StandsTogether, ct) is not ["yes"])
        {
            return null;
        }

        var found = new List<Invariant>();
        foreach (var (id, says, sql) in LedgerChecks.All)
        {
            found.Add(new(id, says, await Lines(connection, sql, ct)));
        }

        found.Add(new("I12", "Reading the whole log again gives the same balances", await LedgerReplay.Differences(connection, store, ct)));
        return found;
    }

    private static async Task<List<string>> Lines(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"select * from ({sql}) broken limit {ShownMax}", connection) { CommandTimeout = 600 };
        await using var row = await command.ExecuteReaderAsync(ct);
        var lines = new List<string>();
        while (await row.ReadAsync(ct))
        {
            lines.Add(row.GetString(0));
        }

        return lines;
    }
}
