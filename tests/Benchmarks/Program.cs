using CharityLink.Benchmarks;

// ./bench [store|catchup|gifts|pages|startup|projects|statements|payments|pledges ...] [--json FILE]: all of them without a name.
var json = Array.IndexOf(args, "--json") is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
var names = args.Where(arg => !arg.StartsWith("--", StringComparison.Ordinal) && arg != json).ToArray();
var suites = new Dictionary<string, Func<Report, CancellationToken, Task>>(StringComparer.Ordinal)
{
    ["store"] = StoreBench.Run,
    ["catchup"] = CatchupBench.Run,
    ["gifts"] = GiftsBench.Run,
    ["pages"] = PagesBench.Run,
    ["startup"] = StartupBench.Run,
    ["projects"] = ProjectsBench.Run,
    ["statements"] = StatementsBench.Run,
    ["payments"] = PaymentsBench.Run,
    ["pledges"] = FreezeBench.Run,
};

if (names.Except(suites.Keys, StringComparer.Ordinal).FirstOrDefault() is { } unknown)
{
    Console.Error.WriteLine($"There is no benchmark '{unknown}': choose from {string.Join(", ", suites.Keys)}.");
    return 2;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) => (pressed.Cancel, _) = (true, Task.Run(stop.Cancel));
var report = new Report();
foreach (var name in names.Length == 0 ? [.. suites.Keys] : names)
{
    Console.Error.WriteLine($"{name} ...");
    await suites[name](report, stop.Token);
}

report.Print(Console.Out);
if (json is not null)
{
    await report.Save(json, stop.Token);
}

return 0;
