using CharityLink.Store;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CharityLink.Workers;

/// <summary>Work done in rounds for as long as the program runs. A round that fails is over, and nothing else is: what was due stays due for the next one.</summary>
/// <param name="name">Of the work, as the log calls it.</param>
/// <param name="every">How long after a round the next one begins.</param>
/// <param name="first">How long after the start the first one begins; at once where nothing is said.</param>
public abstract partial class RecurringWork(string name, TimeSpan every, TimeProvider clock, ILogger log, TimeSpan first = default) : BackgroundService
{
    /// <summary>The clock it goes by.</summary>
    protected TimeProvider Clock => clock;

    /// <summary>Of the work, as the log calls it.</summary>
    protected string Name => name;

    /// <summary>False where the configuration leaves it to other nodes.</summary>
    protected virtual bool IsWanted => true;

    /// <summary>Does what is due now.</summary>
    protected abstract Task Round(CancellationToken ct);

    /// <summary>Waits for the next round; work that can be called for hears that here.</summary>
    protected virtual Task Rest(CancellationToken ct) => Task.Delay(every, clock, ct);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Delay(first, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (IsWanted && !stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Round(stoppingToken);
                await Rest(stoppingToken);
            }
            catch (Exception failure)
            {
                if (!stoppingToken.IsCancellationRequested)
                {
                    Note(failure);
                }

                await Task.Delay(every, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    // A fault of one kind of work must not end the program, and with it all others.
    private void Note(Exception failure)
    {
        switch (failure)
        {
            case PostgresException { SqlState: PostgresErrorCodes.UndefinedTable }:
                // A first start: the tables of read models are being made.
                Early(log, failure, name);
                break;
            case var away when Faults.IsAway(away):
                Waits(log, failure, name);
                break;
            default:
                Failed(log, failure, name);
                break;
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Work: {Name} waits for its tables")]
    private static partial void Early(ILogger log, Exception failure, string name);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Work: {Name} waits for the database")]
    private static partial void Waits(ILogger log, Exception failure, string name);

    [LoggerMessage(Level = LogLevel.Error, Message = "Work: {Name} failed, and is tried again")]
    private static partial void Failed(ILogger log, Exception failure, string name);
}

/// <summary>Brings work into the program.</summary>
public static class RecurringWorkServices
{
    /// <summary>Work that the host starts, reachable as itself for whoever wants a round now.</summary>
    public static IServiceCollection AddWork<TWork>(this IServiceCollection services) where TWork : BackgroundService =>
        services.AddSingleton<TWork>().AddHostedService(provider => provider.GetRequiredService<TWork>());
}
