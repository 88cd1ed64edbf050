using CharityLink.Kernel;
using CharityLink.Projects;
using CharityLink.Store;
using Dapper;
using Npgsql;

namespace CharityLink.Giving;

/// <summary>One promise in a list. No personal data: who promised stands in the vault.</summary>
/// <param name="State">Of <see cref="PledgeState"/>, in small letters; <c>collecting</c> for a confirmed one by card whose project has succeeded.</param>
/// <param name="ByCard">It is collected from a card when its project succeeds.</param>
/// <param name="NextOn">The day of the first part that is not kept yet.</param>
public sealed record PledgeRow(
    Guid Id, string State, Guid? ProgramId, Guid? SiteId, Guid? ProjectId, Guid? PageId, Guid OrganisationId, Guid HolderId, string Division,
    long AmountMinor, long FulfilledMinor, bool IsAnonymous, bool IsPublicPromise, DateTime MadeAt, DateOnly NextOn, DateOnly LastOn, long Position, bool ByCard, bool HasCard)
{
    /// <summary>It waits for another card: the one it had is gone.</summary>
    public bool IsCardLost => ByCard && !HasCard && State is "confirmed" or "collecting";

    /// <summary>The day on which something is waited for next; null when nothing is, or when the card decides.</summary>
    public DateOnly? AwaitedOn => State is "made" or "confirmed" ? NextOn : null;

    /// <summary>What was promised to.</summary>
    public CauseChoice Choice => ProjectId is null ? new(ProgramId, SiteId, null, null) : new(null, null, ProjectId, PageId);
}

/// <summary>Read model: every promise with its state and its parts, newest first.</summary>
public sealed class PledgeList(NpgsqlDataSource database) : IReadModel
{
    private const string Columns =
        """
        select id, state, program_id programId, site_id siteId, project_id projectId, page_id pageId, organisation_id organisationId, holder_id holderId, division,
               amount_minor amountMinor, fulfilled_minor fulfilledMinor, is_anonymous isAnonymous, is_public_promise isPublicPromise, made_at madeAt,
               next_on nextOn, last_on lastOn, position, by_card byCard, has_card hasCard
          from pledge
        """;

    private const string ListSql =
        $"""
        {Columns}
         where (division like any(@divisions) or organisation_id = any(@organisations) or holder_id = any(@organisations))
           and state <> 'made' and position < coalesce(@before, 9223372036854775807)
           and (@state::text is null or state = @state) and (@projectId::uuid is null or project_id = @projectId)
         order by position desc limit @max
        """;

    private const string OfDonorsSql = $"{Columns} where donor_id = any(@donors) order by position desc limit @max";

    // Kept in step with the rules of Pledge: what it would refuse is asked for in vain, and only once a day.
    private const string LapsingSql =
        """
        select p.id from pledge p left join cause_project c on c.id = p.project_id
         where p.state in ('made', 'confirmed')
           and not (p.by_card and p.state = 'confirmed')
           and ((p.state = 'made' and p.made_at < @confirmBefore) or (p.state = 'confirmed' and p.last_on < @overdueBefore)
                or c.state not in ('live', 'approved', 'filed'))
         order by p.position limit @max
        """;

    // What a suspension keeps from being collected stands in nobody's way until its grace is over.
    private const string DueSql =
        """
        select id from pledge p
         where collect_at <= @now and is_met = @isMet and not (id = any(@but))
           and not (is_met and coalesce(first_charge_at, collect_at) > @now - interval '7 days'
                    and exists (select from cause_organisation o where o.id in (p.holder_id, p.organisation_id) and o.is_suspended))
         order by collect_at, id limit @max
        """;

    // Whoever is on the list was marked with the project's end, in one transaction: where nobody is left, nobody will come.
    private const string CollectedSql =
        """
        select c.project_id from pledge_collection c
         where not exists (select from pledge p where p.project_id = c.project_id and p.state = 'collecting')
         order by c.ended_at, c.project_id limit @max
        """;

    /// <inheritdoc/>
    public string Name => "pledges";

    /// <inheritdoc/>
    public int Version => 8;

