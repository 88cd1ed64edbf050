using CharityLink.Giving;
using CharityLink.Stripe;

namespace CharityLink.Web.Giving.Payments;

/// <summary>Takes back what Stripe passed on to a charity's own account.</summary>
internal sealed class RecallCall(StripeLine line) : IStripePurpose
{
    public string Purpose => PassedRecall.Purpose;

    public ValueTask<StoredCall?> Write(PaymentOrder order, CancellationToken ct)
    {
        var wish = (TakeBackPassed)order.Wish;
        return new(StripeLine.Store(Transfers.Reverse(wish.PassedBy, new TransferReversalCreate { Amount = wish.Amount.Minor, Metadata = Labels(order, wish.DonationId) })));
    }

    public Task<PaymentAnswer> Send(PaymentOperation operation, CancellationToken ct) => line.Send(operation, StripeJson.Default.TransferReversal, Answer, ct);

    public Task<PaymentAnswer?> Find(PaymentOperation operation, CancellationToken ct)
    {
        var transfer = StripeLine.PathOf(operation.Call).Split('/')[3];
        return line.Find(operation, request => Transfers.Reversals(transfer, request), new ListRequest(), reversal => reversal.Metadata, Answer, ct);
    }

    /// <summary>By them a lost answer is found, and people at Stripe see what it was for.</summary>
    public static Dictionary<string, string> Labels(PaymentOrder order, Guid gift) =>
        new(StringComparer.Ordinal) { [StripeLabels.Operation] = order.OperationId.ToString(), [StripeLabels.Donation] = gift.ToString() };

    private static PaymentAnswer Answer(TransferReversal reversal) => new(AnswerKind.Done) { ObjectId = reversal.Id };
}

/// <summary>Passes money on to a charity's own account once more. The gift is the group: by it a lost answer is found.</summary>
internal sealed class PassOnCall(StripeLine line, StripeMerchants merchants) : IStripePurpose
{
    public string Purpose => PassedAgain.Purpose;

    public async ValueTask<StoredCall?> Write(PaymentOrder order, CancellationToken ct)
    {
        var wish = (PassOnAgain)order.Wish;
        return await merchants.Of(order.HolderId, ct) is { OwnAccount: { } account }
            ? StripeLine.Store(Transfers.Create(new TransferCreate
            {
                Amount = wish.Amount.Minor,
                Currency = StripeMoney.Code(wish.Amount.Currency),
                Destination = account,
                TransferGroup = wish.DonationId.ToString(),
                Metadata = RecallCall.Labels(order, wish.DonationId),
            }))
            : null;
    }

    public Task<PaymentAnswer> Send(PaymentOperation operation, CancellationToken ct) => line.Send(operation, StripeJson.Default.Transfer, Answer, ct);

    public Task<PaymentAnswer?> Find(PaymentOperation operation, CancellationToken ct) => line.Find(
        operation, Transfers.List, new ListRequest { TransferGroup = StripeLine.Field(operation.Call, "transfer_group") }, transfer => transfer.Metadata, Answer, ct);

    private static PaymentAnswer Answer(Transfer transfer) => new(AnswerKind.Done) { ObjectId = transfer.Id };
}
