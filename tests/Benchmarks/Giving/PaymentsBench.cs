using System.Diagnostics;

namespace CharityLink.Benchmarks;

/// <summary>Gifts that are paid at a provider 50 ms away: accepted, called out for, told of by webhook, each once. gifts.stripe, gifts.stripe.carried.</summary>
public static class PaymentsBench
{
    private const int Connections = 64;

    /// <summary>The figures of gifts, then those of webhooks that come shuffled and doubled.</summary>
    public static async Task Run(Report report, CancellationToken ct)
    {
        await Gifts(report, ct);
        report.Add(await WebhooksBench.Run(ct));
    }

    private static async Task Gifts(Report report, CancellationToken ct)
    {
        await using var site = await PaidSite.Start(Connections, ["--delay", "50", "--events", "checkout.session.completed"], ct);
        var warm = await Load.Run(Connections, PaidSite.WarmUp, Once, ct);
        await site.Carried(warm.Done, ct);

        var started = Stopwatch.GetTimestamp();
        var load = await Load.Run(Connections, TimeSpan.FromSeconds(10), Once, ct);
        await site.Carried(warm.Done + load.Done, ct);
        var carried = load.Done / Stopwatch.GetElapsedTime(started).TotalSeconds;
        if (await site.Stripe.Count("checkout.session", ct) is var pages && pages != warm.Done + load.Done)
        {
            throw new InvalidOperationException($"{pages} pages were opened for {warm.Done + load.Done} gifts.");
        }

        report.Add(new Figure("gifts.stripe", load.PerSecond, "gifts/s", P99Ms: load.P99Ms));
        report.Add(new Figure("gifts.stripe.carried", carried, "gifts/s"));

        Task Once(int number, CancellationToken stop) => site.Lanes[number].Give(6000 + number * 100, stop, "card");
    }
}
