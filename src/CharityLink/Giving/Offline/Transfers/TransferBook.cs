using CharityLink.Store;
using Dapper;
using Npgsql;

namespace CharityLink.Giving;

/// <summary>Account details of an organisation, as they stand.</summary>
/// <param name="State"><c>entered</c>, <c>in_use</c>, <c>replaced</c> or <c>withdrawn</c>.</param>
public sealed record TransferAccountRow(Guid EntryId, Guid OrganisationId, Guid AccountId, string Payee, string Bank, string Number, string State, Guid? EnteredBy);

/// <summary>A transfer that arrived. No name: who paid stands in the vault.</summary>
/// <param name="State">Of <see cref="ArrivalState"/>, in small letters.</param>
/// <param name="PledgeId">The promise whose number stood in the remark; null for none.</param>
/// <param name="Alike">Others of the same charity, day and amount: perhaps one transfer told twice. A person decides.</param>
public sealed record ArrivalRow(
    Guid Id, Guid HolderId, string Division, string TransactionId, long AmountMinor, DateOnly ArrivedOn, string? Reference, Guid? PayerId, string? OpenBecause, string State,
    Guid? DonationId, string? Reason, DateOnly? ReturnedOn, long Position, Guid? PledgeId, long Alike);

/// <summary>A gift that waits for a transfer.</summary>
public sealed record WaitingTransferRow(Guid DonationId, string Reference, DateOnly Until, long AmountMinor, Guid? ProgramId, Guid? ProjectId, Guid HolderId);

/// <summary>Read model: accounts that givers are told, gifts that wait for transfers, and transfers that arrived.</summary>
public sealed class TransferBook(NpgsqlDataSource database) : IReadModel
{
    private const string AccountsSql =
        """
        select entry_id entryId, organisation_id organisationId, account_id accountId, payee, bank, number, state, entered_by enteredBy
          from transfer_account where organisation_id = @organisation order by position
        """;

    private const string OffersSql = "select exists (select from transfer_account where organisation_id = @organisation and state = 'in_use')";

    private const string AccountSql =
        """
        select entry_id entryId, organisation_id organisationId, account_id accountId, payee, bank, number, state, entered_by enteredBy
          from transfer_account where entry_id = @entry
        """;

    // Alike is asked of the rows of one page only, by its own index.
    private const string ArrivalsSql =
        """
        select a.id, a.holder_id holderId, a.division, a.transaction_id transactionId, a.amount_minor amountMinor, a.arrived_on arrivedOn, a.reference, a.payer_id payerId,
               a.open_because openBecause, a.state, a.donation_id donationId, a.reason, a.returned_on returnedOn, a.position, a.pledge_id pledgeId,
               (select count(*) from arrival o where o.holder_id = a.holder_id and o.arrived_on = a.arrived_on and o.amount_minor = a.amount_minor and o.id <> a.id) alike
          from arrival a
         where (a.division like any(@divisions) or a.holder_id = any(@organisations)) and position < coalesce(@before, 9223372036854775807)
           and (@state::text is null or a.state = @state) and (@id::uuid is null or a.id = @id)
         order by a.position desc limit @max
        """;

    private const string WaitingSql =
        """
        select w.donation_id donationId, w.reference, w.until, d.amount_minor amountMinor, d.program_id programId, d.project_id projectId, d.holder_id holderId
          from transfer_wait w join donation d on d.id = w.donation_id
         where d.state = 'started' and (d.division like any(@divisions) or d.organisation_id = any(@organisations) or d.holder_id = any(@organisations))
         order by w.until, d.position limit @max
        """;

    /// <inheritdoc/>
    public string Name => "transfers";

    /// <inheritdoc/>
    public int Version => 2;

    /// <inheritdoc/>
    public IReadOnlyList<string> Tables => ["transfer_account", "transfer_wait", "arrival"];

    /// <inheritdoc/>
    public string Ddl => Sql.File("Giving.Offline.Transfers.transfers.sql");

    /// <inheritdoc/>
    public bool Heeds(object fact) => fact is ITransferAccountEvent or TransferAwaited or IArrivalEvent;

    /// <inheritdoc/>
    public Task Apply(IReadOnlyList<Recorded> batch, NpgsqlConnection connection, CancellationToken ct) => connection.Run(TransferRows.Fold(batch).Writes(), ct);

    /// <summary>Everything that was typed in for an organisation, the oldest first.</summary>
    public async Task<IReadOnlyList<TransferAccountRow>> Accounts(Guid organisation, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return (await connection.QueryAsync<TransferAccountRow>(new CommandDefinition(AccountsSql, new { organisation }, cancellationToken: ct))).AsList();
    }

    /// <summary>Gifts to this organisation can come by bank transfer.</summary>
    public async Task<bool> Offers(Guid organisation, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await connection.ExecuteScalarAsync<bool>(new CommandDefinition(OffersSql, new { organisation }, cancellationToken: ct));
    }

    /// <summary>The account a giver was told, or null.</summary>
    public async Task<TransferAccountRow?> Account(Guid entry, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await connection.QuerySingleOrDefaultAsync<TransferAccountRow>(new CommandDefinition(AccountSql, new { entry }, cancellationToken: ct));
    }

    /// <summary>At most so many transfers, newest first; null stands for all.</summary>
    public Task<IReadOnlyList<ArrivalRow>> Arrivals(Sight seen, string? state, long? before, int max, CancellationToken ct) =>
        Ask<ArrivalRow>(ArrivalsSql, seen, state, null, before, max, ct);

    /// <summary>One transfer in the reader's sight, or null.</summary>
    public async Task<ArrivalRow?> Arrival(Sight seen, Guid id, CancellationToken ct) => (await Ask<ArrivalRow>(ArrivalsSql, seen, null, id, null, 1, ct)).SingleOrDefault();

    /// <summary>Which of some transfers are recorded: their payers are kept already.</summary>
    public async Task<IReadOnlySet<Guid>> Recorded(IReadOnlyCollection<Guid> ids, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return (await connection.QueryAsync<Guid>(new CommandDefinition("select id from arrival where id = any(@ids)", new { ids = ids.ToArray() }, cancellationToken: ct))).ToHashSet();
    }

    /// <summary>Gifts that wait, those whose last day comes first at the head.</summary>
    public Task<IReadOnlyList<WaitingTransferRow>> Waiting(Sight seen, int max, CancellationToken ct) => Ask<WaitingTransferRow>(WaitingSql, seen, null, null, null, max, ct);

    private async Task<IReadOnlyList<TRow>> Ask<TRow>(string sql, Sight seen, string? state, Guid? id, long? before, int max, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var rows = await connection.QueryAsync<TRow>(new CommandDefinition(sql, new
        {
            divisions = seen.Divisions.Select(division => division.Prefix + "%").ToArray(), organisations = seen.Organisations.ToArray(), state, id, before, max,
        }, cancellationToken: ct));
        return rows.AsList();
    }
}
