using CharityLink.Kernel;
using CharityLink.Store;

namespace CharityLink.Giving;

/// <summary>Reaction: a paid gift that was begun from a pledge keeps it, or a part of it; one that ended without money lets the next try come. Pledges do not wait for each other.</summary>
public sealed class PledgeKeeper(SystemCommands commands) : IReaction
{
    private const int AtOnce = 64;

    /// <inheritdoc/>
    public string Name => "pledge_keeper";

    /// <inheritdoc/>
    public bool Heeds(object fact) => fact is DonationPaid { PledgeId: not null } or PaymentDeclined { Charge.PledgeId: not null } or PaymentAbandoned { PledgeId: not null };

    /// <inheritdoc/>
    public async Task React(IReadOnlyList<Recorded> batch, CancellationToken ct)
    {
        var steps = batch.Select(Of).OfType<(Guid Pledge, ICommand Command)>().GroupBy(step => step.Pledge).ToList();
        await Parallel.ForEachAsync(steps, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (own, token) =>
        {
            // What concerns one pledge is said in its order.
            foreach (var (pledge, command) in own)
            {
                // A gift that names a pledge nobody made is a gift all the same.
                if (await commands.Send(command, token) is { IsDone: false } outcome && outcome.Refusals[0].Code is not ("pledge_unknown" or "id_taken"))
                {
                    throw new InvalidOperationException($"The pledge {pledge} did not take what became of its gift: {outcome.Refusals[0].Code}.");
                }
            }
        });
    }

    private static (Guid, ICommand)? Of(Recorded recorded) => recorded.Data switch
    {
        DonationPaid { PledgeId: { } pledge } e => (pledge, new FulfilPledge(StableId.Beside(e.DonationId, "keeps"), pledge, e.DonationId, e.Amount)),
        PaymentDeclined { Charge: { PledgeId: { } pledge } charge } e => (pledge, new EndPledgeCharge(StableId.Beside(e.DonationId, "fails"), pledge, e.DonationId, charge.Class, recorded.At)),
        PaymentAbandoned { PledgeId: { } pledge } e => (pledge, new EndPledgeCharge(StableId.Beside(e.AttemptId, "fails"), pledge, e.DonationId, null, recorded.At)),
        _ => null,
    };
}
