using System.Text.RegularExpressions;

namespace CharityLink.Web.Tests.Support;

/// <summary>The folder mails are written to.</summary>
internal static partial class Mailbox
{
    private const int TriesMax = 100;

    /// <summary>The link in the newest mail to somebody; waits for the mail.</summary>
    public static async Task<string> LinkTo(string address)
    {
        for (var tries = 0; tries < TriesMax; tries++)
        {
            if (MailsTo(address) is [.., var newest] && Link.Match(newest) is { Success: true } link)
            {
                return new Uri(link.Value).PathAndQuery;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }

        throw new TimeoutException($"No mail with a link reached {address}.");
    }

    /// <summary>Every mail to somebody, oldest first, as text.</summary>
    public static IReadOnlyList<string> MailsTo(string address)
    {
        var folder = new DirectoryInfo(Path.Combine(SiteHost.Home, "mail"));
        return folder.Exists
            ? [.. folder.EnumerateFiles("*.eml").OrderBy(f => f.LastWriteTimeUtc).Select(f => Text(f.FullName)).Where(mail => mail.Contains($"To: {address}", StringComparison.OrdinalIgnoreCase))]
            : [];
    }

    // Headers stand before the first empty line; the body is base64 or quoted-printable.
    private static string Text(string file)
    {
        var parts = File.ReadAllText(file).ReplaceLineEndings("\n").Split("\n\n", 2);
        var body = parts.Length < 2 ? ""
            : parts[0].Contains("base64", StringComparison.OrdinalIgnoreCase) ? System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(parts[1].Replace("\n", "", StringComparison.Ordinal)))
            : Quoted.Replace(parts[1].Replace("=\n", "", StringComparison.Ordinal), m => ((char)Convert.ToByte(m.Groups["hex"].Value, 16)).ToString());
        return parts[0] + "\n\n" + body;
    }

    [GeneratedRegex(@"https?://\S+", RegexOptions.CultureInvariant, 100)]
    private static partial Regex Link { get; }

    [GeneratedRegex("=(?<hex>[0-9A-F]{2})", RegexOptions.CultureInvariant, 100)]
    private static partial Regex Quoted { get; }
}
