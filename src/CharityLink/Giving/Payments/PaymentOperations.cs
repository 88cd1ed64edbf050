using System.Text.Json;
using System.Text.Json.Serialization;
using Npgsql;

namespace CharityLink.Giving;

/// <summary>The calls to payment providers as rows: planned by what follows the log, leased by who sends them, ended once.</summary>
public sealed class PaymentOperations(NpgsqlDataSource database, TimeProvider clock)
{
    /// <summary>The row's error where a provider could not be asked at all.</summary>
    public const string NotOffered = "not_offered";

    private const string Columns =
        "o.id, o.key, o.provider, o.purpose, o.aggregate_id, o.attempt, o.holder_id, o.call, o.state, o.tries, o.planned_at, o.not_after, o.first_sent_at, o.object_id, o.answer::text, o.error, o.ended_at, exists (select from giving.payment_circuit c where c.provider = o.provider), o.stream_id";

    // A fact whose row is gone has been planned from long ago, and must not be again.
    private const string PlanSql =
        """
        insert into giving.payment_operation (id, key, provider, purpose, aggregate_id, attempt, holder_id, call, state, planned_at, not_after, next_try_at, error, ended_at, stream_id)
        select id, key, provider, purpose, aggregate_id, attempt, holder_id, coalesce(call, ''), case when call is null then 'failed' else 'planned' end, planned_at, not_after, $11,
               case when call is null then 'not_offered' end, case when call is null then $11 end, stream_id
          from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $12, $13) n (id, key, provider, purpose, aggregate_id, attempt, holder_id, call, planned_at, not_after, stream_id, position)
         where position > (select planned_upto from giving.payment_keeping for share)
            on conflict do nothing
        """;

    // Rows another worker has in hand are passed over; one whose worker died comes up again when its time is over.
    // A provider that refused us gets nothing until its time has come, and then single calls until one is taken; the others get theirs as ever.
    // Whoever takes such a call moves the provider's time to when it counts as dead: two that want one at once wait for each other here, and the second finds it moved.
    private const string LeaseSql =
        $"""
        with tried as (
          select one.id, c.provider from giving.payment_circuit c cross join lateral (
            select id from giving.payment_operation where provider = c.provider and ended_at is null and next_try_at <= $1 order by next_try_at limit 1 for update skip locked) one
           where c.retry_at <= $1 limit $3),
        trial as (
          update giving.payment_circuit c set retry_at = $2 from tried where c.provider = tried.provider and c.retry_at <= $1 returning tried.id),
        free as (
          select id from giving.payment_operation where ended_at is null and next_try_at <= $1 and provider not in (select provider from giving.payment_circuit)
           order by next_try_at limit $3 for update skip locked),
        due as (select id from trial union all select id from free limit $3)
        update giving.payment_operation o set state = 'sending', tries = tries + 1, first_sent_at = case when not_after < $1 then first_sent_at else coalesce(first_sent_at, $1) end, next_try_at = $2
          from due where o.id = due.id
        returning {Columns}
        """;

    private const string EndedSql =
        $"""
        with due as (
          select id from giving.payment_operation where ended_at is not null and concluded_at is null and next_try_at <= $1
           order by next_try_at limit $3 for update skip locked)
        update giving.payment_operation o set next_try_at = $2 from due where o.id = due.id
        returning {Columns}
        """;

    private const string StoreSql =
        """
        update giving.payment_operation o
           set key = n.key, state = n.state, object_id = coalesce(n.object_id, o.object_id), answer = n.answer::jsonb, error = n.error, next_try_at = n.next_try_at,
               ended_at = n.ended_at, concluded_at = case when n.is_over then n.ended_at end, first_sent_at = case when n.is_fresh then null else o.first_sent_at end
          from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) n (id, key, state, object_id, answer, error, next_try_at, ended_at, is_over, is_fresh)
         where o.id = n.id and o.state = 'sending'
        """;

    private const string ConcludedSql =
        """
        update giving.payment_operation o set concluded_at = $3, error = coalesce(n.error, o.error)
          from unnest($1, $2) n (id, error) where o.id = n.id
        """;

    private const string FindSql = $"select {Columns} from giving.payment_operation o where o.id = any ($1)";

