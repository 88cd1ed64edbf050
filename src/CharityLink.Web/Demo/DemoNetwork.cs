using CharityLink.Kernel;
using CharityLink.Network;
using MediatR;

namespace CharityLink.Web.Demo;

/// <summary>The charities and programs of the demonstration city, made by the same commands that people send.</summary>
public static class DemoNetwork
{
    /// <summary>Loads what is missing; safe to call again after an interruption.</summary>
    public static async Task Load(IServiceProvider services, Action<string> progress, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(progress);
        var divisions = services.GetRequiredService<Divisions>();
        var bodies = DemoBodies.Of(divisions).ToList();
        progress($"{bodies.Count} organisations");
        // A parent has to be there before its children: level by level.
        foreach (var level in bodies.GroupBy(body => body.Division.Level).OrderBy(group => group.Key))
        {
            await Send(services, level.Select(body => body.Register()), ct);
        }

        await Send(services, bodies.Where(body => body.IsVerified).Select(body => body.Verify()), ct);
        await Send(services, bodies.Where(body => body.SuspendedBecause is not null).Select(body => body.Suspend()), ct);

        var programs = DemoPrograms.All;
        progress($"{programs.Count} programs with {programs.Sum(program => program.Sites.Count)} sites");
        await Send(services, programs.Select(program => program.Start()), ct);
        // One program is one stream: what changes the same one follows one after the other.
        await Task.WhenAll(programs.Select(program => Follow(services, program.Settle(divisions), ct)));
    }

    private static async Task Follow(IServiceProvider services, IEnumerable<ICommand> commands, CancellationToken ct)
    {
        foreach (var command in commands)
        {
            await Send(services, [command], ct);
        }
    }

    private static Task Send(IServiceProvider services, IEnumerable<ICommand> commands, CancellationToken ct) => Task.WhenAll(commands.Select(async command =>
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CommandContext>().Caller = Caller.System;
        var outcome = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(command, ct);
        if (!outcome.IsDone)
        {
            throw new InvalidOperationException($"The demonstration city cannot be loaded: {command.GetType().Name} {string.Join(", ", outcome.Refusals.Select(refusal => refusal.Code))}.");
        }
    }));
}
