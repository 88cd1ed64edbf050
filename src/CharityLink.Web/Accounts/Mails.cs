using System.Net.Mail;
using System.Threading.Channels;
using CharityLink.Web.Hosting;

namespace CharityLink.Web.Accounts;

/// <summary>A mail to one person.</summary>
public sealed record PlainMail(string To, string Subject, string Body);

/// <summary>Sends mails after the page that asked for them is gone, so that a page takes as long with a mail as without.</summary>
/// <remarks>By SMTP when <c>Mail:Host</c> is set, else as files in the folder <c>mail</c> of CHARITYLINK_HOME.
/// Lost with the process: each of these mails can be asked for again.</remarks>
public sealed partial class Postbox(IConfiguration settings, ILogger<Postbox> log) : BackgroundService
{
    private const int WaitingMax = 1000;
    private readonly Channel<PlainMail> waiting = Channel.CreateBounded<PlainMail>(new BoundedChannelOptions(WaitingMax) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Takes a mail to be sent soon.</summary>
    public void Send(PlainMail mail) => waiting.Writer.TryWrite(mail);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var mail in waiting.Reader.ReadAllAsync(stoppingToken))
        {
            await Deliver(mail, stoppingToken);
        }
    }

    /// <summary>Sends a mail now; false when it could not be delivered, for whoever keeps it until it is.</summary>
    public async Task<bool> Deliver(PlainMail mail, CancellationToken ct)
    {
        try
        {
            using var client = Client();
            using var message = new MailMessage(settings["Mail:From"] ?? "no-reply@charitylink.example", mail.To, mail.Subject, mail.Body);
            await client.SendMailAsync(message, ct);
            return true;
        }
        catch (Exception e) when (e is SmtpException or IOException or UnauthorizedAccessException or FormatException)
        {
            // A format exception: an address that looks like one and is none.
            Undelivered(log, e);
            return false;
        }
    }

    private SmtpClient Client()
    {
        if (settings["Mail:Host"] is { Length: > 0 } host)
        {
            return new SmtpClient(host, settings.GetValue("Mail:Port", 25)) { EnableSsl = settings.GetValue("Mail:Tls", true) };
        }

        var folder = Directory.CreateDirectory(Path.Combine(Installation.Folder(settings), "mail"));
        return new SmtpClient { DeliveryMethod = SmtpDeliveryMethod.SpecifiedPickupDirectory, PickupDirectoryLocation = folder.FullName };
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A mail could not be delivered")]
    private static partial void Undelivered(ILogger log, Exception fault);
}
