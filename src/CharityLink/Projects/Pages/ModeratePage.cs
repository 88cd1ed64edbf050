using CharityLink.Kernel;
using MediatR;

namespace CharityLink.Projects;

/// <summary>Takes a page off for a reason; what was reported of it is thereby looked into.</summary>
[Allow(Role.FederationOfficer, Role.CharityOfficer)]
public sealed record HidePage(Guid CommandId, Guid ProjectId, Guid PageId, string Reason) : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Project(ProjectId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => new[] { PlainText.Check(Reason, "reason", PlainText.NoteMax, lines: true) }.OfType<Refusal>();
}

/// <summary>Shows a page again that was taken off.</summary>
[Allow(Role.FederationOfficer, Role.CharityOfficer)]
public sealed record RestorePage(Guid CommandId, Guid ProjectId, Guid PageId) : ICommand, IActsOn
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Project(ProjectId);
}

/// <summary>Tells the officers that a page is not as it should be, from a form that anybody may use.</summary>
/// <param name="At">When it is told; null for now.</param>
[Allow(Public = true)]
public sealed record ReportPage(Guid CommandId, Guid PageId, Guid ReportId, string Text, DateTimeOffset? At = null) : ICommand, IValidated
{
    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => new[] { VoiceText.Visitors(Text, "report") }.OfType<Refusal>();
}

/// <summary>Looks into a report and leaves the page as it is.</summary>
[Allow(Role.FederationOfficer, Role.CharityOfficer)]
public sealed record AnswerReport(Guid CommandId, Guid ProjectId, Guid PageId, Guid ReportId, string Findings) : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Project(ProjectId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => new[] { PlainText.Check(Findings, "findings", PlainText.NoteMax, lines: true) }.OfType<Refusal>();
}

public sealed partial record FundraisingPage
{
    /// <summary>A page of this project, once; every report that waits is answered by it.</summary>
    public static Decision<IPageEvent> Decide(FundraisingPage? page, HidePage command, Guid? by) => page switch
    {
        _ when page?.Opened.ProjectId != command.ProjectId => new Refusal("page_unknown"),
        { HiddenBecause: not null } => [],
        _ =>
        [
            new PageHidden(command.PageId, command.ProjectId, command.Reason.Trim(), by),
            .. page.Waiting.Select(report => new ReportAnswered(command.PageId, command.ProjectId, report.ReportId, command.Reason.Trim(), by)),
        ],
    };

    /// <summary>A page that is shown stays shown.</summary>
    public static Decision<IPageEvent> Decide(FundraisingPage? page, RestorePage command, Guid? by) => page switch
    {
        _ when page?.Opened.ProjectId != command.ProjectId => new Refusal("page_unknown"),
        { HiddenBecause: null } => [],
        _ => [new PageRestored(command.PageId, command.ProjectId, by)],
    };

    /// <summary>Of a page that everybody sees, while not too many reports wait.</summary>
    public static Decision<IPageEvent> Decide(FundraisingPage? page, ReportPage command, DateTimeOffset now) => page switch
    {
        null or { IsConfirmed: false } => new Refusal("page_unknown"),
        _ when page.Reports.TryGetValue(command.ReportId, out var known) => known.Text == command.Text.Trim() ? [] : new Refusal("page_report_reused"),
        { HiddenBecause: not null } => new Refusal("page_unknown"),
        _ when page.Waiting.Count() >= ReportsMax => new Refusal("reports_too_many"),
        _ => [new PageReported(command.PageId, page.Opened.ProjectId, command.ReportId, command.Text.Trim(), now)],
    };

    /// <summary>Each report is answered once.</summary>
    public static Decision<IPageEvent> Decide(FundraisingPage? page, AnswerReport command, Guid? by) => page switch
    {
        _ when page?.Opened.ProjectId != command.ProjectId => new Refusal("page_unknown"),
        _ when !page.Reports.ContainsKey(command.ReportId) => new Refusal("page_report_unknown"),
        _ when page.Answered.Contains(command.ReportId) => [],
        _ => [new ReportAnswered(command.PageId, command.ProjectId, command.ReportId, command.Findings.Trim(), by)],
    };
}

internal sealed class ModeratePageHandler(Aggregates aggregates, CommandContext context, TimeProvider time)
    : IRequestHandler<HidePage, Outcome>, IRequestHandler<RestorePage, Outcome>, IRequestHandler<ReportPage, Outcome>, IRequestHandler<AnswerReport, Outcome>
{
    private Guid? By => context.Caller.AccountId;

    public Task<Outcome> Handle(HidePage command, CancellationToken ct) => Change(command.PageId, page => FundraisingPage.Decide(page, command, By), ct);

    public Task<Outcome> Handle(RestorePage command, CancellationToken ct) => Change(command.PageId, page => FundraisingPage.Decide(page, command, By), ct);

    public Task<Outcome> Handle(ReportPage command, CancellationToken ct) => Change(command.PageId, page => FundraisingPage.Decide(page, command, command.At ?? time.GetUtcNow()), ct);

    public Task<Outcome> Handle(AnswerReport command, CancellationToken ct) => Change(command.PageId, page => FundraisingPage.Decide(page, command, By), ct);

    private Task<Outcome> Change(Guid id, Func<FundraisingPage?, Decision<IPageEvent>> decide, CancellationToken ct) =>
        aggregates.Change<FundraisingPage, IPageEvent>(id, decide, ct);
}
