using System.Text.Json;
using CharityLink.Kernel;
using CharityLink.Store;
using Dapper;
using Npgsql;

namespace CharityLink.Disclosure;

/// <summary>A report or a correction of one, as it is read.</summary>
/// <param name="Kind">Of <see cref="ReportKind"/>, <c>Correction</c>, <c>annual</c>, <c>related_parties</c> or <c>major_event</c>.</param>
/// <param name="ProjectId">The project; for what an organisation says for itself, the organisation.</param>
/// <param name="About">The major event it tells about.</param>
/// <param name="Corrects">The report it corrects.</param>
/// <param name="EntryReference">Its number on the state's platform.</param>
public sealed record ReportRow(
    Guid ReportId, Guid ProjectId, Guid? OrganisationId, string Kind, DateOnly? FromOn, DateOnly? UntilOn, int? Year, Guid? About, long? RaisedMinor, long? SpentMinor, string? Currency,
    string TextZh, string TextEn, DateOnly PublishedOn, Guid? Corrects, string? Note, string? EntryReference, DateOnly? EnteredOn, string? FileHash, long Position)
{
    /// <summary>Minor units as money; null where there is no figure.</summary>
    public Money? Of(long? minor) => minor is { } known && Currency is { } code ? new Money(known, new Currency(code)) : null;
}

public sealed partial class DutyCalendar
{
    private const string AddReportsSql = "insert into report select * from jsonb_populate_recordset(null::report, @rows::jsonb)";

    private const string EntriesSql =
        """
        update report r set entry_reference = n.reference, entered_on = n.entered_on
          from unnest(@ids, @references, @days) n (report_id, reference, entered_on) where r.report_id = n.report_id
        """;

    private static async Task Reports(List<Recorded> facts, NpgsqlConnection connection, CancellationToken ct)
    {
        var rows = facts.Select(Row).OfType<ReportRow>().ToList();
        if (rows.Count > 0)
        {
            await connection.ExecuteAsync(new CommandDefinition(AddReportsSql, new { rows = JsonSerializer.Serialize(rows, _columns) }, cancellationToken: ct));
        }

        var entries = facts.Select(recorded => recorded.Data).OfType<StateEntryRecorded>().GroupBy(e => e.ReportId).Select(group => group.Last()).ToList();
        if (entries.Count > 0)
        {
            await connection.ExecuteAsync(new CommandDefinition(EntriesSql, new
            {
                ids = entries.ConvertAll(e => e.ReportId), references = entries.ConvertAll(e => e.Reference),
                days = entries.ConvertAll(e => e.EnteredOn.ToDateTime(TimeOnly.MinValue)),
            }, cancellationToken: ct));
        }
    }

    private static ReportRow? Row(Recorded recorded) => recorded.Data switch
    {
        ReportPublished e => new(
            e.ReportId, e.ProjectId, null, e.Kind.ToString(), e.From, e.Until, null, null, e.Account.Raised.Minor, e.Account.Spent.Minor, e.Account.Raised.Currency.Code,
            e.Account.TextZh, e.Account.TextEn, e.PublishedOn, null, null, null, null, null, recorded.Position),
        ReportCorrected e => new(
            e.CorrectionId, e.ProjectId, null, "Correction", null, null, null, null, e.Account.Raised.Minor, e.Account.Spent.Minor, e.Account.Raised.Currency.Code,
            e.Account.TextZh, e.Account.TextEn, e.CorrectedOn, e.ReportId, e.Note, null, null, null, recorded.Position),
        OrganisationReported e => new(
            e.ReportId, e.OrganisationId, e.OrganisationId, e.Kind, null, null, e.Year, e.EventId, null, null, null,
            e.TextZh, e.TextEn, e.PublishedOn, null, null, null, null, e.File?.Hash, recorded.Position),
        _ => null,
    };
}
