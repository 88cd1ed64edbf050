using CharityLink.Kernel;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace CharityLink.Giving;

/// <summary>Sends commands as the platform itself: what providers and clocks report.</summary>
public sealed class SystemCommands(IServiceScopeFactory scopes)
{
    /// <summary>Sends one.</summary>
    public async Task<Outcome> Send(ICommand command, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CommandContext>().Caller = Caller.System;
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(command, ct);
    }

    /// <summary>Sends them one after the other; the code of the first that was refused, or null.</summary>
    public async Task<string?> SendAll(IReadOnlyList<ICommand> commands, CancellationToken ct)
    {
        foreach (var command in commands)
        {
            if (await Send(command, ct) is { IsDone: false } outcome)
            {
                return outcome.Refusals[0].Code;
            }
        }

        return null;
    }
}
