using CharityLink.Kernel;
using CharityLink.Store;
using Npgsql;

namespace CharityLink.Giving;

/// <summary>A refund in a list, with the gift it belongs to. No personal data.</summary>
/// <param name="Source">Who asked: <c>giver</c>, <c>officer</c>, <c>platform</c> or <c>provider</c>.</param>
/// <param name="AgreedBy">The first of two people who agreed.</param>
/// <param name="TransferBy">Who entered the bank transfer that waits for a second person; null without one.</param>
/// <param name="Note">Why it was refused, or did not arrive.</param>
public sealed record RefundRow(
    Guid Id, Guid DonationId, Money Amount, string Cause, string? Reason, string Source, string State, string? Route, Guid? AskedBy, Guid? AgreedBy,
    Guid? TransferBy, string? TransferReference, DateOnly? PaidOn, string? Note, DateTimeOffset AskedAt, DateTimeOffset ChangedAt, long Position, Guid HolderId, Guid? ProjectId)
{
    /// <summary>Somebody of the receiving organisation has to do something, and this account may.</summary>
    public bool WaitsFor(Guid? account) => State switch
    {
        "requested" => AskedBy != account && AgreedBy != account,
        "started" => Route == Refund.ByBankTransfer && (TransferBy is null || TransferBy != account),
        "failed" => true,
        _ => false,
    };
}

/// <summary>A dispute in a list.</summary>
/// <param name="Refused">Why the last answer was not taken; null where it was, or there is none.</param>
/// <param name="State"><c>inquiry</c>, <c>open</c>, or how it ended.</param>
public sealed record DisputeRow(Guid DonationId, string Id, Money Amount, string State, DateTimeOffset? EvidenceBy, bool IsAnswered, DateTimeOffset OpenedAt, Guid HolderId, string? Refused = null);

/// <summary>A dispute that can still be answered, and not for long, with what its gift was for.</summary>
public sealed record DisputeDue(Guid DonationId, string Id, Money Amount, DateTimeOffset EvidenceBy, Guid HolderId, Guid? ProgramId, Guid? SiteId, Guid? ProjectId);

/// <summary>Read model: refunds and disputes, and whose turn it is.</summary>
public sealed class RefundList(NpgsqlDataSource database) : IReadModel
{
    private const string Columns =
        """
        r.id, r.donation_id, r.amount_minor, r.currency, r.cause, r.reason, r.source, r.state, r.route, r.asked_by, r.agreed_by, r.transfer_by, r.transfer_ref, r.paid_on,
        r.note, r.asked_at, r.changed_at, r.position, d.holder_id, d.project_id
        """;

    private const string ListSql =
        $"""
        select {Columns} from refund r join donation d on d.id = r.donation_id
         where (d.division like any($1) or d.organisation_id = any($2) or d.holder_id = any($2)) and ($3::text is null or r.state = $3)
           and r.position < coalesce($4, 9223372036854775807)
         order by r.position desc limit $5
        """;

    private const string OfGiftSql = $"select {Columns} from refund r join donation d on d.id = r.donation_id where r.donation_id = $1 order by r.position";


    private const string WaitingSql =
        $"""
        select {Columns} from refund r join donation d on d.id = r.donation_id
         where d.holder_id = any($1)
           and ((r.state = 'requested' and r.asked_by is distinct from $2 and r.agreed_by is distinct from $2)
             or (r.state = 'started' and r.route = 'bank_transfer' and (r.transfer_by is null or r.transfer_by <> $2)) or r.state = 'failed')
         order by r.position limit $3
        """;

    private const string DisputeColumns = "s.donation_id, s.id, s.amount_minor, s.currency, s.state, s.evidence_by, s.is_answered, s.opened_at, d.holder_id, s.refused";

    private const string DisputesSql = $"select {DisputeColumns} from dispute s join donation d on d.id = s.donation_id where s.donation_id = $1 order by s.opened_at, s.id";

    private const string AnswerableSql =
        $"""
        select {DisputeColumns} from dispute s join donation d on d.id = s.donation_id
         where d.holder_id = any($1) and s.state in ('inquiry', 'open') and not s.is_answered and s.evidence_by > $3 order by s.evidence_by, s.id limit $2
        """;

