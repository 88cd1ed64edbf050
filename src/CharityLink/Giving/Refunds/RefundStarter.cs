using CharityLink.Kernel;
using CharityLink.Store;

namespace CharityLink.Giving;

/// <summary>Reaction: the receipt first, then the money. What was agreed to is started once the receipt is void; the sandbox, which moves no money, carries it out at once. A lost dispute voids the receipt, too.</summary>
public sealed class RefundStarter(RefundReceipts receipts, RefundList refunds, SystemCommands commands) : IReaction
{
    private const int AtOnce = 32;

    /// <inheritdoc/>
    public string Name => "refund_starter";

    /// <inheritdoc/>
    public bool Heeds(object fact) => fact is RefundApproved or RefundStarted or RefundFailed or DisputeClosed;

    /// <inheritdoc/>
    public async Task React(IReadOnlyList<Recorded> batch, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var approved = batch.Select(recorded => recorded.Data).OfType<RefundApproved>().Select(fact => fact.RefundId).ToList();
        var amounts = approved.Count == 0 ? new Dictionary<Guid, Money>() : await Amounts(approved, batch[^1].Position, ct);
        var steps = batch.Select(recorded => Of(recorded, amounts)).OfType<Step>().ToList();
        // A gift's own steps follow each other, since each leaves another receipt; gifts do not wait for each other.
        while (steps.Count > 0)
        {
            var now = steps.DistinctBy(step => step.Gift).ToList();
            await Take(now, batch[^1].Position, ct);
            steps = [.. steps.Except(now)];
        }
    }

    private static Step? Of(Recorded recorded, IReadOnlyDictionary<Guid, Money> amounts) => recorded.Data switch
    {
        RefundApproved e => new(e.DonationId, recorded.At, amounts.TryGetValue(e.RefundId, out var amount)
            ? ReceiptChange.Less(e.DonationId, amount.Minor, VoidCause.Refunded, VoidCause.PartRefunded, StableId.Beside(e.RefundId, "receipt")) : null,
            new StartRefund(StableId.Beside(e.RefundId, "start"), e.DonationId, e.RefundId)),
        RefundStarted { Gift.Provider: StartDonation.Sandbox, Route: Refund.ByProvider } e => new(
            e.DonationId, recorded.At, null, new RecordRefundResult(StableId.Beside(e.RefundId, "sandbox"), e.DonationId, e.RefundId, null, "succeeded", null)),
        RefundFailed e => new(e.DonationId, recorded.At, ReceiptChange.More(e.DonationId, e.Amount.Minor, StableId.Beside(e.RefundId, "receipt_back")), null),
        DisputeClosed { Lost.Minor: > 0 } e => new(
            e.DonationId, recorded.At, ReceiptChange.Less(e.DonationId, e.Lost.Minor, VoidCause.Disputed, VoidCause.Disputed, StableId.Beside(e.DonationId, $"receipt:{e.DisputeId}")), null),
        _ => null,
    };

    private async Task Take(IReadOnlyList<Step> steps, long position, CancellationToken ct)
    {
        var gifts = steps.Where(step => step.Receipt is not null).Select(step => step.Gift).ToList();
        var current = gifts.Count == 0 ? new Dictionary<Guid, Receipt>() : await receipts.Current(gifts, position, ct);
        await Parallel.ForEachAsync(steps, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (step, token) =>
        {
            if (step.Receipt?.On(current.GetValueOrDefault(step.Gift), step.At) is { } change)
            {
                await receipts.Change(change, token);
            }

            if (step.Then is not null)
            {
                await Send(step.Then, token);
            }
        });
    }

    // One that was turned down meanwhile, since the money went another way, leaves the receipt as it is.
    private async Task<IReadOnlyDictionary<Guid, Money>> Amounts(IReadOnlyCollection<Guid> approved, long position, CancellationToken ct)
    {
        await receipts.Passed(refunds.Name, position, ct);
        return await refunds.Amounts(approved, ct);
    }

    private async Task Send(ICommand command, CancellationToken ct)
    {
        if (await commands.Send(command, ct) is { IsDone: false } outcome)
        {
            throw new InvalidOperationException($"{command.GetType().Name} was refused: {outcome.Refusals[0].Code}.");
        }
    }

    private sealed record Step(Guid Gift, DateTimeOffset At, ReceiptChange? Receipt, ICommand? Then);
}
