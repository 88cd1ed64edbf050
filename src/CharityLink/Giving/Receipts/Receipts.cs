using CharityLink.Kernel;
using CharityLink.Store;
using Npgsql;

namespace CharityLink.Giving;

/// <summary>A receipt as it was issued. No name: who gave stands in the vault.</summary>
/// <param name="Code">What the verification page is asked for.</param>
public sealed record Receipt(
    Guid Id, Guid DonationId, Guid HolderId, int Year, int Number, string Code, GiftCause Cause, Money Amount, PersonId? DonorId,
    DateTimeOffset PaidAt, DateTimeOffset IssuedAt)
{
    /// <summary>Year and running number, as it is printed: 2026-000123.</summary>
    public string Serial => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Year}-{Number:D6}");
}

/// <summary>Read model: receipts by gift and by verification code.</summary>
public sealed class Receipts(NpgsqlDataSource database) : IReadModel
{
    private const string Columns =
        "id, donation_id, holder_id, year, number, code, program_id, site_id, fund_id, organisation_id, division, amount_minor, currency, donor_id, paid_at, issued_at, project_id, page_id";

    private const string InsertSql =
        $"""
        insert into receipt ({Columns})
        select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
        """;

    private const string ByDonationSql = $"select {Columns} from receipt where donation_id = $1";
    private const string ByCodeSql = $"select {Columns} from receipt where code = $1";

    /// <inheritdoc/>
    public string Name => "receipts";

    /// <inheritdoc/>
    public int Version => 2;

    /// <inheritdoc/>
    public IReadOnlyList<string> Tables => ["receipt"];

    /// <inheritdoc/>
    public string Ddl => Sql.File("Giving.Receipts.receipts.sql");

    /// <summary>The receipt of a gift, or null while there is none.</summary>
    public Task<Receipt?> OfDonation(Guid donationId, CancellationToken ct) => Find(ByDonationSql, donationId, ct);

    /// <summary>The receipt behind a code in its canonical form, or null.</summary>
    public Task<Receipt?> ByCode(string code, CancellationToken ct) => Find(ByCodeSql, code, ct);

    /// <inheritdoc/>
    public async Task Apply(IReadOnlyList<Recorded> batch, NpgsqlConnection connection, CancellationToken ct)
    {
        var issued = batch.Where(recorded => recorded.Data is ReceiptIssued).Select(recorded => ((ReceiptIssued)recorded.Data, recorded.At)).ToArray();
        if (issued.Length == 0)
        {
            return;
        }

        T[] Each<T>(Func<ReceiptIssued, T> column) => Array.ConvertAll(issued, row => column(row.Item1));
        await connection.Run(
        [
            new NpgsqlBatchCommand(InsertSql)
                .With(Each(e => e.ReceiptId)).With(Each(e => e.DonationId)).With(Each(e => e.HolderId)).With(Each(e => e.Year)).With(Each(e => e.Number))
                .With(Each(e => VerificationCode.Of(e.ReceiptId)))
                .With(Each(e => e.Cause.ProgramId)).With(Each(e => e.Cause.SiteId)).With(Each(e => e.Cause.FundId)).With(Each(e => e.Cause.OrganisationId))
                .With(Each(e => e.Cause.Division.Value)).With(Each(e => e.Amount.Minor)).With(Each(e => e.Amount.Currency.Code))
                .With(Each(e => e.DonorId?.Value)).With(Each(e => e.PaidAt)).With(Array.ConvertAll(issued, row => row.At))
                .With(Each(e => e.Cause.ProjectId)).With(Each(e => e.Cause.PageId)),
        ], ct);
    }

    private async Task<Receipt?> Find<TKey>(string sql, TKey key, CancellationToken ct)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<TKey> { TypedValue = key });
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct) ? Read(row) : null;
    }

    private static Receipt Read(NpgsqlDataReader row)
    {
        var cause = new GiftCause(
            row.GetFieldValue<Guid?>(6), row.GetFieldValue<Guid?>(7), row.GetGuid(8), row.GetGuid(9), row.GetGuid(2), DivisionCode.Parse(row.GetString(10)),
            row.GetFieldValue<Guid?>(16), row.GetFieldValue<Guid?>(17));
        return new(
            row.GetGuid(0), row.GetGuid(1), row.GetGuid(2), row.GetInt32(3), row.GetInt32(4), row.GetString(5), cause,
            new Money(row.GetInt64(11), new Currency(row.GetString(12))), row.GetFieldValue<Guid?>(13) is { } donor ? new PersonId(donor) : null,
            row.GetFieldValue<DateTimeOffset>(14), row.GetFieldValue<DateTimeOffset>(15));
    }
}
