using Microsoft.Extensions.Logging;
using Npgsql;

namespace CharityLink.Store.Tests;

/// <summary>A connection that breaks, and cannot even be closed, does not take the writer with it: others go on appending.</summary>
public sealed class PartingTests(StoreWorld world) : IClassFixture<StoreWorld>
{
    private static readonly EventStoreOptions Impatient = new() { StatementAtMost = TimeSpan.FromMilliseconds(500), AppendAtMost = TimeSpan.FromSeconds(20) };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_connection_that_fails_once_more_when_it_is_closed_is_left_behind()
    {
        using var log = new Sulking();
        await using var database = new NpgsqlDataSourceBuilder(world.ConnectionString).UseLoggerFactory(log).Build();
        await using var node = new EventStore(database, StoreWorld.Types, TimeProvider.System, Impatient, log.CreateLogger<EventStore>());
        var stream = Guid.CreateVersion7();
        await node.Append(stream.Gifts(0, 1)).Position();

        // Somebody holds the lock for longer than a statement may take: the writer gives its connection back, which fails.
        await using var prompt = await world.Database.OpenConnectionAsync(Ct);
        await using var transaction = await prompt.BeginTransactionAsync(Ct);
        await using (var take = new NpgsqlCommand("select pg_advisory_xact_lock(x'436861726974794c'::bigint)", prompt, transaction))
        {
            await take.ExecuteNonQueryAsync(Ct);
        }

        log.Refuses = true;
        var append = node.Append(stream.Gifts(1, 2));
        await log.ToldOfParting.WaitAsync(TimeSpan.FromSeconds(20), Ct);
        await transaction.RollbackAsync(Ct);

        await append.Position();
        Assert.Equal(2, (await node.ReadStream(stream, 0, Ct)).Version);
    }

    [Fact]
    public async Task A_server_that_ends_the_connection_while_nothing_gets_through_any_more_stops_nobody()
    {
        await using var wire = new Wire(world.ConnectionString);
        var node = world.Node(Impatient, connectionString: wire.ConnectionString);
        var stream = Guid.CreateVersion7();
        await node.Append(stream.Gifts(0, 1)).Position();

        wire.FreezeAfter(10);
        var stuck = node.Append(stream.Gifts(1, 2));
        await EndWriters();
        wire.Mend();

        await stuck.Position();
        await node.Append(stream.Gifts(2, 3)).Position();
        Assert.Equal(3, (await world.Store.ReadStream(stream, 0, Ct)).Version);
    }

    private Task EndWriters() =>
        world.Run("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'charitylink append'");

    // The one place inside a connection's closing that a test can reach: what it writes into the log, which may fail like anything else.
    private sealed class Sulking : ILoggerFactory, ILogger
    {
        private readonly TaskCompletionSource told = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool Refuses { get; set; }

        public Task ToldOfParting => told.Task;

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider)
        {
            // Nobody else listens.
        }

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (eventId.Name == "PartingFailed")
            {
                told.TrySetResult();
            }

            if (Refuses && eventId.Name == "ClosingConnection")
            {
                Refuses = false;
                throw new InvalidOperationException("The log is full.");
            }
        }

        public void Dispose()
        {
            // Nothing is held.
        }
    }
}
