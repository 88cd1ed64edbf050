using CharityLink.Kernel;
using CharityLink.Law;
using CharityLink.Projects;
using MediatR;

namespace CharityLink.Disclosure;

/// <summary>Signs off a report on a project and makes it public.</summary>
/// <param name="Helpers">Those named in it, by id.</param>
/// <param name="At">When it is signed.</param>
[Allow(Role.FederationOfficer, Role.CharityOfficer)]
public sealed record PublishReport(
    Guid CommandId, Guid ProjectId, Guid ReportId, ReportKind Kind, DateOnly From, DateOnly Until, Account Account, IReadOnlyList<Guid> Helpers, DateTimeOffset At)
    : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Project(ProjectId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => ReportText.Check(Account);
}

/// <summary>A report has figures that can be, and words in both languages.</summary>
public static class ReportText
{
    /// <summary>Characters in one language at most.</summary>
    public const int TextMax = 5_000;

    internal static IEnumerable<Refusal> Check(Account account) => new[]
    {
        account.Raised.Minor < 0 ? new Refusal("figure_negative", "raised") : null,
        account.Spent.Minor < 0 ? new Refusal("figure_negative", "spent") : null,
        account.Raised.Currency != account.Spent.Currency ? new Refusal("currency_differs", "spent") : null,
        PlainText.Check(account.TextZh, "text_zh", TextMax, lines: true),
        PlainText.Check(account.TextEn, "text_en", TextMax, lines: true),
    }.OfType<Refusal>();
}

/// <summary>When which report may be made public.</summary>
internal static class ReportRule
{
    /// <summary>At its time, about days that have been, naming everybody the law wants named; the same form again changes nothing.</summary>
    public static Decision<IReportEvent> Decide(ProjectReports? reports, PublishReport command, ReportedProject? project, Guid? by)
    {
        var today = WorkingDays.China.DayOf(command.At);
        var fact = new ReportPublished(
            command.ProjectId, command.ReportId, command.Kind, command.From, command.Until, command.Account.Trimmed(), [.. command.Helpers], today, by);
        if (project is null)
        {
            return new Refusal("project_unknown");
        }

        if (reports?.Reports.GetValueOrDefault(command.ReportId) is { } before)
        {
            return before.IsSameAs(fact) ? [] : new Refusal("report_id_reused");
        }

        var reasons = Reasons(reports, command, project, today).ToList();
        return reasons.Count > 0 ? Decision.Refused<IReportEvent>(reasons) : [fact];
    }

    private static IEnumerable<Refusal> Reasons(ProjectReports? reports, PublishReport command, ReportedProject project, DateOnly today)
    {
        if (command.Until < command.From)
        {
            yield return new Refusal("report_period_reversed", "until");
        }
        else if (command.Until > today)
        {
            yield return new Refusal("date_in_future", "until");
        }

        if (TooEarly(command.Kind, project) is { } early)
        {
            yield return early;
        }

        if (command.Kind is ReportKind.CampaignFinal or ReportKind.ProjectFinal && reports?.Reports.Values.Any(report => report.Kind == command.Kind) == true)
        {
            yield return new Refusal("report_final_twice", "kind");
        }

        var book = project.Book(today);
        foreach (var finding in DisclosureLaw.Publishing(new DisclosureFacts(true, project.Helpers, command.Helpers), book).Findings)
        {
            yield return finding.Refusal with { Field = "helpers" };
        }
    }

    private static Refusal? TooEarly(ReportKind kind, ReportedProject project) => kind switch
    {
        _ when project.State < ProjectState.Live || project.State is ProjectState.Rejected or ProjectState.Withdrawn => new Refusal("report_before_opening", "kind"),
        ReportKind.Emergency when !project.IsEmergency => new Refusal("report_no_emergency", "kind"),
        ReportKind.CampaignFinal when project.State == ProjectState.Live => new Refusal("report_campaign_runs", "kind"),
        ReportKind.ProjectFinal when project.State != ProjectState.CarriedOut => new Refusal("report_not_carried_out", "kind"),
        _ => null,
    };
}

internal sealed class PublishReportHandler(Aggregates aggregates, CommandContext context) : IRequestHandler<PublishReport, Outcome>
{
    public async Task<Outcome> Handle(PublishReport command, CancellationToken ct)
    {
        var (project, _, _) = await aggregates.Load<ReportedProject, IProjectEvent>(command.ProjectId, ct);
        return await aggregates.Change<ProjectReports, IReportEvent>(
            ProjectReports.StreamOf(command.ProjectId), reports => ReportRule.Decide(reports, command, project, context.Caller.AccountId), ct);
    }
}
