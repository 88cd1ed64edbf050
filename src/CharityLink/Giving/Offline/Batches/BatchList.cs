using CharityLink.Store;
using Dapper;
using Npgsql;

namespace CharityLink.Giving;

/// <summary>One batch in a list. Its single gifts stand in its stream.</summary>
/// <param name="State"><c>entered</c>, <c>sent_back</c> or <c>confirmed</c>.</param>
/// <param name="ChequesOpen">Cheques the bank has not answered for.</param>
public sealed record BatchRow(
    Guid Id, Guid CollectorId, Guid HolderId, string Division, string Place, DateOnly CollectedOn, long TotalMinor, int Lines, int ChequesOpen, string State, string? Reason, Guid? EnteredBy, long Position);

/// <summary>Read model: batches of cash and cheques, newest first.</summary>
public sealed class BatchList(NpgsqlDataSource database) : IReadModel
{
    private const string ListSql =
        """
        select id, collector_id collectorId, holder_id holderId, division, place, collected_on collectedOn, total_minor totalMinor, lines, cheques_open chequesOpen, state, reason, entered_by enteredBy, position
          from batch
         where (division like any(@divisions) or collector_id = any(@organisations) or holder_id = any(@organisations)) and position < coalesce(@before, 9223372036854775807)
           and (@id::uuid is null or id = @id) and (@state::text is null or state = @state)
         order by position desc limit @max
        """;

    private const string UpsertSql =
        """
        insert into batch (id, collector_id, holder_id, division, place, collected_on, total_minor, lines, cheques_open, state, entered_by, position)
        select i, c, h, d, p, day, t, l, q, 'entered', w, at from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) n (i, c, h, d, p, day, t, l, q, w, at)
        on conflict (id) do update set holder_id = excluded.holder_id, place = excluded.place, collected_on = excluded.collected_on, total_minor = excluded.total_minor,
          lines = excluded.lines, cheques_open = excluded.cheques_open, state = 'entered', reason = null, entered_by = excluded.entered_by
        """;

    private const string StateSql =
        """
        update batch b set state = coalesce(n.state, b.state), reason = coalesce(n.reason, b.reason), cheques_open = b.cheques_open - n.settled
          from unnest($1, $2, $3, $4) n (id, state, reason, settled) where b.id = n.id
        """;

    /// <inheritdoc/>
    public string Name => "batches";

    /// <inheritdoc/>
    public int Version => 1;

    /// <inheritdoc/>
    public IReadOnlyList<string> Tables => ["batch"];

    /// <inheritdoc/>
    public string Ddl => Sql.File("Giving.Offline.Batches.batches.sql");

    /// <inheritdoc/>
    public bool Heeds(object fact) => fact is IBatchEvent;

    /// <inheritdoc/>
    public Task Apply(IReadOnlyList<Recorded> batch, NpgsqlConnection connection, CancellationToken ct)
    {
        // In their order, since a batch may be typed in, sent back and typed in again in one run of the log; still one round trip.
        return connection.Run(batch.Select(Write), ct);
    }

    /// <summary>At most so many batches in the reader's sight, newest first; null stands for all.</summary>
    public async Task<IReadOnlyList<BatchRow>> List(Sight seen, string? state, long? before, int max, CancellationToken ct) => await Ask(seen, null, state, before, max, ct);

    /// <summary>One batch in the reader's sight, or null.</summary>
    public async Task<BatchRow?> Find(Sight seen, Guid id, CancellationToken ct) => (await Ask(seen, id, null, null, 1, ct)).SingleOrDefault();

    private async Task<List<BatchRow>> Ask(Sight seen, Guid? id, string? state, long? before, int max, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return (await connection.QueryAsync<BatchRow>(new CommandDefinition(ListSql, new
        {
            divisions = seen.Divisions.Select(division => division.Prefix + "%").ToArray(), organisations = seen.Organisations.ToArray(), id, state, before, max,
        }, cancellationToken: ct))).AsList();
    }

    private static NpgsqlBatchCommand Write(Recorded recorded) => recorded.Data switch
    {
        BatchEntered e => new NpgsqlBatchCommand(UpsertSql)
            .With(new[] { e.BatchId }).With(new[] { e.CollectorId }).With(new[] { e.HolderId }).With(new[] { e.Division.Value }).With(new[] { e.Place }).With(new[] { e.CollectedOn })
            .With(new[] { e.Total.Minor }).With(new[] { e.Lines.Count }).With(new[] { e.Lines.Count(line => line.Method == OfflineMethods.Cheque) }).With(new[] { e.By }).With(new[] { recorded.Position }),
        BatchConfirmed e => Change(e.BatchId, "confirmed", null, 0),
        BatchSentBack e => Change(e.BatchId, "sent_back", e.Reason, 0),
        IBatchEvent e => Change(e.BatchId, null, null, 1),
        var other => throw new InvalidOperationException($"{other.GetType().Name} is none of a batch."),
    };

    private static NpgsqlBatchCommand Change(Guid id, string? state, string? reason, int settled) =>
        new NpgsqlBatchCommand(StateSql).With(new[] { id }).With(new[] { state }).With(new[] { reason }).With(new[] { settled });
}
