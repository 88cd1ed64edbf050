using CharityLink.Store;
using Dapper;
using Npgsql;

namespace CharityLink.Giving;

/// <summary>One batch in a list. Its single gifts stand in its stream.</summary>
/// <param name="State"><c>entered</c>, <c>sent_back</c> or <c>confirmed</c>.</param>
/// <param name="ChequesOpen">Cheques the bank has not answered for.</param>
/// <param name="Since">Since when it is in that state: what waits, waits since then.</param>
/// <param name="IsAlike">Perhaps typed in twice: another of the same station, day, sum and number of gifts, or a cheque that stands somewhere else too. A person decides.</param>
public sealed record BatchRow(
    Guid Id, Guid CollectorId, Guid HolderId, string Division, string Place, DateOnly CollectedOn, long TotalMinor, int Lines, int ChequesOpen, string State, string? Reason, Guid? EnteredBy, DateTime Since, long Position, bool IsAlike);

/// <summary>Read model: batches of cash and cheques, newest first.</summary>
public sealed class BatchList(NpgsqlDataSource database) : IReadModel
{
    // Alike is asked of the rows of one page only, by its own indexes.
    private const string ListSql =
        """
        select id, collector_id collectorId, holder_id holderId, division, place, collected_on collectedOn, total_minor totalMinor, lines, cheques_open chequesOpen, state, reason, entered_by enteredBy, since, position,
               (b.state <> 'sent_back' and exists (select from batch o where o.collector_id = b.collector_id and o.collected_on = b.collected_on and o.total_minor = b.total_minor
                                                      and o.lines = b.lines and o.state <> 'sent_back' and o.id <> b.id))
               or exists (select from batch_cheque c join batch_cheque o on o.mark = c.mark and o.line_id <> c.line_id where c.batch_id = b.id) isAlike
          from batch b
         where (division like any(@divisions) or collector_id = any(@organisations) or holder_id = any(@organisations)) and position < coalesce(@before, 9223372036854775807)
           and (@id::uuid is null or id = @id) and (@state::text is null or state = @state)
         order by position desc limit @max
        """;

    // Neither it nor a cheque of it is like another while it is back.
    private const string SentBackSql =
        """
        select id, collector_id collectorId, holder_id holderId, division, place, collected_on collectedOn, total_minor totalMinor, lines, cheques_open chequesOpen, state, reason, entered_by enteredBy, since, position, false isAlike
          from batch where state = 'sent_back' and entered_by = @by order by position desc limit @max
        """;

    // What lies outside the reader's sight is told without saying where: a cheque may be typed in twice at two stations.
    private const string AlikeSql =
        """
        with alike as (
          select o.id, null::text cheque, null::text bank
            from batch b join batch o on o.collector_id = b.collector_id and o.collected_on = b.collected_on and o.total_minor = b.total_minor and o.lines = b.lines and o.id <> b.id
           where b.id = @id and b.state <> 'sent_back' and o.state <> 'sent_back'
          union
          select o.batch_id, c.number, c.bank from batch_cheque c join batch_cheque o on o.mark = c.mark and o.line_id <> c.line_id where c.batch_id = @id)
        select s.id, s.place, s.collected_on collectedOn, a.cheque, a.bank
          from alike a left join batch s on s.id = a.id and (s.division like any(@divisions) or s.collector_id = any(@organisations) or s.holder_id = any(@organisations))
         order by a.cheque nulls first, a.bank, s.position limit @max
        """;

    private const string ChequesSql = "insert into batch_cheque (line_id, batch_id, number, bank, mark) select * from unnest($1, $2, $3, $4, $5) on conflict do nothing";

    private const string UpsertSql =
        """
        insert into batch (id, collector_id, holder_id, division, place, collected_on, total_minor, lines, cheques_open, state, entered_by, since, position)
        select i, c, h, d, p, day, t, l, q, 'entered', w, s, at from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) n (i, c, h, d, p, day, t, l, q, w, s, at)
        on conflict (id) do update set holder_id = excluded.holder_id, place = excluded.place, collected_on = excluded.collected_on, total_minor = excluded.total_minor,
          lines = excluded.lines, cheques_open = excluded.cheques_open, state = 'entered', reason = null, entered_by = excluded.entered_by, since = excluded.since
        """;

    private const string StateSql =
        """
        update batch b set state = coalesce(n.state, b.state), reason = coalesce(n.reason, b.reason), cheques_open = b.cheques_open - n.settled,
               since = case when n.state is null then b.since else n.at end
          from unnest($1, $2, $3, $4, $5) n (id, state, reason, settled, at) where b.id = n.id
        """;

    /// <inheritdoc/>
    public string Name => "batches";

    /// <inheritdoc/>
    public int Version => 4;

