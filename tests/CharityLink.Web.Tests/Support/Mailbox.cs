using System.Text.RegularExpressions;
using MimeKit;

namespace CharityLink.Web.Tests.Support;

/// <summary>The folder mails are written to.</summary>
internal static partial class Mailbox
{
    private const int TriesMax = 100;

    /// <summary>The link in the newest mail to somebody, or in the newest with a link of this kind; waits for the mail.</summary>
    public static async Task<string> LinkTo(string address, string kind = "") => new Uri(Link.Match(
        await Arrived(address, mail => Link.Match(mail) is { Success: true } link && link.Value.Contains(kind, StringComparison.Ordinal))).Value).PathAndQuery;

    /// <summary>The newest mail to somebody that reads as asked; waits for it.</summary>
    public static async Task<string> Arrived(string address, Func<string, bool> reads)
    {
        for (var tries = 0; tries < TriesMax; tries++)
        {
            if (MailsTo(address).LastOrDefault(reads) is { } newest)
            {
                return newest;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }

        throw new TimeoutException($"No such mail reached {address}.");
    }

    /// <summary>Every mail to somebody, oldest first, as text: its headers in words, an empty line, its text.</summary>
    public static IReadOnlyList<string> MailsTo(string address)
    {
        var folder = new DirectoryInfo(Path.Combine(SiteHost.Home, "mail"));
        return folder.Exists
            ? [.. folder.EnumerateFiles("*.eml").OrderBy(f => f.LastWriteTimeUtc).Select(f => MimeMessage.Load(f.FullName)).Where(mail => mail.To.ToString() == address).Select(Text)]
            : [];
    }

    /// <summary>One mail as text.</summary>
    public static string Text(MimeMessage mail) =>
        string.Join('\n', mail.Headers.Select(header => $"{header.Field}: {header.Value}")) + "\n\n" + mail.TextBody?.ReplaceLineEndings("\n");

    [GeneratedRegex(@"https?://\S+", RegexOptions.CultureInvariant, 100)]
    private static partial Regex Link { get; }
}
