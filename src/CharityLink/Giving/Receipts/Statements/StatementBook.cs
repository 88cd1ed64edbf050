using System.Runtime.CompilerServices;
using CharityLink.Kernel;
using Npgsql;

namespace CharityLink.Giving;

/// <summary>One receipt as it stands in a giver's annual statement.</summary>
/// <param name="Void">Null: it holds and counts.</param>
/// <param name="IsInKind">Goods at their fair value.</param>
public sealed record StatementLine(int Year, int Number, StatementCause Choice, Money Amount, PersonId? DonorId, DateTimeOffset PaidAt, VoidedReceipt? Void, bool IsReplaced, bool IsInKind)
{
    /// <summary>As it is printed.</summary>
    public string Serial => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Year}-{Number:D6}");
}

/// <summary>What was given to, small enough to be a key.</summary>
[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
public readonly record struct StatementCause(Guid? ProgramId, Guid? SiteId, Guid? ProjectId)
{
    /// <summary>As the book of causes is asked.</summary>
    public CauseChoice Cause => ProjectId is null ? new(ProgramId, SiteId, null, null) : new(null, null, ProjectId, null);
}

/// <summary>A giver's receipts of one organisation and fiscal year, in the order of payment.</summary>
public sealed record GiverStatement(PersonId GiverId, IReadOnlyList<StatementLine> Lines)
{
    /// <summary>Under which id the vault keeps the giver as the newest receipt names them.</summary>
    public PersonId? DonorId => Lines.Where(line => line.DonorId is not null).MaxBy(line => (line.Void is null, line.PaidAt, line.Number))?.DonorId;
}

/// <summary>A statement that a mailbox can ask for: an organisation and a fiscal year in which it was given a receipt.</summary>
public sealed record StatementOffer(Guid HolderId, PersonId GiverId, FiscalYear Year, int Receipts);

/// <summary>Reads what annual statements are made of: for one giver, or for all of an organisation in one pass ordered by giver.</summary>
public sealed class StatementBook(NpgsqlDataSource database)
{
    private const string Select =
        """
        select giver_id, year, number, program_id, site_id, project_id, amount_minor, currency, donor_id, paid_at, voided_at, void_cause, replaced_by is not null, lines is not null
          from receipt where holder_id = $1 and paid_at >= $2 and paid_at < $3
        """;

    private const string OneSql = $"{Select} and giver_id = $4 order by paid_at, year, number";
    private const string AllSql = $"{Select} and giver_id > $4 order by giver_id, paid_at, year, number";

    private const string CountSql = "select count(distinct giver_id) from receipt where holder_id = $1 and paid_at >= $2 and paid_at < $3 and giver_id is not null";

    // From organisation to organisation along the index by holder and giver: there are few of them, and millions of receipts.
    private const string OfferedSql =
        """
        with recursive holder as (
          (select holder_id from receipt where giver_id is not null order by holder_id limit 1)
          union all
          select (select next.holder_id from receipt next where next.giver_id is not null and next.holder_id > holder.holder_id order by next.holder_id limit 1)
            from holder where holder.holder_id is not null)
        select own.holder_id, own.giver_id, extract(year from (own.paid_at at time zone 'Asia/Shanghai') - make_interval(days => $4) - make_interval(months => $3))::int, count(*)::int
          from holder join receipt own on own.holder_id = holder.holder_id and own.giver_id = any($1)
         group by 1, 2, 3 order by 3 desc, 1, 2 limit $2
        """;

    /// <summary>Which statements these mailboxes can ask for, the newest year first.</summary>
    /// <param name="start">With which day a year begins.</param>
    public async Task<IReadOnlyList<StatementOffer>> Offered(IReadOnlyCollection<PersonId> givers, YearStart start, int max, CancellationToken ct)
    {
        await using var command = database.CreateCommand(OfferedSql);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. givers.Select(giver => giver.Value)] });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = max });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = start.Month - 1 });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = start.Day - 1 });
        var offered = new List<StatementOffer>();
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
        {
            offered.Add(new(row.GetGuid(0), new(row.GetGuid(1)), new(row.GetInt32(2), start), row.GetInt32(3)));
        }

        return offered;
    }

    /// <summary>The statement of one giver, or null when nothing was receipted.</summary>
    public async Task<GiverStatement?> Of(Guid holder, FiscalYear year, PersonId giver, CancellationToken ct)
    {
        await foreach (var statement in Read(OneSql, holder, year, giver.Value, ct))
        {
            return statement;
        }

        return null;
    }

    /// <summary>The statements of every giver after one, in the order of their ids: read as they are asked for, however many there are.</summary>
    public IAsyncEnumerable<GiverStatement> All(Guid holder, FiscalYear year, Guid after, CancellationToken ct) => Read(AllSql, holder, year, after, ct);

    /// <summary>How many givers get one.</summary>
    public async Task<int> Count(Guid holder, FiscalYear year, CancellationToken ct)
    {
        await using var command = database.CreateCommand(CountSql);
        command.CommandTimeout = 0;
        Ask(command, holder, year);
        return (int)((long?)await command.ExecuteScalarAsync(ct) ?? 0);
    }

    private async IAsyncEnumerable<GiverStatement> Read(string sql, Guid holder, FiscalYear year, Guid giver, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var command = database.CreateCommand(sql);
        // A long pass is no fault.
        command.CommandTimeout = 0;
        Ask(command, holder, year);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = giver });
        await using var row = await command.ExecuteReaderAsync(ct);
        var (current, lines) = (Guid.Empty, new List<StatementLine>());
        while (await row.ReadAsync(ct))
        {
            if (row.GetGuid(0) != current && lines.Count > 0)
            {
                yield return new(new(current), lines);
                lines = [];
            }

            current = row.GetGuid(0);
            lines.Add(Line(row));
        }

        if (lines.Count > 0)
        {
            yield return new(new(current), lines);
        }
    }

    private static void Ask(NpgsqlCommand command, Guid holder, FiscalYear year)
    {
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = holder });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = year.From });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = year.Until });
    }

    private static StatementLine Line(NpgsqlDataReader row) => new(
        row.GetInt32(1), row.GetInt32(2), new(row.GetFieldValue<Guid?>(3), row.GetFieldValue<Guid?>(4), row.GetFieldValue<Guid?>(5)),
        new Money(row.GetInt64(6), new Currency(row.GetString(7))), row.GetFieldValue<Guid?>(8) is { } donor ? new PersonId(donor) : null,
        row.GetFieldValue<DateTimeOffset>(9), row.GetFieldValue<DateTimeOffset?>(10) is { } at ? new VoidedReceipt(at, row.GetString(11)) : null, row.GetBoolean(12), row.GetBoolean(13));
}
