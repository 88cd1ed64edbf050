using System.Diagnostics;
using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.People;
using CharityLink.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CharityLink.Benchmarks;

/// <summary>A hundred thousand annual statements of one organisation, two receipts each, names sealed in the vault: from the order to the file.</summary>
public static class StatementsBench
{
    private const int Givers = 100_000;
    private const int Year = 2025;
    private static readonly Guid _holder = Guid.CreateVersion7();

    // The rows as the read model and the vault have them: what is measured is reading them, opening names, filling in and writing.
    private const string ReceiptsSql =
        """
        insert into read.receipt (id, donation_id, holder_id, year, number, code, program_id, fund_id, organisation_id, division, amount_minor, currency, donor_id, paid_at, issued_at, giver_id, method, jurisdiction)
        select gen_random_uuid(), gen_random_uuid(), $1, $2, n, 'B' || lpad(n::text, 15, '0'), $1, $1, $1, '440703', 6000 + n % 1000, 'CNY', p.id,
               make_timestamptz($2, 1, 1, 12, 0, 0, 'UTC') + (n % 360) * interval '1 day', now(), p.id, 'card', 'CN'
          from (select id, row_number() over (order by id) rank from people.person) p cross join generate_series(0, 1) again
          cross join lateral (select (p.rank * 2 + again)::int n) numbered
        """;

    /// <summary>The figures statements.100k and the memory it took at its height.</summary>
    public static async Task Run(Report report, CancellationToken ct)
    {
        using var home = TestHome.Create();
        await using var cluster = await SettledCluster.Start(ct);
        await cluster.Server.EnsureDatabase("bench", ct);
        Environment.SetEnvironmentVariable("CHARITYLINK_DATABASE", cluster.Server.ConnectionString("bench"));
        Environment.SetEnvironmentVariable("CHARITYLINK_HOME", home.Path);
        Environment.SetEnvironmentVariable("CHARITYLINK_DEMO", "off");
        await using var app = await Web.CharityLinkSite.Create(["--urls", "http://127.0.0.1:0"], ct);
        await app.StartAsync(ct);
        await Fill(app.Services, ct);
        report.Add(await Press(app.Services, report, ct));
        await app.StopAsync(ct);
    }

    private static async Task Fill(IServiceProvider services, CancellationToken ct)
    {
        var vault = services.GetRequiredService<Vault>();
        await Parallel.ForEachAsync(Enumerable.Range(0, Givers), new ParallelOptions { MaxDegreeOfParallelism = 256, CancellationToken = ct }, async (n, stop) =>
            await vault.Remember(new PersonId(Guid.CreateVersion7()), new PersonFields($"区小明{n}"), stop));
        await using var command = services.GetRequiredService<NpgsqlDataSource>().CreateCommand(ReceiptsSql);
        command.CommandTimeout = 0;
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = _holder });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Year });
        await command.ExecuteNonQueryAsync(ct);
        await using var analyze = services.GetRequiredService<NpgsqlDataSource>().CreateCommand("analyze read.receipt, people.person, people.person_key");
        await analyze.ExecuteNonQueryAsync(ct);
    }

    private static async Task<Figure> Press(IServiceProvider services, Report report, CancellationToken ct)
    {
        var jobs = services.GetRequiredService<StatementJobs>();
        GC.Collect();
        var (id, before, highest) = (Guid.CreateVersion7(), GC.GetTotalMemory(forceFullCollection: true), 0L);
        var started = Stopwatch.GetTimestamp();
        if (!await jobs.Order(id, _holder, new FiscalYear(Year, 1), "zh-CN", null, false, ct))
        {
            throw new InvalidOperationException("The order was not taken.");
        }

        while (await jobs.Find(id, ct) is var job)
        {
            highest = Math.Max(highest, GC.GetTotalMemory(forceFullCollection: false) - before);
            if (job is { IsOpen: false })
            {
                var took = Stopwatch.GetElapsedTime(started);
                if (job is not { State: "done", Done: Givers })
                {
                    throw new InvalidOperationException($"The order ended as {job.State} after {job.Done}.");
                }

                report.Add(new Figure("statements.heap", highest / 1_000_000d, "MB"));
                report.Add(new Figure("statements.file", job.Bytes / 1_000_000d, "MB"));
                return new Figure("statements.100k", took.TotalSeconds, "s");
            }

            await Task.Delay(100, ct);
        }

        throw new InvalidOperationException("The order is gone.");
    }
}
