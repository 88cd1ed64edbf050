using CharityLink.Store;
using Npgsql;

namespace CharityLink.Giving;

/// <summary>Reaction: carries out what people decided about notifications and providers. Seen twice, it does the same again, and again changes nothing but another try.</summary>
public sealed class PaymentMatterKeeper(NpgsqlDataSource database, PaymentBell bell, TimeProvider clock) : IReaction
{
    /// <summary>What pages wait for that show what was decided.</summary>
    public const string Follower = "payment_matters";

    // What was dropped in the meantime stays so.
    private const string RetrySql =
        """
        update giving.payment_inbox i set state = 'waiting', tries = 0, next_try_at = $3
          from unnest($1, $2) n (provider, event_id) where i.provider = n.provider and i.event_id = n.event_id and i.state = 'dead'
        """;

    // The body may name the giver: it goes with the notification.
    private const string DropSql =
        """
        update giving.payment_inbox i set state = 'dropped', body = null, done_at = $3
          from unnest($1, $2) n (provider, event_id) where i.provider = n.provider and i.event_id = n.event_id and i.state in ('dead', 'waiting')
        """;

    // A provider that refused us anew in the meantime is another matter. What it refused waits for the same moment, and is not to wait longer.
    private const string TrySql =
        """
        with tried as (
          update giving.payment_circuit c set retry_at = $3 from unnest($1, $2) n (provider, since) where c.provider = n.provider and c.since = n.since returning c.provider, c.reason)
        update giving.payment_operation o set next_try_at = $3
          from tried t where o.provider = t.provider and o.error = t.reason and o.state = 'planned' and o.ended_at is null and o.next_try_at > $3
        """;

    private const string CloseSql =
        """
        with closed as (
          delete from giving.payment_circuit c using unnest($1, $2) n (provider, since) where c.provider = n.provider and c.since = n.since returning c.provider, c.reason)
        update giving.payment_operation o set next_try_at = $3
          from closed t where o.provider = t.provider and o.error = t.reason and o.state = 'planned' and o.ended_at is null and o.next_try_at > $3
        """;

    /// <inheritdoc/>
    public string Name => Follower;

    /// <inheritdoc/>
    public bool Heeds(object fact) => fact is IPaymentMatterEvent and not (PaymentAlertRaised or PaymentAlertSeen);

    /// <inheritdoc/>
    public async Task React(IReadOnlyList<Recorded> batch, CancellationToken ct)
    {
        var facts = batch.Select(recorded => (IPaymentMatterEvent)recorded.Data).ToList();
        var (retried, dropped) = (facts.OfType<NotificationRetried>().ToList(), facts.OfType<NotificationDropped>().ToList());
        var (tried, closed) = (facts.OfType<CircuitTried>().ToList(), facts.OfType<CircuitClosed>().ToList());
        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(ct);
        await connection.Run(
            [
                new NpgsqlBatchCommand(RetrySql).With(Each(retried, e => e.Provider)).With(Each(retried, e => e.EventId)).With(now),
                new NpgsqlBatchCommand(DropSql).With(Each(dropped, e => e.Provider)).With(Each(dropped, e => e.EventId)).With(now),
                new NpgsqlBatchCommand(TrySql).With(Each(tried, e => e.Provider)).With(Each(tried, e => e.Since)).With(now),
                new NpgsqlBatchCommand(CloseSql).With(Each(closed, e => e.Provider)).With(Each(closed, e => e.Since)).With(now),
            ], ct);
        bell.Inbox.Ring();
        bell.Operations.Ring();
    }

    private static T[] Each<TFact, T>(IEnumerable<TFact> facts, Func<TFact, T> column) => [.. facts.Select(column)];
}
