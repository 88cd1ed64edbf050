using CharityLink.Kernel;
using CharityLink.Store;

namespace CharityLink.Giving;

/// <summary>Reaction: the receipt first, then the money. What was agreed to is started once the receipt is void; the sandbox, which moves no money, carries it out at once. A lost dispute voids the receipt, too.</summary>
public sealed class RefundStarter(RefundReceipts receipts, EventStore store, SystemCommands commands) : IReaction
{
    /// <inheritdoc/>
    public string Name => "refund_starter";

    /// <inheritdoc/>
    public async Task React(IReadOnlyList<Recorded> batch, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(batch);
        foreach (var recorded in batch)
        {
            switch (recorded.Data)
            {
                case RefundApproved e:
                    await Start(e, recorded, ct);
                    break;
                case RefundStarted { Gift.Provider: StartDonation.Sandbox, Route: Refund.ByProvider } e:
                    await Send(new RecordRefundResult(StableId.Beside(e.RefundId, "sandbox"), e.DonationId, e.RefundId, null, "succeeded", null), ct);
                    break;
                case RefundFailed e:
                    await receipts.More(e.DonationId, e.Amount.Minor, recorded, StableId.Beside(e.RefundId, "receipt_back"), ct);
                    break;
                case DisputeClosed { Lost.Minor: > 0 } e:
                    await receipts.Less(e.DonationId, e.Lost.Minor, VoidCause.Disputed, VoidCause.Disputed, recorded, StableId.Beside(e.DonationId, $"receipt:{e.DisputeId}"), ct);
                    break;
            }
        }
    }

    private async Task Start(RefundApproved e, Recorded recorded, CancellationToken ct)
    {
        var donation = (await store.ReadFacts(e.DonationId, ct)).Facts.Cast<IDonationEvent>().Aggregate((Donation?)null, Donation.Evolve);
        if (RefundRules.Find(donation, e.RefundId) is { State: not RefundState.Rejected } refund)
        {
            await receipts.Less(e.DonationId, refund.Amount.Minor, VoidCause.Refunded, VoidCause.PartRefunded, recorded, StableId.Beside(e.RefundId, "receipt"), ct);
        }

        await Send(new StartRefund(StableId.Beside(e.RefundId, "start"), e.DonationId, e.RefundId), ct);
    }

    private async Task Send(ICommand command, CancellationToken ct)
    {
        if (await commands.Send(command, ct) is { IsDone: false } outcome)
        {
            throw new InvalidOperationException($"{command.GetType().Name} was refused: {outcome.Refusals[0].Code}.");
        }
    }
}
