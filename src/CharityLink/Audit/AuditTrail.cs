using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Network;
using CharityLink.People;
using CharityLink.Programs;
using CharityLink.Store;
using Dapper;
using Npgsql;

namespace CharityLink.Audit;

/// <summary>Every fact with who caused it, by which command and where, for those who watch over a division.</summary>
public sealed class AuditTrail(NpgsqlDataSource database) : IReadModel
{
    /// <inheritdoc/>
    public string Name => "audit";

    /// <inheritdoc/>
    public int Version => 1;

    /// <inheritdoc/>
    public IReadOnlyList<string> Tables => ["audit", "audit_place"];

    /// <inheritdoc/>
    public string Ddl { get; } = EmbeddedText.Beside(typeof(AuditTrail), "audit.sql");

    /// <inheritdoc/>
    public async Task Apply(IReadOnlyList<Recorded> batch, NpgsqlConnection connection, CancellationToken ct)
    {
        var places = new Dictionary<Guid, string>();
        foreach (var recorded in batch)
        {
            // Gifts are many, and their first fact in the log says where they are.
            if (recorded.Data is not (DonationStarted or DonationPaid) && DivisionOf(recorded.Data) is { } division)
            {
                places.TryAdd(recorded.StreamId, division.Value);
            }
        }

        var rows = new
        {
            streams = places.Keys.ToArray(), divisions = places.Values.ToArray(),
            at = batch.Select(r => r.At).ToArray(), positions = batch.Select(r => r.Position).ToArray(),
            accounts = batch.Select(r => Guid.TryParse(r.Metadata.UserName, out var id) ? id : (Guid?)null).ToArray(),
            commands = batch.Select(r => r.Metadata.CommandName).ToArray(), facts = batch.Select(r => r.Type).ToArray(),
            ids = batch.Select(r => r.StreamId).ToArray(), versions = batch.Select(r => r.Version).ToArray(),
            // A fact that names its place counts there, even where its stream began elsewhere (a register of receipts).
            own = batch.Select(r => DivisionOf(r.Data)?.Value).ToArray(),
        };
        await connection.ExecuteAsync(new CommandDefinition(KeepPlaces, rows, cancellationToken: ct));
        await connection.ExecuteAsync(new CommandDefinition(KeepFacts, rows, cancellationToken: ct));
    }

    /// <summary>The newest acts a caller may read, done and refused together, older than a mark.</summary>
    public async Task<IReadOnlyList<AuditEntry>> Newest(Caller caller, AuditMark? before, AuditFilter filter, int max, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var entries = await connection.QueryAsync<Row>(new CommandDefinition(Page, new
        {
            within = ReadScope.Patterns(caller), at = before?.At, position = before?.Position ?? 0, filter.AccountId, filter.StaffOnly, max,
        }, cancellationToken: ct));
        return [.. entries.Select(row => row.Entry)];
    }

    private static DivisionCode? DivisionOf(object fact) => fact switch
    {
        OrganisationRegistered f => f.Division,
        ProgramStarted f => f.Division,
        SiteOpened f => f.Division,
        StaffAppointed f => f.Division,
        DonationStarted f => f.Cause.Division,
        DonationPaid f => f.Cause.Division,
        ReceiptIssued f => f.Cause.Division,
        GoodsEntered f => f.Division,
        GoodsGiven f => f.Cause.Division,
        ReceiptVoided f => f.Division,
        ReissueOrdered f => f.Cause.Division,
        PledgeMade f => f.Cause.Division,
        _ => null,
    };

    private const string KeepPlaces =
        "insert into audit_place (stream_id, division) select * from unnest(@streams, @divisions) on conflict do nothing";

    private const string KeepFacts =
        """
        insert into audit (at, position, account_id, command_name, fact, stream_id, stream_version, division)
        select n.at, n.position, n.account_id, n.command_name, n.fact, n.stream_id, n.stream_version,
               -- Looked up only for those that do not say it themselves.
               coalesce(
                 n.division,
                 (select p.division from audit_place p where p.stream_id = n.stream_id),
                 (select e.data #>> '{Cause,Division}' from events.mt_events e where e.stream_id = n.stream_id and e.version = 1),
                 '')
          from unnest(@at, @positions, @accounts, @commands, @facts, @ids, @versions, @own)
               as n (at, position, account_id, command_name, fact, stream_id, stream_version, division)
        """;

    // A refused attempt has no place of its own: it is shown to those who may read where the person works.
    private const string Page =
        """
        (select at, position, account_id accountId, command_name commandName, fact, stream_id streamId, stream_version streamVersion, division, null code
           from audit
          where division like any (@within) and (@AccountId::uuid is null or account_id = @AccountId) and (not @StaffOnly or account_id is not null)
            and (@at::timestamptz is null or (at, position) < (@at, @position))
          order by at desc, position desc limit @max)
        union all
        (select r.at, r.id, r.account_id, r.command_name, null, null, null, null, r.code
           from people.refused_attempt r
          where ('%' = any (@within) or exists (select from unnest(r.divisions) as held (division) where held.division like any (@within)))
            and (@AccountId::uuid is null or r.account_id = @AccountId)
            and (@at::timestamptz is null or (r.at, r.id) < (@at, @position))
          order by r.at desc, r.id desc limit @max)
        order by 1 desc, 2 desc limit @max
        """;

    private sealed record Row(
        DateTime At, long Position, Guid? AccountId, string? CommandName, string? Fact, Guid? StreamId, long? StreamVersion, string? Division, string? Code)
    {
        public AuditEntry Entry => new(new DateTimeOffset(At, TimeSpan.Zero), Position, AccountId, CommandName, Fact, StreamId, StreamVersion, Division, Code);
    }
}

/// <summary>One act: a fact with its place in the log, or (with a code) an attempt that was refused.</summary>
public sealed record AuditEntry(
    DateTimeOffset At, long Position, Guid? AccountId, string? CommandName, string? Fact, Guid? StreamId, long? StreamVersion, string? Division, string? RefusalCode);

/// <summary>Which acts to show: everybody's, or one account's, or those of people who were signed in.</summary>
public sealed record AuditFilter(Guid? AccountId = null, bool StaffOnly = false);

/// <summary>Where a page of the trail ended.</summary>
public sealed record AuditMark(DateTimeOffset At, long Position);
