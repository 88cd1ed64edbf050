using System.Text;
using System.Text.RegularExpressions;

namespace CharityLink.Benchmarks;

/// <summary>A program of the demo city to look at and give to, found as a visitor finds it: by links.</summary>
public sealed partial record DemoCause(string Page, string GivePath)
{
    /// <summary>Follows the list of programs to the first one that takes gifts.</summary>
    public static async Task<DemoCause> Find(ServedSite site, CancellationToken ct)
    {
        using var lane = new HttpLane(site.Address);
        foreach (Match link in ProgramLink().Matches(await Text(lane, site, "/zh-CN/programs", ct)))
        {
            var id = link.Groups["id"].Value;
            var give = $"/zh-CN/give?program={id}";
            if ((await Text(lane, site, give, ct)).Contains("name=\"gift\"", StringComparison.Ordinal))
            {
                return new DemoCause($"/zh-CN/programs/{id}", give);
            }
        }

        throw new InvalidOperationException("No program of the demo city takes gifts.");
    }

    private static async Task<string> Text(HttpLane lane, ServedSite site, string path, CancellationToken ct) =>
        Encoding.UTF8.GetString((await lane.Send(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {site.Address}\r\n\r\n"), keepBody: true, ct)).Body);

    [GeneratedRegex("href=\"/zh-CN/programs/(?<id>[0-9a-f-]{36})\"", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex ProgramLink();
}
