using System.Text.Json;
using CharityLink.Law;
using CharityLink.Store;
using Npgsql;

namespace CharityLink.Giving;

/// <summary>What a batch of the log changes in the receipts: older ones that hold no longer or are followed by another, and new ones as they stand at its end.</summary>
internal sealed class ReceiptRows
{
    private const string InsertSql =
        $"""
        insert into receipt ({Receipts.Columns})
        select id, donation_id, holder_id, year, number, code, program_id, site_id, fund_id, organisation_id, division, amount_minor, currency, donor_id,
               paid_at, issued_at, project_id, page_id, lines::jsonb, replaces, voided_at, void_cause, replaced_by,
               giver_id, method, jurisdiction
          from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26)
               n (id, donation_id, holder_id, year, number, code, program_id, site_id, fund_id, organisation_id, division, amount_minor, currency, donor_id,
                  paid_at, issued_at, project_id, page_id, lines, replaces, voided_at, void_cause, replaced_by, giver_id, method, jurisdiction)
        """;

    private const string CountSql =
        """
        insert into receipt_register as r (holder_id, year, issued, voided)
        select holder_id, year, count(*), count(*) filter (where gone) from unnest($1, $2, $3) n (holder_id, year, gone) group by holder_id, year
        on conflict (holder_id, year) do update set issued = r.issued + excluded.issued, voided = r.voided + excluded.voided
        """;

    private const string VoidSql =
        """
        with gone as (
          update receipt r set voided_at = n.at, void_cause = n.cause from unnest($1, $2, $3) n (id, at, cause) where r.id = n.id
          returning r.holder_id, r.year)
        update receipt_register r set voided = r.voided + n.voided
          from (select holder_id, year, count(*) voided from gone group by holder_id, year) n where r.holder_id = n.holder_id and r.year = n.year
        """;

    private const string ReplaceSql = "update receipt r set replaced_by = n.by from unnest($1, $2) n (id, by) where r.id = n.id";

    private readonly List<(ReceiptIssued Fact, DateTimeOffset At)> issued = [];
    private readonly Dictionary<Guid, ReceiptVoided> voided = [];
    private readonly Dictionary<Guid, Guid> replaced = [];

    public static ReceiptRows Fold(IReadOnlyList<Recorded> batch)
    {
        var rows = new ReceiptRows();
        foreach (var recorded in batch)
        {
            switch (recorded.Data)
            {
                case ReceiptIssued e: rows.issued.Add((e, recorded.At)); break;
                case ReceiptVoided e: rows.voided.Add(e.ReceiptId, e); break;
                case ReissueOrdered e: rows.replaced.Add(e.ReceiptId, e.ReplacementId); break;
            }
        }

        return rows;
    }

    // Older ones first: of a gift's receipts one holds at any time, and the table says so.
    public IEnumerable<NpgsqlBatchCommand> Writes()
    {
        var fresh = issued.Select(row => row.Fact.ReceiptId).ToHashSet();
        var (gone, followed) = (voided.Values.Where(e => !fresh.Contains(e.ReceiptId)).ToArray(), replaced.Where(pair => !fresh.Contains(pair.Key)).ToArray());
        if (gone.Length > 0)
        {
            yield return new NpgsqlBatchCommand(VoidSql)
                .With(Array.ConvertAll(gone, e => e.ReceiptId)).With(Array.ConvertAll(gone, e => e.VoidedAt)).With(Array.ConvertAll(gone, e => Receipts.NameOf(e.Cause)));
        }

        if (followed.Length > 0)
        {
            yield return new NpgsqlBatchCommand(ReplaceSql).With(Array.ConvertAll(followed, pair => pair.Key)).With(Array.ConvertAll(followed, pair => pair.Value));
        }

        if (issued.Count > 0)
        {
            yield return Insert();
            yield return new NpgsqlBatchCommand(CountSql).With(Each(e => e.HolderId)).With(Each(e => e.Year)).With(Each(e => voided.ContainsKey(e.ReceiptId)));
        }
    }

    private T[] Each<T>(Func<ReceiptIssued, T> column) => [.. issued.Select(row => column(row.Fact))];

    private NpgsqlBatchCommand Insert() => new NpgsqlBatchCommand(InsertSql)
        .With(Each(e => e.ReceiptId)).With(Each(e => e.DonationId)).With(Each(e => e.HolderId)).With(Each(e => e.Year)).With(Each(e => e.Number))
        .With(Each(e => VerificationCode.Of(e.ReceiptId)))
        .With(Each(e => e.Cause.ProgramId)).With(Each(e => e.Cause.SiteId)).With(Each(e => e.Cause.FundId)).With(Each(e => e.Cause.OrganisationId))
        .With(Each(e => e.Cause.Division.Value)).With(Each(e => e.Amount.Minor)).With(Each(e => e.Amount.Currency.Code))
        .With(Each(e => e.DonorId?.Value)).With(Each(e => e.PaidAt)).With(issued.ConvertAll(row => row.At).ToArray())
        .With(Each(e => e.Cause.ProjectId)).With(Each(e => e.Cause.PageId))
        .With(Each(e => e.Lines is null ? null : JsonSerializer.Serialize(e.Lines))).With(Each(e => e.Replaces))
        .With(Each(e => voided.GetValueOrDefault(e.ReceiptId)?.VoidedAt)).With(Each(e => voided.TryGetValue(e.ReceiptId, out var gone) ? Receipts.NameOf(gone.Cause) : null))
        .With(Each(e => replaced.TryGetValue(e.ReceiptId, out var by) ? by : (Guid?)null))
        .With(Each(e => e.GiverId?.Value)).With(Each(e => e.Method ?? StartDonation.Sandbox)).With(Each(e => e.Jurisdiction ?? OrganisationJurisdiction.Default));
}
