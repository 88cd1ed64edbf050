using System.Collections.Concurrent;
using CharityLink.Kernel;
using CharityLink.Store;
using CharityLink.Workers;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Xunit;

namespace CharityLink.Testing;

/// <summary>Every command that was carried out while tests ran, whoever sent it: when all is over each is sent once more, and nothing may come of it.</summary>
/// <remarks>By then the state is another one than the command met: it may be refused, do nothing or decide anew. What counts is that it happened once.</remarks>
public sealed class SentOnceMore(IServiceProvider services)
{
    // In several turns: where the whole machine stood still, one goes by with nothing done.
    private const int TurnsMax = 4;

    private static readonly TimeSpan _turn = TimeSpan.FromSeconds(30);

    private readonly ConcurrentQueue<(ICommand Command, Caller Caller)> _done = [];

    public void Keep(ICommand command, Caller caller) => _done.Enqueue((command, caller));

    /// <summary>Each command left facts under its id once, and the second time none: no ledger row and no payment operation more, either.</summary>
    public async Task Check(CancellationToken ct)
    {
        // What goes by a clock would write facts of its own meanwhile. What follows the log goes on.
        foreach (var worker in services.GetServices<IHostedService>().OfType<RecurringWork>())
        {
            await worker.StopAsync(ct);
        }

        var before = await Rest(ct);
        var wrong = new List<string>();
        foreach (var (command, caller) in _done.DistinctBy(one => one.Command.CommandId).ToList())
        {
            // What changed nothing was not kept, and is a command like any other.
            if (await services.GetRequiredService<EventStore>().FindCommand(command.CommandId, ct) is null)
            {
                continue;
            }

            await using var scope = services.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<CommandContext>().Caller = caller;
            var again = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(command, ct);
            if (!again.IsDone)
            {
                wrong.Add($"{command.GetType().Name} was carried out, and refused when it came again: {again.Refusals[0].Code}");
            }
        }

        var after = await Rest(ct);
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.Equal(before, after);
    }

    // Everything that follows the log has followed, and what it wrote itself as well.
    private async Task<(long Facts, long Entries, long Operations)> Rest(CancellationToken ct)
    {
        var (store, followers) = (services.GetRequiredService<EventStore>(), services.GetRequiredService<ReadModelHost>());
        long end;
        do
        {
            end = await store.ReadEnd(ct);
            foreach (var follower in await followers.Status(ct))
            {
                var come = false;
                for (var turns = 0; turns < TurnsMax && !come; turns++)
                {
                    come = await followers.WaitFor(follower.Name, end, _turn, ct);
                }

                Assert.True(come, $"Not at {end}: {(await followers.Status(ct)).Single(one => one.Name == follower.Name)}");
            }
        }
        while (end != await store.ReadEnd(ct));

        await using var counts = services.GetRequiredService<NpgsqlDataSource>().CreateCommand(
            "select (select count(*) from events.mt_events), (select count(*) from ledger_entry), (select count(*) from giving.payment_operation)");
        await using var row = await counts.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        return (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2));
    }
}

/// <summary>Listens to the commands of a program under test.</summary>
public static class SentOnceMoreServices
{
    /// <summary>Keeps every command that is carried out, for <see cref="SentOnceMore.Check"/>.</summary>
    public static IServiceCollection AddSentOnceMore(this IServiceCollection services)
    {
        // Before all others, whoever registered them: hears how the command ended for its sender.
        services.Insert(0, ServiceDescriptor.Scoped(typeof(IPipelineBehavior<,>), typeof(KeepSent<,>)));
        return services.AddSingleton<SentOnceMore>();
    }
}

/// <summary>Hears of every command and how it ended.</summary>
internal sealed class KeepSent<TCommand, TResponse>(SentOnceMore sent, CommandContext context) : IPipelineBehavior<TCommand, TResponse> where TCommand : notnull
{
    public async Task<TResponse> Handle(TCommand request, CancellationToken ct, RequestHandlerDelegate<TResponse> next)
    {
        var response = await next();
        if (request is ICommand command && response is Outcome { IsDone: true })
        {
            sent.Keep(command, context.Caller);
        }

        return response;
    }
}
