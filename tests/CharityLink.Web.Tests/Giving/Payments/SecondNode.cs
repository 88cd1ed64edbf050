using System.Diagnostics;
using System.Globalization;
using System.Net;
using CharityLink.Testing;
using CharityLink.Web.Tests.Support;

namespace CharityLink.Web.Tests.Giving.Payments;

/// <summary>Another node of the same installation in a process of its own, its workers at work, to be killed at any line.</summary>
internal sealed class SecondNode : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process process;
    private readonly Uri address;

    private SecondNode(Process process, Uri address) => (this.process, this.address) = (process, address);

    /// <summary>Starts it and waits until it serves.</summary>
    public static async Task<SecondNode> Start(StripeSite site, CancellationToken ct)
    {
        var at = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{LoopbackPort.Free()}/"));
        var start = new ProcessStartInfo("dotnet", [typeof(CharityLinkSite).Assembly.Location, "--urls", at.ToString()]) { UseShellExecute = false, RedirectStandardOutput = true };
        foreach (var (name, value) in new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["CHARITYLINK_DATABASE"] = site.Site.ConnectionString, ["CHARITYLINK_HOME"] = SiteHost.Home, ["CHARITYLINK_DEMO"] = "off", ["Logging:LogLevel:Default"] = "None",
            ["Limits:Forms"] = "100000", ["Giving:Abuse:PerAddress"] = "100000", ["Giving:Abuse:PerCause"] = "100000",
            ["Payments:Stripe:SecretKey"] = StripeSite.Key, ["Payments:Stripe:Address"] = site.Fake.Address.ToString(), ["Payments:Stripe:WebhookSecrets:0:Secret"] = StripeSite.Secret,
            ["Payments:Merchants:0:Organisation"] = "*", ["Payments:Merchants:0:Country"] = "SG", ["Payments:Merchants:0:Account"] = "",
        })
        {
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        var node = new SecondNode(Process.Start(start) ?? throw new InvalidOperationException("The node did not start."), at);
        node.process.BeginOutputReadLine();
        await node.Serves(ct);
        return node;
    }

    /// <summary>Somebody with a browser, on this node.</summary>
    public Visitor Visitor() => new(new HttpClient(new CookieJar { InnerHandler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false } }) { BaseAddress = address });

    /// <summary>kill -9.</summary>
    public async Task Kill()
    {
        process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
    }

    public void Dispose()
    {
        process.Kill();
        process.Dispose();
    }

    private async Task Serves(CancellationToken ct)
    {
        using var http = new HttpClient { BaseAddress = address };
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < Patience && !process.HasExited; await Task.Delay(100, ct))
        {
            try
            {
                if ((await http.GetAsync(new Uri("/health/ready", UriKind.Relative), ct)).StatusCode == HttpStatusCode.OK)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }
        }

        Assert.Fail("The node does not serve.");
    }
}
