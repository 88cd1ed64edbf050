using CharityLink.Kernel;
using CharityLink.Store;
using MediatR;

namespace CharityLink.Giving;

/// <summary>Says that a receipt holds no longer. The platform does it when money goes back; an officer of the organisation when the paper is wrong.</summary>
/// <param name="Note">In words, beside the cause; never a name.</param>
[Allow(Role.FederationOfficer, Role.CharityOfficer)]
public sealed record VoidReceipt(Guid CommandId, Guid ReceiptId, VoidCause Cause, DateTimeOffset At, string? Note = null) : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => new(ReceiptLocator.ReceiptKind, ReceiptId.ToString());

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => new[] { PlainText.CheckOptional(Note, "note", PlainText.NoteMax, lines: true) }.OfType<Refusal>();
}

/// <summary>Lets another receipt follow, under the next number: over the rest after a part was given back, or with the name put right. One that still holds is voided with it.</summary>
/// <param name="Amount">What the new one is over. Less than before only by the platform, after a refund.</param>
/// <param name="DonorId">Who gave, in the vault; null for nobody named.</param>
/// <param name="Cause">Why the old one is voided, where it still holds.</param>
[Allow(Role.FederationOfficer, Role.CharityOfficer)]
public sealed record ReissueReceipt(Guid CommandId, Guid ReceiptId, Money Amount, PersonId? DonorId, VoidCause Cause, DateTimeOffset At) : ICommand, IActsOn
{
    /// <inheritdoc/>
    public Subject Subject => new(ReceiptLocator.ReceiptKind, ReceiptId.ToString());

    /// <summary>The id of the receipt that follows another.</summary>
    public static Guid ReplacementOf(Guid receiptId) => StableId.Beside(receiptId, "reissue");

    /// <summary>Under which id the vault keeps the giver as the new receipt names them: it follows from the form, so that one sent twice keeps one person.</summary>
    public static PersonId GiverOf(Guid commandId) => new(StableId.Beside(commandId, "reissued_to"));
}

/// <summary>A receipt is a matter of the organisation that received the money, and of nobody above it.</summary>
internal sealed class ReceiptLocator(Receipts receipts) : ILocator
{
    public const string ReceiptKind = "receipt";

    public string Kind => ReceiptKind;

    public async ValueTask<Place?> Locate(string key, CancellationToken ct) =>
        Guid.TryParse(key, out var id) && await receipts.Find(id, ct) is { } receipt ? new Place(default, receipt.HolderId) : null;
}

/// <summary>What a receipt says never changes after it was issued, so the read model is asked for it; whether it holds is decided on its own stream.</summary>
internal sealed class IssuedReceiptHandler(Aggregates aggregates, Receipts receipts, CommandContext context) : IRequestHandler<VoidReceipt, Outcome>, IRequestHandler<ReissueReceipt, Outcome>
{
    public async Task<Outcome> Handle(VoidReceipt ask, CancellationToken ct)
    {
        var receipt = await receipts.Find(ask.ReceiptId, ct);
        return await aggregates.Change<IssuedReceipt, IIssuedReceiptEvent>(ask.ReceiptId, state => IssuedReceipt.Decide(state, ask, receipt, context.Caller.AccountId), ct);
    }

    public async Task<Outcome> Handle(ReissueReceipt ask, CancellationToken ct)
    {
        var receipt = await receipts.Find(ask.ReceiptId, ct);
        var (kept, held) = receipt is null ? (ask.Amount, []) : await Kept(receipt.DonationId, ct);
        var (state, version, position) = await aggregates.Load<IssuedReceipt, IIssuedReceiptEvent>(ask.ReceiptId, ct);
        return await aggregates.Carry<IssuedReceipt, IIssuedReceiptEvent>(
            ask.ReceiptId, version, position, IssuedReceipt.Decide(state, ask, receipt, kept, context.Caller.AccountId), held, ct);
    }

    // The gift itself, held where it stands: no receipt is written over what is agreed to go back in the same moment. Of goods nothing goes back.
    private async Task<(Money Kept, IReadOnlyList<StreamChange> Held)> Kept(Guid donationId, CancellationToken ct)
    {
        try
        {
            var (gift, version, _) = await aggregates.Load<Donation, IDonationEvent>(donationId, ct);
            return gift is null ? (await receipts.ReceivedFor(donationId, ct), []) : (gift.Remaining, Aggregates.Held(donationId, "donation", version));
        }
        catch (ForeignStreamException)
        {
            return (await receipts.ReceivedFor(donationId, ct), []);
        }
    }
}
