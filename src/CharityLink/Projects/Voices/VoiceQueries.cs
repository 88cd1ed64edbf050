using CharityLink.Network;
using Dapper;

namespace CharityLink.Projects;

/// <content>What pages ask.</content>
public sealed partial class VoiceList
{
    private const string Updates = "from project_update u where project_id = @project";
    private const string Public = "from project_question q where project_id = @project and state in ('approved', 'answered')";
    private const string NewestUpdate = "order by posted_at desc, update_id offset @skip limit @size";
    private const string NewestQuestion = "order by asked_at desc, question_id offset @skip limit @size";

    private const string SummarySql =
        $"""
        select to_jsonb(u)::text {Updates} {NewestUpdate}; select count(*) {Updates};
        select to_jsonb(q)::text {Public} {NewestQuestion}; select count(*) {Public};
        """;

    private const string WaitingSql = "select to_jsonb(q)::text from project_question q where project_id = @project and state in ('waiting', 'approved') order by asked_at, question_id limit @size";

    /// <summary>The newest few of both, in one round trip.</summary>
    public async Task<VoiceSummary> Newest(Guid project, int size, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var all = await connection.QueryMultipleAsync(new CommandDefinition(SummarySql, new { project, skip = 0, size }, cancellationToken: ct));
        var updates = (await all.ReadAsync<string>()).Select(Parse<UpdateRow>).ToList();
        var updateCount = await all.ReadSingleAsync<long>();
        var questions = (await all.ReadAsync<string>()).Select(Parse<QuestionRow>).ToList();
        return new(updates, updateCount, questions, await all.ReadSingleAsync<long>());
    }

    /// <summary>A page of the updates, newest first.</summary>
    public Task<PageOf<UpdateRow>> UpdatesOf(Guid project, int page, int size, CancellationToken ct) => Rows<UpdateRow>($"select to_jsonb(u)::text {Updates} {NewestUpdate}; select count(*) {Updates}", project, page, size, ct);

    /// <summary>A page of the questions everybody may read, newest first.</summary>
    public Task<PageOf<QuestionRow>> QuestionsOf(Guid project, int page, int size, CancellationToken ct) => Rows<QuestionRow>($"select to_jsonb(q)::text {Public} {NewestQuestion}; select count(*) {Public}", project, page, size, ct);

    /// <summary>Questions that still have no answer, the oldest first: for staff.</summary>
    public async Task<IReadOnlyList<QuestionRow>> WaitingAt(Guid project, int size, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return [.. (await connection.QueryAsync<string>(new CommandDefinition(WaitingSql, new { project, size }, cancellationToken: ct))).Select(Parse<QuestionRow>)];
    }

    /// <summary>Updates and questions by id, those that exist.</summary>
    public async Task<(IReadOnlyDictionary<Guid, UpdateRow> Updates, IReadOnlyDictionary<Guid, QuestionRow> Questions)> FindMany(Guid[] ids, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var both = await connection.QueryMultipleAsync(new CommandDefinition(ReadSql, new { ids }, cancellationToken: ct));
        var updates = (await both.ReadAsync<string>()).Select(Parse<UpdateRow>).ToDictionary(row => row.UpdateId);
        return (updates, (await both.ReadAsync<string>()).Select(Parse<QuestionRow>).ToDictionary(row => row.QuestionId));
    }

    private async Task<PageOf<TRow>> Rows<TRow>(string sql, Guid project, int page, int size, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var both = await connection.QueryMultipleAsync(new CommandDefinition(sql, new { project, skip = (long)(page - 1) * size, size }, cancellationToken: ct));
        return new([.. (await both.ReadAsync<string>()).Select(Parse<TRow>)], await both.ReadSingleAsync<long>());
    }
}
