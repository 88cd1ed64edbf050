using CharityLink.Kernel;
using CharityLink.Store;

namespace CharityLink.Giving;

/// <summary>What a gift's receipt must follow: so much went, or came back.</summary>
/// <param name="Minor">Negative for what went, positive for what came back.</param>
/// <param name="Whole">Why it is void where nothing is left.</param>
/// <param name="Part">Why it is replaced where a part is left.</param>
/// <param name="Id">Names the act: asked again under it, it is done once.</param>
internal sealed record ReceiptChange(Guid DonationId, long Minor, VoidCause Whole, VoidCause Part, Guid Id)
{
    /// <summary>So much of the gift is going, or gone: the receipt that holds is voided, and one over the rest follows.</summary>
    public static ReceiptChange Less(Guid donationId, long minor, VoidCause whole, VoidCause part, Guid id) => new(donationId, -minor, whole, part, id);

    /// <summary>So much came back: a receipt that counts it again follows.</summary>
    public static ReceiptChange More(Guid donationId, long minor, Guid id) => new(donationId, minor, VoidCause.DetailsWrong, VoidCause.DetailsWrong, id);

    /// <summary>What is to be done to the receipt; null where nothing is: the gift has none, or it holds no longer anyway.</summary>
    public ICommand? On(Receipt? receipt, DateTimeOffset at)
    {
        if (receipt is null || (Minor < 0 && receipt.Voided is not null))
        {
            return null;
        }

        var rest = receipt.Amount with { Minor = (receipt.Voided is null ? receipt.Amount.Minor : 0) + Minor };
        return rest.Minor > 0 ? new ReissueReceipt(Id, receipt.Id, rest, receipt.DonorId, Part, at) : new VoidReceipt(Id, receipt.Id, Whole, at);
    }
}

/// <summary>Keeps the receipts of gifts true to what the organisation keeps: void before money goes back, over the rest where a part stays, and again over all of it when the money did not arrive.</summary>
/// <param name="host">Late, because the host is made of the reactions that use this.</param>
public sealed class RefundReceipts(EventStore store, Receipts receipts, Lazy<ReadModelHost> host, SystemCommands commands)
{
    private static readonly TimeSpan CatchUpAtMost = TimeSpan.FromSeconds(10);

    // What an officer did meanwhile stands: the receipt holds no longer, which is all that is asked; a repeat finds its own act done.
    private static readonly string[] DoneOtherwise = ["receipt_voided_already", "receipt_replaced_already", "command_id_reused"];

    /// <summary>The receipts of some gifts as they are now: the one that holds, else the last that did. Those of payments before a position are there.</summary>
    internal async Task<IReadOnlyDictionary<Guid, Receipt>> Current(IReadOnlyCollection<Guid> donationIds, long position, CancellationToken ct)
    {
        // Payments before this fact have their receipts when the issuer has passed it, and the list shows them when it has passed the end.
        await Passed(ReceiptIssuer.ReactionName, position, ct);
        await Passed(receipts.Name, await store.ReadEnd(ct), ct);
        return (await receipts.LastOf(donationIds, ct)).ToDictionary(receipt => receipt.DonationId);
    }

    /// <summary>Carries a change out.</summary>
    internal async Task Change(ICommand command, CancellationToken ct)
    {
        if (await commands.Send(command, ct) is { IsDone: false } outcome && !DoneOtherwise.Contains(outcome.Refusals[0].Code, StringComparer.Ordinal))
        {
            throw new InvalidOperationException($"{command.GetType().Name} was refused: {outcome.Refusals[0].Code}.");
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
}
