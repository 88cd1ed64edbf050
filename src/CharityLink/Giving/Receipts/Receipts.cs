using System.Text.Json;
using CharityLink.Kernel;
using CharityLink.Law;
using CharityLink.Store;
using Npgsql;

namespace CharityLink.Giving;

/// <summary>A receipt as it was issued, and what became of it. No name: who gave stands in the vault.</summary>
/// <param name="Code">What the verification page is asked for.</param>
/// <param name="Lines">What was given in kind; null for money.</param>
/// <param name="Replaces">The receipt it follows.</param>
/// <param name="Voided">Null: it holds.</param>
/// <param name="ReplacedBy">The receipt that follows it, perhaps still to be numbered.</param>
/// <param name="GiverId">Whose annual statement it belongs to.</param>
/// <param name="Method">How it was paid.</param>
/// <param name="Jurisdiction">Whose law words it.</param>
public sealed record Receipt(
    Guid Id, Guid DonationId, Guid HolderId, int Year, int Number, string Code, GiftCause Cause, Money Amount, PersonId? DonorId,
    DateTimeOffset PaidAt, DateTimeOffset IssuedAt, IReadOnlyList<GiftLine>? Lines = null, Guid? Replaces = null, VoidedReceipt? Voided = null, Guid? ReplacedBy = null,
    PersonId? GiverId = null, string Method = StartDonation.Sandbox, string Jurisdiction = OrganisationJurisdiction.Default)
{
    /// <summary>Year and running number, as it is printed: 2026-000123.</summary>
    public string Serial => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Year}-{Number:D6}");
}

/// <summary>Since when and for what a receipt holds no longer.</summary>
/// <param name="Cause">A <see cref="VoidCause"/> as it stands in keys and addresses: <c>name_wrong</c>.</param>
public sealed record VoidedReceipt(DateTimeOffset At, string Cause);

/// <summary>An organisation's receipts of one year, counted.</summary>
public sealed record ReceiptRegister(Guid HolderId, int Year, int Issued, int Voided);

/// <summary>Read model: receipts by gift, by verification code, and by number in their register.</summary>
public sealed class Receipts(NpgsqlDataSource database) : IReadModel
{
    /// <summary>In the order in which rows are written and read.</summary>
    internal const string Columns =
        "id, donation_id, holder_id, year, number, code, program_id, site_id, fund_id, organisation_id, division, amount_minor, currency, donor_id, paid_at, issued_at, project_id, page_id, lines, replaces, voided_at, void_cause, replaced_by, giver_id, method, jurisdiction";

    private const string FindSql = $"select {Columns} from receipt where id = $1";
    private const string ByCodeSql = $"select {Columns} from receipt where code = $1";

    // The one that holds, else the one that was issued last.
    private const string ByDonationSql = $"select {Columns} from receipt where donation_id = $1 order by voided_at is null desc, issued_at desc, number desc limit 1";
    private const string LastOfSql =
        $"select distinct on (donation_id) {Columns} from receipt where donation_id = any($1) order by donation_id, voided_at is null desc, issued_at desc, number desc";

    private const string OfDonationsSql = $"select {Columns} from receipt where donation_id = any($1) and voided_at is null order by number";
    private const string ReceivedSql = "select amount_minor, currency from receipt where donation_id = $1 and replaces is null";
    private const string ByNumberSql = $"select {Columns} from receipt where holder_id = $1 and year = $2 and number = $3";

    private const string PageSql =
        $"select {Columns} from receipt where holder_id = $1 and year = $2 and number < $3 and (not $4 or voided_at is not null) order by number desc limit $5";

    private const string RegistersSql = "select holder_id, year, issued, voided from receipt_register order by year desc, issued desc, holder_id";

    /// <inheritdoc/>
    public string Name => "receipts";

    /// <inheritdoc/>
    public int Version => 5;

    /// <inheritdoc/>
    public IReadOnlyList<string> Tables => ["receipt", "receipt_register"];

    /// <inheritdoc/>
    public string Ddl => Sql.File("Giving.Receipts.receipts.sql");

    /// <summary>A cause as it stands in keys and addresses.</summary>
    public static string NameOf(VoidCause cause) => EventTypes.SnakeCase(cause.ToString());

    /// <summary>A receipt by its id, or null.</summary>
    public Task<Receipt?> Find(Guid id, CancellationToken ct) => One(FindSql, id, ct);

    /// <summary>The receipt of a gift: the one that holds, else the last that did; null while there is none.</summary>
    public Task<Receipt?> OfDonation(Guid donationId, CancellationToken ct) => One(ByDonationSql, donationId, ct);

