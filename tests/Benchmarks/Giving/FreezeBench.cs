using System.Diagnostics;
using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Projects;
using CharityLink.Store;
using CharityLink.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace CharityLink.Benchmarks;

/// <summary>A hundred thousand promises by card on one project: from the deadline's command until the goal is decided and the list of what is collected stands.</summary>
public static class FreezeBench
{
    private const int Pledges = 100_000;
    private const int AtOnce = 1_000;
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(5);

    /// <summary>The figure pledges.freeze.100k.</summary>
    public static async Task Run(Report report, CancellationToken ct)
    {
        await using var cluster = await SettledCluster.Start(ct);
        await cluster.Server.EnsureDatabase("bench", ct);
        await using var node = Node(cluster);
        await node.CreateSchemas(ct);
        var (store, database, project) = (node.GetRequiredService<EventStore>(), node.GetRequiredService<NpgsqlDataSource>(), Guid.CreateVersion7());
        var (gifts, pledged, list) = (new GiftTotals(database), new PledgeTotals(database), new PledgeList(database));
        // What the decision and the list rest on; the other models follow the log in their own time.
        using var models = new ReadModelHost(store, database, [gifts, pledged, list], [], NullLogger<ReadModelHost>.Instance);
        await models.StartAsync(ct);
        var last = await Fill(store, project, ct);
        foreach (var model in new IReadModel[] { gifts, pledged, list })
        {
            if (!await models.WaitFor(model.Name, last, _patience, ct))
            {
                throw new TimeoutException($"{model.Name} did not catch up.");
            }
        }

        var started = Stopwatch.GetTimestamp();
        var counted = await new CountedTotals(store, models, gifts, pledged).Of(GiftTotals.Project, [project], ct) ?? throw new InvalidOperationException("The totals are behind.");
        var ended = await node.GetRequiredService<SystemCommands>().Send(
            new EndProject(Guid.CreateVersion7(), project, Money.Cny(counted.RaisedMinor[project]), counted.CountedUpTo, Money.Cny(counted.PledgedMinor[project])), ct);
        await models.WaitFor("pledges", ended.Position, _patience, ct);
        var took = Stopwatch.GetElapsedTime(started);
        if (await Collecting(database, ct) is var frozen and not Pledges)
        {
            throw new InvalidOperationException($"{frozen} of {Pledges} promises are on the list.");
        }

        report.Add(new Figure("pledges.freeze.100k", took.TotalSeconds, "s"));
        await models.StopAsync(ct);
    }

    private static async Task<long> Fill(EventStore store, Guid project, CancellationToken ct)
    {
        var (organiser, now) = (Guid.CreateVersion7(), TimeProvider.System.GetUtcNow());
        var division = DivisionCode.Parse("440703101001");
        var (cause, amount) = (new GiftCause(null, null, Guid.CreateVersion7(), organiser, organiser, division, project), Money.Cny(50_00));
        var line = new BudgetLine(Guid.CreateVersion7(), "屋顶", "Roof", Money.Cny(amount.Minor * Pledges), true);
        await store.Append(
            [
                new StreamChange(project, "project", 0, [
                    new ProjectDrafted(
                        project, organiser, null, cause.FundId, new Proposal(null, "home_repair", "修缮老屋", "Mend old homes", "屋顶", "Roofs", "漏水", "They leak", division),
                        new Funding(FundingModel.AllOrNothing, line.Planned, line.Planned, [], [line]), true),
                    new ProjectOpened(project, now.AddDays(-30), now.AddMinutes(-1), null, new DateOnly(2026, 10, 1))]),
            ], EventMetadata.None, ct);
        var consent = new CardConsent("stripe", "I agree.", "en", now.AddMinutes(-1));
        var last = 0L;
        foreach (var some in Enumerable.Range(0, Pledges).Chunk(AtOnce))
        {
            var appended = await store.Append([.. some.Select(_ => Promise(cause, amount, consent, now))], EventMetadata.None, ct);
            last = appended is AppendResult.Appended done ? done.Position : throw new InvalidOperationException("A promise was not taken.");
        }

        return last;
    }

    private static StreamChange Promise(GiftCause cause, Money amount, CardConsent consent, DateTimeOffset now)
    {
        var id = Guid.CreateVersion7();
        return new(id, "pledge", 0, [
            new PledgeMade(id, cause, amount, new PersonId(Guid.CreateVersion7()), false, [new Instalment(1, Pledge.DayOf(now), amount)], false, "en", now, consent),
            new PledgeCardKept(id, cause, new SavedCard("stripe", $"cus_{id:N}", $"pm_{id:N}", CardUse.Unscheduled), new CardFace("visa", 2030, 1), null),
            new PledgeConfirmed(id, cause, amount, true)]);
    }

    private static async Task<long> Collecting(NpgsqlDataSource database, CancellationToken ct)
    {
        await using var command = database.CreateCommand("select count(*) from pledge where state = 'collecting' and collect_at is not null");
        return (long)(await command.ExecuteScalarAsync(ct) ?? 0L);
    }

    private static ServiceProvider Node(PrivateCluster cluster) => new ServiceCollection()
        .AddLogging()
        .AddSingleton(NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(cluster.Server.ConnectionString("bench")) { SearchPath = "read,public", MaxPoolSize = 40 }.ConnectionString))
        .AddCharityLink().BuildServiceProvider(validateScopes: true);
}
