using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Store;
using CharityLink.Workers;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CharityLink.Projects;

/// <summary>Ends projects whose deadline has come. Hosted by every node, run by one of them; each project ends once whoever runs it (docs/decisions/0010).</summary>
public sealed partial class DeadlineClock(
    DeadlineList deadlines, CountedTotals totals, ReadModelHost models, NpgsqlDataSource database, IServiceScopeFactory scopes, TimeProvider time, ILogger<DeadlineClock> log)
    : OneNodeWork("deadlines", database, time, log)
{
    private const int BatchMax = 1_000;
    private const int AtOnce = 64;

    // However far the next deadline, the clock is looked at again after this: it may have been set meanwhile, or a project opened.
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CatchUpMax = TimeSpan.FromSeconds(10);

    /// <summary>Ends everything that is due now; how many it ended. Several nodes at once do no harm.</summary>
    public async Task<int> EndDue(CancellationToken ct)
    {
        for (var ended = 0; ;)
        {
            var due = await deadlines.DueAt(Clock.GetUtcNow(), BatchMax, ct);
            if (due.Count == 0)
            {
                return ended;
            }

            // Read after the deadline: what the log held when it came is in these sums.
            if (await totals.Of(GiftTotals.Project, [.. due.Select(one => one.ProjectId)], ct) is not { } counted)
            {
                TotalsBehind(log);
                return ended;
            }

            var outcomes = new List<Outcome>(due.Count);
            foreach (var some in due.Chunk(AtOnce))
            {
                outcomes.AddRange(await Task.WhenAll(some.Select(one => End(one, counted, ct))));
            }

            var done = outcomes.Count(outcome => outcome.IsDone);
            ended += done;
            Ended(log, done, due.Count);
            // The rows go when the read model hears of it. Where nothing was done the next look would find the same.
            if (done == 0 || !await models.WaitFor(deadlines.Name, outcomes.Max(outcome => outcome.Position), CatchUpMax, ct))
            {
                return ended;
            }
        }
    }

    /// <inheritdoc/>
    protected override async Task<TimeSpan> Turn(CancellationToken ct)
    {
        await EndDue(ct);
        return Wait(await deadlines.Next(ct), Clock.GetUtcNow());
    }

    /// <summary>Until the next deadline exactly, at most until the clock is looked at again; what is overdue and could not be ended is tried again soon.</summary>
    internal static TimeSpan Wait(DateTimeOffset? next, DateTimeOffset now) =>
        next is not { } at || at - now > LookAgain ? LookAgain
        : at <= now ? Pause
        // A timer counts whole milliseconds and would wake a moment early.
        : TimeSpan.FromMilliseconds(Math.Ceiling((at - now).TotalMilliseconds));

    private async Task<Outcome> End(Due due, Counted counted, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CommandContext>().Caller = Caller.System;
        var command = StableId.Beside(due.ProjectId, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"deadline {due.DeadlineAt.UtcTicks}"));
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(
            new EndProject(command, due.ProjectId, Money.Cny(counted.RaisedMinor[due.ProjectId]), counted.CountedUpTo, Money.Cny(counted.PledgedMinor[due.ProjectId])), ct);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Deadlines: ended {Done} of {Due} projects that were due")]
    private static partial void Ended(ILogger log, int done, int due);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Deadlines: the totals are behind the log; trying again")]
    private static partial void TotalsBehind(ILogger log);
}
