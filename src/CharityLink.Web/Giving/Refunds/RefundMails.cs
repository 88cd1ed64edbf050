using CharityLink.Giving;
using CharityLink.Store;
using CharityLink.Web.Mail;

namespace CharityLink.Web.Giving.Refunds;

/// <summary>Reaction: whoever gave and left a mailbox is told when money goes back, once per refund, with why and by which way.</summary>
public sealed class RefundMails(MailOutbox outbox, TimeProvider clock) : IReaction
{
    // Reading an old log tells nobody what is long past.
    private static readonly TimeSpan NewsFor = TimeSpan.FromDays(2);

    /// <inheritdoc/>
    public string Name => "refund_mails";

    /// <inheritdoc/>
    public Task React(IReadOnlyList<Recorded> batch, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var since = clock.GetUtcNow() - NewsFor;
        return outbox.Note([.. from recorded in batch
                               where recorded.At > since && recorded.Data is RefundStarted { Cause: not null, Gift: { DonorId: not null, GiverId: not null } }
                               select Mail((RefundStarted)recorded.Data)], ct);
    }

    // A gift to a project that did not come about has a longer word: it was said before the gift what would happen.
    private static NotedMail Mail(RefundStarted fact) => new(
        StableId.Beside(fact.RefundId, "mail refund"), fact.Route == Refund.ByBankTransfer ? "refund_transfer" : "refund", fact.Gift.DonorId.GetValueOrDefault(), "",
        new MailFacts(
            fact.DonationId, Path: $"/gifts/{fact.DonationId}", HasKey: true,
            Word: fact.Cause == RefundCauses.ProjectFailed ? "refund.mail.project_failed" : $"refund.cause.{fact.Cause}").Of(fact.Amount).To(fact.Gift.Cause));
}
