using CharityLink.Kernel;
using CharityLink.Store;
using Npgsql;

namespace CharityLink.Giving;

/// <summary>A payment that is held, in a list.</summary>
/// <param name="State"><c>waiting</c>, <c>returning</c>, <c>returned</c> or <c>counted</c>.</param>
/// <param name="Note">Why the last try to send it back failed; null without one.</param>
public sealed record HeldRow(Guid DonationId, string PaymentId, Money Amount, string Reason, string State, string? Note, DateTimeOffset At, Guid HolderId);

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
        update held_payment h set state = n.state, note = coalesce(n.note, case when n.state = 'waiting' then h.note end)
          from unnest($1, $2, $3, $4) n (donation_id, payment_id, state, note) where h.donation_id = n.donation_id and h.payment_id = n.payment_id
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
        var states = new Dictionary<(Guid Gift, string Payment), (string State, string? Note)>();
        foreach (var recorded in batch)
        {
            if (Of(recorded.Data) is { } change)
            {
                states[(change.Gift, change.Payment)] = (change.State, change.Note);
            }
        }

        if (states.Count > 0)
        {
            yield return new NpgsqlBatchCommand(StateSql)
                .With(states.Keys.Select(key => key.Gift).ToArray()).With(states.Keys.Select(key => key.Payment).ToArray())
                .With(states.Values.Select(row => row.State).ToArray()).With(states.Values.Select(row => row.Note).ToArray());
        }
    }

    private static (Guid Gift, string Payment, string State, string? Note)? Of(object fact) => fact switch
    {
        HeldReturnStarted e => (e.DonationId, e.PaymentId, "returning", null),
        HeldReturned e => (e.DonationId, e.PaymentId, "returned", null),
        HeldReturnFailed e => (e.DonationId, e.PaymentId, "waiting", e.Reason),
        HeldCounted e => (e.DonationId, e.PaymentId, "counted", null),
        _ => null,
    };
}
