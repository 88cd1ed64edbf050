using Npgsql;

namespace CharityLink.EmbeddedPostgres.Tests;

/// <summary>One statement over a connection of its own, as a program that comes by once would run it.</summary>
internal static class Sql
{
    internal static async Task<object?> Run(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }
}
