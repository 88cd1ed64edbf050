using CharityLink.Giving;
using CharityLink.Store;
using CharityLink.Web.Mail;

namespace CharityLink.Web.Giving.Account;

/// <summary>Reaction: whoever gave and left a mailbox is thanked, once per gift, with the way to the receipt.</summary>
public sealed class GiftThanks(MailOutbox outbox, TimeProvider clock) : IReaction
{
    // Reading an old log (an import, a reaction that is new to an installation) thanks nobody for what is long past.
    private static readonly TimeSpan NewsFor = TimeSpan.FromDays(2);

    /// <inheritdoc/>
    public string Name => "gift_thanks";

    /// <inheritdoc/>
    public bool Heeds(object fact) => fact is DonationPaid { DonorId: not null, GiverId: not null };

    /// <inheritdoc/>
    public Task React(IReadOnlyList<Recorded> batch, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var since = clock.GetUtcNow() - NewsFor;
        return outbox.Note([.. from recorded in batch
                               where recorded.At > since
                               select Thanks((DonationPaid)recorded.Data)], ct);
    }

    private static NotedMail Thanks(DonationPaid paid) => new(
        StableId.Beside(paid.DonationId, "mail thanks"), "thanks", paid.DonorId.GetValueOrDefault(), "",
        new MailFacts(paid.DonationId, Path: $"/gifts/{paid.DonationId}", HasKey: true).Of(paid.Amount).To(paid.Cause));
}
