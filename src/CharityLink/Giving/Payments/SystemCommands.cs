using System.Security.Cryptography;
using CharityLink.Kernel;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace CharityLink.Giving;

/// <summary>Sends commands as the platform itself: what providers and clocks report.</summary>
public sealed class SystemCommands(IServiceScopeFactory scopes)
{
    /// <summary>The refusal of a command whose stream others kept moving: nothing was decided.</summary>
    public const string Busy = "busy";

    private const int TriesMax = 10;

    /// <summary>Sends one. Nobody is there who could press again, so it is sent until something was decided.</summary>
    public async Task<Outcome> Send(ICommand command, CancellationToken ct)
    {
        for (var tries = 1; ; tries++)
        {
            if (await Try(command, ct) is var outcome && (outcome.IsDone || outcome.Refusals[0].Code != Busy || tries == TriesMax))
            {
                return outcome;
            }

            await Task.Delay(RandomNumberGenerator.GetInt32(1, 20 * tries), ct);
        }
    }

    private async Task<Outcome> Try(ICommand command, CancellationToken ct)
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
