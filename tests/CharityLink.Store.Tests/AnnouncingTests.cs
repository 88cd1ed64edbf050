using Npgsql;

namespace CharityLink.Store.Tests;

/// <summary>Another node is told that the log has grown; where there is none, nothing is said.</summary>
public sealed class AnnouncingTests(StoreWorld world) : IClassFixture<StoreWorld>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_node_that_listens_is_told_and_an_empty_room_is_not()
    {
        var heard = new HashSet<string>(StringComparer.Ordinal);
        await using var other = await world.Database.OpenConnectionAsync(Ct);
        other.Notification += (_, told) => heard.Add(told.Payload);
        await Tell(other, "listen charitylink_events");
        var untold = await Appended();
        await Looked(await Looked(DateTime.MinValue, Task.CompletedTask), Appended());

        await Tell(other, "set application_name = 'charitylink listen other'");
        var told = await Appended();
        while (!heard.Contains($"{told}"))
        {
            await other.WaitAsync(Ct);
        }

        Assert.DoesNotContain($"{untold}", heard);
    }

    private Task<long> Appended() => world.Store.Append(Guid.CreateVersion7().Gifts(0, 1)).Position();

    // The node's session was at work once more: the first time, that may have been to get ready.
    private async Task<DateTime> Looked(DateTime before, Task appended)
    {
        const string last = """
            select coalesce(max(state_change), '-infinity') from pg_stat_activity
             where datname = current_database() and application_name = 'charitylink announce' and state = 'idle' and query like '%pg_notify%'
            """;
        await appended;
        while (true)
        {
            var now = await world.Value<DateTime>(last);
            if (now > before)
            {
                return now;
            }

            await Task.Yield();
        }
    }

    private static async Task Tell(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Ct);
    }
}
