using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using MimeKit;

namespace CharityLink.Web.Tests.Support;

/// <summary>A mail server on loopback that takes what it is given, or says what it was told to say.</summary>
internal sealed class SmtpStub : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public SmtpStub()
    {
        _listener.Start();
        _ = Accept();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The answer to <c>RCPT TO</c>.</summary>
    public string Recipient { get; set; } = "250 ok";

    /// <summary>The answer to a whole mail; empty to hang up instead, after the mail was taken.</summary>
    public string Taken { get; set; } = "250 ok";

    public ConcurrentQueue<MimeMessage> Mails { get; } = [];

    public void Dispose() => _listener.Dispose();

    private async Task Accept()
    {
        try
        {
            while (true)
            {
                _ = Talk(await _listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task Talk(TcpClient client)
    {
        using var _ = client;
        using var reader = new StreamReader(client.GetStream(), Encoding.Latin1);
        await using var writer = new StreamWriter(client.GetStream(), Encoding.Latin1) { AutoFlush = true, NewLine = "\r\n" };
        await writer.WriteLineAsync("220 stub");
        while (await reader.ReadLineAsync() is { } line)
        {
            var verb = line.Split(' ', ':')[0].ToUpperInvariant();
            if (verb == "DATA")
            {
                await writer.WriteLineAsync("354 go on");
                Mails.Enqueue(await Read(reader));
            }

            var answer = verb switch { "RCPT" => Recipient, "DATA" => Taken, "QUIT" => "221 bye", _ => "250 ok" };
            if (answer.Length == 0)
            {
                return;
            }

            await writer.WriteLineAsync(answer);
        }
    }

    private static async Task<MimeMessage> Read(StreamReader reader)
    {
        var text = new StringBuilder();
        while (await reader.ReadLineAsync() is { } line && line != ".")
        {
            text.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
        }

        return MimeMessage.Load(new MemoryStream(Encoding.Latin1.GetBytes(text.ToString())));
    }
}
