using System.Diagnostics;

namespace CharityLink.Benchmarks;

/// <summary>How a load went: operations a second, and the time nine and ninety of a hundred stayed under.</summary>
public sealed record LoadResult(double PerSecond, double P99Ms, long Done);

/// <summary>Keeps a fixed number of operations in flight for a while.</summary>
public static class Load
{
    /// <summary>Runs <paramref name="operation"/> from as many loops as are to be in flight; the loop's number comes as argument.</summary>
    public static async Task<LoadResult> Run(int inFlight, TimeSpan duration, Func<int, CancellationToken, Task> operation, CancellationToken ct)
    {
        var started = Stopwatch.GetTimestamp();
        var times = await Task.WhenAll(Enumerable.Range(0, inFlight).Select(number => Task.Run(() => Loop(number), ct)));
        var elapsed = Stopwatch.GetElapsedTime(started);
        var all = times.SelectMany(one => one).Order().ToArray();
        return new LoadResult(all.Length / elapsed.TotalSeconds, Percentile(all, 0.99), all.Length);

        async Task<List<double>> Loop(int number)
        {
            var mine = new List<double>(4096);
            while (Stopwatch.GetElapsedTime(started) < duration)
            {
                var begun = Stopwatch.GetTimestamp();
                await operation(number, ct);
                mine.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            }

            return mine;
        }
    }

    /// <summary>The value below which a share of the sorted values lies.</summary>
    public static double Percentile(double[] sorted, double share) => sorted.Length == 0 ? 0 : sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))];

    /// <summary>The middle of a few rounds: one disturbed round does not speak for all.</summary>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
