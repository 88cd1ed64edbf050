using CharityLink.Kernel;
using CharityLink.Store;

namespace CharityLink.Giving;

/// <summary>Keeps a gift's receipt true to what the organisation keeps: void before money goes back, over the rest where a part stays, and again over all of it when the money did not arrive.</summary>
/// <param name="host">Late, because the host is made of the reactions that use this.</param>
public sealed class RefundReceipts(EventStore store, Receipts receipts, Lazy<ReadModelHost> host, SystemCommands commands)
{
    private static readonly TimeSpan CatchUpAtMost = TimeSpan.FromSeconds(10);

    // What an officer did meanwhile stands: the receipt holds no longer, which is all that is asked; a repeat finds its own act done.
    private static readonly string[] DoneOtherwise = ["receipt_voided_already", "receipt_replaced_already", "command_id_reused"];

    /// <summary>So much of the gift is going, or gone: the receipt that holds is voided, and one over the rest follows.</summary>
    /// <param name="change">Names the act: asked again under it, it is done once.</param>
    public async Task Less(Guid donationId, long minor, VoidCause whole, VoidCause part, Recorded fact, Guid change, CancellationToken ct)
    {
        if (await Current(donationId, fact.Position, ct) is not { Voided: null } receipt)
        {
            return;
        }

        var rest = receipt.Amount with { Minor = receipt.Amount.Minor - minor };
        await Send(rest.Minor > 0
            ? new ReissueReceipt(change, receipt.Id, rest, receipt.DonorId, part, fact.At)
            : new VoidReceipt(change, receipt.Id, whole, fact.At), ct);
    }

    /// <summary>So much came back: a receipt that counts it again follows.</summary>
    public async Task More(Guid donationId, long minor, Recorded fact, Guid change, CancellationToken ct)
    {
        if (await Current(donationId, fact.Position, ct) is { } receipt)
        {
            var amount = receipt.Amount with { Minor = (receipt.Voided is null ? receipt.Amount.Minor : 0) + minor };
            await Send(new ReissueReceipt(change, receipt.Id, amount, receipt.DonorId, VoidCause.DetailsWrong, fact.At), ct);
        }
    }

    // Payments before this fact have their receipts when the issuer has passed it, and the list shows them when it has passed the end.
    private async Task<Receipt?> Current(Guid donationId, long position, CancellationToken ct)
    {
        if (!await host.Value.WaitFor(ReceiptIssuer.ReactionName, position, CatchUpAtMost, ct) || !await host.Value.WaitFor(receipts.Name, await store.ReadEnd(ct), CatchUpAtMost, ct))
        {
            throw new StoreUnavailableException("Receipts are behind; money goes back when they have caught up.");
        }

        return await receipts.OfDonation(donationId, ct);
    }

    private async Task Send(ICommand command, CancellationToken ct)
    {
        if (await commands.Send(command, ct) is { IsDone: false } outcome && !DoneOtherwise.Contains(outcome.Refusals[0].Code, StringComparer.Ordinal))
        {
            throw new InvalidOperationException($"{command.GetType().Name} was refused: {outcome.Refusals[0].Code}.");
        }
    }
}
