using CharityLink.Store;
using CharityLink.Workers;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CharityLink.Giving;

/// <summary>
/// Sends the gifts of failed projects back, a second's worth at a time. What is left to do is read from what has happened, so it goes on
/// where it stopped, on whichever node; a gift is returned once, however often it is asked for.
/// </summary>
public sealed partial class ReturnRun(
    NpgsqlDataSource database, RefundList refunds, ReadModelHost models, SystemCommands commands, RefundLimits limits, PaymentLimits work, TimeProvider clock,
    ILogger<ReturnRun> log) : OneNodeWork("returns", database, clock, log)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan CatchUpAtMost = TimeSpan.FromSeconds(10);

    // A return that did not arrive waits for a person; what a giver's bank questions, or somebody asked back already, waits for that to end.
    // Project by project, the longest failed first, until there are enough: no look reads more than the gifts of failed projects.
    private const string DueSql =
        """
        select g.id, p.called_off from (select id, called_off from cause_project where state = 'failed' order by ended_at, id) p cross join lateral (
          select d.id
            from donation d left join lateral (
              select coalesce(sum(r.amount_minor) filter (where r.state in ('requested', 'approved', 'started')), 0) held, coalesce(bool_or(r.source = 'platform'), false) is_returned
                from refund r where r.donation_id = d.id) r on true
           where d.project_id = p.id and d.state = 'paid' and not r.is_returned and d.amount_minor > d.returned_minor + r.held
             and not exists (select from dispute s where s.donation_id = d.id and s.state = 'open')
           order by d.position limit $1) g
         limit $1
        """;

    /// <summary>Returns as many gifts as one second allows; how many there were.</summary>
    public async Task<int> Work(CancellationToken ct)
    {
        var due = await Due(ct);
        if (due.Count == 0)
        {
            return 0;
        }

        var now = Clock.GetUtcNow();
        var outcomes = await Task.WhenAll(due.Select(gift => commands.Send(new ReturnGift(StableId.Beside(gift.Id, "return"), gift.Id, now, gift.Cause), ct)));
        foreach (var refused in outcomes.SelectMany(outcome => outcome.Refusals).Select(refusal => refusal.Code).Distinct(StringComparer.Ordinal))
        {
            Refused(log, refused);
        }

        var done = outcomes.Count(outcome => outcome.IsDone);
        Returned(log, done, due.Count);
        // The next look must not find the same ones again.
        await models.WaitFor(refunds.Name, outcomes.Max(outcome => outcome.Position), CatchUpAtMost, ct);
        return due.Count;
    }

    /// <inheritdoc/>
    protected override bool IsWanted => work.Work && limits.ReturnsPerSecond > 0;

    /// <inheritdoc/>
    protected override async Task<TimeSpan> Turn(CancellationToken ct) => await Work(ct) > 0 ? Second : LookEvery;

    private async Task<List<(Guid Id, string Cause)>> Due(CancellationToken ct)
    {
        await using var command = Database.CreateCommand(DueSql);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limits.ReturnsPerSecond });
        await using var row = await command.ExecuteReaderAsync(ct);
        var found = new List<(Guid Id, string Cause)>();
        while (await row.ReadAsync(ct))
        {
            found.Add((row.GetGuid(0), await row.IsDBNullAsync(1, ct) ? RefundCauses.ProjectFailed : row.GetString(1)));
        }

        return found;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Returns: {Done} of {Due} gifts of failed projects go back")]
    private static partial void Returned(ILogger log, int done, int due);

    [LoggerMessage(Level = LogLevel.Error, Message = "Returns: gifts of failed projects do not go back: {Code}")]
    private static partial void Refused(ILogger log, string code);
}
