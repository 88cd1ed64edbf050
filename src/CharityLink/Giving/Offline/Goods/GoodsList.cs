using CharityLink.Kernel;
using CharityLink.Store;
using Dapper;
using Npgsql;

namespace CharityLink.Giving;

/// <summary>A gift of goods in a list. Who gave stands in the vault.</summary>
/// <param name="WhatZh">Its first kind of goods.</param>
/// <param name="Lines">How many kinds there are.</param>
/// <param name="Since">Since when it is in that state: what waits, waits since then.</param>
/// <param name="ValueMinor">What they are worth by their proof, in fen; zero without one. Never money raised.</param>
public sealed record GoodsRow(
    Guid Id, Guid CollectorId, Guid HolderId, string Division, string WhatZh, string WhatEn, int Lines, long ValueMinor, DateOnly ReceivedOn, string State, string? Reason, Guid? EnteredBy, DateTime Since, long Position);

/// <summary>How many gifts of goods there were, and what they are worth by their proofs: shown beside money, never added to it.</summary>
public sealed record GoodsSum(long Gifts, long ValueMinor);

/// <summary>Read model: gifts of goods, newest first.</summary>
public sealed class GoodsList(NpgsqlDataSource database) : IReadModel
{
    private const string Seen = "(division like any(@divisions) or collector_id = any(@organisations) or holder_id = any(@organisations))";

    private const string Columns =
        "id, collector_id collectorId, holder_id holderId, division, what_zh whatZh, what_en whatEn, lines, value_minor valueMinor, received_on receivedOn, state, reason, entered_by enteredBy, since, position";

    private const string ListSql =
        $"""
        select {Columns} from goods
         where {Seen} and position < coalesce(@before, 9223372036854775807) and (@id::uuid is null or id = @id) and (@state::text is null or state = @state)
         order by position desc limit @max
        """;

    private const string SentBackSql = $"select {Columns} from goods where state = 'sent_back' and entered_by = @by order by position desc limit @max";

    private const string SumSql = $"select count(*) gifts, coalesce(sum(value_minor), 0)::bigint valueMinor from goods where {Seen} and state = 'confirmed'";

    private const string UpsertSql =
        """
        insert into goods (id, collector_id, holder_id, division, what_zh, what_en, lines, value_minor, received_on, state, entered_by, since, position)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'entered', $10, $11, $12)
        on conflict (id) do update set holder_id = excluded.holder_id, division = excluded.division, what_zh = excluded.what_zh, what_en = excluded.what_en, lines = excluded.lines,
          value_minor = excluded.value_minor, received_on = excluded.received_on, state = 'entered', reason = null, entered_by = excluded.entered_by, since = excluded.since
        """;

    private const string StateSql = "update goods set state = $2, reason = $3, since = $4 where id = $1";

    /// <inheritdoc/>
    public string Name => "goods";

    /// <inheritdoc/>
    public int Version => 3;

    /// <inheritdoc/>
    public IReadOnlyList<string> Tables => ["goods"];

    /// <inheritdoc/>
    public string Ddl => Sql.File("Giving.Offline.Goods.goods.sql");

    // In their order, since goods may be written down, sent back and written down again in one run of the log; still one round trip.
    /// <inheritdoc/>
    public bool Heeds(object fact) => fact is IGoodsEvent;

    /// <inheritdoc/>
    public Task Apply(IReadOnlyList<Recorded> batch, NpgsqlConnection connection, CancellationToken ct) =>
        connection.Run(batch.Select(Write), ct);

    /// <summary>At most so many gifts of goods in the reader's sight, newest first; null stands for all.</summary>
    public async Task<IReadOnlyList<GoodsRow>> List(Sight seen, string? state, long? before, int max, CancellationToken ct) => await Ask<GoodsRow>(ListSql, seen, null, state, before, max, ct);

    /// <summary>At most so many records that were sent back to an account, newest first.</summary>
    public async Task<IReadOnlyList<GoodsRow>> SentBackTo(Guid by, int max, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return (await connection.QueryAsync<GoodsRow>(new CommandDefinition(SentBackSql, new { by, max }, cancellationToken: ct))).AsList();
    }

    /// <summary>One of them in the reader's sight, or null.</summary>
    public async Task<GoodsRow?> Find(Sight seen, Guid id, CancellationToken ct) => (await Ask<GoodsRow>(ListSql, seen, id, null, null, 1, ct)).SingleOrDefault();

    /// <summary>All that was given in the reader's sight.</summary>
    public async Task<GoodsSum> Sum(Sight seen, CancellationToken ct) => (await Ask<GoodsSum>(SumSql, seen, null, null, null, 1, ct)).Single();

    private async Task<List<TRow>> Ask<TRow>(string sql, Sight seen, Guid? id, string? state, long? before, int max, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return (await connection.QueryAsync<TRow>(new CommandDefinition(sql, new
        {
            divisions = seen.Divisions.Select(division => division.Prefix + "%").ToArray(), organisations = seen.Organisations.ToArray(), id, state, before, max,
        }, cancellationToken: ct))).AsList();
    }

    private static NpgsqlBatchCommand Write(Recorded recorded) => recorded.Data switch
    {
        GoodsEntered e => new NpgsqlBatchCommand(UpsertSql)
            .With(e.GoodsId).With(e.CollectorId).With(e.Cause.HolderId).With(e.Division.Value).With(e.Lines[0].NameZh).With(e.Lines[0].NameEn).With(e.Lines.Count)
            .With(e.Lines.Sum(line => line.FairValue?.Minor ?? 0)).With(e.ReceivedOn).With(e.By).With(recorded.At).With(recorded.Position),
        GoodsGiven e => new NpgsqlBatchCommand(StateSql).With(e.GoodsId).With("confirmed").With((string?)null).With(recorded.At),
        GoodsSentBack e => new NpgsqlBatchCommand(StateSql).With(e.GoodsId).With("sent_back").With<string?>(e.Reason).With(recorded.At),
        var other => throw new InvalidOperationException($"{other.GetType().Name} is none of goods."),
    };
}

/// <summary>One gift of goods with its lines and proofs, straight from its stream.</summary>
public sealed class GoodsBook(Aggregates aggregates)
{
    /// <summary>The goods, or null when there are none of that id.</summary>
    public async Task<Goods?> Find(Guid id, CancellationToken ct)
    {
        try
        {
            return (await aggregates.Load<Goods, IGoodsEvent>(id, ct)).State;
        }
        catch (ForeignStreamException)
        {
            // The id is that of something else: an address that was made up.
            return null;
        }
    }
}
