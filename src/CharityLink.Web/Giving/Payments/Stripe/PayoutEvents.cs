using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Stripe;

namespace CharityLink.Web.Giving.Payments;

/// <summary>What Stripe tells about money that went to the bank, or came back from there. Payouts of a charity's own account go to the charity's own bank, and are its own affair.</summary>
internal sealed class PayoutEvents(StripePayouts payouts) : IStripeEvents
{
    public IReadOnlyCollection<string> Types { get; } = ["payout.paid", "payout.failed", "payout.reconciliation_completed"];

    public async Task<IReadOnlyList<ICommand>> Understand(StripeEvent happened, CancellationToken ct) =>
        happened is { Account: null, ObjectId: { } id } ? await payouts.Of(id, ct) : [];
}

/// <summary>Reads payouts at Stripe as they are now, with all that they paid out.</summary>
internal sealed class StripePayouts(StripeLine line)
{
    /// <summary>What one payout says; nothing while Stripe has not said what it paid out.</summary>
    public async Task<IReadOnlyList<ICommand>> Of(string id, CancellationToken ct)
    {
        var payout = await line.Get(Payouts.Get(id), ct);
        if (payout.Status is not ("paid" or "failed" or "canceled") || payout.ReconciliationStatus != "completed")
        {
            return [];
        }

        var (bookings, returned) = (new List<string>(), new HashSet<string>(StringComparer.Ordinal));
        await foreach (var booking in line.All(BalanceTransactions.List, new ListRequest { Payout = id }, ct))
        {
            // An earlier payout that came back is paid out with the next one.
            if (booking.SourceId is { } other && StripeBookings.KindOf(booking) == ProviderBooking.Remittance)
            {
                _ = other != id && returned.Add(other);
            }
            else
            {
                bookings.Add(booking.Id);
            }
        }

        var hasFailed = payout.Status != "paid";
        return
        [
            new RecordRemittance(
                StableId.Of($"payout {id} {payout.Status}"), StripeProvider.ProviderName, id, StripeMoney.Of(payout.Amount, payout.Currency), hasFailed, bookings, [.. returned]),
        ];
    }
}
