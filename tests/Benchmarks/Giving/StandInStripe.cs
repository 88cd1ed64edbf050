using System.Diagnostics;
using System.Globalization;
using System.Net;
using CharityLink.StripeFake;

namespace CharityLink.Benchmarks;

/// <summary>The stand-in for Stripe in a process of its own, its givers pay at once.</summary>
public sealed class StandInStripe : IAsyncDisposable
{
    private const string Secret = "whsec_bench";
    private readonly Process _process;
    private readonly HttpClient _http = new();
    private readonly Uri _address;

    private StandInStripe(Process process, Uri address) => (_process, _address) = (process, address);

    /// <summary>What a site is told to be paid through a stand-in on a port.</summary>
    public static IReadOnlyDictionary<string, string> SettingsFor(int port) => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Payments:Stripe:SecretKey"] = "sk_test_bench", ["Payments:Stripe:Address"] = $"http://127.0.0.1:{port}/", ["Payments:Stripe:WebhookSecrets:0:Secret"] = Secret,
        ["Payments:Merchants:0:Organisation"] = "*", ["Payments:Merchants:0:Country"] = "SG", ["Payments:CallsPerSecond"] = "100000", ["Payments:CallsAtOnce"] = "256",
    };

    /// <summary>Starts it for a site that runs.</summary>
    /// <param name="port">Where the site looks for it.</param>
    /// <param name="site">Where its webhooks go.</param>
    /// <param name="more">Options beside the usual.</param>
    public static async Task<StandInStripe> Start(int port, IPEndPoint site, string[] more, CancellationToken ct)
    {
        string[] usual = ["--port", port.ToString(CultureInfo.InvariantCulture), "--webhook", $"http://{site}/webhooks/stripe", "--secret", Secret, "--check", "off", "--givers", "pay", "--webhooks-at-once", "64"];
        var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(FakeStripe).Assembly.Location, .. usual, .. more]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        await process.StandardOutput.ReadLineAsync(ct); // It says where it listens.
        return new StandInStripe(process, new Uri($"http://127.0.0.1:{port}/"));
    }

    /// <summary>How many objects of a kind it has.</summary>
    public async Task<int> Count(string kind, CancellationToken ct) =>
        int.Parse(await _http.GetStringAsync(new Uri(_address, $"fake/count?kind={kind}"), ct), CultureInfo.InvariantCulture);

    /// <summary>Waits until it holds so many webhooks.</summary>
    public async Task Holds(int webhooks, CancellationToken ct)
    {
        while (int.Parse(await _http.GetStringAsync(new Uri(_address, "fake/waiting"), ct), CultureInfo.InvariantCulture) < webhooks)
        {
            await Task.Delay(100, ct);
        }
    }

    /// <summary>Sends every webhook it held, a number of times, in order or in one of chance; how many were taken.</summary>
    public async Task<int> Deliver(int copies, int? shuffle, CancellationToken ct)
    {
        using var answer = await _http.PostAsync(new Uri(_address, $"fake/deliver?copies={copies}{(shuffle is { } seed ? $"&shuffle={seed}" : "")}"), null, ct);
        answer.EnsureSuccessStatusCode();
        return int.Parse(await answer.Content.ReadAsStringAsync(ct), CultureInfo.InvariantCulture);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _http.Dispose();
    }
}
