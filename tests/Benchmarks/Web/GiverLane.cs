using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace CharityLink.Benchmarks;

/// <summary>A giver's browser: opens the form once, keeps its cookie and token, and posts gifts, each with an id of its own.</summary>
public sealed partial class GiverLane(ServedSite site, DemoCause cause) : IDisposable
{
    private readonly HttpLane _lane = new(site.Address);
    private string _cookie = "";
    private string _fields = "";

    /// <summary>Gets the form.</summary>
    public async Task Open(CancellationToken ct)
    {
        var answer = await _lane.Send(Encoding.ASCII.GetBytes($"GET {cause.GivePath} HTTP/1.1\r\nHost: {site.Address}\r\n\r\n"), keepBody: true, ct);
        var cookies = answer.Head.Split("\r\n").Where(line => line.StartsWith("set-cookie:", StringComparison.OrdinalIgnoreCase));
        _cookie = string.Join("; ", cookies.Select(line => line["set-cookie:".Length..].Trim().Split(';')[0]));
        var hidden = Hidden().Matches(Encoding.UTF8.GetString(answer.Body)).Select(field => (Name: field.Groups["name"].Value, Value: field.Groups["value"].Value));
        _fields = string.Concat(hidden.Where(field => field.Name != "gift").DistinctBy(field => field.Name, StringComparer.Ordinal)
            .Select(field => $"&{field.Name}={Uri.EscapeDataString(field.Value)}"));
    }

    /// <summary>Begins one gift; the answer must send the giver on to pay. Returns the gift's id.</summary>
    /// <param name="fen">How much.</param>
    /// <param name="method">The way to pay, where the form offers any.</param>
    public async Task<Guid> Give(int fen, CancellationToken ct, string method = "")
    {
        var gift = Guid.CreateVersion7();
        var body = string.Create(CultureInfo.InvariantCulture, $"gift={gift}{_fields}&other={fen / 100}.{fen % 100:00}&who=anonymous&method={method}");
        var answer = await _lane.Send(
            Encoding.ASCII.GetBytes(
                $"POST /zh-CN/give HTTP/1.1\r\nHost: {site.Address}\r\nCookie: {_cookie}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {body.Length}\r\n\r\n{body}"),
            keepBody: false, ct);
        return answer.Status is 302 or 303 && answer.Header("location")?.Contains(gift.ToString(), StringComparison.Ordinal) == true
            ? gift
            : throw new InvalidOperationException($"A gift was answered with {answer.Status} {answer.Header("location")}.");
    }

    /// <summary>Whether the site knows the gift: its page answers.</summary>
    public async Task<bool> Knows(Guid gift, CancellationToken ct) =>
        (await _lane.Send(Encoding.ASCII.GetBytes($"GET /zh-CN/gifts/{gift} HTTP/1.1\r\nHost: {site.Address}\r\n\r\n"), keepBody: false, ct)).Status == 200;

    /// <inheritdoc/>
    public void Dispose() => _lane.Dispose();

    [GeneratedRegex("<input type=\"hidden\" name=\"(?<name>[^\"]+)\" value=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Hidden();
}
