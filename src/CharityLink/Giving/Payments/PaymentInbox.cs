using Npgsql;

namespace CharityLink.Giving;

/// <summary>A notification as it waits to be acted on.</summary>
public sealed record InboxEntry(long Id, string Provider, Notification Notification, int Tries);

/// <summary>What acting on a notification brought: <c>done</c>; <c>waiting</c> for another try; <c>dead</c>, for a person to look at.</summary>
internal sealed record InboxResult(long Id, string State, string? Error, DateTimeOffset NextTryAt);

/// <summary>Keeps every genuine notification once: taken, committed, and only then answered.</summary>
public sealed class PaymentInbox
{
    private const int TakeMost = 500;

    private const string TakeSql =
        """
        insert into giving.payment_inbox (provider, event_id, kind, object_id, body, happened_at, received_at, state, next_try_at, error)
        select provider, event_id, kind, object_id, case when unheeded is null then body end, happened_at, $8, case when unheeded is null then 'waiting' else 'unheeded' end, $8, unheeded
          from unnest($1, $2, $3, $4, $5, $6, $7) n (provider, event_id, kind, object_id, body, happened_at, unheeded)
            on conflict do nothing
        """;

    private const string LeaseSql =
        """
        with due as (
          select id from giving.payment_inbox where state = 'waiting' and next_try_at <= $1 order by next_try_at, id limit $3 for update skip locked)
        update giving.payment_inbox i set tries = tries + 1, next_try_at = $2 from due where i.id = due.id
        returning i.id, i.provider, i.event_id, i.kind, i.object_id, i.body, i.happened_at, i.tries
        """;

    // The body may name the giver: it goes as soon as it has been acted on.
    private const string StoreSql =
        """
        update giving.payment_inbox i
           set state = n.state, error = n.error, next_try_at = n.next_try_at, body = case when n.state = 'done' then null else i.body end,
               done_at = case when n.state = 'done' then $5 end
          from unnest($1, $2, $3, $4) n (id, state, error, next_try_at)
         where i.id = n.id and i.state = 'waiting'
        """;

    private const string CursorSql = "select read_upto from giving.payment_cursor where provider = $1";

    private const string MoveSql =
        """
        insert into giving.payment_cursor (provider, read_upto, polled_at) values ($1, $2, $3)
            on conflict (provider) do update set read_upto = greatest(giving.payment_cursor.read_upto, excluded.read_upto), polled_at = excluded.polled_at
        """;

    private readonly NpgsqlDataSource database;
    private readonly TimeProvider clock;
    private readonly PaymentBell bell;
    private readonly Gathering<(string, Notification)> taking;

    /// <summary>The inbox of an installation.</summary>
    public PaymentInbox(NpgsqlDataSource database, PaymentBell bell, TimeProvider clock)
    {
        (this.database, this.bell, this.clock) = (database, bell, clock);
        taking = new(TakeMost, Insert);
    }

    /// <summary>Keeps a notification; returns when it is durable. One that is known changes nothing.</summary>
    public Task Take(string provider, Notification notification) => taking.Add((provider, notification));

    /// <summary>Takes what is due to be acted on, for so long; the oldest first.</summary>
    internal async Task<IReadOnlyList<InboxEntry>> Lease(int most, TimeSpan lease, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand(LeaseSql).With(now).With(now + lease).With(most));
        await using var row = await batch.ExecuteReaderAsync(ct);
        var found = new List<InboxEntry>();
        while (await row.ReadAsync(ct))
        {
            found.Add(new(row.GetInt64(0), row.GetString(1), new Notification(
                row.GetString(2), row.GetString(3), row.Text(4), row.GetFieldValue<byte[]>(5), row.GetFieldValue<DateTimeOffset>(6)), row.GetInt32(7)));
        }

        return found;
    }

    /// <summary>Writes back what acting on them brought.</summary>
    internal Task Store(IReadOnlyList<InboxResult> results)
    {
        T[] Each<T>(Func<InboxResult, T> column) => [.. results.Select(column)];
        return Run(new NpgsqlBatchCommand(StoreSql).With(Each(r => r.Id)).With(Each(r => r.State)).With(Each(r => r.Error)).With(Each(r => r.NextTryAt)).With(clock.GetUtcNow()));
    }

    /// <summary>Up to when a provider's own list has been read; null: never.</summary>
    internal async Task<DateTimeOffset?> ReadUpTo(string provider, CancellationToken ct)
    {
        await using var command = database.CreateCommand(CursorSql);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = provider });
        return await command.ExecuteScalarAsync(ct) is DateTime at ? new DateTimeOffset(at, TimeSpan.Zero) : null;
    }

    /// <summary>Everything up to an instant stands in the inbox.</summary>
    internal Task Move(string provider, DateTimeOffset upTo) => Run(new NpgsqlBatchCommand(MoveSql).With(provider).With(upTo.ToUniversalTime()).With(clock.GetUtcNow()));

    private async Task Insert(IReadOnlyList<(string Provider, Notification Notification)> taken)
    {
        T[] Each<T>(Func<Notification, T> column) => [.. taken.Select(one => column(one.Notification))];
        await Run(new NpgsqlBatchCommand(TakeSql)
            .With(taken.Select(one => one.Provider).ToArray()).With(Each(n => n.EventId)).With(Each(n => n.Kind)).With(Each(n => n.ObjectId)).With(Each(n => n.Body.ToArray()))
            .With(Each(n => n.At.ToUniversalTime())).With(Each(n => n.Unheeded)).With(clock.GetUtcNow()));
        bell.Inbox.Ring();
    }

    private async Task Run(NpgsqlBatchCommand command)
    {
        await using var connection = await database.OpenConnectionAsync();
        await connection.Run([command], CancellationToken.None);
    }
}
