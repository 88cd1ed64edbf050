using System.Text.Json;
using CharityLink.Store;
using Dapper;
using Npgsql;

namespace CharityLink.Network;

/// <summary>What everybody may know of an organisation's credentials.</summary>
/// <param name="CertificateNumber">Of the last certificate; null: it never had one.</param>
/// <param name="RevokedOn">Since then it raises nothing.</param>
/// <param name="TaxListedUntil">Of the listing that ends last.</param>
public sealed record CredentialRow(
    Guid OrganisationId, string? CertificateNumber, DateOnly? QualifiedSince, DateOnly? RevokedOn, DateOnly? TaxListedFrom, DateOnly? TaxListedUntil)
{
    /// <summary>May raise money in public.</summary>
    public bool IsQualified => CertificateNumber is not null && RevokedOn is null;
}

/// <summary>Read model: what organisations are entitled to.</summary>
public sealed class CredentialDirectory(NpgsqlDataSource database) : IReadModel
{
    private const string Columns = "organisation_id, certificate_number, qualified_since, revoked_on, tax_listed_from, tax_listed_until";

    private const string Upsert = """
        insert into organisation_credentials
        select * from jsonb_populate_recordset(null::organisation_credentials, @Rows::jsonb)
        on conflict (organisation_id) do update set
          certificate_number = excluded.certificate_number, qualified_since = excluded.qualified_since, revoked_on = excluded.revoked_on,
          tax_listed_from = excluded.tax_listed_from, tax_listed_until = excluded.tax_listed_until, detail = excluded.detail
        """;

    private const string Details = "select detail::text from organisation_credentials where organisation_id = any(@ids)";

    // The row is the state itself: what was decided and what is shown cannot differ.
    private static readonly Func<OrganisationCredentials?, ICredentialEvent, OrganisationCredentials> After = OrganisationCredentials.Evolve;

    private static readonly JsonSerializerOptions _columns = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <inheritdoc/>
    public string Name => "organisation_credentials";

    /// <inheritdoc/>
    public int Version => 1;

    /// <inheritdoc/>
    public IReadOnlyList<string> Tables => ["organisation_credentials"];

    /// <inheritdoc/>
    public string Ddl { get; } = EmbeddedText.Beside(typeof(CredentialDirectory), "Credentials.organisation_credentials.sql");

    /// <summary>Everything about one organisation; nothing known yet when it was never recorded.</summary>
    public async Task<OrganisationCredentials> Find(Guid organisation, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return (await Load([organisation], connection, ct)).GetValueOrDefault(organisation) ?? OrganisationCredentials.None(organisation);
    }

    /// <summary>In short, for public pages; null when nothing is known.</summary>
    public async Task<CredentialRow?> Summary(Guid organisation, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await connection.QuerySingleOrDefaultAsync<CredentialRow>(
            new CommandDefinition($"select {Columns} from organisation_credentials where organisation_id = @organisation", new { organisation }, cancellationToken: ct));
    }

    /// <summary>The organisations among some that may raise money in public.</summary>
    public async Task<IReadOnlySet<Guid>> Qualified(IEnumerable<Guid> organisations, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return (await connection.QueryAsync<Guid>(new CommandDefinition(
            "select organisation_id from organisation_credentials where organisation_id = any(@ids) and qualified_since is not null and revoked_on is null",
            new { ids = organisations.ToArray() }, cancellationToken: ct))).ToHashSet();
    }

    /// <inheritdoc/>
    public bool Heeds(object fact) => fact is ICredentialEvent;

    /// <inheritdoc/>
    public async Task Apply(IReadOnlyList<Recorded> batch, NpgsqlConnection connection, CancellationToken ct)
    {
        var facts = batch.Select(recorded => (ICredentialEvent)recorded.Data).ToList();
        var rows = await Load([.. facts.Select(fact => fact.OrganisationId).Distinct()], connection, ct);
        foreach (var fact in facts)
        {
            rows[fact.OrganisationId] = After(rows.GetValueOrDefault(fact.OrganisationId), fact);
        }

        await connection.ExecuteAsync(new CommandDefinition(Upsert, new { Rows = JsonSerializer.Serialize(rows.Values.Select(Row), _columns) }, cancellationToken: ct));
    }

    private static async Task<Dictionary<Guid, OrganisationCredentials>> Load(Guid[] ids, NpgsqlConnection connection, CancellationToken ct) =>
        (await connection.QueryAsync<string>(new CommandDefinition(Details, new { ids }, cancellationToken: ct)))
            .Select(detail => JsonSerializer.Deserialize<OrganisationCredentials>(detail) ?? throw new JsonException("Credentials are the JSON null."))
            .ToDictionary(one => one.OrganisationId);

    private static object Row(OrganisationCredentials one)
    {
        var listing = one.TaxListings.MaxBy(listed => listed.Until);
        return new
        {
            one.OrganisationId, one.Qualification?.CertificateNumber, QualifiedSince = one.Qualification?.IssuedOn, one.Revocation?.RevokedOn,
            TaxListedFrom = listing?.From, TaxListedUntil = listing?.Until, Detail = JsonSerializer.SerializeToElement(one),
        };
    }
}
