using CharityLink.Kernel;
using CharityLink.Store;

namespace CharityLink.Giving;

/// <summary>
/// Reaction: a paid gift that was begun from a pledge keeps it, or a part of it, as long as its money does not go back; one that ended without money lets the next try come.
/// Pledges do not wait for each other.
/// </summary>
public sealed class PledgeKeeper(EventStore store, SystemCommands commands) : IReaction
{
    private const int AtOnce = 64;

    /// <inheritdoc/>
    public string Name => "pledge_keeper";

    /// <inheritdoc/>
    public bool Heeds(object fact) => fact is DonationPaid { PledgeId: not null } or PaymentDeclined { Charge.PledgeId: not null } or PaymentAbandoned { PledgeId: not null }
        or HeldReturned or HeldReturnedByHand || GiftFall.Of(fact) is { Gift.PledgeId: not null };

    /// <inheritdoc/>
    public async Task React(IReadOnlyList<Recorded> batch, CancellationToken ct)
    {
        var told = new List<(Guid Pledge, ICommand Command)>();
        foreach (var recorded in batch)
        {
            if ((Of(recorded) ?? await OfHeld(recorded, ct)) is { } step)
            {
                told.Add(step);
            }
        }

        var steps = told.GroupBy(step => step.Pledge).ToList();
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

    // Money that came and was given back by a person's decision: nothing is charged again without the giver. It is rare, so the gift's own stream is asked.
    private async Task<(Guid, ICommand)?> OfHeld(Recorded recorded, CancellationToken ct) =>
        recorded.Data is HeldReturned or HeldReturnedByHand && (await store.ReadFacts(recorded.StreamId, ct)).Facts is [DonationStarted { PledgeId: { } pledge } begun, ..]
            ? (pledge, new EndPledgeCharge(StableId.Beside(begun.DonationId, "held"), pledge, begun.DonationId, DeclineClass.NeedsGiver, recorded.At)) : null;

    private static (Guid, ICommand)? Of(Recorded recorded) => recorded.Data switch
    {
        DonationPaid { PledgeId: { } pledge } e => (pledge, new FulfilPledge(StableId.Beside(e.DonationId, "keeps"), pledge, e.DonationId, e.Amount)),
        PaymentDeclined { Charge: { PledgeId: { } pledge } charge } e => (pledge, new EndPledgeCharge(StableId.Beside(e.DonationId, "fails"), pledge, e.DonationId, charge.Class, recorded.At)),
        RefundCompleted { Gift.PledgeId: { } pledge } e => Follow(pledge, e.DonationId, e.RefundId, "left"),
        RefundFailed { AfterCompletion: true, Gift.PledgeId: { } pledge } e => Follow(pledge, e.DonationId, e.RefundId, "came back"),
        DisputeClosed { Lost.Minor: > 0, Gift.PledgeId: { } pledge } e => (pledge, new FollowPledgeGift(StableId.Beside(e.DonationId, $"lost {e.DisputeId}"), pledge, e.DonationId, null)),
        PaymentAbandoned { PledgeId: { } pledge } e => (pledge, new EndPledgeCharge(StableId.Beside(e.AttemptId, "fails"), pledge, e.DonationId, null, recorded.At)),
        _ => null,
    };

    private static (Guid, ICommand) Follow(Guid pledge, Guid gift, Guid refund, string what) => (pledge, new FollowPledgeGift(StableId.Beside(refund, $"promise {what}"), pledge, gift, refund));
}