    private const string DueColumns = "s.donation_id, s.id, s.amount_minor, s.currency, s.evidence_by, d.holder_id, d.program_id, d.site_id, d.project_id";
    private const string Unanswered = "s.state in ('inquiry', 'open') and not s.is_answered and s.evidence_by is not null";

    private const string DueSql =
        $"select {DueColumns} from dispute s join donation d on d.id = s.donation_id where {Unanswered} and s.evidence_by > $1 and s.evidence_by <= $2 order by s.evidence_by, s.id limit $3";

    private const string OpenSql = $"select {DueColumns} from dispute s join donation d on d.id = s.donation_id where {Unanswered} and s.donation_id = any($1)";

    private const string HeldColumns = "h.donation_id, h.payment_id, h.amount_minor, h.currency, h.reason, h.state, h.note, h.at, d.holder_id, h.transfer_by, h.transfer_ref, h.paid_on, h.why";
    private const string HeldSql = $"select {HeldColumns} from held_payment h join donation d on d.id = h.donation_id where h.donation_id = $1 order by h.at, h.payment_id";

    private const string HeldWaitingSql =
        $"select {HeldColumns} from held_payment h join donation d on d.id = h.donation_id where h.state in ('waiting', 'by_hand') and h.transfer_by is distinct from $3 and d.holder_id = any($1) order by h.at, h.payment_id limit $2";

    /// <inheritdoc/>
    public string Name => "refunds";

    /// <inheritdoc/>
    public int Version => 4;

    /// <inheritdoc/>
    public IReadOnlyList<string> Tables => ["refund", "dispute", "held_payment"];

    /// <inheritdoc/>
    public string Ddl => Sql.File("Giving.Refunds.refunds.sql");

    /// <inheritdoc/>
    public bool Heeds(object fact) => fact is (IMoneyBackEvent and not PaymentSettled) or IHeldEvent or PaymentHeld;

    /// <inheritdoc/>
    public Task Apply(IReadOnlyList<Recorded> batch, NpgsqlConnection connection, CancellationToken ct) => connection.Run([.. RefundRows.Fold(batch).Writes(), .. HeldRows.Writes(batch)], ct);

    /// <summary>At most so many refunds in the reader's sight, the newest first.</summary>
    public Task<IReadOnlyList<RefundRow>> List(Sight seen, string? state, long? before, int max, CancellationToken ct) => Query(ListSql, Read, ct,
        new NpgsqlParameter<string[]> { TypedValue = [.. seen.Divisions.Select(division => division.Prefix + "%")] }, new NpgsqlParameter<Guid[]> { TypedValue = [.. seen.Organisations] },
        new NpgsqlParameter<string?> { TypedValue = state }, new NpgsqlParameter<long?> { TypedValue = before }, new NpgsqlParameter<int> { TypedValue = max });

    /// <summary>The refunds of one gift, in the order they were asked for.</summary>
    public Task<IReadOnlyList<RefundRow>> OfGift(Guid donationId, CancellationToken ct) => Query(OfGiftSql, Read, ct, new NpgsqlParameter<Guid> { TypedValue = donationId });

    /// <summary>What waits for this account at these organisations, the oldest first.</summary>
    public Task<IReadOnlyList<RefundRow>> Waiting(IReadOnlyCollection<Guid> holders, Guid account, int max, CancellationToken ct) => Query(WaitingSql, Read, ct,
        new NpgsqlParameter<Guid[]> { TypedValue = [.. holders] }, new NpgsqlParameter<Guid> { TypedValue = account }, new NpgsqlParameter<int> { TypedValue = max });

    /// <summary>The disputes of one gift.</summary>
    public Task<IReadOnlyList<DisputeRow>> DisputesOf(Guid donationId, CancellationToken ct) => Query(DisputesSql, ReadDispute, ct, new NpgsqlParameter<Guid> { TypedValue = donationId });

