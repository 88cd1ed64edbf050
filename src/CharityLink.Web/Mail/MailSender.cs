using CharityLink.Web.Hosting;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace CharityLink.Web.Mail;

/// <summary>Hands finished mails over: by SMTP when <c>Mail:Host</c> is set, else as files in the folder <c>mail</c> of CHARITYLINK_HOME.</summary>
/// <remarks><c>Mail:Port</c> (25), <c>Mail:Tls</c> (true: STARTTLS, on port 465 from the first byte), <c>Mail:User</c>, <c>Mail:Password</c>, <c>Mail:From</c>.</remarks>
public sealed partial class MailSender(IConfiguration settings, ILogger<MailSender> log) : IDisposable
{
    private const int TlsPort = 465;

    // Well within the outbox's lease for a whole plate of mails.
    private const int TimeoutMs = 20_000;
    private SmtpClient? _server;

    /// <summary>The sender's address; its domain stands in every Message-ID.</summary>
    public MailboxAddress From => MailboxAddress.Parse(settings["Mail:From"] ?? "no-reply@charitylink.example");

    /// <summary>Sends one mail; the answer says whether it went out, is to be tried again, or never will.</summary>
    /// <param name="id">Twice the same is one mail: its Message-ID follows from it, and its file's name.</param>
    public async Task<MailEnd> Send(Guid id, MimeMessage message, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(message);
        try
        {
            if (settings["Mail:Host"] is { Length: > 0 } host)
            {
                await (await Server(host, ct)).SendAsync(message, ct);
            }
            else
            {
                await Write(id, message, ct);
            }

            return new(id, "sent");
        }
        catch (SmtpCommandException refused) when (refused.ErrorCode == SmtpErrorCode.RecipientNotAccepted && (int)refused.StatusCode >= 500)
        {
            return new(id, "failed", $"address_refused {(int)refused.StatusCode}");
        }
        catch (SmtpCommandException refused)
        {
            return new(id, "waiting", $"server_refused {(int)refused.StatusCode}");
        }
        catch (Exception full) when (full is IOException or UnauthorizedAccessException && settings["Mail:Host"] is not { Length: > 0 })
        {
            NoRoom(log, full);
            return new(id, "waiting", "folder");
        }
        catch (Exception away) when (away is ServiceNotConnectedException or ServiceNotAuthenticatedException or ProtocolException or AuthenticationException
            or SslHandshakeException or IOException or System.Net.Sockets.SocketException or TimeoutException)
        {
            Away(log, away);
            Dispose();
            return new(id, "waiting", away is AuthenticationException or ServiceNotAuthenticatedException ? "server_sign_in" : "server_away");
        }
    }

    /// <summary>Lets the connection go when nothing more is to be sent.</summary>
    public void Dispose()
    {
        _server?.Dispose();
        _server = null;
    }

    private async Task<SmtpClient> Server(string host, CancellationToken ct)
    {
        if (_server is { IsConnected: true } open)
        {
            return open;
        }

        Dispose();
        var (client, port) = (new SmtpClient { Timeout = TimeoutMs }, settings.GetValue("Mail:Port", 25));
        _server = client;
        var security = !settings.GetValue("Mail:Tls", true) ? SecureSocketOptions.None : port == TlsPort ? SecureSocketOptions.SslOnConnect : SecureSocketOptions.StartTls;
        await client.ConnectAsync(host, port, security, ct);
        if (settings["Mail:User"] is { Length: > 0 } user)
        {
            await client.AuthenticateAsync(user, settings["Mail:Password"] ?? "", ct);
        }

        return client;
    }

    // Written whole and then named: whoever watches the folder never reads half a mail, and on a full disk none is left.
    private async Task Write(Guid id, MimeMessage message, CancellationToken ct)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Installation.Folder(settings), "mail"));
        var draft = Path.Combine(folder.FullName, $".{id}");
        try
        {
            await message.WriteToAsync(draft, ct);
            File.Move(draft, Path.Combine(folder.FullName, $"{id}.eml"), overwrite: true);
        }
        catch
        {
            File.Delete(draft);
            throw;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Mails wait: their folder takes no more")]
    private static partial void NoRoom(ILogger log, Exception fault);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Mails wait: the server does not take them")]
    private static partial void Away(ILogger log, Exception fault);
}
