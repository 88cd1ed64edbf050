using CharityLink.Giving;
using CharityLink.Store;
using CharityLink.StripeFake.Http;
using CharityLink.Web.Tests.Support;
using Microsoft.Extensions.Logging;

namespace CharityLink.Web.Tests.Giving.Payments;

/// <summary>Once a day the provider is asked what stands with it. What cannot be explained is an alert for a person, and is never booked.</summary>
[Collection(Shared.Stripe)]
public sealed class BalanceDiffersTests(StripeSite site)
{
    [Fact]
    public async Task What_stands_with_the_provider_otherwise_than_in_the_books_is_one_alert_and_moves_nothing()
    {
        await site.Paid();
        // The payment can be had, and its line is older than the question.
        site.Advance(TimeSpan.FromDays(3));
        var before = await Run();
        Assert.True(before.IsFull);
        site.Fake.Bank.Misstate("cny", 5_01);
        try
        {
            var (entries, alerts) = (await Entries(), await Alerts());
            var wrong = await Run(TimeSpan.FromDays(1));
            Assert.Equal(5_01, Apart(wrong) - Apart(before));
            Assert.Equal(entries, await Entries());
            Assert.Equal(alerts + 1, await Alerts());
            // The next day it is the same trouble.
            Assert.Equal(Apart(wrong), Apart(await Run(TimeSpan.FromDays(1))));
            Assert.Equal(alerts + 1, await Alerts());
            var page = await (await site.SignedIn("admin")).Get("/en/console/payments?alerts=all");
            Assert.Contains("What stands with the provider is not what the books say", page.Text("tbody"), StringComparison.Ordinal);
        }
        finally
        {
            site.Fake.Bank.Misstate("cny", 0);
        }

        Assert.Equal(Apart(before), Apart(await Run(TimeSpan.FromDays(1))));
        await site.Close();
    }

    [Fact]
    public async Task A_provider_that_does_not_tell_has_its_lines_compared_all_the_same()
    {
        site.Advance(TimeSpan.FromDays(1));
        var gift = await site.Paid();
        site.Fake.Faults.Next(FaultKind.BrokenBefore, about: "/v1/balance");
        var run = await Run();
        Assert.True(run is { IsFull: true, Lines: > 0, BalanceError: not null, Balances: [] });
        Assert.Contains("PaymentSettled", await site.Facts(gift), StringComparer.Ordinal);
        Assert.Null((await Run(TimeSpan.FromDays(1))).BalanceError);
    }

    [Fact]
    public async Task Between_two_days_it_is_not_asked_and_a_provider_without_an_account_of_ours_never()
    {
        await Run(TimeSpan.FromDays(1));
        Assert.True(await Run(TimeSpan.FromHours(2)) is { IsFull: false, Balances: [], BalanceError: null });
        Assert.DoesNotContain(await site.Get<ReconciliationRuns>().Last(null, 1_000, StripeSite.Ct), run => run.Provider == "qr" && run.Balances.Count > 0);
    }

    [Fact]
    public async Task Soon_after_a_start_the_books_are_compared_where_that_is_due_and_not_again_however_often_it_is_started()
    {
        site.Advance(TimeSpan.FromMinutes(60));
        var before = await Runs();
        Assert.Equal([TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5)], await Started());
        var after = await Runs();
        Assert.Equal(before + 1, after);
        await Started();
        site.Advance(TimeSpan.FromMinutes(59));
        await Started();
        Assert.Equal(after, await Runs());
        site.Advance(TimeSpan.FromMinutes(1));
        await Started();
        Assert.Equal(after + 1, await Runs());
    }

    // A node that works, from its start to the rest after its first round: how long it waited before it, and would have after.
    private async Task<IReadOnlyList<TimeSpan>> Started()
    {
        var clock = new FirstWaitOver(site.Site.Clock);
        using var work = new Reconciliation(
            site.Get<ProviderBooks>(), site.Get<ProviderBalances>(), site.Get<ReconciliationRuns>(), site.Get<PaymentProviders>(), site.Get<SystemCommands>(), site.Get<Ledger>(), site.Get<ReadModelHost>(), site.Get<EventStore>(),
            site.Get<PaymentLimits>() with { Work = true }, clock, site.Get<ILogger<Reconciliation>>());
        await work.StartAsync(StripeSite.Ct);
        await clock.Rests.Task.WaitAsync(StripeSite.Ct);
        await work.StopAsync(StripeSite.Ct);
        return clock.Waits;
    }

    private async Task<int> Runs() => (await site.Get<ReconciliationRuns>().Last(null, 10_000, StripeSite.Ct)).Count(run => run.Provider == "stripe");

    private static long Apart(ReconciliationRun run) => Assert.Single(run.Balances, one => one.There.Currency.Code == "CNY").Difference.Minor;

    private async Task<ReconciliationRun> Run(TimeSpan after = default)
    {
        site.Advance(after);
        await site.Get<Reconciliation>().Work(StripeSite.Ct);
        await site.Passed("ledger");
        await site.Passed("payment_alerts");
        return (await site.Get<ReconciliationRuns>().Last(null, 10, StripeSite.Ct)).First(run => run.Provider == "stripe");
    }

    private Task<long> Entries() => site.Scalar<long>("select count(*) from ledger_entry");

    private Task<long> Alerts() => site.Scalar<long>("select count(*) from payment_alert where kind = 'balance_differs'");
}

/// <summary>A clock on which the first wait is over at once, and the second one never.</summary>
internal sealed class FirstWaitOver(TimeProvider clock) : TimeProvider
{
    private readonly List<TimeSpan> waits = [];

    public IReadOnlyList<TimeSpan> Waits => waits;

    public TaskCompletionSource Rests { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        waits.Add(dueTime);
        if (waits.Count > 1)
        {
            Rests.TrySetResult();
        }

        return System.CreateTimer(callback, state, waits.Count == 1 ? TimeSpan.Zero : Timeout.InfiniteTimeSpan, period);
    }
}
