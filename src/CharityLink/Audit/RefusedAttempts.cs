using CharityLink.Kernel;
using Dapper;
using Npgsql;

namespace CharityLink.Audit;

/// <summary>Writes down what a signed-in person tried and was refused: no event tells it, since nothing happened.</summary>
internal sealed class RefusedAttempts(NpgsqlDataSource database, TimeProvider clock) : IRefusedAttempts
{
    private const string Insert =
        """
        insert into people.refused_attempt (at, account_id, command_id, command_name, code, divisions)
        values (@at, @account, @command, @name, @code, @divisions)
        """;

    public async Task Record(CommandContext context, string code, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(Insert, new
        {
            at = clock.GetUtcNow(), account = context.Caller.AccountId, command = context.Metadata.CommandId, name = context.Metadata.CommandName, code,
            divisions = context.Caller.Appointments.Select(a => a.Division.Value).Distinct(StringComparer.Ordinal).ToArray(),
        }, cancellationToken: ct));
    }
}
