using CharityLink.Store;
using Dapper;
using Npgsql;

namespace CharityLink.Giving;

/// <summary>An alert as it stands. No personal data: what it is about is named by an id.</summary>
/// <param name="Kind">What happened: those of <see cref="PaymentAlertRaised"/>, and <c>held</c> for money that came and cannot count.</param>
/// <param name="AboutId">The operation, gift or cause it is about; null for the provider as a whole.</param>
/// <param name="SeenBy">Who takes care of it; null while nobody does, or for the platform itself.</param>
public sealed record PaymentAlertRow(Guid Id, string Kind, string Provider, Guid? AboutId, string Code, DateTime RaisedAt, long Position, Guid? SeenBy, DateTime? SeenAt);

/// <summary>Read model: what went wrong with payments that nothing heals by itself, and who looks after it.</summary>
public sealed class PaymentAlerts(NpgsqlDataSource database) : IReadModel
{
    private const string ListSql =
        """
        select id, kind, provider, about_id aboutId, code, raised_at raisedAt, position, seen_by seenBy, seen_at seenAt
          from payment_alert
         where (not @unseenOnly or seen_at is null) and position < coalesce(@before, 9223372036854775807)
         order by position desc limit @max
        """;

    private const string SinceSql =
        """
        select id, kind, provider, about_id aboutId, code, raised_at raisedAt, position, seen_by seenBy, seen_at seenAt
          from payment_alert where kind = @kind and raised_at >= @at order by raised_at desc limit @max
        """;

    private const string RaiseSql =
        """
        insert into payment_alert (id, kind, provider, about_id, code, raised_at, position)
        select * from unnest($1, $2, $3, $4, $5, $6, $7) on conflict do nothing
        """;

    private const string SeeSql =
        """
        update payment_alert a set seen_by = n.seen_by, seen_at = n.seen_at
          from unnest($1, $2, $3) n (id, seen_by, seen_at) where a.id = n.id and a.seen_at is null
        """;

    /// <inheritdoc/>
    public string Name => "payment_alerts";

    /// <inheritdoc/>
    public int Version => 3;

    /// <inheritdoc/>
    public IReadOnlyList<string> Tables => ["payment_alert"];

    /// <inheritdoc/>
    public string Ddl => Sql.File("Giving.Payments.Watch.alerts.sql");

    /// <inheritdoc/>
    public bool Heeds(object fact) => fact is PaymentAlertRaised or PaymentAlertSeen or PaymentHeld;

    /// <inheritdoc/>
    public Task Apply(IReadOnlyList<Recorded> batch, NpgsqlConnection connection, CancellationToken ct)
    {
        var raised = batch.Select(Raised).OfType<PaymentAlertRow>().ToList();
        var seen = batch.Where(recorded => recorded.Data is PaymentAlertSeen).Select(recorded => (Fact: (PaymentAlertSeen)recorded.Data, recorded.At)).ToList();
        T[] New<T>(Func<PaymentAlertRow, T> column) => [.. raised.Select(column)];
        List<NpgsqlBatchCommand> all = [];
        if (raised.Count > 0)
        {
            all.Add(new NpgsqlBatchCommand(RaiseSql)
                .With(New(a => a.Id)).With(New(a => a.Kind)).With(New(a => a.Provider)).With(New(a => a.AboutId)).With(New(a => a.Code)).With(New(a => a.RaisedAt)).With(New(a => a.Position)));
        }

        if (seen.Count > 0)
        {
            all.Add(new NpgsqlBatchCommand(SeeSql)
                .With(seen.ConvertAll(one => one.Fact.AlertId).ToArray()).With(seen.ConvertAll(one => one.Fact.By).ToArray()).With(seen.ConvertAll(one => one.At.UtcDateTime).ToArray()));
        }

        return connection.Run(all, ct);
    }

    /// <summary>At most so many alerts, the newest first.</summary>
    /// <param name="unseenOnly">Only those nobody looks after yet.</param>
    /// <param name="before">Only those raised before this position: the next page.</param>
    public async Task<IReadOnlyList<PaymentAlertRow>> List(bool unseenOnly, long? before, int max, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return (await connection.QueryAsync<PaymentAlertRow>(new CommandDefinition(ListSql, new { unseenOnly, before, max }, cancellationToken: ct))).AsList();
    }

    /// <summary>At most so many alerts of a kind raised since a moment, the newest first.</summary>
    public async Task<IReadOnlyList<PaymentAlertRow>> Since(string kind, DateTimeOffset at, int max, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return (await connection.QueryAsync<PaymentAlertRow>(new CommandDefinition(SinceSql, new { kind, at, max }, cancellationToken: ct))).AsList();
    }

    /// <summary>There is an alert of this id.</summary>
    public async Task<bool> Knows(Guid id, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await connection.ExecuteScalarAsync<bool>(new CommandDefinition("select exists (select from payment_alert where id = @id)", new { id }, cancellationToken: ct));
    }

    private static PaymentAlertRow? Raised(Recorded recorded) => recorded.Data switch
    {
        PaymentAlertRaised e => new(e.AlertId, e.Kind, e.Provider, e.AboutId, e.Code, recorded.At.UtcDateTime, recorded.Position, null, null),
        PaymentHeld e => new(PaymentMatter.AlertOf(e), "held", e.Provider, e.DonationId, e.Reason, recorded.At.UtcDateTime, recorded.Position, null, null),
        _ => null,
    };
}
