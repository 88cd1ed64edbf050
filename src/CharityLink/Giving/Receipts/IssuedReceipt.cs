using CharityLink.Kernel;

namespace CharityLink.Giving;

/// <summary>What became of one receipt after it was issued: whether it holds, and what follows it.</summary>
/// <param name="Voided">Null: it holds.</param>
/// <param name="Reissue">Null: nothing follows it.</param>
public sealed record IssuedReceipt(ReceiptVoided? Voided, ReissueOrdered? Reissue) : IState<IssuedReceipt, IIssuedReceiptEvent>
{
    // What follows the money follows it by the platform's own hand; a person says what a person can see on the paper.
    private static readonly VoidCause[] ByMoney = [VoidCause.Refunded, VoidCause.PartRefunded, VoidCause.Disputed];

    // After these the giver has no claim to a receipt from an officer.
    private static readonly VoidCause[] Final = [.. ByMoney, VoidCause.Duplicate];

    /// <summary>Causes that an officer may give.</summary>
    public static IReadOnlyList<VoidCause> ByHand { get; } = [.. Enum.GetValues<VoidCause>().Except(ByMoney)];

    /// <summary>Voids a receipt that was issued; the same again changes nothing. An officer gives a cause that is not about money, and says what <c>Other</c> is.</summary>
    /// <param name="receipt">As it was issued; null when there is none of that id.</param>
    /// <param name="by">The officer; null for the platform.</param>
    public static Decision<IIssuedReceiptEvent> Decide(IssuedReceipt? state, VoidReceipt ask, Receipt? receipt, Guid? by) => (receipt, state?.Voided) switch
    {
        (null, _) => new Refusal("receipt_unknown"),
        (_, { } before) => before.Cause == ask.Cause ? [] : new Refusal("receipt_voided_already"),
        _ when by is not null && ByMoney.Contains(ask.Cause) => new Refusal("receipt_cause_not_by_hand", "cause"),
        _ when by is not null && ask.Cause == VoidCause.Other && string.IsNullOrWhiteSpace(ask.Note) => new Refusal("text_missing", "note"),
        _ => [Void(receipt, ask.Cause, ask.Note, by, ask.At)],
    };

    /// <summary>Orders the receipt that follows; one that still holds is voided with it. Once per receipt.</summary>
    /// <param name="kept">What the organisation keeps of the gift: no receipt is over more.</param>
    public static Decision<IIssuedReceiptEvent> Decide(IssuedReceipt? state, ReissueReceipt ask, Receipt? receipt, Money kept, Guid? by) => (receipt, state) switch
    {
        (null, _) => new Refusal("receipt_unknown"),
        (_, { Reissue: { } before }) => (before.Amount, before.DonorId) == (ask.Amount, ask.DonorId) ? [] : new Refusal("receipt_replaced_already"),
        _ when by is not null && ask.Amount != receipt.Amount => new Refusal("receipt_amount_by_refund", "amount"),
        _ when by is not null && (kept.Minor < Math.Min(1, receipt.Amount.Minor) || (state?.Voided is { } gone && Final.Contains(gone.Cause))) => new Refusal("receipt_money_returned"),
        _ when by is null && (ask.Amount.Currency != kept.Currency || ask.Amount.Minor < 0 || (ask.Amount.Minor == 0 && kept.Minor > 0) || ask.Amount > kept) => new Refusal("receipt_amount_not_received", "amount"),
        _ when by is not null && ByMoney.Contains(ask.Cause) => new Refusal("receipt_cause_not_by_hand", "cause"),
        (_, { Voided: not null }) => [Reissued(receipt, ask, Over(ask, kept), by)],
        _ => [Void(receipt, ask.Cause, null, by, ask.At), Reissued(receipt, ask, Over(ask, kept), by)],
    };

    /// <inheritdoc/>
    public static IssuedReceipt Evolve(IssuedReceipt? state, IIssuedReceiptEvent fact) => (state, fact) switch
    {
        (null, ReceiptVoided e) => new(e, null),
        ({ Reissue: null } voided, ReissueOrdered e) => voided with { Reissue = e },
        _ => throw new CorruptStreamException(state, fact),
    };

    private static ReceiptVoided Void(Receipt receipt, VoidCause cause, string? note, Guid? by, DateTimeOffset at) => new(
        receipt.Id, receipt.DonationId, receipt.HolderId, receipt.Cause.Division, cause, string.IsNullOrWhiteSpace(note) ? null : note.Trim(), by, at);

    // What went back since an officer voided it is not on the next one either.
    private static Money Over(ReissueReceipt ask, Money kept) => ask.Amount < kept ? ask.Amount : kept;

    // Goods are listed as they were; what is left of a sum is one line.
    private static ReissueOrdered Reissued(Receipt receipt, ReissueReceipt ask, Money over, Guid? by) => new(
        receipt.Id, ReissueReceipt.ReplacementOf(receipt.Id), receipt.DonationId, receipt.Cause, over, ask.DonorId, receipt.PaidAt, by, ask.At,
        over == receipt.Amount ? receipt.Lines : null, receipt.GiverId, receipt.Method == StartDonation.Sandbox ? null : receipt.Method);
}
