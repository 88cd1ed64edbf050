using CharityLink.Store;
using CharityLink.Workers;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CharityLink.Tests.Workers;

/// <summary>A round that fails ends that round, and nothing else.</summary>
public sealed class RecurringWorkTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(1);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_a_round_that_failed_comes_another_and_the_log_says_of_whose_fault_it_was()
    {
        using var work = new Rounds(
            new PostgresException("no such table", "ERROR", "ERROR", PostgresErrorCodes.UndefinedTable), new NpgsqlException("gone"), new TimeoutException(),
            new StoreUnavailableException("gone"), new InvalidOperationException("a bug"));

        await work.StartAsync(Ct);
        await work.Done.Task.WaitAsync(Ct);
        await work.StopAsync(Ct);

        Assert.Equal([LogLevel.Debug, LogLevel.Warning, LogLevel.Warning, LogLevel.Warning, LogLevel.Error], work.Log.All);
    }

    [Fact]
    public async Task Work_that_is_not_wanted_here_does_nothing()
    {
        using var work = new Rounds { Wanted = false };

        await work.StartAsync(Ct);
        await work.ExecuteTask!.WaitAsync(Ct); // It was started.

        Assert.False(work.Done.Task.IsCompleted);
    }

    [Fact]
    public async Task What_a_round_throws_while_the_program_ends_is_no_failure()
    {
        using var work = new Rounds { EndsWithTheProgram = true };

        await work.StartAsync(Ct);
        await work.Done.Task.WaitAsync(Ct);
        await work.StopAsync(Ct);

        Assert.Empty(work.Log.All);
    }

    private sealed class Rounds : RecurringWork
    {
        private readonly Queue<Exception> failures;

        public Rounds(params Exception[] failures) : this(new HeardLevels<RecurringWork>(), failures)
        {
        }

        private Rounds(HeardLevels<RecurringWork> log, Exception[] failures) : base("rounds", Soon, TimeProvider.System, log) => (Log, this.failures) = (log, new(failures));

        public HeardLevels<RecurringWork> Log { get; }

        public bool Wanted { get; init; } = true;

        public bool EndsWithTheProgram { get; init; }

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        protected override bool IsWanted => Wanted;

        protected override async Task Round(CancellationToken ct)
        {
            if (failures.TryDequeue(out var failure))
            {
                throw failure;
            }

            Done.TrySetResult();
            if (EndsWithTheProgram)
            {
                await Task.Delay(Timeout.Infinite, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                throw new InvalidOperationException("Everything is being taken down.");
            }
        }
    }
}
