using CharityLink.Kernel;
using CharityLink.Store;
using Npgsql;

namespace CharityLink.Giving;

/// <summary>A payment that is held, in a list.</summary>
/// <param name="State"><c>waiting</c>, <c>returning</c>, <c>by_hand</c>, <c>returned</c>, <c>counted</c> or <c>taken</c>.</param>
/// <param name="Note">Why the last try to send it back failed; null without one.</param>
/// <param name="TransferBy">Who entered the bank transfer by which it was given back; null without one.</param>
/// <param name="Why">Why it went that way; null without one.</param>
public sealed record HeldRow(
    Guid DonationId, string PaymentId, Money Amount, string Reason, string State, string? Note, DateTimeOffset At, Guid HolderId,
    Guid? TransferBy = null, string? TransferReference = null, DateOnly? PaidOn = null, string? Why = null)
{
    /// <summary>This account may do something about it now.</summary>
    public bool WaitsFor(Guid? account) => State == "waiting" || (State == "by_hand" && TransferBy != account);
}

/// <summary>What a batch of the log changes in the list of held money.</summary>
internal static class HeldRows
{
    private const string InsertSql =
        """
        insert into held_payment (donation_id, payment_id, amount_minor, currency, reason, state, at)
        select donation_id, payment_id, amount_minor, currency, reason, 'waiting', at from unnest($1, $2, $3, $4, $5, $6) n (donation_id, payment_id, amount_minor, currency, reason, at)
        """;

    private const string StateSql =
        """
        update held_payment h
           set state = n.state, note = coalesce(n.note, case when n.state = 'waiting' then h.note end), amount_minor = h.amount_minor - n.lost,
               transfer_by = case when n.state in ('by_hand', 'waiting') then n.transfer_by else h.transfer_by end,
               transfer_ref = case when n.state in ('by_hand', 'waiting') then n.transfer_ref else h.transfer_ref end,
               paid_on = case when n.state in ('by_hand', 'waiting') then n.paid_on else h.paid_on end,
               why = case when n.state in ('by_hand', 'waiting') then n.why else h.why end
          from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9) n (donation_id, payment_id, state, note, lost, transfer_by, transfer_ref, paid_on, why) where h.donation_id = n.donation_id and h.payment_id = n.payment_id
        """;

    public static IEnumerable<NpgsqlBatchCommand> Writes(IReadOnlyList<Recorded> batch)
    {
        Recorded[] held = [.. batch.Where(recorded => recorded.Data is PaymentHeld)];
        T[] New<T>(Func<PaymentHeld, T> column) => Array.ConvertAll(held, recorded => column((PaymentHeld)recorded.Data));
        if (held.Length > 0)
        {
            yield return new NpgsqlBatchCommand(InsertSql)
                .With(New(e => e.DonationId)).With(New(e => e.PaymentId)).With(New(e => e.Received.Minor)).With(New(e => e.Received.Currency.Code)).With(New(e => e.Reason))
                .With(Array.ConvertAll(held, recorded => recorded.At.ToUniversalTime()));
        }

        // The last word about each counts.
        var states = new Dictionary<(Guid Gift, string Payment), Change>();
        foreach (var recorded in batch)
        {
            if (recorded.Data is IHeldEvent fact && Of(fact) is { } change)
            {
                var key = (recorded.StreamId, fact.PaymentId);
                states[key] = change with { Lost = change.Lost + (states.GetValueOrDefault(key)?.Lost ?? 0) };
            }
        }

        T[] Each<T>(Func<Change, T> column) => [.. states.Values.Select(column)];
        if (states.Count > 0)
        {
            yield return new NpgsqlBatchCommand(StateSql)
                .With(states.Keys.Select(key => key.Gift).ToArray()).With(states.Keys.Select(key => key.Payment).ToArray())
                .With(Each(row => row.State)).With(Each(row => row.Note)).With(Each(row => row.Lost))
                .With(Each(row => row.Transfer?.By)).With(Each(row => row.Transfer?.Reference)).With(Each(row => row.Transfer?.PaidOn)).With(Each(row => row.Transfer?.Reason));
        }
    }

    private static Change? Of(IHeldEvent fact) => fact switch
    {
        HeldReturnStarted => new("returning"),
        HeldReturned or HeldReturnedByHand => new("returned"),
        HeldReturnFailed e => new("waiting", e.Reason),
        HeldTransferEntered e => new("by_hand", Transfer: e),
        HeldTransferDenied e => new("waiting", e.Reason),
        HeldDisputeClosed { Lost.Minor: > 0 } e => e.Lost.Minor < e.Held.Amount.Minor ? new("waiting", Lost: e.Lost.Minor) : new("taken"),
        HeldCounted => new("counted"),
        _ => null,
    };

    private sealed record Change(string State, string? Note = null, long Lost = 0, HeldTransferEntered? Transfer = null);
}
