using CharityLink.Workers;
using MimeKit;

namespace CharityLink.Web.Mail;

/// <summary>Sends what is owed, a few at a time; hosted by every node. What the server does not take is tried again for days.</summary>
internal sealed partial class MailCarrier(MailOutbox outbox, MailWriter writer, MailSender sender, MailBell bell, TimeProvider clock, ILogger<MailCarrier> log)
    : RecurringWork("mails", _every, clock, log)
{
    private const int AtOnce = 20;
    private static readonly TimeSpan _every = TimeSpan.FromSeconds(3);
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>One round; how many mails were looked at.</summary>
    public async Task<int> RunOnce(CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            var taken = await outbox.Take(AtOnce, ct);
            foreach (var draft in taken.Count == 0 ? [] : await writer.Draft(taken, ct))
            {
                var end = await Send(draft, ct);
                // After the server's yes nothing may be cancelled before it is written down.
                if (end.State is "sent" or "needless")
                {
                    await writer.Ended(draft, CancellationToken.None);
                }

                await outbox.End(end, CancellationToken.None);
            }

            return taken.Count;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _turn.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task Round(CancellationToken ct)
    {
        while (await RunOnce(ct) == AtOnce)
        {
            // As long as the plate is full, the next one follows at once.
        }

        sender.Dispose();
    }

    /// <inheritdoc/>
    protected override Task Rest(CancellationToken ct) => bell.Wait(_every, Clock, ct);

    private async Task<MailEnd> Send(MailDraft draft, CancellationToken ct)
    {
        var id = draft.Mail.Id;
        if (draft.IsNeedless || draft.Address is not { } to)
        {
            return new(id, "needless");
        }

        if (!MailboxAddress.TryParse(to, out var mailbox))
        {
            return new(id, "failed", "address_malformed");
        }

        try
        {
            return await sender.Send(id, Message(draft, mailbox), ct);
        }
        catch (Exception broken) when (Documents.TemplateTrouble.IsOfTemplate(broken))
        {
            // Not even the program's own template would do: waits until somebody mends it.
            Broken(log, draft.Mail.Kind, broken);
            return new(id, "waiting", "template_broken");
        }
    }

    private MimeMessage Message(MailDraft draft, MailboxAddress to)
    {
        var (subject, text) = writer.Words(draft);
        var message = new MimeMessage { Subject = subject, Date = Clock.GetUtcNow(), MessageId = $"{draft.Mail.Id}@{sender.From.Domain}" };
        message.From.Add(sender.From);
        message.To.Add(to);
        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.Headers.Add(HeaderId.ContentLanguage, draft.Language.Tag);
        if (draft.StopUrl is { } stop)
        {
            message.Headers.Add(HeaderId.ListUnsubscribe, $"<{stop}>");
            message.Headers.Add(HeaderId.ListUnsubscribePost, "List-Unsubscribe=One-Click");
        }

        message.Body = new BodyBuilder { TextBody = text, HtmlBody = MailHtml.Of(text, draft.Language.Tag) }.ToMessageBody();
        return message;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "No template of {Kind} will do")]
    private static partial void Broken(ILogger log, string kind, Exception fault);
}