    /// <inheritdoc/>
    public IReadOnlyList<string> Tables => ["pledge", "pledge_instalment", "pledge_collection"];

    /// <inheritdoc/>
    public string Ddl => Sql.File("Giving.Pledges.pledges.sql");

    /// <inheritdoc/>
    public bool Heeds(object fact) => fact is IPledgeEvent or ProjectEnded or CollectionEnded;

    /// <inheritdoc/>
    public async Task Apply(IReadOnlyList<Recorded> batch, NpgsqlConnection connection, CancellationToken ct)
    {
        foreach (var stretch in PledgeRows.Fold(batch))
        {
            await connection.Run(stretch.Writes(), ct);
        }
    }

    /// <summary>At most so many promises that were confirmed, newest first; null stands for all.</summary>
    public async Task<IReadOnlyList<PledgeRow>> List(Sight seen, string? state, Guid? projectId, long? before, int max, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var rows = await connection.QueryAsync<PledgeRow>(new CommandDefinition(ListSql, new
        {
            divisions = seen.Divisions.Select(division => division.Prefix + "%").ToArray(), organisations = seen.Organisations.ToArray(), state, projectId, before, max,
        }, cancellationToken: ct));
        return rows.AsList();
    }

    /// <summary>At most so many promises of some persons, confirmed or not, newest first.</summary>
    public async Task<IReadOnlyList<PledgeRow>> OfDonors(IEnumerable<PersonId> donors, int max, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return (await connection.QueryAsync<PledgeRow>(new CommandDefinition(OfDonorsSql, new { donors = donors.Select(donor => donor.Value).ToArray(), max }, cancellationToken: ct))).AsList();
    }

    /// <summary>Promises that are perhaps not to be waited for any longer.</summary>
    public async Task<IReadOnlyList<Guid>> Lapsing(DateTimeOffset now, int max, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var ids = await connection.QueryAsync<Guid>(new CommandDefinition(LapsingSql, new
        {
            confirmBefore = now.ToUniversalTime() - Pledge.ConfirmWithin, overdueBefore = Pledge.DayOf(now).AddDays(-Pledge.OverdueDaysMax), max,
        }, cancellationToken: ct));
        return ids.AsList();
    }

    /// <summary>Promises by card that the platform has to look at by now: to be collected, or to be let go since the goal was missed.</summary>
    /// <param name="isMet">Which of the two.</param>
    /// <param name="but">Those that were looked at in vain.</param>
    public async Task<IReadOnlyList<Guid>> Due(DateTimeOffset now, bool isMet, IReadOnlyCollection<Guid> but, int max, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var ids = await connection.QueryAsync<Guid>(new CommandDefinition(DueSql, new { now = now.ToUniversalTime(), isMet, but = but.ToArray(), max }, cancellationToken: ct));
        return ids.AsList();
    }

    /// <summary>Projects that succeeded with promises by card of which none is waited for any more, until that is written.</summary>
    public async Task<IReadOnlyList<Guid>> Collected(int max, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return (await connection.QueryAsync<Guid>(new CommandDefinition(CollectedSql, new { max }, cancellationToken: ct))).AsList();
    }

    /// <summary>Promises that were confirmed, are not collected from a card, and have one of these numbers, see <see cref="PromiseNumber.Key"/>.</summary>
    public async Task<IReadOnlyList<Guid>> OfNumbers(IReadOnlyCollection<string> keys, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var ids = await connection.QueryAsync<Guid>(new CommandDefinition("select id from pledge where right(id::text, 12) = any(@keys) and not by_card and state <> 'made'", new { keys = keys.ToArray() }, cancellationToken: ct));
        return ids.AsList();
    }

    /// <summary>Where some promises stand.</summary>
    public async Task<IReadOnlyDictionary<Guid, string>> States(IReadOnlyCollection<Guid> ids, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var rows = await connection.QueryAsync<(Guid Id, string State)>(new CommandDefinition("select id, state from pledge where id = any(@ids)", new { ids = ids.ToArray() }, cancellationToken: ct));
        return rows.ToDictionary(row => row.Id, row => row.State);
    }
}
