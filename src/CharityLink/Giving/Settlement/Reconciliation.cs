using System.Globalization;
using CharityLink.Kernel;
using CharityLink.Store;
using CharityLink.Workers;
using Microsoft.Extensions.Logging;

namespace CharityLink.Giving;

/// <summary>
/// Compares the books with each provider's: hourly what is new, daily the last three days again. What is missing here and belongs to a known
/// gift is written by the same commands as a notification brings; what nobody can explain goes to suspense; everything else is only shown. Once a day it asks
/// what stands with the provider, too, and raises an alert where that cannot be explained.
/// </summary>
public sealed partial class Reconciliation(
    ProviderBooks books, ProviderBalances balances, ReconciliationRuns runs, PaymentProviders providers, SystemCommands commands, Ledger ledger, ReadModelHost models, EventStore store, PaymentLimits limits, TimeProvider clock,
    ILogger<Reconciliation> log) : RecurringWork("comparing the books", LookEvery, clock, log, FirstAfter)
{
    private const int AtOnce = 500;
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);
    // When a provider's books were read last is in the database: a node that is often started anew compares as often as one that is not.
    private static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan FirstAfter = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Overlap = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan Full = TimeSpan.FromDays(3);
    private static readonly TimeSpan FirstLook = TimeSpan.FromDays(30);
    private static readonly TimeSpan CatchUpAtMost = TimeSpan.FromSeconds(30);

    /// <summary>Reads once from each provider; how many lines there were, known ones included.</summary>
    public Task<int> Work(CancellationToken ct) => Work([.. providers.All.Where(provider => provider.NeedsCalls)], ct);

    /// <inheritdoc/>
    protected override bool IsWanted => limits.Work && providers.NeedCalls;

    /// <inheritdoc/>
    protected override async Task Round(CancellationToken ct)
    {
        var due = new List<IPaymentProvider>();
        foreach (var provider in providers.All.Where(provider => provider.NeedsCalls))
        {
            if (await books.ReadUpTo(provider.Name, ct) is not { } last || Clock.GetUtcNow() - last.ReadUpTo >= Every)
            {
                due.Add(provider);
            }
        }

        if (due.Count > 0)
        {
            await Work(due, ct);
        }
    }

    private async Task<int> Work(IReadOnlyList<IPaymentProvider> from, CancellationToken ct)
    {
        var read = 0;
        foreach (var provider in from)
        {
            read += await Read(provider, ct);
        }

        await books.Settle(ct);
        return read;
    }

    private async Task<int> Read(IPaymentProvider provider, CancellationToken ct)
    {
        var now = Clock.GetUtcNow();
        var before = await books.ReadUpTo(provider.Name, ct);
        var isFull = before is not { } last || now - last.FullAt >= Day;
        var from = before is not { } known ? now - FirstLook : isFull && known.ReadUpTo > now - Full ? now - Full : known.ReadUpTo - Overlap;
        // Before the lines, so that these hold all that the answer does.
        var (there, error) = isFull ? await Ask(provider, ct) : (null, null);
        var (read, missing, some) = (0, 0, new List<ProviderBooking>(AtOnce));
        await foreach (var line in provider.Bookings(from, now, ct))
        {
            read++;
            some.Add(line);
            if (some.Count == AtOnce)
            {
                missing += await Compare(provider.Name, some, ct);
                some.Clear();
            }
        }

        missing += await Compare(provider.Name, some, ct);
        var run = new ReconciliationRun(Guid.CreateVersion7(now), provider.Name, now.UtcDateTime, default, isFull, read, missing, error) { Balances = there is null ? [] : await Balance(provider.Name, there, now, ct) };
        await runs.Note(run with { EndedAt = Clock.GetUtcNow().UtcDateTime }, ct);
        // Only when it was read to its end.
        await books.Move(provider.Name, now, isFull ? now : before.GetValueOrDefault().FullAt, ct);
        return read;
    }

    // Its lines are compared even where it does not tell what stands with it: the key may lack the right.
    private async Task<(IReadOnlyList<Money>? There, string? Error)> Ask(IPaymentProvider provider, CancellationToken ct)
    {
        try
        {
            return (await provider.Balances(ct), null);
        }
        catch (PaymentNotUnderstoodException unclear)
        {
            NotTold(log, provider.Name, unclear.Message);
            return (null, unclear.Message);
        }
    }

    // The same difference is one alert however long it stands; one that went away and is there again is another.
    private async Task<IReadOnlyList<BalanceComparison>> Balance(string provider, IReadOnlyList<Money> there, DateTimeOffset askedAt, CancellationToken ct)
    {
        await models.WaitFor(ledger.Name, await store.ReadEnd(ct), CatchUpAtMost, ct);
        var (compared, before) = (await balances.Compare(provider, there, askedAt, ct), await runs.Before(provider, ct));
        foreach (var difference in compared.Select(one => one.Difference).Where(money => money.Minor != 0 && before.GetValueOrDefault(money.Currency.Code) != money.Minor))
        {
            var amount = string.Create(CultureInfo.InvariantCulture, $"{difference.Currency.Code} {difference.Amount:+0.00;-0.00}");
            await Must(RaisePaymentAlert.Of("balance_differs", provider, $"{amount} {askedAt.UtcDateTime:yyyy-MM-dd}", null, amount), ct);
        }

        return compared;
    }

    private async Task<int> Compare(string provider, List<ProviderBooking> lines, CancellationToken ct)
    {
        if (lines.Count == 0)
        {
            return 0;
        }

        // What a notification brought a moment ago is not missing.
        await models.WaitFor(ledger.Name, await store.ReadEnd(ct), CatchUpAtMost, ct);
        var unknown = await books.Take(provider, lines, ct);
        await Parallel.ForEachAsync(
            lines.Where(line => unknown.Contains(line.Id)), new ParallelOptions { MaxDegreeOfParallelism = limits.NotificationsAtOnce, CancellationToken = ct },
            async (line, token) => await Heal(provider, line, token));
        return unknown.Count;
    }

    private async Task Heal(string provider, ProviderBooking line, CancellationToken ct)
    {
        var means = line.IsKnown ? await line.Means(ct) : [];
        // A kind that nobody knows, or one of ours that belongs to no gift: passed on by hand, or somebody else's business. A payout that is not complete yet says nothing.
        if (means.Count == 0 && line.Kind != ProviderBooking.Remittance)
        {
            await Must(new RecordUnexplained(Settlement.OfBooking(provider, line.Id), provider, line.Id, line.Kind, line.Gross, line.Cost, line.Net), ct);
            await Must(RaisePaymentAlert.Of("booking_unexplained", provider, line.Id, null, line.Kind), ct);
        }
        else if (await commands.SendAll(means, ct) is { } refused)
        {
            // It stays among the differences, and is tried again by the next look.
            NotHealed(log, provider, line.Id, refused);
        }
    }

    private async Task Must(ICommand command, CancellationToken ct)
    {
        if (await commands.SendAll([command], ct) is { } refused)
        {
            throw new InvalidOperationException($"{command.GetType().Name} was refused: {refused}.");
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Books: {Provider} did not tell what stands with it: {Code}")]
    private static partial void NotTold(ILogger log, string provider, string code);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Books: {Provider}'s booking {Booking} could not be written down here: {Code}")]
    private static partial void NotHealed(ILogger log, string provider, string booking, string code);
}
