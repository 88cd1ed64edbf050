using System.Collections.Concurrent;
using CharityLink.Kernel;
using CharityLink.Store;

namespace CharityLink.Giving;

/// <summary>Something happened to a gift's money that its receipt must follow.</summary>
/// <param name="Whole">Why it is void where nothing is left.</param>
/// <param name="Part">Why it is replaced where another amount is left.</param>
/// <param name="Id">Names the act: asked again under it, it is done once.</param>
internal sealed record ReceiptChange(Guid DonationId, VoidCause Whole, VoidCause Part, Guid Id)
{
    // These say that the organisation's people owe another one, or none: theirs to decide.
    private static readonly string[] ByMoney = [.. new[] { VoidCause.Refunded, VoidCause.PartRefunded, VoidCause.Disputed }.Select(Receipts.NameOf)];

    /// <summary>What is to be done so that the receipt is over what the organisation keeps; null where it is, where there is none, or where an officer voided it.</summary>
    /// <param name="kept">What the organisation keeps once all that was agreed to has gone.</param>
    public ICommand? On(Receipt? receipt, Money kept, DateTimeOffset at) => receipt switch
    {
        null => null,
        { Voided: null } when receipt.Amount == kept => null,
        { Voided: null } when kept.Minor == 0 => new VoidReceipt(StableId.Beside(Id, $"{receipt.Id}"), receipt.Id, Whole, at),
        { Voided: { } gone } when kept.Minor == 0 || !ByMoney.Contains(gone.Cause, StringComparer.Ordinal) => null,
        _ => new ReissueReceipt(StableId.Beside(Id, $"{receipt.Id}"), receipt.Id, kept, receipt.DonorId, kept > receipt.Amount || receipt.Voided is not null ? VoidCause.DetailsWrong : Part, at),
    };
}

/// <summary>Keeps the receipts of gifts true to what the organisation keeps: void before money goes back, over the rest where a part stays, and again over all of it when the money did not arrive.</summary>
/// <param name="host">Late, because the host is made of the reactions that use this.</param>
public sealed class RefundReceipts(EventStore store, Receipts receipts, Lazy<ReadModelHost> host, SystemCommands commands)
{
    private static readonly TimeSpan CatchUpAtMost = TimeSpan.FromSeconds(10);
    private const int TriesMax = 5;
    private const int AtOnce = 32;

    // Somebody acted on the receipt, or more of the gift went, since it was looked at.
    private static readonly string[] Moved = ["receipt_voided_already", "receipt_replaced_already", "receipt_amount_not_received", "command_id_reused"];

    /// <summary>Makes the receipts of some gifts be over what is kept of them; each gift is named once.</summary>
    internal async Task Follow(IReadOnlyCollection<(ReceiptChange Change, DateTimeOffset At)> changes, CancellationToken ct)
    {
        var left = changes;
        for (var tries = 1; left.Count > 0; tries++)
        {
            var current = await Current([.. left.Select(one => one.Change.DonationId)], ct);
            var again = new ConcurrentBag<(ReceiptChange, DateTimeOffset)>();
            await Parallel.ForEachAsync(left, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (one, token) =>
            {
                if (one.Change.On(current.GetValueOrDefault(one.Change.DonationId), await Kept(one.Change.DonationId, token), one.At) is { } command && !await Done(command, token))
                {
                    again.Add(one);
                }
            });
            left = again;
            if (left.Count > 0 && tries == TriesMax)
            {
                throw new InvalidOperationException($"The receipt of the gift {left.First().Change.DonationId} kept moving.");
            }
        }
    }

    /// <summary>Waits until a follower of the log has passed a position; money waits with it.</summary>
    internal async Task Passed(string follower, long position, CancellationToken ct)
    {
        if (!await host.Value.WaitFor(follower, position, CatchUpAtMost, ct))
        {
            throw new StoreUnavailableException($"The follower {follower} is behind; money goes back when it has caught up.");
        }
    }

    // As they are now: the one that holds, else the last that did. What was ordered has its number when the issuer has passed it, and the list shows it when it has passed that.
    private async Task<IReadOnlyDictionary<Guid, Receipt>> Current(IReadOnlyCollection<Guid> donationIds, CancellationToken ct)
    {
        await Passed(ReceiptIssuer.ReactionName, await store.ReadEnd(ct), ct);
        await Passed(receipts.Name, await store.ReadEnd(ct), ct);
        return (await receipts.LastOf(donationIds, ct)).ToDictionary(receipt => receipt.DonationId);
    }

    // From the gift itself: lists may stand at different places.
    private async Task<Money> Kept(Guid donationId, CancellationToken ct)
    {
        var gift = (await store.ReadFacts(donationId, ct)).Facts.OfType<IDonationEvent>().Aggregate((Donation?)null, Donation.Evolve)
            ?? throw new InvalidOperationException($"There is no gift {donationId}.");
        return gift.Remaining;
    }

    private async Task<bool> Done(ICommand command, CancellationToken ct) => await commands.Send(command, ct) switch
    {
        { IsDone: true } => true,
        { Refusals: [{ Code: var code }, ..] } when Moved.Contains(code, StringComparer.Ordinal) => false,
        var outcome => throw new InvalidOperationException($"{command.GetType().Name} was refused: {outcome.Refusals[0].Code}."),
    };
}
