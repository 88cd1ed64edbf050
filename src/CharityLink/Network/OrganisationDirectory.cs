using System.Text.Json;
using CharityLink.Kernel;
using CharityLink.Store;
using Dapper;
using Npgsql;

namespace CharityLink.Network;

/// <summary>One organisation as pages show it.</summary>
/// <param name="EnteredBy">The account that typed it in and may not verify it.</param>
public sealed record OrganisationRow(
    Guid OrganisationId, string NameZh, string NameEn, string Kind, string Division, string? Uscc, Guid? ParentId, bool IsInvented, bool IsVerified,
    bool IsSuspended, string? SuspendedBecause, Guid? EnteredBy, DateTime RegisteredAt, string SearchKey)
{
    /// <summary>Where it stands.</summary>
    public DivisionCode Code => DivisionCode.Parse(Division);

    /// <summary>May raise money: verified and not suspended.</summary>
    public bool IsActive => IsVerified && !IsSuspended;
}

/// <summary>Read model: who is in the network, where, under whom, and in what state.</summary>
public sealed partial class OrganisationDirectory(NpgsqlDataSource database) : IReadModel
{
    private const string Upsert = """
        insert into organisations
        select * from jsonb_populate_recordset(null::organisations, @Rows::jsonb)
        on conflict (organisation_id) do update set
          name_zh = excluded.name_zh, name_en = excluded.name_en, uscc = excluded.uscc, parent_id = excluded.parent_id, is_verified = excluded.is_verified,
          is_suspended = excluded.is_suspended, suspended_because = excluded.suspended_because, entered_by = excluded.entered_by, search_key = excluded.search_key
        """;

    private static readonly JsonSerializerOptions _columns = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <inheritdoc/>
    public string Name => "organisations";

    /// <inheritdoc/>
    public int Version => 1;

    /// <inheritdoc/>
    public IReadOnlyList<string> Tables => ["organisations"];

    /// <inheritdoc/>
    public string Ddl { get; } = EmbeddedText.Beside(typeof(OrganisationDirectory), "organisations.sql");

    /// <inheritdoc/>
    public bool Heeds(object fact) => fact is IOrganisationEvent;

    /// <inheritdoc/>
    public async Task Apply(IReadOnlyList<Recorded> batch, NpgsqlConnection connection, CancellationToken ct)
    {
        var ids = batch.Select(recorded => recorded.StreamId).Distinct().ToArray();
        var rows = (await connection.QueryAsync<OrganisationRow>(new CommandDefinition(Select + " where organisation_id = any(@ids)", new { ids }, cancellationToken: ct)))
            .ToDictionary(row => row.OrganisationId);
        foreach (var recorded in batch)
        {
            rows[recorded.StreamId] = After(rows.GetValueOrDefault(recorded.StreamId), (IOrganisationEvent)recorded.Data, recorded.At);
        }

        await connection.ExecuteAsync(new CommandDefinition(Upsert, new { Rows = JsonSerializer.Serialize(rows.Values, _columns) }, cancellationToken: ct));
    }

    private static OrganisationRow After(OrganisationRow? row, IOrganisationEvent fact, DateTimeOffset at) => (row, fact) switch
    {
        (null, OrganisationRegistered e) => new(
            e.OrganisationId, e.NameZh, e.NameEn, e.Kind.ToString(), e.Division.Value, e.Uscc, e.ParentId, e.IsInvented, false, false, null, e.EnteredBy, at.UtcDateTime,
            Key(e.NameZh, e.NameEn, e.NamePinyin)),
        ({ } o, OrganisationChanged e) => o with { NameZh = e.NameZh, NameEn = e.NameEn, Uscc = e.Uscc, EnteredBy = e.EnteredBy, SearchKey = Key(e.NameZh, e.NameEn, e.NamePinyin) },
        ({ } o, OrganisationVerified) => o with { IsVerified = true },
        ({ } o, VerificationWithdrawn) => o with { IsVerified = false },
        ({ } o, OrganisationLinked e) => o with { ParentId = e.ParentId },
        ({ } o, OrganisationSuspended e) => o with { IsSuspended = true, SuspendedBecause = e.Reason },
        ({ } o, OrganisationResumed) => o with { IsSuspended = false, SuspendedBecause = null },
        _ => throw new CorruptStreamException(row, fact),
    };

    private static string Key(string zh, string en, string? pinyin) => $" {Network.SearchKey.Of(zh)} {Network.SearchKey.Of(en)} {Network.SearchKey.Of(pinyin)}";

}
