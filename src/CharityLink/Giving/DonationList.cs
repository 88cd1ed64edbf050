using CharityLink.Kernel;
using CharityLink.Store;
using Npgsql;

namespace CharityLink.Giving;

/// <summary>One gift in a list. No personal data: who gave stands in the vault.</summary>
/// <param name="State"><c>started</c>, <c>declined</c>, <c>abandoned</c>, <c>paid</c>, <c>held</c> (money arrived that does not count), or <c>refunded</c> (nothing of it is left).</param>
/// <param name="Position">Where in the log it began: the list's order.</param>
public sealed record DonationRow(
    Guid Id, string State, Guid? ProgramId, Guid? SiteId, Guid OrganisationId, Guid HolderId, DivisionCode Division, Money Amount,
    PersonId? DonorId, bool IsAnonymous, DateTimeOffset StartedAt, DateTimeOffset? PaidAt, long Position,
    Guid? ProjectId = null, Guid? PageId = null, long ReturnedMinor = 0, PersonId? GiverId = null, bool IsHiddenFromCharity = false)
{
    /// <summary>What went back of it, or was lost to a bank's decision.</summary>
    public Money Returned => Amount with { Minor = ReturnedMinor };

    /// <summary>What was given to.</summary>
    public CauseChoice Choice => ProjectId is null ? new(ProgramId, SiteId, null, null) : new(null, null, ProjectId, PageId);
}

/// <summary>Which gifts to list; null stands for all.</summary>
/// <param name="Seen">What the reader may see: nothing, unless it is named here.</param>
/// <param name="Division">Gifts of this division and all below it.</param>
/// <param name="From">Begun at or after.</param>
/// <param name="Until">Begun before.</param>
/// <param name="Before">Only what began before this position: the next page.</param>
public sealed record DonationFilter(
    Sight Seen, string? State = null, Guid? ProgramId = null, DivisionCode? Division = null, DateTimeOffset? From = null, DateTimeOffset? Until = null, long? Before = null,
    Guid? ProjectId = null);

/// <summary>What somebody may see of the gifts: those of divisions with all below them, and those of single organisations.</summary>
public sealed record Sight(IReadOnlyCollection<DivisionCode> Divisions, IReadOnlyCollection<Guid> Organisations)
{
    /// <summary>A charity's officer sees that charity's gifts, everybody else those of their division; a visitor none.</summary>
    public static Sight Of(Caller caller, DivisionCode city) => new(
        [.. caller.Appointments.Where(a => a.Role != Role.CharityOfficer).Select(a => a.Role == Role.Administrator ? city : a.Division).Distinct()],
        [.. caller.Appointments.Select(a => a.OrganisationId).Distinct()]);

    /// <summary>The gift may be seen.</summary>
    public bool Shows(DonationRow gift) => Shows(gift.Division, gift.OrganisationId, gift.HolderId);

    /// <summary>What goes to this place and these bodies may be seen.</summary>
    public bool Shows(DivisionCode place, Guid organisation, Guid holder) => Divisions.Any(division => division.Contains(place))
        || Organisations.Contains(organisation) || Organisations.Contains(holder);
}

/// <summary>Read model: every gift with its state, newest first.</summary>
public sealed class DonationList(NpgsqlDataSource database) : IReadModel
{
    private const string Columns =
        "id, state, program_id, site_id, organisation_id, holder_id, division, amount_minor, currency, donor_id, is_anonymous, started_at, paid_at, position, project_id, page_id, returned_minor, giver_id, is_hidden_from_charity";

    private const string ListSql =
        $"""
        select {Columns} from donation
         where (division like any($1) or organisation_id = any($2) or holder_id = any($2)) and position < coalesce($3, 9223372036854775807)
           and ($4::text is null or state = $4) and ($5::uuid is null or program_id = $5) and ($6::text is null or division like $6)
           and ($7::timestamptz is null or started_at >= $7) and ($8::timestamptz is null or started_at < $8)
           and ($10::uuid is null or project_id = $10)
         order by position desc limit $9
        """;

