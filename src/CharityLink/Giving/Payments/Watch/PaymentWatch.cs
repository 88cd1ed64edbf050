using Dapper;
using Npgsql;

namespace CharityLink.Giving;

/// <summary>A call to a provider as staff see it: what it is for and how far it is, not what it says.</summary>
/// <param name="Key">What a repeat is recognised by, here and at the provider.</param>
/// <param name="ObjectId">The provider's id of what came of it; null before.</param>
/// <param name="Error">Why it waits or failed, as a code; null where nothing is wrong.</param>
public sealed record OperationRow(
    Guid Id, string Key, string Provider, string Purpose, Guid AggregateId, string State, int Tries, DateTime PlannedAt, DateTime NextTryAt, DateTime? EndedAt, string? ObjectId, string? Error);

/// <summary>A notification as staff see it: what happened to what, and what became of it. Its content is not shown, since it may name the giver.</summary>
/// <param name="ObjectId">What it is about, by the provider's id; null where nothing is named.</param>
/// <param name="Error">Why it waits, lies aside or is not heeded, as a code.</param>
public sealed record NotificationRow(
    long Id, string Provider, string EventId, string Kind, string? ObjectId, string State, int Tries, DateTime HappenedAt, DateTime ReceivedAt, DateTime NextTryAt, string? Error);

/// <summary>How much waits for a person.</summary>
/// <param name="Alerts">Alerts nobody looks after yet.</param>
/// <param name="Aside">Notifications that were laid aside.</param>
/// <param name="Circuits">Providers that refuse us.</param>
public sealed record PaymentWork(int Alerts, int Aside, int Circuits)
{
    /// <summary>Nothing waits.</summary>
    public static PaymentWork None { get; } = new(0, 0, 0);
}

/// <summary>When a provider was last heard of.</summary>
/// <param name="ReadUpTo">Up to when its own list of events has been read; null: never.</param>
/// <param name="ToldAt">When its last notification arrived; null: never.</param>
public sealed record ProviderNews(string Provider, DateTime? ReadUpTo, DateTime? ToldAt);

/// <summary>Answers what staff ask of calls and notifications. Searches stay cheap among millions: by keys, or among what did not go well.</summary>
public sealed class PaymentWatch(NpgsqlDataSource database)
{
    /// <summary>How far back a call is looked for by the provider's id.</summary>
    public static readonly TimeSpan SearchBack = TimeSpan.FromDays(90);

    // Ids begin with the time, so the newest are found along the primary key.
    private const string OperationsSql =
        """
        select id, key, provider, purpose, aggregate_id aggregateId, state, tries, planned_at plannedAt, next_try_at nextTryAt, ended_at endedAt, object_id objectId, error
          from giving.payment_operation
         where (@state::text is null or state = @state) and (@before::uuid is null or id < @before) and (not @open or ended_at is null)
           and (@id::uuid is null or id = @id or aggregate_id = @id) and (@text::text is null or key = @text or (object_id = @text and id > @since))
         order by id desc limit @max
        """;

    private const string NotificationsSql =
        """
        select id, provider, event_id eventId, kind, object_id objectId, state, tries, happened_at happenedAt, received_at receivedAt, next_try_at nextTryAt, error
          from giving.payment_inbox
         where (@state::text is null or state = @state) and (@before::bigint is null or id < @before)
         order by id desc limit @max
        """;

    private const string WorkSql =
        """
        select (select count(*)::int from payment_alert where seen_at is null) alerts, (select count(*)::int from giving.payment_inbox where state = 'dead') aside,
               (select count(*)::int from giving.payment_circuit) circuits
        """;

    private const string NewsSql =
        """
        select p.provider, c.read_upto readUpTo, (select i.received_at from giving.payment_inbox i where i.provider = p.provider order by i.id desc limit 1) toldAt
          from unnest(@providers) p (provider) left join giving.payment_cursor c on c.provider = p.provider
        """;

    private static readonly string[] OpenStates = ["planned", "sending", "unknown"];

    /// <summary>At most so many calls, the newest first.</summary>
    /// <param name="state">Only those in this state; null for all.</param>
    /// <param name="reference">A gift's or operation's id, a key, or a provider's id; null for all.</param>
    /// <param name="before">Only those before this id: the next page.</param>
    public async Task<IReadOnlyList<OperationRow>> Operations(string? state, string? reference, Guid? before, DateTimeOffset now, int max, CancellationToken ct)
    {
        var id = Guid.TryParse(reference, out var guid) ? guid : (Guid?)null;
        return await Ask<OperationRow>(OperationsSql, new
        {
            state, before, id, text = id is null ? reference : null, open = OpenStates.Contains(state, StringComparer.Ordinal), since = Guid.CreateVersion7(now - SearchBack), max,
        }, ct);
    }

    /// <summary>At most so many notifications, the newest first.</summary>
    /// <param name="state">Only those in this state; null for all.</param>
    /// <param name="before">Only those before this one: the next page.</param>
    public async Task<IReadOnlyList<NotificationRow>> Notifications(string? state, long? before, int max, CancellationToken ct) =>
        await Ask<NotificationRow>(NotificationsSql, new { state, before, max }, ct);

    /// <summary>How much waits for a person.</summary>
    public async Task<PaymentWork> Work(CancellationToken ct) => (await Ask<PaymentWork>(WorkSql, new { }, ct))[0];

    /// <summary>When providers were last heard of.</summary>
    public async Task<IReadOnlyList<ProviderNews>> News(IEnumerable<string> providers, CancellationToken ct) => await Ask<ProviderNews>(NewsSql, new { providers = providers.ToArray() }, ct);

    /// <summary>A notification lies aside for a person.</summary>
    internal async Task<bool> IsAside(string provider, string eventId, CancellationToken ct) =>
        (await Ask<bool>("select state = 'dead' from giving.payment_inbox where provider = @provider and event_id = @eventId", new { provider, eventId }, ct)).SingleOrDefault();

    private async Task<List<TRow>> Ask<TRow>(string sql, object values, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return (await connection.QueryAsync<TRow>(new CommandDefinition(sql, values, cancellationToken: ct))).AsList();
    }
}
