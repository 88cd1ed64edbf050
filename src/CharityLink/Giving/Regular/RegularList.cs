using System.Text.Json;
using CharityLink.Kernel;
using CharityLink.Store;
using Dapper;
using Npgsql;

namespace CharityLink.Giving;

/// <summary>Read model: every regular gift as it stands, and when each is to be looked at next.</summary>
public sealed class RegularList(NpgsqlDataSource database) : IReadModel
{
    private const string Columns =
        """
        select id, state, why, every, program_id programId, site_id siteId, project_id projectId, page_id pageId, organisation_id organisationId, holder_id holderId, division,
               amount_minor amountMinor, currency, donor_id donorId, giver_id giverId, is_anonymous isAnonymous, language, asked_at askedAt, next_on nextOn,
               card_fails cardFails, card_brand cardBrand, card_expires_on cardExpiresOn, gifts, position
          from regular_gift
        """;

    private const string ListSql =
        $"""
        {Columns}
         where (division like any(@divisions) or organisation_id = any(@organisations) or holder_id = any(@organisations))
           and state <> 'asked' and position < coalesce(@before, 9223372036854775807) and (@state::text is null or state = @state)
         order by position desc limit @max
        """;

    private const string OfGiversSql = $"{Columns} where giver_id = any(@givers) and state <> 'asked' order by position desc limit @max";
    private const string OpenOfSql = "select id from regular_gift where (giver_id = any(@givers) or donor_id = any(@donors)) and state <> 'stopped' order by position limit @max";

    // What has become due, and what is given to a cause that has ended: nobody waits for the next period to be told.
    private const string DueSql =
        """
        (select id from regular_gift where due_at <= @now order by due_at limit @max)
        union
        (select r.id from regular_gift r join cause_project c on c.id = r.project_id
          where r.state in ('running', 'paused') and c.state not in ('live', 'approved', 'filed') limit @max)
        union
        (select r.id from regular_gift r join cause_site s on s.id = r.site_id where r.state in ('running', 'paused') and s.is_closed limit @max)
        """;

    private const string ExpiringSql =
        $"""
        {Columns}
         where state in ('running', 'paused') and card_fails is null and card_expires_on between @from and @until and position > @after
         order by position limit @max
        """;

    private const string BeforeSql = "select id, folded::text from regular_gift where id = any(@ids)";

    private const string WriteSql =
        """
        delete from regular_gift where id = any(@ids);
        insert into regular_gift select * from jsonb_populate_recordset(null::regular_gift, @json::jsonb)
        """;

    /// <inheritdoc/>
    public string Name => "regular_gifts";

    /// <inheritdoc/>
    public int Version => 1;

    /// <inheritdoc/>
    public IReadOnlyList<string> Tables => ["regular_gift"];

    /// <inheritdoc/>
    public string Ddl => Sql.File("Giving.Regular.regular.sql");

    /// <inheritdoc/>
    public bool Heeds(object fact) => fact is IRegularGiftEvent;

    /// <inheritdoc/>
    public async Task Apply(IReadOnlyList<Recorded> batch, NpgsqlConnection connection, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var ids = batch.Select(recorded => recorded.StreamId).Distinct().ToArray();
        var before = await connection.QueryAsync<(Guid Id, string Folded)>(new CommandDefinition(BeforeSql, new { ids }, cancellationToken: ct));
        var rows = before.ToDictionary(row => row.Id, row => RegularFold.Read(row.Folded));
        foreach (var recorded in batch)
        {
            rows[recorded.StreamId] = RegularFold.After(rows.GetValueOrDefault(recorded.StreamId), (IRegularGiftEvent)recorded.Data, recorded.Position);
        }

        await connection.ExecuteAsync(new CommandDefinition(WriteSql, new { ids, json = JsonSerializer.Serialize(rows.Values.Select(row => row.Columns())) }, cancellationToken: ct));
    }

    /// <summary>At most so many that ever ran, newest first; null stands for all.</summary>
    public Task<IReadOnlyList<RegularRow>> List(Sight seen, string? state, long? before, int max, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(seen);
        return Rows<RegularRow>(ListSql, new { divisions = seen.Divisions.Select(division => division.Prefix + "%").ToArray(), organisations = seen.Organisations.ToArray(), state, before, max }, ct);
    }

    /// <summary>At most so many of some mailboxes, newest first.</summary>
    public Task<IReadOnlyList<RegularRow>> OfGivers(IEnumerable<PersonId> givers, int max, CancellationToken ct) => Rows<RegularRow>(OfGiversSql, new { givers = Values(givers), max }, ct);

    /// <summary>Those of some persons that are not over, asked for or running.</summary>
    public Task<IReadOnlyList<Guid>> OpenOf(IEnumerable<PersonId> givers, IEnumerable<PersonId> donors, int max, CancellationToken ct) =>
        Rows<Guid>(OpenOfSql, new { givers = Values(givers), donors = Values(donors), max }, ct);

    /// <summary>Those that are to be looked at now.</summary>
    public Task<IReadOnlyList<Guid>> Due(DateTimeOffset now, int max, CancellationToken ct) => Rows<Guid>(DueSql, new { now = now.ToUniversalTime(), max }, ct);

    /// <summary>Those whose card is good for only so long; in the order in which they were asked for, behind a position.</summary>
    public Task<IReadOnlyList<RegularRow>> Expiring(DateOnly from, DateOnly until, long after, int max, CancellationToken ct) => Rows<RegularRow>(ExpiringSql, new { from, until, after, max }, ct);

    private static Guid[] Values(IEnumerable<PersonId> ids) => [.. ids.Select(id => id.Value)];

    private async Task<IReadOnlyList<T>> Rows<T>(string sql, object values, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return (await connection.QueryAsync<T>(new CommandDefinition(sql, values, cancellationToken: ct))).AsList();
    }
}