    /// <summary>The receipts that hold of some gifts.</summary>
    public async Task<IReadOnlyList<Receipt>> OfDonations(IEnumerable<Guid> donationIds, CancellationToken ct) => [.. await Query(OfDonationsSql, Read, ct, donationIds.ToArray())];

    /// <summary>The receipt of each of some gifts: the one that holds, else the last that did. Gifts without one are missing.</summary>
    public async Task<IReadOnlyList<Receipt>> LastOf(IEnumerable<Guid> donationIds, CancellationToken ct) => [.. await Query(LastOfSql, Read, ct, donationIds.ToArray())];

    /// <summary>The receipt behind a code in its canonical form, or null.</summary>
    public Task<Receipt?> ByCode(string code, CancellationToken ct) => One(ByCodeSql, code, ct);

    /// <summary>The receipt under a number of an organisation's year, or null.</summary>
    public async Task<Receipt?> ByNumber(Guid holderId, int year, int number, CancellationToken ct) => (await Query(ByNumberSql, Read, ct, holderId, year, number)).SingleOrDefault();

    /// <summary>What came in for a gift: what its first receipt was over.</summary>
    internal async Task<Money> ReceivedFor(Guid donationId, CancellationToken ct) =>
        (await Query(ReceivedSql, row => new Money(row.GetInt64(0), new Currency(row.GetString(1))), ct, donationId)).Single();

    /// <summary>At most so many receipts of a register below a number, the highest first.</summary>
    public Task<IReadOnlyList<Receipt>> Page(Guid holderId, int year, int below, bool onlyVoided, int max, CancellationToken ct) =>
        Query(PageSql, Read, ct, holderId, year, below, onlyVoided, max);

    /// <summary>Every organisation's years with how many receipts were issued and voided, the youngest first.</summary>
    public Task<IReadOnlyList<ReceiptRegister>> Registers(CancellationToken ct) =>
        Query(RegistersSql, row => new ReceiptRegister(row.GetGuid(0), row.GetInt32(1), row.GetInt32(2), row.GetInt32(3)), ct);

    /// <inheritdoc/>
    public bool Heeds(object fact) => fact is ReceiptIssued or ReceiptVoided or ReissueOrdered;

    /// <inheritdoc/>
    public Task Apply(IReadOnlyList<Recorded> batch, NpgsqlConnection connection, CancellationToken ct) => connection.Run(ReceiptRows.Fold(batch).Writes(), ct);

    private async Task<Receipt?> One<TKey>(string sql, TKey key, CancellationToken ct) where TKey : notnull => (await Query(sql, Read, ct, key)).SingleOrDefault();

    private async Task<IReadOnlyList<T>> Query<T>(string sql, Func<NpgsqlDataReader, T> read, CancellationToken ct, params object[] values)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.AddRange(values.Select(value => new NpgsqlParameter { Value = value }).ToArray());
        await using var row = await command.ExecuteReaderAsync(ct);
        var found = new List<T>();
        while (await row.ReadAsync(ct))
        {
            found.Add(read(row));
        }

        return found;
    }

    private static Receipt Read(NpgsqlDataReader row)
    {
        var cause = new GiftCause(
            row.GetFieldValue<Guid?>(6), row.GetFieldValue<Guid?>(7), row.GetGuid(8), row.GetGuid(9), row.GetGuid(2), DivisionCode.Parse(row.GetString(10)),
            row.GetFieldValue<Guid?>(16), row.GetFieldValue<Guid?>(17));
        return new(
            row.GetGuid(0), row.GetGuid(1), row.GetGuid(2), row.GetInt32(3), row.GetInt32(4), row.GetString(5), cause,
            new Money(row.GetInt64(11), new Currency(row.GetString(12))), row.GetFieldValue<Guid?>(13) is { } donor ? new PersonId(donor) : null,
            row.GetFieldValue<DateTimeOffset>(14), row.GetFieldValue<DateTimeOffset>(15),
            row.IsDBNull(18) ? null : JsonSerializer.Deserialize<GiftLine[]>(row.GetString(18)), row.GetFieldValue<Guid?>(19),
            row.GetFieldValue<DateTimeOffset?>(20) is { } at ? new VoidedReceipt(at, row.GetString(21)) : null, row.GetFieldValue<Guid?>(22),
            row.GetFieldValue<Guid?>(23) is { } giver ? new PersonId(giver) : null, row.GetString(24), row.GetString(25));
    }
}
