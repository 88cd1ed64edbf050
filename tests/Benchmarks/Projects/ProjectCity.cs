using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Network;
using CharityLink.Projects;
using CharityLink.Store;
using CharityLink.Testing;
using CharityLink.Web.Demo;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CharityLink.Benchmarks;

/// <summary>The city with thousands of projects that take gifts, spread over its villages; written as facts into a durable database.</summary>
public sealed class ProjectCity : IAsyncDisposable
{
    private readonly PrivateCluster _cluster;

    private ProjectCity(PrivateCluster cluster, string connectionString, IReadOnlyList<Guid> projects) => (_cluster, ConnectionString, Projects) = (cluster, connectionString, projects);

    /// <summary>How the site reaches the database.</summary>
    public string ConnectionString { get; }

    /// <summary>Every project.</summary>
    public IReadOnlyList<Guid> Projects { get; }

    /// <summary>Makes the database and writes so many projects, each with one gift.</summary>
    public static async Task<ProjectCity> Build(int projects, CancellationToken ct)
    {
        var cluster = await SettledCluster.Start(ct);
        await cluster.Server.EnsureDatabase("projects", ct);
        var connection = cluster.Server.ConnectionString("projects");
        await using var database = NpgsqlDataSource.Create(connection);
        await using var provider = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddSingleton(database).AddCharityLink().BuildServiceProvider();
        await provider.CreateSchemas(ct);
        var villages = provider.GetRequiredService<Divisions>().All.Where(place => place.Code.Level == Level.Village && !place.IsStatisticalArea).OrderBy(place => place.Code.Value, StringComparer.Ordinal).ToArray();
        var ids = Enumerable.Range(0, projects).Select(_ => Guid.CreateVersion7()).ToArray();
        foreach (var some in ids.Index().Chunk(200))
        {
            var changes = some.SelectMany(project => Project(project.Item, project.Index, villages[project.Index * 7 % villages.Length])).ToList();
            if (await provider.GetRequiredService<EventStore>().Append(changes, EventMetadata.None, ct) is not AppendResult.Appended)
            {
                throw new InvalidOperationException("An append of the benchmark was refused.");
            }
        }

        return new(cluster, connection, ids);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    private static StreamChange[] Project(Guid id, int number, Division village)
    {
        var now = TimeProvider.System.GetUtcNow();
        var (county, fund, goal) = (village.Code.Value[..6], Guid.CreateVersion7(), Money.Cny(20_000_00 + number % 80 * 1_000_00));
        var organiser = DemoId.Of("org:" + county);
        var kinds = ProjectKinds.All;
        var kind = kinds[number % kinds.Count];
        var proposal = new Proposal(
            number % 3 == 0 ? DemoId.Of("program:canteen") : null, kind.Code, $"{village.PlaceZh}{kind.NameZh}第{number}号", $"{kind.NameEn} in {village.NameEn}, no. {number}",
            "村里需要的，大家一起来。", "What the village needs, paid by many.", "逐户走访后确认的需要。", "Confirmed from door to door.", village.Code);
        BudgetLine[] lines = [new(Guid.CreateVersion7(), "材料", "Material", goal with { Minor = goal.Minor * 3 / 5 }, true), new(Guid.CreateVersion7(), "人工", "Work", goal with { Minor = goal.Minor * 2 / 5 }, false)];
        var model = number % 4 == 0 ? FundingModel.AllOrNothing : FundingModel.KeepWhatIsRaised;
        IProjectEvent[] facts =
        [
            new ProjectDrafted(id, organiser, null, fund, proposal, new Funding(model, goal with { Minor = goal.Minor * 3 / 5 }, goal, [], lines), true),
            new ProposalSubmitted(id, null), new ProjectVerified(id, null, "seen", []), new ProjectReviewed(id, null, "sound"), new ProjectApproved(id, null, organiser, "taken on"),
            new PlanFiled(id, DateOnly.FromDateTime(now.Date).AddDays(-30), "民政局"), new FilingNumberRecorded(id, $"53440700MJL0000000A{number:00000}", DateOnly.FromDateTime(now.Date).AddDays(-20)),
            new ProjectOpened(id, now.AddDays(-number % 20), now.AddDays(1 + number % 90), null, DateOnly.FromDateTime(now.Date)),
        ];
        var cause = new GiftCause(null, null, fund, organiser, organiser, village.Code, id);
        var gift = Guid.CreateVersion7();
        var amount = goal with { Minor = goal.Minor * (number % 110) / 100 + 1 };
        return
        [
            new StreamChange(id, "project", 0, facts),
            new StreamChange(gift, "donation", 0, [new DonationStarted(gift, cause, amount, null, true, "sandbox", now), new DonationPaid(gift, Guid.CreateVersion7(), cause, amount, null, true, "sandbox")]),
        ];
    }
}
