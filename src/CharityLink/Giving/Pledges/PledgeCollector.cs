using CharityLink.Store;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CharityLink.Giving;

/// <summary>How hard promises are collected: section <c>Giving:Pledges</c>.</summary>
public sealed record PledgeLimits
{
    /// <summary>How many cards are charged in a second, over all nodes.</summary>
    public int ChargesPerSecond { get; init; } = 20;

    /// <summary>False for a node that collects nothing: others do.</summary>
    public bool Collect { get; init; } = true;
}

/// <summary>Collects promises by card whose project has succeeded, at a limited rate, and lets those go whose project has not. Any node may; one does.</summary>
public sealed partial class PledgeCollector(
    PledgeList pledges, SystemCommands commands, ReadModelHost models, NpgsqlDataSource database, PledgeLimits limits, TimeProvider clock, ILogger<PledgeCollector> log)
    : BackgroundService
{
    private const int ReleasedAtOnce = 2_000;
    private const int AtOnce = 32;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CatchUpMax = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AgainAfter = TimeSpan.FromMinutes(10);

    // What was refused (its project is paused, say) must not hold up the others.
    private readonly Dictionary<Guid, DateTimeOffset> refused = [];

    /// <summary>One second's worth of work; how many promises it was. Several nodes at once do no harm: each promise decides for itself.</summary>
    public async Task<int> Work(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        foreach (var id in refused.Where(one => one.Value <= now).Select(one => one.Key).ToList())
        {
            refused.Remove(id);
        }

        var missed = await pledges.Due(now, false, refused.Keys, ReleasedAtOnce, ct);
        var due = await pledges.Due(now, true, refused.Keys, limits.ChargesPerSecond, ct);
        var position = 0L;
        await Parallel.ForEachAsync(missed.Concat(due), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (id, token) =>
        {
            var outcome = await commands.Send(new CollectPledge(Guid.CreateVersion7(), id, now), token);
            lock (refused)
            {
                position = Math.Max(position, outcome.Position);
                if (!outcome.IsDone)
                {
                    refused[id] = now + AgainAfter;
                    Refused(log, id, outcome.Refusals[0].Code);
                }
            }
        });

        // The rows move on when the list hears of it.
        await models.WaitFor(pledges.Name, position, CatchUpMax, ct);
        return missed.Count + due.Count;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (limits.Collect && !stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var connection = await database.OpenConnectionAsync(stoppingToken);
                await Lead(connection, stoppingToken);
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (PostgresException none) when (none.SqlState == PostgresErrorCodes.UndefinedTable)
            {
                // A first start: the read model's table is being made.
            }
            catch (Exception lost) when (lost is NpgsqlException or TimeoutException or StoreUnavailableException)
            {
                Waits(log, lost);
            }

            await Task.Delay(Every, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // Two nodes would charge at twice the rate; that nobody is charged twice does not rest on this lock.
    private async Task Lead(NpgsqlConnection connection, CancellationToken ct)
    {
        if (!await Ask(connection, "select pg_try_advisory_lock(hashtextextended('charitylink collecting pledges', 0))", ct))
        {
            return;
        }

        try
        {
            while (await Ask(connection, "select true", ct))
            {
                await Work(ct);
                await Task.Delay(Every, clock, ct);
            }
        }
        finally
        {
            if (connection.State == System.Data.ConnectionState.Open)
            {
                // Before the connection returns to its pool, which would keep the lock.
                await Ask(connection, "select pg_advisory_unlock(hashtextextended('charitylink collecting pledges', 0))", CancellationToken.None);
            }
        }
    }

    private static async Task<bool> Ask(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(ct) is true;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Pledges: {Pledge} is not collected now: {Code}")]
    private static partial void Refused(ILogger log, Guid pledge, string code);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Pledges: collecting waits for the database")]
    private static partial void Waits(ILogger log, Exception lost);
}
