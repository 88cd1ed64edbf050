using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Store;
using CharityLink.Web.Mail;

namespace CharityLink.Web.Giving.Account;

/// <summary>Reaction: what a giver is told of a gift after it was thanked for, once for each fact: money that goes back, counted or not, a receipt that holds no longer or follows another, a payment that failed after all.</summary>
/// <param name="host">Late, because the host is made of its reactions.</param>
public sealed class GiftMails(MailOutbox outbox, GiftMailboxes mailboxes, Receipts receipts, Lazy<ReadModelHost> host, TimeProvider clock) : IReaction
{
    // Reading an old log tells nobody what is long past.
    private static readonly TimeSpan NewsFor = TimeSpan.FromDays(2);
    private static readonly TimeSpan CatchUpAtMost = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public string Name => "gift_mails";

    /// <inheritdoc/>
    public bool Heeds(object fact) => fact is ReissueOrdered || Of(fact) is not null;

    /// <inheritdoc/>
    public async Task React(IReadOnlyList<Recorded> batch, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var since = clock.GetUtcNow() - NewsFor;
        // One that another follows at once is told of with that one.
        var followed = batch.Select(recorded => recorded.Data).OfType<ReissueOrdered>().Select(order => order.ReceiptId).ToHashSet();
        var news = batch.Where(recorded => recorded.At > since && !(recorded.Data is ReceiptVoided gone && followed.Contains(gone.ReceiptId))).Select(recorded => Of(recorded.Data)).OfType<News>().ToList();
        if (news.Count == 0)
        {
            return;
        }

        // Whether a mail is still news is read from the list of receipts when it is sent: it must not be older than the news.
        if (!await host.Value.WaitFor(receipts.Name, batch[^1].Position, CatchUpAtMost, ct))
        {
            throw new StoreUnavailableException("Receipts are behind; givers are written to when they have caught up.");
        }

        var givers = await mailboxes.Of(news.Select(one => one.Donation), ct);
        await outbox.Note([.. from one in news where givers.ContainsKey(one.Donation) select Mail(one, givers[one.Donation])], ct);
    }

    // That a receipt is void because money goes back is told with the money.
    private static News? Of(object fact) => fact switch
    {
        RefundStarted { Cause: { } cause } e => new(
            e.DonationId, StableId.Beside(e.RefundId, "mail refund"), e.Route == Refund.ByBankTransfer ? "refund_transfer" : "refund", e.Amount,
            cause == RefundCauses.ProjectFailed ? "refund.mail.project_failed" : $"refund.cause.{cause}", null),
        // One that did not arrive and is sent again is the same news.
        HeldReturnStarted { Attempt: 1 } e => Uncounted(e.DonationId, e.PaymentId, "held_returned", e.Held),
        HeldReturnedByHand e => Uncounted(e.DonationId, e.PaymentId, "held_transferred", e.Held),
        ReceiptVoided { Cause: not (VoidCause.Refunded or VoidCause.PartRefunded) } e => new(
            e.DonationId, StableId.Beside(e.ReceiptId, "mail void"), "receipt_void", null, $"receipts.cause.{Receipts.NameOf(e.Cause)}", e.ReceiptId),
        ReceiptIssued { Replaces: not null } e => new(e.DonationId, StableId.Beside(e.ReceiptId, "mail reissued"), "receipt_reissued", e.Amount, null, e.ReceiptId),
        PaymentDeclined { Reason: RecordUnpaid.AfterAll, Charge: null } e => new(e.DonationId, StableId.Beside(e.AttemptId, "mail declined"), "declined_late", null, null, null),
        _ => null,
    };

    private static News Uncounted(Guid gift, string payment, string kind, HeldMoney held) =>
        new(gift, StableId.Beside(HeldReturn.IdOf(gift, payment), $"mail {kind}"), kind, held.Amount, $"held.reason.{held.Reason}", null);

    private static NotedMail Mail(News one, GiftMailbox giver) => new(
        one.Id, one.Kind, giver.To, giver.Language,
        new MailFacts(one.Donation, Path: $"/gifts/{one.Donation}", HasKey: true, Word: one.Word, Item: one.Receipt).Of(one.Amount ?? giver.Amount).To(giver.Cause));

    private sealed record News(Guid Donation, Guid Id, string Kind, Money? Amount, string? Word, Guid? Receipt);
}

/// <summary>Mails about receipts and payments at the moment they are sent: what was put right meanwhile is not written about.</summary>
internal sealed class GiftMailKind(Receipts receipts, GiftMailboxes mailboxes) : IMailKind
{
    private const string Late = "declined_late";

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Kinds { get; } = ["receipt_void", "receipt_reissued", Late];

    /// <inheritdoc/>
    public async Task Complete(IReadOnlyList<MailDraft> drafts, CancellationToken ct)
    {
        var unpaid = await mailboxes.Of(drafts.Where(draft => draft.Mail.Kind == Late).Select(GiftOf), ct);
        var holding = (await receipts.OfDonations(drafts.Where(draft => draft.Mail.Kind != Late).Select(GiftOf), ct)).ToLookup(receipt => receipt.DonationId);
        foreach (var draft in drafts)
        {
            var held = holding[GiftOf(draft)].FirstOrDefault();
            draft.Values["serial"] = held?.Serial;
            draft.IsNeedless = draft.Mail.Kind switch
            {
                Late => unpaid.GetValueOrDefault(GiftOf(draft)) is not { IsPaid: false },
                "receipt_void" => held is not null,
                _ => held?.Id != draft.Mail.Facts.Item,
            };
        }
    }

    private static Guid GiftOf(MailDraft draft) => draft.Mail.Facts.Subject.GetValueOrDefault();
}
