using CharityLink.Kernel;
using CharityLink.Law;
using MediatR;

namespace CharityLink.Disclosure;

/// <summary>Puts right what a report said: the correction stands beside it with a note, in public.</summary>
[Allow(Role.FederationOfficer, Role.CharityOfficer)]
public sealed record CorrectReport(Guid CommandId, Guid ProjectId, Guid ReportId, Guid CorrectionId, Account Account, string Note, DateTimeOffset At) : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Project(ProjectId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => ReportText.Check(Account).Concat(new[] { PlainText.Check(Note, "note", PlainText.NoteMax, lines: true) }.OfType<Refusal>());
}

/// <summary>Records under which number a report stands on the state's platform.</summary>
[Allow(Role.FederationOfficer, Role.CharityOfficer)]
public sealed record RecordStateEntry(Guid CommandId, Guid ProjectId, Guid ReportId, string Reference, DateOnly EnteredOn, DateTimeOffset At) : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Project(ProjectId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => new[] { PlainText.Check(Reference, "reference", PlainText.NameMax) }.OfType<Refusal>();
}

/// <summary>Says that the rescue phase of an emergency is over.</summary>
[Allow(Role.FederationOfficer, Role.CharityOfficer)]
public sealed record EndRescuePhase(Guid CommandId, Guid ProjectId, DateOnly EndedOn, string Reason, DateTimeOffset At) : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Project(ProjectId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => new[] { PlainText.Check(Reason, "reason", PlainText.NoteMax, lines: true) }.OfType<Refusal>();
}

/// <summary>What may be said about a report after it is public.</summary>
internal static class CorrectionRule
{
    /// <summary>A new entry beside the old; what was said is never replaced.</summary>
    public static Decision<IReportEvent> Decide(ProjectReports? reports, CorrectReport command, ReportedProject? project, Guid? by)
    {
        var today = WorkingDays.China.DayOf(command.At);
        var fact = new ReportCorrected(command.ProjectId, command.ReportId, command.CorrectionId, command.Account.Trimmed(), command.Note.Trim(), today, by);
        return reports switch
        {
            _ when project is null => new Refusal("project_unknown"),
            null => new Refusal("report_unknown"),
            _ when !reports.Reports.ContainsKey(command.ReportId) => new Refusal("report_unknown"),
            _ when reports.Corrections.GetValueOrDefault(command.CorrectionId) is { } before =>
                before with { CorrectedOn = fact.CorrectedOn, By = fact.By } == fact ? [] : new Refusal("report_id_reused"),
            // What was said is a fact of its own and stays.
            _ when DisclosureLaw.Correcting(new(command.Note, KeepsOriginal: true), project.Book(today)).Findings is { Count: > 0 } found =>
                Decision.Refused<IReportEvent>([.. found.Select(one => one.Refusal)]),
            _ => [fact],
        };
    }

    /// <summary>An entry may be mended: the last reference counts.</summary>
    public static Decision<IReportEvent> Decide(ProjectReports? reports, RecordStateEntry command, Guid? by) => reports?.Reports.GetValueOrDefault(command.ReportId) switch
    {
        null => new Refusal("report_unknown"),
        _ when reports.Entries.GetValueOrDefault(command.ReportId) is { } before && (before.Reference, before.EnteredOn) == (command.Reference.Trim(), command.EnteredOn) => [],
        { } report when command.EnteredOn < report.PublishedOn => new Refusal("entry_before_report", "entered_on"),
        _ when command.EnteredOn > WorkingDays.China.DayOf(command.At) => new Refusal("date_in_future", "entered_on"),
        _ => [new StateEntryRecorded(command.ProjectId, command.ReportId, command.Reference.Trim(), command.EnteredOn, by)],
    };

    /// <summary>Only an emergency has a rescue phase; it ends once.</summary>
    public static Decision<IReportEvent> Decide(ProjectReports? reports, EndRescuePhase command, ReportedProject? project, Guid? by) => project switch
    {
        null => new Refusal("project_unknown"),
        { IsEmergency: false } => new Refusal("report_no_emergency"),
        _ when reports?.RescueEndedOn is not null => [],
        _ when command.EndedOn > WorkingDays.China.DayOf(command.At) => new Refusal("date_in_future", "ended_on"),
        _ => [new RescuePhaseEnded(command.ProjectId, command.EndedOn, command.Reason.Trim(), by)],
    };
}

internal sealed class CorrectReportHandler(Aggregates aggregates, CommandContext context)
    : IRequestHandler<CorrectReport, Outcome>, IRequestHandler<RecordStateEntry, Outcome>, IRequestHandler<EndRescuePhase, Outcome>
{
    private Guid? By => context.Caller.AccountId;

    public async Task<Outcome> Handle(CorrectReport command, CancellationToken ct)
    {
        var (project, _, _) = await aggregates.Load<ReportedProject, Projects.IProjectEvent>(command.ProjectId, ct);
        return await Change(command.ProjectId, reports => CorrectionRule.Decide(reports, command, project, By), ct);
    }

    public Task<Outcome> Handle(RecordStateEntry command, CancellationToken ct) => Change(command.ProjectId, reports => CorrectionRule.Decide(reports, command, By), ct);

    public async Task<Outcome> Handle(EndRescuePhase command, CancellationToken ct)
    {
        var (project, _, _) = await aggregates.Load<ReportedProject, Projects.IProjectEvent>(command.ProjectId, ct);
        return await Change(command.ProjectId, reports => CorrectionRule.Decide(reports, command, project, By), ct);
    }

    private Task<Outcome> Change(Guid project, Func<ProjectReports?, Decision<IReportEvent>> decide, CancellationToken ct) =>
        aggregates.Change<ProjectReports, IReportEvent>(ProjectReports.StreamOf(project), decide, ct);
}
