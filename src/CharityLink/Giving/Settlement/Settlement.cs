using CharityLink.Kernel;
using MediatR;

namespace CharityLink.Giving;

/// <summary>One booking or payout of a provider, as a stream of its own.</summary>
/// <param name="HasFailed">A payout that came back.</param>
public sealed record Settlement(IReadOnlyList<RemittanceShare> Shares, bool HasFailed) : IState<Settlement, ISettlementEvent>
{
    /// <summary>Books are kept under it that no organisation's are.</summary>
    public static Guid Nobody => Guid.Empty;

    /// <summary>The stream of a booking.</summary>
    public static Guid OfBooking(string provider, string transactionId) => StableId.Of($"booking:{provider}:{transactionId}");

    /// <summary>The stream of a payout.</summary>
    public static Guid OfRemittance(string provider, string payoutId) => StableId.Of($"payout:{provider}:{payoutId}");

    /// <summary>A booking is put in suspense once.</summary>
    public static Decision<ISettlementEvent> Decide(Settlement? state, RecordUnexplained ask) =>
        state is null ? [new BookingUnexplained(ask.Provider, ask.TransactionId, ask.Kind, ask.Gross, ask.Cost, ask.Net)] : [];

    /// <summary>A payout is paid once and fails once, whatever is told first; it is paid when everything in it is in the books.</summary>
    /// <param name="shares">What of it belongs to whom; null while some of its bookings are not in the books.</param>
    public static Decision<ISettlementEvent> Decide(Settlement? state, RecordRemittance ask, IReadOnlyList<RemittanceShare>? shares) => (state, ask.HasFailed) switch
    {
        ({ HasFailed: true }, _) or ({ }, false) => [],
        ({ }, true) => [new RemittanceFailed(ask.Provider, ask.RemittanceId, ask.Amount, state.Shares)],
        _ when shares is null => new Refusal("payout_bookings_missing"),
        (null, false) => [new RemittancePaid(ask.Provider, ask.RemittanceId, ask.Amount, shares)],
        (null, true) => [new RemittancePaid(ask.Provider, ask.RemittanceId, ask.Amount, shares), new RemittanceFailed(ask.Provider, ask.RemittanceId, ask.Amount, shares)],
    };

    /// <inheritdoc/>
    public static Settlement Evolve(Settlement? state, ISettlementEvent fact) => (state, fact) switch
    {
        (null, BookingUnexplained) => new([], false),
        (null, RemittancePaid e) => new(e.Shares, false),
        ({ HasFailed: false } paid, RemittanceFailed) => paid with { HasFailed = true },
        _ => throw new CorruptStreamException(state, fact),
    };
}

/// <summary>A booking of a provider that nothing here explains. Sent by the platform.</summary>
[Allow]
public sealed record RecordUnexplained(Guid CommandId, string Provider, string TransactionId, string Kind, Money Gross, Money Cost, Money Net) : ICommand;

/// <summary>A provider paid out to the bank, or a payout came back. Sent by the platform, as often as it hears of it.</summary>
/// <param name="Bookings">The provider's ids of all that it paid out.</param>
/// <param name="Returned">Its ids of earlier payouts that had come back and were paid out with this one; null for none.</param>
[Allow]
public sealed record RecordRemittance(
    Guid CommandId, string Provider, string RemittanceId, Money Amount, bool HasFailed, IReadOnlyList<string> Bookings, IReadOnlyList<string>? Returned = null) : ICommand;

internal sealed class SettlementHandler(Aggregates aggregates, Ledger ledger, ProviderBooks books) : IRequestHandler<RecordUnexplained, Outcome>, IRequestHandler<RecordRemittance, Outcome>
{
    public Task<Outcome> Handle(RecordUnexplained ask, CancellationToken ct) => aggregates.Change<Settlement, ISettlementEvent>(
        Settlement.OfBooking(ask.Provider, ask.TransactionId), state => Settlement.Decide(state, ask), ct);

    public async Task<Outcome> Handle(RecordRemittance ask, CancellationToken ct)
    {
        // Before the fact: whoever reads the payout finds what is in it.
        await books.PaidOut(ask.Provider, ask.RemittanceId, ask.Bookings, ct);
        var again = await Again(ask, ct);
        var shares = again is null ? null : await ledger.Shares(ask.Provider, ask.Bookings, ask.Amount, again, ct);
        return await aggregates.Change<Settlement, ISettlementEvent>(Settlement.OfRemittance(ask.Provider, ask.RemittanceId), state => Settlement.Decide(state, ask, shares), ct);
    }

    // Whose it was when it was paid out first; null while one of them is not known to have come back. There is hardly ever more than one.
    private async Task<IReadOnlyList<RemittanceShare>?> Again(RecordRemittance ask, CancellationToken ct)
    {
        var again = new List<RemittanceShare>();
        foreach (var returned in ask.Returned ?? [])
        {
            if ((await aggregates.Load<Settlement, ISettlementEvent>(Settlement.OfRemittance(ask.Provider, returned), ct)).State is not { HasFailed: true } before)
            {
                return null;
            }

            again.AddRange(before.Shares.Select(share => share with { IsAgain = true }));
        }

        return again;
    }
}
