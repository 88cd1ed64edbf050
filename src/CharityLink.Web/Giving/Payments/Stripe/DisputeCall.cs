using CharityLink.Giving;
using CharityLink.Stripe;
using CharityLink.Web.Site;

namespace CharityLink.Web.Giving.Payments;

/// <summary>Hands in, at Stripe, what an organisation says to a bank that questions a gift. It can be handed in once, so it is found again by having been.</summary>
internal sealed class DisputeCall(StripeLine line, CauseBook causes) : IStripePurpose
{
    public string Purpose => DisputeAnswer.Purpose;

    public async ValueTask<StoredCall?> Write(PaymentOrder order, CancellationToken ct)
    {
        var wish = (HandInEvidence)order.Wish;
        return StripeLine.Store(Disputes.Update(wish.DisputeId, new DisputeUpdate
        {
            Evidence = new CharityLink.Stripe.DisputeEvidence
            {
                ProductDescription = Texts.In(Language.English)["payment.line", CauseName.Of(await causes.Find(wish.Cause, ct), Language.English)],
                UncategorizedText = wish.Evidence.Explanation,
                RefundPolicyDisclosure = wish.Evidence.RefundTerms,
            },
            Submit = true,
            Metadata = new Dictionary<string, string>(StringComparer.Ordinal) { [StripeLabels.Operation] = order.OperationId.ToString() },
        }));
    }

    public Task<PaymentAnswer> Send(PaymentOperation operation, CancellationToken ct) => line.Send(operation, StripeJson.Default.Dispute, Answer, ct);

    public async Task<PaymentAnswer?> Find(PaymentOperation operation, CancellationToken ct)
    {
        var dispute = await line.Get(Disputes.Get(StripeLine.PathOf(operation.Call).Split('/')[^1]), ct);
        return dispute.EvidenceDetails is { SubmissionCount: > 0 } ? Answer(dispute) : null;
    }

    private static PaymentAnswer Answer(CharityLink.Stripe.Dispute dispute) => new(AnswerKind.Done) { ObjectId = dispute.Id };
}
