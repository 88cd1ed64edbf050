namespace CharityLink.Benchmarks;

/// <summary>What crowdfunded projects have to bear.</summary>
public static class ProjectsBench
{
    /// <summary>Runs every measurement of projects.</summary>
    public static async Task Run(Report report, CancellationToken ct)
    {
        report.Add(await DeadlineBench.Run(ct));
        report.Add(await MatchBench.Run(ct));
        await FoundBench.Run(report, ct);
    }
}
