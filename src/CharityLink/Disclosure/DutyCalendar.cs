using System.Text.Json;
using CharityLink.Law;
using CharityLink.Network;
using CharityLink.Projects;
using CharityLink.Store;
using Dapper;
using Npgsql;

namespace CharityLink.Disclosure;

/// <summary>Read model: what is owed to the public by which day, what was done when, and every report as it is read (IMP-2).</summary>
public sealed partial class DutyCalendar(NpgsqlDataSource database) : IReadModel
{
    private const string ReadSql =
        """
        select clock::text from duty_project where project_id = any(@projects) or organisation_id = any(@movedLaw);
        select clock::text from duty_organisation where organisation_id = any(@organisations)
            or organisation_id in (select organisation_id from duty_project where project_id = any(@projects))
        """;

    private const string ReplaceSql =
        """
        delete from duty_project where project_id = any(@projects);
        insert into duty_project select (c ->> 'project_id')::uuid, coalesce(c ->> 'organiser_id', c ->> 'proposer_id')::uuid, c from jsonb_array_elements(@projectClocks::jsonb) c;
        delete from duty_organisation where organisation_id = any(@organisations);
        insert into duty_organisation select (c ->> 'organisation_id')::uuid, c from jsonb_array_elements(@organisationClocks::jsonb) c;
        delete from duty where project_id = any(@projects) or (project_id is null and organisation_id = any(@organisations));
        insert into duty select * from jsonb_populate_recordset(null::duty, @duties::jsonb);
        """;

    private static readonly JsonSerializerOptions _columns = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <inheritdoc/>
    public string Name => "duties";

    /// <inheritdoc/>
    public int Version => 3;

    /// <inheritdoc/>
    public IReadOnlyList<string> Tables => ["duty_project", "duty_organisation", "duty", "report"];

    /// <inheritdoc/>
    public string Ddl { get; } = EmbeddedText.Beside(typeof(DutyCalendar), "duties.sql");

    /// <inheritdoc/>
    public bool Heeds(object fact) => fact is IProjectEvent or IReportEvent or IOrganisationEvent or IPublicityEvent or JurisdictionChosen or TaxListingRecorded;

    /// <inheritdoc/>
    public async Task Apply(IReadOnlyList<Recorded> batch, NpgsqlConnection connection, CancellationToken ct)
    {
        var facts = batch.ToList();
        var book = await Read(facts, connection, ct);
        facts.ForEach(book.Add);
        var (projects, organisations) = (book.Projects.Values.ToList(), book.Organisations.Values.ToList());
        await connection.ExecuteAsync(new CommandDefinition(ReplaceSql, new
        {
            projects = projects.ConvertAll(clock => clock.ProjectId),
            organisations = organisations.ConvertAll(clock => clock.OrganisationId),
            projectClocks = JsonSerializer.Serialize(projects, _columns),
            organisationClocks = JsonSerializer.Serialize(organisations, _columns),
            duties = JsonSerializer.Serialize(book.Duties(), _columns),
        }, cancellationToken: ct));
        await Reports(facts, connection, ct);
    }

    // All that the batch touches: its projects and organisations, the organisations of those projects, and the projects of those whose law changed.
    private static async Task<DutyBook> Read(List<Recorded> facts, NpgsqlConnection connection, CancellationToken ct)
    {
        await using var both = await connection.QueryMultipleAsync(new CommandDefinition(ReadSql, new
        {
            projects = facts.Select(DutyBook.ProjectOf).OfType<Guid>().Distinct().ToArray(),
            organisations = facts.Select(DutyBook.OrganisationOf).OfType<Guid>().Distinct().ToArray(),
            movedLaw = facts.Select(recorded => recorded.Data).OfType<JurisdictionChosen>().Select(e => e.OrganisationId).Distinct().ToArray(),
        }, cancellationToken: ct));
        var projects = (await both.ReadAsync<string>()).Select(Parse<DutyClock>);
        return new(
            projects.ToDictionary(clock => clock.ProjectId),
            (await both.ReadAsync<string>()).Select(Parse<OrganisationClock>).ToDictionary(clock => clock.OrganisationId));
    }

    private static T Parse<T>(string json) => JsonSerializer.Deserialize<T>(json, _columns)!; // A row is never the word null.
}
