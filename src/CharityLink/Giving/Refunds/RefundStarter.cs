using CharityLink.Kernel;
using CharityLink.Store;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace CharityLink.Giving;

/// <summary>Reaction: what was agreed to is started once the receipt is void; the sandbox, which moves no money, carries it out at once.</summary>
public sealed class RefundStarter(IServiceScopeFactory scopes) : IReaction
{
    /// <inheritdoc/>
    public string Name => "refund_starter";

    /// <inheritdoc/>
    public async Task React(IReadOnlyList<Recorded> batch, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(batch);
        foreach (var fact in batch.Select(recorded => recorded.Data))
        {
            switch (fact)
            {
                case RefundApproved e:
                    await Send(new StartRefund(StableId.Beside(e.RefundId, "start"), e.DonationId, e.RefundId), ct);
                    break;
                case RefundStarted { Gift.Provider: StartDonation.Sandbox, Route: Refund.ByProvider } e:
                    await Send(new RecordRefundResult(StableId.Beside(e.RefundId, "sandbox"), e.DonationId, e.RefundId, null, "succeeded", null), ct);
                    break;
            }
        }
    }

    private async Task Send(ICommand command, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CommandContext>().Caller = Caller.System;
        var outcome = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(command, ct);
        if (!outcome.IsDone)
        {
            throw new InvalidOperationException($"{command.GetType().Name} was refused: {outcome.Refusals[0].Code}.");
        }
    }
}
