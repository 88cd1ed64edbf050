using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using CharityLink.Testing;
using Npgsql;

namespace CharityLink.Benchmarks;

/// <summary>A site whose gifts are paid at the stand-in for Stripe, on a durable database that can be looked into.</summary>
public sealed class PaidSite : IAsyncDisposable
{
    /// <summary>How long gifts are given before they are measured: so much code is on a paid gift's way that two busy cores compile for a minute.</summary>
    public static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    // In the words of the indexes: what is asked ten times a second must not read every call there ever was.
    private const string OpenSql =
        """
        select (select count(*) from giving.payment_operation where ended_at is null)
            + (select count(*) from giving.payment_operation where ended_at is not null and concluded_at is null)
            + (select count(*) from giving.payment_inbox where state = 'waiting')
        """;

    private const string PaidSql =
        "select count(*), count(distinct stream_id) from events.mt_events where type = 'donation_paid' and data ->> 'Provider' = 'stripe'";

    private readonly PrivateCluster _cluster;
    private readonly ServedSite _site;

    private PaidSite(PrivateCluster cluster, ServedSite site, StandInStripe stripe, NpgsqlDataSource database, GiverLane[] lanes) =>
        (_cluster, _site, Stripe, Database, Lanes) = (cluster, site, stripe, database, lanes);

    /// <summary>The stand-in.</summary>
    public StandInStripe Stripe { get; }

    /// <summary>The site's database.</summary>
    public NpgsqlDataSource Database { get; }

    /// <summary>Givers with the form open.</summary>
    public IReadOnlyList<GiverLane> Lanes { get; }

    /// <summary>Starts everything, with so many givers.</summary>
    /// <param name="givers">How many.</param>
    /// <param name="stripe">Options of the stand-in beside the usual.</param>
    public static async Task<PaidSite> Start(int givers, string[] stripe, CancellationToken ct)
    {
        var cluster = await SettledCluster.Start(ct);
        await cluster.Server.EnsureDatabase("bench", ct);
        var reach = new NpgsqlConnectionStringBuilder(cluster.Server.ConnectionString("bench"));
        // Held while the site looks for a port of its own: it would be given the same.
        using var held = new TcpListener(IPAddress.Loopback, 0);
        held.Start();
        var port = ((IPEndPoint)held.LocalEndpoint).Port;
        var site = await ServedSite.Start(home: null, ct, reach.ConnectionString, StandInStripe.SettingsFor(port));
        held.Stop();
        var far = await StandInStripe.Start(port, site.Address, stripe, ct);
        var cause = await DemoCause.Find(site, ct);
        var lanes = Enumerable.Range(0, givers).Select(_ => new GiverLane(site, cause)).ToArray();
        await Task.WhenAll(lanes.Select(lane => lane.Open(ct)));
        reach.SearchPath = "read,public";
        return new PaidSite(cluster, site, far, NpgsqlDataSource.Create(reach.ConnectionString), lanes);
    }

    /// <summary>Waits until every call is answered, every webhook acted on, and so many gifts are paid; throws when one was paid twice.</summary>
    public async Task Carried(long gifts, CancellationToken ct)
    {
        var started = Stopwatch.GetTimestamp();
        // What is dear to count is counted once nothing is open.
        while ((await Count(OpenSql, ct)).All > 0 || (await Count(PaidSql, ct)).All < gifts)
        {
            if (Stopwatch.GetElapsedTime(started) > Patience)
            {
                throw new TimeoutException($"{(await Count(OpenSql, ct)).All} calls and webhooks are open, {(await Count(PaidSql, ct)).All} of {gifts} gifts are paid.");
            }

            await Task.Delay(100, ct);
        }

        if (await Count(PaidSql, ct) is var paid && paid != (gifts, gifts))
        {
            throw new InvalidOperationException($"{gifts} gifts were given, {paid.All} payments counted for {paid.Distinct} gifts.");
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var lane in Lanes)
        {
            lane.Dispose();
        }

        await Stripe.DisposeAsync();
        await _site.DisposeAsync();
        await Database.DisposeAsync();
        await _cluster.DisposeAsync();
    }

    private async Task<(long All, long Distinct)> Count(string sql, CancellationToken ct)
    {
        await using var command = Database.CreateCommand(sql);
        await using var row = await command.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        return (row.GetInt64(0), row.FieldCount == 2 ? row.GetInt64(1) : 0);
    }
}