    /// <inheritdoc/>
    public IReadOnlyList<string> Tables => ["batch", "batch_cheque"];

    /// <inheritdoc/>
    public string Ddl => Sql.File("Giving.Offline.Batches.batches.sql");

    /// <inheritdoc/>
    public bool Heeds(object fact) => fact is IBatchEvent;

    /// <inheritdoc/>
    public Task Apply(IReadOnlyList<Recorded> batch, NpgsqlConnection connection, CancellationToken ct)
    {
        // In their order, since a batch may be typed in, sent back and typed in again in one run of the log; still one round trip.
        return connection.Run(batch.SelectMany(Writes), ct);
    }

    /// <summary>At most so many batches in the reader's sight, newest first; null stands for all.</summary>
    public async Task<IReadOnlyList<BatchRow>> List(Sight seen, string? state, long? before, int max, CancellationToken ct) => await Ask<BatchRow>(ListSql, seen, null, state, before, max, ct);

    /// <summary>At most so many batches that were sent back to an account, newest first.</summary>
    public async Task<IReadOnlyList<BatchRow>> SentBackTo(Guid by, int max, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return (await connection.QueryAsync<BatchRow>(new CommandDefinition(SentBackSql, new { by, max }, cancellationToken: ct))).AsList();
    }

    /// <summary>One batch in the reader's sight, or null.</summary>
    public async Task<BatchRow?> Find(Sight seen, Guid id, CancellationToken ct) => (await Ask<BatchRow>(ListSql, seen, id, null, null, 1, ct)).SingleOrDefault();

    /// <summary>At most so many batches that may be this one typed in twice, or hold one of its cheques; first those that are alike as a whole.</summary>
    public async Task<IReadOnlyList<BatchAlike>> Alike(Sight seen, Guid id, int max, CancellationToken ct) => await Ask<BatchAlike>(AlikeSql, seen, id, null, null, max, ct);

    private async Task<List<TRow>> Ask<TRow>(string sql, Sight seen, Guid? id, string? state, long? before, int max, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return (await connection.QueryAsync<TRow>(new CommandDefinition(sql, new
        {
            divisions = seen.Divisions.Select(division => division.Prefix + "%").ToArray(), organisations = seen.Organisations.ToArray(), id, state, before, max,
        }, cancellationToken: ct))).AsList();
    }

    private static IEnumerable<NpgsqlBatchCommand> Writes(Recorded recorded) => recorded.Data switch
    {
        BatchEntered e => Entered(e, recorded),
        BatchConfirmed e => [Change(recorded, e.BatchId, "confirmed", null, 0)],
        BatchSentBack e => [Change(recorded, e.BatchId, "sent_back", e.Reason, 0), new NpgsqlBatchCommand("delete from batch_cheque where batch_id = any($1)").With(new[] { e.BatchId })],
        IBatchEvent e => [Change(recorded, e.BatchId, null, null, 1)],
        var other => throw new InvalidOperationException($"{other.GetType().Name} is none of a batch."),
    };

    private static IEnumerable<NpgsqlBatchCommand> Entered(BatchEntered e, Recorded recorded)
    {
        var cheques = e.Lines.Where(line => line.Method == OfflineMethods.Cheque).ToList();
        yield return new NpgsqlBatchCommand(UpsertSql)
            .With(new[] { e.BatchId }).With(new[] { e.CollectorId }).With(new[] { e.HolderId }).With(new[] { e.Division.Value }).With(new[] { e.Place }).With(new[] { e.CollectedOn })
            .With(new[] { e.Total.Minor }).With(new[] { e.Lines.Count }).With(new[] { cheques.Count }).With(new[] { e.By })
            .With(new[] { recorded.At }).With(new[] { recorded.Position });
        var marked = cheques.Select(line => (line.LineId, Number: line.ChequeNumber ?? "", Bank: line.Bank ?? "", Mark: ChequeMark.Of(line.ChequeNumber, line.Bank))).Where(line => line.Mark is not null).ToList();
        if (marked.Count > 0)
        {
            yield return new NpgsqlBatchCommand(ChequesSql)
                .With(marked.ConvertAll(line => line.LineId).ToArray()).With(marked.ConvertAll(_ => e.BatchId).ToArray()).With(marked.ConvertAll(line => line.Number).ToArray())
                .With(marked.ConvertAll(line => line.Bank).ToArray()).With(marked.ConvertAll(line => line.Mark!).ToArray()); // Those without one are left out.
        }
    }

    private static NpgsqlBatchCommand Change(Recorded recorded, Guid id, string? state, string? reason, int settled) =>
        new NpgsqlBatchCommand(StateSql).With(new[] { id }).With(new[] { state }).With(new[] { reason }).With(new[] { settled }).With(new[] { recorded.At });
}
