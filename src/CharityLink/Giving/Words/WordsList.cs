using CharityLink.Kernel;
using CharityLink.Store;
using Dapper;
using Npgsql;

namespace CharityLink.Giving;

/// <summary>Words left with a gift, in a list. What they say, and who says it, stands in the vault.</summary>
/// <param name="State">Of <see cref="WordsState"/>, as events are named.</param>
/// <param name="DonorId">Who gave; null without a name.</param>
/// <param name="IsAnonymous">The giver is not to be named in public, as it stands now.</param>
public sealed record WordsRow(
    Guid DonationId, Guid TextId, string? Dedication, string State, string? Reason, DateTime LeftAt, long Position, Guid? ProgramId, Guid? SiteId, Guid? ProjectId, Guid? PageId,
    Guid? DonorId, bool IsAnonymous, bool IsHiddenFromCharity, string Division, Guid HolderId)
{
    /// <summary>What was given to.</summary>
    public CauseChoice Choice => ProjectId is null ? new(ProgramId, SiteId, null, null) : new(null, null, ProjectId, PageId);
}

/// <summary>Read model: what givers say with their gifts, and which of it everybody may read.</summary>
public sealed class WordsList(NpgsqlDataSource database) : IReadModel
{
    private const string Columns =
        """
        select w.donation_id donationId, w.text_id textId, w.dedication, w.state, w.reason, w.left_at leftAt, w.position, d.program_id programId, d.site_id siteId, d.project_id projectId,
               d.page_id pageId, d.donor_id donorId, d.is_anonymous isAnonymous, d.is_hidden_from_charity isHiddenFromCharity, d.division, d.holder_id holderId
          from gift_words w join donation d on d.id = w.donation_id
        """;

    // What was given back says nothing any more.
    private const string OfProjectSql = $"{Columns} where w.state = 'approved' and w.project_id = @id and d.state = 'paid' order by w.position desc limit @max";
    private const string OfProgramSql = $"{Columns} where w.state = 'approved' and w.program_id = @id and d.state = 'paid' order by w.position desc limit @max";

    private const string SeenSql =
        $"""
        {Columns}
         where (d.division like any(@divisions) or d.organisation_id = any(@organisations) or d.holder_id = any(@organisations)) and w.state = @state
           and w.position < coalesce(@before, 9223372036854775807)
         order by w.position desc limit @max
        """;

    private const string WriteSql =
        """
        delete from gift_words where donation_id = any(@ids);
        insert into gift_words select * from jsonb_populate_recordset(null::gift_words, @json::jsonb)
        """;

    private const string StateSql =
        """
        update gift_words w set state = n.state, reason = n.reason
          from unnest(@ids, @states, @reasons) n (id, state, reason) where w.donation_id = n.id
        """;

    /// <inheritdoc/>
    public string Name => "gift_words";

    /// <inheritdoc/>
    public int Version => 1;

    /// <inheritdoc/>
    public IReadOnlyList<string> Tables => ["gift_words"];

    /// <inheritdoc/>
    public string Ddl => Sql.File("Giving.Words.words.sql");

    /// <inheritdoc/>
    public bool Heeds(object fact) => fact is IWordsEvent;

    /// <inheritdoc/>
    public async Task Apply(IReadOnlyList<Recorded> batch, NpgsqlConnection connection, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var left = new Dictionary<Guid, object>();
        var states = new Dictionary<Guid, (string State, string? Reason)>();
        foreach (var recorded in batch)
        {
            switch (recorded.Data)
            {
                case WordsLeft e:
                    left[e.DonationId] = new
                    {
                        donation_id = e.DonationId, text_id = e.TextId.Value, dedication = e.Dedication, program_id = e.Cause.ProgramId, project_id = e.Cause.ProjectId, state = "waiting",
                        reason = (string?)null, left_at = e.LeftAt, position = recorded.Position,
                    };
                    states.Remove(e.DonationId);
                    break;
                case WordsApproved e: states[e.DonationId] = ("approved", null); break;
                case WordsRefused e: states[e.DonationId] = ("refused", e.Reason); break;
                case WordsTakenBack e: states[e.DonationId] = ("taken_back", null); break;
            }
        }

        if (left.Count > 0)
        {
            await connection.ExecuteAsync(new CommandDefinition(WriteSql, new { ids = left.Keys.ToArray(), json = System.Text.Json.JsonSerializer.Serialize(left.Values) }, cancellationToken: ct));
        }

        if (states.Count > 0)
        {
            await connection.ExecuteAsync(new CommandDefinition(StateSql, new
            {
                ids = states.Keys.ToArray(), states = states.Values.Select(row => row.State).ToArray(), reasons = states.Values.Select(row => row.Reason).ToArray(),
            }, cancellationToken: ct));
        }
    }

    /// <summary>The newest that everybody may read, of gifts to a project.</summary>
    public Task<IReadOnlyList<WordsRow>> OfProject(Guid project, int max, CancellationToken ct) => Rows(OfProjectSql, new { id = project, max }, ct);

    /// <summary>The newest that everybody may read, of gifts to a program and all that belongs to it.</summary>
    public Task<IReadOnlyList<WordsRow>> OfProgram(Guid program, int max, CancellationToken ct) => Rows(OfProgramSql, new { id = program, max }, ct);

    /// <summary>At most so many in the reader's sight that stand somewhere, newest first.</summary>
    public Task<IReadOnlyList<WordsRow>> Seen(Sight seen, string state, long? before, int max, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(seen);
        return Rows(SeenSql, new { divisions = seen.Divisions.Select(division => division.Prefix + "%").ToArray(), organisations = seen.Organisations.ToArray(), state, before, max }, ct);
    }

    private async Task<IReadOnlyList<WordsRow>> Rows(string sql, object values, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return (await connection.QueryAsync<WordsRow>(new CommandDefinition(sql, values, cancellationToken: ct))).AsList();
    }
}

/// <summary>The words of one gift as they stand at this moment, straight from their stream.</summary>
public sealed class WordsBook(Aggregates aggregates)
{
    /// <summary>The words, or null where none were left.</summary>
    public async Task<GiftWords?> Find(Guid donationId, CancellationToken ct) => (await aggregates.Load<GiftWords, IWordsEvent>(GiftWords.StreamOf(donationId), ct)).State;
}