    private const string OpenSql =
        $"""
        select {Columns} from giving.payment_operation o join donation d on d.id = o.aggregate_id and d.state in ('started', 'declined')
         where o.provider = $1 and o.state = 'succeeded' and o.planned_at > $2
        union all
        select {Columns} from refund r join giving.payment_operation o on o.aggregate_id = r.id
         where r.state = 'started' and o.provider = $1 and o.state = 'succeeded' and o.answer ->> 'kind' = 'processing'
        """;

    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
    };

    /// <summary>Operations by their ids; those not written down yet are missing.</summary>
    public Task<IReadOnlyList<PaymentOperation>> Find(IReadOnlyCollection<Guid> ids, CancellationToken ct) =>
        Query(new NpgsqlBatchCommand(FindSql).With(ids.ToArray()), ct);

    /// <summary>Payments a provider was asked for since a moment, and that have not ended, and refunds that are on their way, however long: what a provider without a list of events is asked about.</summary>
    public Task<IReadOnlyList<PaymentOperation>> Open(string provider, DateTimeOffset since, CancellationToken ct) =>
        Query(new NpgsqlBatchCommand(OpenSql).With(provider).With(since.ToUniversalTime()), ct);

    /// <summary>Writes down what is wanted; what was written down before stays as it is.</summary>
    /// <param name="planned">Each with its call, null where there is none to make, and where in the log the fact stands that asks for it.</param>
    internal async Task Plan(IReadOnlyList<(PaymentOrder Order, StoredCall? Call, long Position)> planned, CancellationToken ct)
    {
        T[] Each<T>(Func<PaymentOrder, T> column) => [.. planned.Select(one => column(one.Order))];
        await Run(new NpgsqlBatchCommand(PlanSql)
            .With(Each(o => o.OperationId)).With(Each(o => o.Key)).With(Each(o => o.Provider)).With(Each(o => o.Purpose)).With(Each(o => o.AggregateId)).With(Each(o => o.Attempt))
            .With(Each(o => o.HolderId)).With(planned.Select(one => one.Call?.Text).ToArray()).With(Each(o => o.At.ToUniversalTime())).With(Each(o => o.NotAfter?.ToUniversalTime()))
            .With(clock.GetUtcNow()).With(Each(o => o.StreamId)).With(planned.Select(one => one.Position).ToArray()), ct);
    }

    /// <summary>Takes what is due to be sent, for so long.</summary>
    internal Task<IReadOnlyList<PaymentOperation>> Lease(int most, TimeSpan lease, CancellationToken ct) =>
        Query(new NpgsqlBatchCommand(LeaseSql).With(clock.GetUtcNow()).With(clock.GetUtcNow() + lease).With(most), ct);

    /// <summary>Takes what has ended and was not carried on: whoever had it in hand is gone.</summary>
    internal Task<IReadOnlyList<PaymentOperation>> LeaseEnded(int most, TimeSpan lease, CancellationToken ct) =>
        Query(new NpgsqlBatchCommand(EndedSql).With(clock.GetUtcNow()).With(clock.GetUtcNow() + lease).With(most), ct);

    /// <summary>Writes back what sending brought.</summary>
    internal Task Store(IReadOnlyList<OperationResult> results)
    {
        T[] Each<T>(Func<OperationResult, T> column) => [.. results.Select(column)];
        return Run(new NpgsqlBatchCommand(StoreSql)
            .With(Each(r => r.Id)).With(Each(r => r.Key)).With(Each(r => r.State)).With(Each(r => r.ObjectId))
            .With(Each(r => r.Answer is null ? null : JsonSerializer.Serialize(r.Answer, _json))).With(Each(r => r.Error)).With(Each(r => r.NextTryAt)).With(Each(r => r.EndedAt))
            .With(Each(r => r.IsOver)).With(Each(r => r.IsFresh)), CancellationToken.None);
    }

    /// <summary>Everything that follows from these is done, or was refused for a reason a person should see.</summary>
    internal Task Concluded(IReadOnlyList<(Guid Id, string? Error)> ended) => Run(
        new NpgsqlBatchCommand(ConcludedSql).With(ended.Select(one => one.Id).ToArray()).With(ended.Select(one => one.Error).ToArray()).With(clock.GetUtcNow()), CancellationToken.None);

    private async Task Run(NpgsqlBatchCommand command, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await connection.Run([command], ct);
    }

    private async Task<IReadOnlyList<PaymentOperation>> Query(NpgsqlBatchCommand command, CancellationToken ct)
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(command);
        await using var row = await batch.ExecuteReaderAsync(ct);
        var found = new List<PaymentOperation>();
        while (await row.ReadAsync(ct))
        {
            found.Add(Read(row));
        }

        return found;
    }

    private static PaymentOperation Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetGuid(4), row.GetInt32(5), row.GetGuid(6), new StoredCall(row.GetString(7)), row.GetString(8),
        row.GetInt32(9), row.GetFieldValue<DateTimeOffset>(10), row.GetFieldValue<DateTimeOffset?>(11), row.GetFieldValue<DateTimeOffset?>(12), row.Text(13),
        row.Text(14) is { } answer ? JsonSerializer.Deserialize<PaymentAnswer>(answer, _json) : null, row.Text(15),
        row.GetFieldValue<DateTimeOffset?>(16), row.GetBoolean(17), row.GetFieldValue<Guid?>(18));
}
