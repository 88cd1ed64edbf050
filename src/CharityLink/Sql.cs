using System.Reflection;
using Npgsql;

namespace CharityLink;

/// <summary>Short words for set-based SQL: files beside their class, and arrays as parameters.</summary>
internal static class Sql
{
    /// <summary>The text of an embedded .sql file, by its place under the project: <c>Giving.Totals.gift_totals.sql</c>.</summary>
    public static string File(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"CharityLink.{name}")
            ?? throw new InvalidOperationException($"The resource {name} is missing.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>Adds the next parameter, typed so that nothing is boxed.</summary>
    public static NpgsqlBatchCommand With<T>(this NpgsqlBatchCommand command, T value)
    {
        command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return command;
    }

    /// <summary>Sends several statements in one round trip.</summary>
    public static async Task Run(this NpgsqlConnection connection, IEnumerable<NpgsqlBatchCommand> commands, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var command in commands)
        {
            batch.BatchCommands.Add(command);
        }

        if (batch.BatchCommands.Count > 0)
        {
            await batch.ExecuteNonQueryAsync(ct);
        }
    }
}
