using System.Data;
using Npgsql;

namespace CharityLink.Store.Tests;

/// <summary>A database that was started anew while nobody asked: the driver finds its connections dead, and what is asked next is asked again, not refused.</summary>
public sealed class BrokenConnectionTests(StoreWorld world) : IClassFixture<StoreWorld>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_connection_found_dead_while_nobody_used_it_is_a_fault_that_passes()
    {
        await using var database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(world.ConnectionString) { KeepAlive = 1 });
        await using var connection = await database.OpenConnectionAsync(Ct);
        var dead = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        connection.StateChange += (_, change) => _ = change.CurrentState != ConnectionState.Open && dead.TrySetResult();
        await world.Run($"select pg_terminate_backend({connection.ProcessID})");
        await dead.Task.WaitAsync(Patience, Ct);

        await using var command = new NpgsqlCommand("select 1", connection);
        var fault = await Record.ExceptionAsync(() => command.ExecuteScalarAsync(Ct));

        Assert.IsType<InvalidOperationException>(fault);
        Assert.True(Faults.IsPassing(fault));
        Assert.False(Faults.IsPoison(fault, connection));
    }

    [Fact]
    public async Task What_is_asked_wrongly_of_a_connection_that_is_well_does_not_pass()
    {
        await using var connection = await world.Database.OpenConnectionAsync(Ct);
        await using var command = new NpgsqlCommand("select 1", connection);
        await using var rows = await command.ExecuteReaderAsync(Ct);

        // Nothing was read yet.
        Assert.True(Faults.IsPoison(Assert.Throws<InvalidOperationException>(() => rows.GetInt32(0)), connection));
    }
}
