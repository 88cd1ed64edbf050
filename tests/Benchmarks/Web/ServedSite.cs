using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using CharityLink.Testing;

namespace CharityLink.Benchmarks;

/// <summary>The site as an operator runs it: its own process, a durable PostgreSQL, the demo city, rate limits opened for one loud client.</summary>
public sealed class ServedSite : IAsyncDisposable
{
    /// <summary>How long a load runs before it is measured. On two busy cores the runtime takes so long to compile anew what is called often:
    /// a site is measured as it runs for months, not as it runs in its first seconds.</summary>
    public static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(20);

    private readonly Process _process;
    private readonly TestHome? _home;

    private ServedSite(Process process, TestHome? home, IPEndPoint address, TimeSpan startUp) =>
        (_process, _home, Address, StartUp) = (process, home, address, startUp);

    /// <summary>Where it listens.</summary>
    public IPEndPoint Address { get; }

    /// <summary>From starting the process to the first page it served.</summary>
    public TimeSpan StartUp { get; }

    /// <summary>Memory the process holds now, in MB.</summary>
    public double WorkingSetMb
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / 1024d / 1024d;
        }
    }

    /// <summary>Starts the site in a home (a new one without) and waits for its first page.</summary>
    /// <param name="database">A database that is there already; null: the site's own.</param>
    /// <param name="settings">Configuration beside the usual.</param>
    public static async Task<ServedSite> Start(TestHome? home, CancellationToken ct, string? database = null, IReadOnlyDictionary<string, string>? settings = null)
    {
        var owned = home is null ? TestHome.Create() : null;
        var address = new IPEndPoint(IPAddress.Loopback, LoopbackPort.Free());
        var start = new ProcessStartInfo("dotnet", [typeof(Web.CharityLinkSite).Assembly.Location, "--urls", $"http://{address}"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["CHARITYLINK_HOME"] = (home ?? owned!).Path,
                ["Limits__Forms"] = "100000000", ["Giving__Abuse__PerAddress"] = "100000000", ["Giving__Abuse__PerMailbox"] = "100000000", ["Giving__Abuse__PerCause"] = "100000000",
                ["Logging__LogLevel__Default"] = "Warning",
            },
        };
        if (database is not null)
        {
            start.Environment["CHARITYLINK_DATABASE"] = database;
        }

        foreach (var (name, value) in settings ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        var begun = Stopwatch.GetTimestamp();
        var process = Process.Start(start)!;
        var complete = new TaskCompletionSource();
        process.OutputDataReceived += (_, line) => _ = line.Data?.StartsWith("Demonstration logins", StringComparison.Ordinal) == true && complete.TrySetResult();
        process.ErrorDataReceived += static (_, line) => Console.Error.Write(line.Data is { Length: > 0 } text ? $"    site: {text}\n" : "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await FirstPage(process, address, ct);
        var startUp = Stopwatch.GetElapsedTime(begun);
        // Pages are served before the city is whole; measuring waits for all of it.
        await complete.Task.WaitAsync(TimeSpan.FromMinutes(2), ct);
        return new ServedSite(process, owned, address, startUp);
    }

    /// <summary>A GET as bytes, ready to be sent again and again.</summary>
    public ReadOnlyMemory<byte> Get(string path, string headers = "") =>
        Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {Address}\r\nAccept-Encoding: br\r\n{headers}\r\n");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            // SIGINT, as Ctrl-C sends it, so that PostgreSQL is stopped in order.
            using var kill = Process.Start("kill", ["-INT", _process.Id.ToString(CultureInfo.InvariantCulture)]);
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            try
            {
                await _process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill(entireProcessTree: true);
            }
        }

        _process.Dispose();
        _home?.Dispose();
    }

    private static async Task FirstPage(Process process, IPEndPoint address, CancellationToken ct)
    {
        var request = Encoding.ASCII.GetBytes($"GET /en HTTP/1.1\r\nHost: {address}\r\n\r\n");
        for (var tries = 0; tries < 1200; tries++)
        {
            if (process.HasExited)
            {
                throw new InvalidOperationException($"The site ended with code {process.ExitCode} before its first page.");
            }

            try
            {
                using var lane = new HttpLane(address);
                if ((await lane.Send(request, keepBody: false, ct)).Status == 200)
                {
                    return;
                }
            }
            catch (Exception e) when (e is SocketException or IOException)
            {
                // Not listening yet.
            }

            await Task.Delay(50, ct);
        }

        throw new TimeoutException("The site served no page within a minute.");
    }
}
