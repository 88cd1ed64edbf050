using CharityLink.Kernel;
using CharityLink.Store;

namespace CharityLink.Giving;

/// <summary>Reaction: the receipt first, then the money. What was agreed to is started once the receipt is void; the sandbox, which moves no money, carries it out at once. A lost dispute voids the receipt, too.</summary>
public sealed class RefundStarter(RefundReceipts receipts, SystemCommands commands) : IReaction
{
    private const int AtOnce = 32;

    /// <inheritdoc/>
    public string Name => "refund_starter";

    /// <inheritdoc/>
    public bool Heeds(object fact) => fact is RefundApproved or RefundStarted or RefundFailed or RefundRejected or DisputeClosed;

    /// <inheritdoc/>
    public async Task React(IReadOnlyList<Recorded> batch, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var steps = batch.Select(Of).OfType<Step>().ToList();

        // A gift's own steps follow each other, since each leaves another receipt; gifts do not wait for each other.
        while (steps.Count > 0)
        {
            var now = steps.DistinctBy(step => step.Gift).ToList();
            await receipts.Follow([.. now.Where(step => step.Receipt is not null).Select(step => (step.Receipt!, step.At))], ct); // Just looked.
            await Parallel.ForEachAsync(now.Select(step => step.Then).OfType<ICommand>(), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (then, token) => await Send(then, token));
            steps = [.. steps.Except(now)];
        }
    }

    private static Step? Of(Recorded recorded) => recorded.Data switch
    {
        RefundApproved e => new(
            e.DonationId, recorded.At, new(e.DonationId, VoidCause.Refunded, VoidCause.PartRefunded, StableId.Beside(e.RefundId, "receipt")),
            new StartRefund(StableId.Beside(e.RefundId, "start"), e.DonationId, e.RefundId)),
        RefundStarted { Gift.Provider: StartDonation.Sandbox, Route: Refund.ByProvider } e => new(
            e.DonationId, recorded.At, null, new RecordRefundResult(StableId.Beside(e.RefundId, "sandbox"), e.DonationId, e.RefundId, null, "succeeded", null)),
        RefundFailed e => new(e.DonationId, recorded.At, new(e.DonationId, VoidCause.Refunded, VoidCause.PartRefunded, StableId.Beside(e.RefundId, "receipt_back")), null),

        // It was agreed to, and could not be started: the money went another way.
        RefundRejected { By: null } e => new(e.DonationId, recorded.At, new(e.DonationId, VoidCause.Refunded, VoidCause.PartRefunded, StableId.Beside(e.RefundId, "receipt_back")), null),
        DisputeClosed { Lost.Minor: > 0 } e => new(
            e.DonationId, recorded.At, new(e.DonationId, VoidCause.Disputed, VoidCause.Disputed, StableId.Beside(e.DonationId, $"receipt:{e.DisputeId}")), null),
        _ => null,
    };

    private async Task Send(ICommand command, CancellationToken ct)
    {
        if (await commands.Send(command, ct) is { IsDone: false } outcome)
        {
            throw new InvalidOperationException($"{command.GetType().Name} was refused: {outcome.Refusals[0].Code}.");
        }
    }

    private sealed record Step(Guid Gift, DateTimeOffset At, ReceiptChange? Receipt, ICommand? Then);
}
