using CharityLink.Kernel;
using CharityLink.Store;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace CharityLink.Giving;

/// <summary>Reaction: a paid gift that was begun from a pledge keeps it, or a part of it.</summary>
public sealed class PledgeKeeper(IServiceScopeFactory scopes) : IReaction
{
    /// <inheritdoc/>
    public string Name => "pledge_keeper";

    /// <inheritdoc/>
    public async Task React(IReadOnlyList<Recorded> batch, CancellationToken ct)
    {
        foreach (var paid in batch.Select(recorded => recorded.Data).OfType<DonationPaid>())
        {
            if (paid.PledgeId is { } pledge)
            {
                await Fulfil(pledge, paid, ct);
            }
        }
    }

    private async Task Fulfil(Guid pledge, DonationPaid paid, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CommandContext>().Caller = Caller.System;
        var outcome = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(
            new FulfilPledge(StableId.Beside(paid.DonationId, "keeps"), pledge, paid.DonationId, paid.Amount), ct);
        // A gift that names a pledge nobody made is a gift all the same.
        if (!outcome.IsDone && outcome.Refusals[0].Code is not ("pledge_unknown" or "id_taken"))
        {
            throw new InvalidOperationException($"The pledge {pledge} did not take its gift: {outcome.Refusals[0].Code}.");
        }
    }
}
