using System.Text.Json;
using CharityLink.Giving;
using CharityLink.Store;
using Dapper;
using Npgsql;

namespace CharityLink.Projects;

/// <summary>Read model: what projects told and were asked, newest first, and to whom updates are mailed.</summary>
public sealed partial class VoiceList(NpgsqlDataSource database) : IReadModel
{
    private const string ReadSql =
        """
        select to_jsonb(u)::text from project_update u where update_id = any(@ids);
        select to_jsonb(q)::text from project_question q where question_id = any(@ids);
        """;

    private const string ReplaceSql =
        """
        delete from project_update where update_id = any(@ids);
        insert into project_update select * from jsonb_populate_recordset(null::project_update, @updates::jsonb);
        delete from project_question where question_id = any(@ids);
        insert into project_question select * from jsonb_populate_recordset(null::project_question, @questions::jsonb);
        """;

    private const string GiversSql =
        """
        insert into project_giver (project_id, giver_id, person_id) select * from unnest(@projects, @givers, @persons)
        on conflict (project_id, giver_id) do update set person_id = excluded.person_id
        """;

    private static readonly JsonSerializerOptions _columns = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <inheritdoc/>
    public string Name => "project_voices";

    /// <inheritdoc/>
    public int Version => 2;

    /// <inheritdoc/>
    public IReadOnlyList<string> Tables => ["project_update", "project_question", "project_giver"];

    /// <inheritdoc/>
    public string Ddl => Sql.File("Projects.Voices.voices.sql");

    /// <inheritdoc/>
    public bool Heeds(object fact) => fact is IVoiceEvent or DonationPaid { Cause.ProjectId: not null, GiverId: not null, DonorId: not null };

    /// <inheritdoc/>
    public async Task Apply(IReadOnlyList<Recorded> batch, NpgsqlConnection connection, CancellationToken ct)
    {
        var facts = batch.Where(recorded => recorded.Data is IVoiceEvent).ToList();
        if (facts.Count > 0)
        {
            await Carry(facts, connection, ct);
        }

        // Only who left an address can be written to; of one mailbox the last name counts.
        var gifts = batch.Select(recorded => recorded.Data).OfType<DonationPaid>()
            .GroupBy(gift => (Project: gift.Cause.ProjectId.GetValueOrDefault(), Giver: gift.GiverId.GetValueOrDefault().Value), gift => gift.DonorId.GetValueOrDefault().Value).ToList();
        if (gifts.Count > 0)
        {
            await connection.ExecuteAsync(new CommandDefinition(GiversSql, new
            {
                projects = gifts.Select(gift => gift.Key.Project).ToArray(), givers = gifts.Select(gift => gift.Key.Giver).ToArray(), persons = gifts.Select(gift => gift.Last()).ToArray(),
            }, cancellationToken: ct));
        }
    }

    private static async Task Carry(List<Recorded> facts, NpgsqlConnection connection, CancellationToken ct)
    {
        var ids = facts.Select(recorded => IdOf((IVoiceEvent)recorded.Data)).Distinct().ToArray();
        Dictionary<Guid, UpdateRow> updates;
        Dictionary<Guid, QuestionRow> questions;
        await using (var both = await connection.QueryMultipleAsync(new CommandDefinition(ReadSql, new { ids }, cancellationToken: ct)))
        {
            updates = (await both.ReadAsync<string>()).Select(Parse<UpdateRow>).ToDictionary(row => row.UpdateId);
            questions = (await both.ReadAsync<string>()).Select(Parse<QuestionRow>).ToDictionary(row => row.QuestionId);
        }

        foreach (var recorded in facts)
        {
            var fact = (IVoiceEvent)recorded.Data;
            var id = IdOf(fact);
            if (fact is UpdatePosted or UpdateCorrected)
            {
                updates[id] = UpdateRow.After(updates.GetValueOrDefault(id), fact, recorded.Position);
            }
            else
            {
                questions[id] = QuestionRow.After(questions.GetValueOrDefault(id), fact, recorded.Position);
            }
        }

        await connection.ExecuteAsync(new CommandDefinition(ReplaceSql, new
        {
            ids, updates = JsonSerializer.Serialize(updates.Values, _columns), questions = JsonSerializer.Serialize(questions.Values, _columns),
        }, cancellationToken: ct));
    }

    private static Guid IdOf(IVoiceEvent fact) => fact switch
    {
        UpdatePosted e => e.UpdateId,
        UpdateCorrected e => e.UpdateId,
        QuestionAsked e => e.QuestionId,
        QuestionApproved e => e.QuestionId,
        QuestionAnswered e => e.QuestionId,
        QuestionRefused e => e.QuestionId,
        _ => throw new InvalidOperationException($"{fact.GetType().Name} is about nothing known."),
    };

    private static T Parse<T>(string json) => JsonSerializer.Deserialize<T>(json, _columns)!; // A row is never the word null.
}
