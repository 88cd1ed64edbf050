using CharityLink.Giving;
using CharityLink.Law;
using CharityLink.Web.Disclosure.Reminders;
using CharityLink.Web.Mail;
using CharityLink.Web.Site;
using CharityLink.Workers;

namespace CharityLink.Web.Giving.Refunds;

/// <summary>Reminds an organisation's people of a bank that waits for an answer: three days before the time is over, and one. Each reminder is noted once, by whichever node.</summary>
internal sealed class DisputeReminders(
    RefundList refunds, Answerable answerable, MailOutbox outbox, TimeProvider clock, ILogger<DisputeReminders> log)
    : RecurringWork("reminders of disputes", Every, clock, log, Every), IMailKind
{
    /// <summary>The kind of its mails.</summary>
    public const string Kind = "dispute";

    private const int AtOnce = 1_000;
    private static readonly TimeSpan Early = TimeSpan.FromDays(3);
    private static readonly TimeSpan Late = TimeSpan.FromDays(1);
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(10);

    public IReadOnlyCollection<string> Kinds { get; } = [Kind];

    /// <summary>One round: owes a mail for each dispute whose time is running out; how many there were, known ones included.</summary>
    public async Task<int> RunOnce(CancellationToken ct)
    {
        var now = Clock.GetUtcNow();
        var due = await refunds.Due(now, now + Early, AtOnce, ct);
        if (due.Count == 0)
        {
            return 0;
        }

        var people = await answerable.Of([.. due.Select(dispute => dispute.HolderId).Distinct()], ct);
        NotedMail[] mails =
        [
            .. from dispute in due
               from account in people.GetValueOrDefault(dispute.HolderId, [])
               select Mail(dispute, account, now),
        ];
        await outbox.Note(mails, ct);
        return mails.Length;
    }

    /// <summary>What was answered or decided meanwhile needs no mail; the others say for what the gift was.</summary>
    public async Task Complete(IReadOnlyList<MailDraft> drafts, CancellationToken ct)
    {
        Guid[] ids = [.. drafts.Select(draft => draft.Mail.Facts.Subject.GetValueOrDefault()).Distinct()];
        var open = (await refunds.Open(ids, ct)).ToDictionary(dispute => DisputeAnswer.IdOf(dispute.DonationId, dispute.Id));
        foreach (var draft in drafts)
        {
            draft.IsNeedless = !open.TryGetValue(draft.Mail.Facts.Item.GetValueOrDefault(), out var dispute);
            draft.Values["until"] = dispute?.EvidenceBy is { } until ? Show.Time(until, draft.Language) : "";
        }
    }

    /// <inheritdoc/>
    protected override Task Round(CancellationToken ct) => RunOnce(ct);

    private static NotedMail Mail(DisputeDue dispute, Guid account, DateTimeOffset now)
    {
        var days = dispute.EvidenceBy - now <= Late ? 1 : 3;
        var item = DisputeAnswer.IdOf(dispute.DonationId, dispute.Id);
        return new(
            StableId.Beside(item, $"mail {days} {account}"), Kind, MailReceiver.OfAccount(account), "",
            new MailFacts(
                dispute.DonationId, Day: WorkingDays.China.DayOf(dispute.EvidenceBy), Path: $"/console/gifts/{dispute.DonationId}/refunds", Number: days, Item: item,
                Program: dispute.ProgramId, Site: dispute.SiteId, Project: dispute.ProjectId).Of(dispute.Amount));
    }
}