    private const string OfGiversSql =
        $"select {Columns} from donation where giver_id = any($1) and position < coalesce($2, 9223372036854775807) order by position desc limit $3";

    private const string FindSql = $"select {Columns} from donation where id = $1";

    /// <inheritdoc/>
    public string Name => "donations";

    /// <inheritdoc/>
    public int Version => 8;

    /// <inheritdoc/>
    public IReadOnlyList<string> Tables => ["donation"];

    /// <inheritdoc/>
    public string Ddl => Sql.File("Giving.donations.sql");

    /// <inheritdoc/>
    public Task Apply(IReadOnlyList<Recorded> batch, NpgsqlConnection connection, CancellationToken ct) =>
        connection.Run(DonationRows.Fold(batch).Writes(), ct);

    /// <summary>A gift, or null when the read model knows none of that id.</summary>
    public async Task<DonationRow?> Find(Guid id, CancellationToken ct) =>
        (await Query(FindSql, [new NpgsqlParameter<Guid> { TypedValue = id }], ct)).SingleOrDefault();

    /// <summary>At most so many gifts of one person's mailboxes, newest first.</summary>
    public Task<IReadOnlyList<DonationRow>> OfGivers(IEnumerable<PersonId> givers, long? before, int max, CancellationToken ct) => Query(
        OfGiversSql,
        [
            new NpgsqlParameter<Guid[]> { TypedValue = [.. givers.Select(giver => giver.Value)] },
            new NpgsqlParameter<long?> { TypedValue = before },
            new NpgsqlParameter<int> { TypedValue = max },
        ], ct);

    /// <summary>At most so many gifts, newest first.</summary>
    public Task<IReadOnlyList<DonationRow>> List(DonationFilter filter, int max, CancellationToken ct) => Query(
        ListSql,
        [
            new NpgsqlParameter<string[]> { TypedValue = [.. filter.Seen.Divisions.Select(division => division.Prefix + "%")] },
            new NpgsqlParameter<Guid[]> { TypedValue = [.. filter.Seen.Organisations] },
            new NpgsqlParameter<long?> { TypedValue = filter.Before },
            new NpgsqlParameter<string?> { TypedValue = filter.State },
            new NpgsqlParameter<Guid?> { TypedValue = filter.ProgramId },
            new NpgsqlParameter<string?> { TypedValue = filter.Division is { } division ? division.Prefix + "%" : null },
            new NpgsqlParameter<DateTimeOffset?> { TypedValue = filter.From },
            new NpgsqlParameter<DateTimeOffset?> { TypedValue = filter.Until },
            new NpgsqlParameter<int> { TypedValue = max },
            new NpgsqlParameter<Guid?> { TypedValue = filter.ProjectId },
        ], ct);

    private async Task<IReadOnlyList<DonationRow>> Query(string sql, IEnumerable<NpgsqlParameter> parameters, CancellationToken ct)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.AddRange(parameters.ToArray());
        await using var row = await command.ExecuteReaderAsync(ct);
        var found = new List<DonationRow>();
        while (await row.ReadAsync(ct))
        {
            found.Add(Read(row));
        }

        return found;
    }

    private static DonationRow Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetString(1), row.GetFieldValue<Guid?>(2), row.GetFieldValue<Guid?>(3), row.GetGuid(4), row.GetGuid(5), DivisionCode.Parse(row.GetString(6)),
        new Money(row.GetInt64(7), new Currency(row.GetString(8))), row.GetFieldValue<Guid?>(9) is { } donor ? new PersonId(donor) : null, row.GetBoolean(10),
        row.GetFieldValue<DateTimeOffset>(11), row.GetFieldValue<DateTimeOffset?>(12), row.GetInt64(13),
        row.GetFieldValue<Guid?>(14), row.GetFieldValue<Guid?>(15), row.GetInt64(16), row.GetFieldValue<Guid?>(17) is { } giver ? new PersonId(giver) : null, row.GetBoolean(18));
}
