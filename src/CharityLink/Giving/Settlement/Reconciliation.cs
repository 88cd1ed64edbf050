using CharityLink.Kernel;
using CharityLink.Store;
using CharityLink.Workers;
using Microsoft.Extensions.Logging;

namespace CharityLink.Giving;

/// <summary>
/// Compares the books with each provider's: hourly what is new, daily the last three days again. What is missing here and belongs to a known
/// gift is written by the same commands as a notification brings; what nobody can explain goes to suspense; everything else is only shown.
/// </summary>
public sealed partial class Reconciliation(
    ProviderBooks books, PaymentProviders providers, SystemCommands commands, Ledger ledger, ReadModelHost models, EventStore store, PaymentLimits limits, TimeProvider clock,
    ILogger<Reconciliation> log) : RecurringWork("comparing the books", Every, clock, log, Every)
{
    private const int AtOnce = 500;
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);
    private static readonly TimeSpan Overlap = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan Full = TimeSpan.FromDays(3);
    private static readonly TimeSpan FirstLook = TimeSpan.FromDays(30);
    private static readonly TimeSpan CatchUpAtMost = TimeSpan.FromSeconds(30);

    /// <summary>Reads once from each provider; how many lines there were, known ones included.</summary>
    public async Task<int> Work(CancellationToken ct)
    {
        var read = 0;
        foreach (var provider in providers.All.Where(provider => provider.NeedsCalls))
        {
            read += await Read(provider, ct);
        }

        await books.Settle(ct);
        return read;
    }

    /// <inheritdoc/>
    protected override bool IsWanted => limits.Work && providers.NeedCalls;

    /// <inheritdoc/>
    protected override Task Round(CancellationToken ct) => Work(ct);

    private async Task<int> Read(IPaymentProvider provider, CancellationToken ct)
    {
        var now = Clock.GetUtcNow();
        var before = await books.ReadUpTo(provider.Name, ct);
        var isFull = before is not { } last || now - last.FullAt >= Day;
        var from = before is not { } known ? now - FirstLook : isFull && known.ReadUpTo > now - Full ? now - Full : known.ReadUpTo - Overlap;
        var (read, some) = (0, new List<ProviderBooking>(AtOnce));
        await foreach (var line in provider.Bookings(from, now, ct))
        {
            read++;
            some.Add(line);
            if (some.Count == AtOnce)
            {
                await Compare(provider.Name, some, ct);
                some.Clear();
            }
        }

        await Compare(provider.Name, some, ct);
        // Only when it was read to its end.
        await books.Move(provider.Name, now, isFull ? now : before.GetValueOrDefault().FullAt, ct);
        return read;
    }

    private async Task Compare(string provider, List<ProviderBooking> lines, CancellationToken ct)
    {
        if (lines.Count == 0)
        {
            return;
        }

        // What a notification brought a moment ago is not missing.
        await models.WaitFor(ledger.Name, await store.ReadEnd(ct), CatchUpAtMost, ct);
        var unknown = await books.Take(provider, lines, ct);
        await Parallel.ForEachAsync(
            lines.Where(line => unknown.Contains(line.Id)), new ParallelOptions { MaxDegreeOfParallelism = limits.NotificationsAtOnce, CancellationToken = ct },
            async (line, token) => await Heal(provider, line, token));
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "Books: {Provider}'s booking {Booking} could not be written down here: {Code}")]
    private static partial void NotHealed(ILogger log, string provider, string booking, string code);
}
