using System.Diagnostics;
using CharityLink.Giving;
using CharityLink.Store;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CharityLink.Benchmarks;

/// <summary>Ten thousand webhooks about five thousand gifts: once in order, and once shuffled with each coming twice. The books must be the same. webhooks.shuffled.10k.</summary>
public static class WebhooksBench
{
    private const int Webhooks = 10_000;
    private const int Givers = 50;
    private const int GiftsEach = Webhooks / 2 / Givers;

    private const string BooksSql =
        """
        select account || ' ' || currency || ' ' || sum(debit_minor) || ' ' || sum(credit_minor) from ledger_balance group by account, currency order by 1
        """;

    /// <summary>Webhooks delivered a second, from the first delivery until the last is acted on.</summary>
    public static async Task<Figure> Run(CancellationToken ct)
    {
        var (_, inOrder) = await Deliver(copies: 1, shuffle: null, ct);
        var (took, shuffled) = await Deliver(copies: 2, shuffle: 7, ct);
        return inOrder.SequenceEqual(shuffled, StringComparer.Ordinal)
            ? new Figure("webhooks.shuffled.10k", Webhooks * 2 / took.TotalSeconds, "webhooks/s")
            : throw new InvalidOperationException($"The books differ:\n{string.Join('\n', inOrder)}\n--\n{string.Join('\n', shuffled)}");
    }

    private static async Task<(TimeSpan Took, IReadOnlyList<string> Books)> Deliver(int copies, int? shuffle, CancellationToken ct)
    {
        await using var site = await PaidSite.Start(Givers, ["--webhooks", "hold", "--events", "checkout.session.completed,payment_intent.succeeded"], ct);
        await Round(site, copies, shuffle, 1, ct); // A site is measured as it runs, not as it starts.
        return (await Round(site, copies, shuffle, 2, ct), await Books(site.Database, ct));
    }

    private static async Task<TimeSpan> Round(PaidSite site, int copies, int? shuffle, int round, CancellationToken ct)
    {
        await Task.WhenAll(site.Lanes.Select(async (lane, number) =>
        {
            for (var i = 0; i < GiftsEach; i++)
            {
                await lane.Give(6000 + number * 100 + i, ct, "card");
            }
        }));
        await site.Stripe.Holds(Webhooks, ct);

        var started = Stopwatch.GetTimestamp();
        var taken = await site.Stripe.Deliver(copies, shuffle, ct);
        await site.Carried(Webhooks / 2 * round, ct);
        var took = Stopwatch.GetElapsedTime(started);
        return taken == Webhooks * copies ? took : throw new InvalidOperationException($"{taken} of {Webhooks * copies} webhooks were taken.");
    }

    // The balances of the whole, once every invariant holds.
    private static async Task<IReadOnlyList<string>> Books(NpgsqlDataSource database, CancellationToken ct)
    {
        await using var product = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddSingleton(database).AddCharityLink().BuildServiceProvider();
        IReadOnlyList<Invariant>? checks;
        while ((checks = await LedgerInvariants.Check(database, product.GetRequiredService<EventStore>(), ct)) is null)
        {
            await Task.Delay(100, ct);
        }

        if (checks.FirstOrDefault(check => !check.Holds) is { } broken)
        {
            throw new InvalidOperationException($"{broken.Id} does not hold: {broken.Broken[0]}");
        }

        await using var command = database.CreateCommand(BooksSql);
        await using var row = await command.ExecuteReaderAsync(ct);
        var lines = new List<string>();
        while (await row.ReadAsync(ct))
        {
            lines.Add(row.GetString(0));
        }

        return lines;
    }
}