    /// <summary>Disputes these organisations can still answer, the most urgent first.</summary>
    public Task<IReadOnlyList<DisputeRow>> Answerable(IReadOnlyCollection<Guid> holders, DateTimeOffset now, int max, CancellationToken ct) => Query(AnswerableSql, ReadDispute, ct,
        new NpgsqlParameter<Guid[]> { TypedValue = [.. holders] }, new NpgsqlParameter<int> { TypedValue = max }, new NpgsqlParameter<DateTimeOffset> { TypedValue = now });

    /// <summary>The payments of one gift that do not count.</summary>
    public Task<IReadOnlyList<HeldRow>> HeldOf(Guid donationId, CancellationToken ct) => Query(HeldSql, ReadHeld, ct, new NpgsqlParameter<Guid> { TypedValue = donationId });

    /// <summary>Held money on which this account has to decide at these organisations, the oldest first.</summary>
    public Task<IReadOnlyList<HeldRow>> HeldAt(IReadOnlyCollection<Guid> holders, Guid account, int max, CancellationToken ct) => Query(HeldWaitingSql, ReadHeld, ct,
        new NpgsqlParameter<Guid[]> { TypedValue = [.. holders] }, new NpgsqlParameter<int> { TypedValue = max }, new NpgsqlParameter<Guid> { TypedValue = account });

    /// <summary>Disputes whose time to answer ends in this stretch, the most urgent first.</summary>
    public Task<IReadOnlyList<DisputeDue>> Due(DateTimeOffset after, DateTimeOffset until, int max, CancellationToken ct) => Query(DueSql, ReadDue, ct,
        new NpgsqlParameter<DateTimeOffset> { TypedValue = after.ToUniversalTime() }, new NpgsqlParameter<DateTimeOffset> { TypedValue = until.ToUniversalTime() },
        new NpgsqlParameter<int> { TypedValue = max });

    /// <summary>The disputes of some gifts that can still be answered.</summary>
    public Task<IReadOnlyList<DisputeDue>> Open(IReadOnlyCollection<Guid> donationIds, CancellationToken ct) =>
        Query(OpenSql, ReadDue, ct, new NpgsqlParameter<Guid[]> { TypedValue = [.. donationIds] });

    private async Task<IReadOnlyList<TRow>> Query<TRow>(string sql, Func<NpgsqlDataReader, TRow> read, CancellationToken ct, params NpgsqlParameter[] parameters)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.AddRange(parameters);
        await using var row = await command.ExecuteReaderAsync(ct);
        var found = new List<TRow>();
        while (await row.ReadAsync(ct))
        {
            found.Add(read(row));
        }

        return found;
    }

    private static RefundRow Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetGuid(1), new Money(row.GetInt64(2), new Currency(row.GetString(3))), row.GetString(4), Text(row, 5), row.GetString(6), row.GetString(7),
        Text(row, 8), row.GetFieldValue<Guid?>(9), row.GetFieldValue<Guid?>(10), row.GetFieldValue<Guid?>(11), Text(row, 12),
        row.GetFieldValue<DateOnly?>(13), Text(row, 14), row.GetFieldValue<DateTimeOffset>(15), row.GetFieldValue<DateTimeOffset>(16), row.GetInt64(17),
        row.GetGuid(18), row.GetFieldValue<Guid?>(19));

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static HeldRow ReadHeld(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetString(1), new Money(row.GetInt64(2), new Currency(row.GetString(3))), row.GetString(4), row.GetString(5), Text(row, 6),
        row.GetFieldValue<DateTimeOffset>(7), row.GetGuid(8), row.GetFieldValue<Guid?>(9), Text(row, 10), row.GetFieldValue<DateOnly?>(11), Text(row, 12));

    private static DisputeDue ReadDue(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetString(1), new Money(row.GetInt64(2), new Currency(row.GetString(3))), row.GetFieldValue<DateTimeOffset>(4), row.GetGuid(5),
        row.GetFieldValue<Guid?>(6), row.GetFieldValue<Guid?>(7), row.GetFieldValue<Guid?>(8));

    private static DisputeRow ReadDispute(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetString(1), new Money(row.GetInt64(2), new Currency(row.GetString(3))), row.GetString(4), row.GetFieldValue<DateTimeOffset?>(5), row.GetBoolean(6),
        row.GetFieldValue<DateTimeOffset>(7), row.GetGuid(8), Text(row, 9));
}
