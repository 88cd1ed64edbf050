using System.Text;
using CharityLink.Kernel;
using CharityLink.Law;
using CharityLink.Store;
using MediatR;

namespace CharityLink.Projects;

/// <summary>The authority published the filing under a number: one campaign, one number.</summary>
/// <param name="FilingNumber">As typed; spaces, small letters and full-width characters are understood.</param>
/// <param name="OverrideReason">Why a number of another shape is right all the same (CN-PLAN-05); null: it must have the shape.</param>
[Allow(Role.FederationOfficer, Role.CharityOfficer)]
public sealed record RecordFilingNumber(Guid CommandId, Guid ProjectId, string FilingNumber, DateOnly PublishedOn, string? OverrideReason = null) : ICommand, IActsOn, IValidated
{
    private const int NumberMax = 60;

    /// <inheritdoc/>
    public Subject Subject => Subject.Project(ProjectId);

    /// <summary>The number as it is kept.</summary>
    public string Tidied => string.Concat(FilingNumber.Normalize(NormalizationForm.FormKC).Where(c => !char.IsWhiteSpace(c) && c != '-')).ToUpperInvariant();

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => new[]
    {
        PlainText.Check(FilingNumber, "filing_number", NumberMax), PlainText.CheckOptional(OverrideReason, "override_reason", PlainText.NoteMax, lines: true),
    }.OfType<Refusal>();
}

/// <content>The filing number.</content>
public sealed partial record Project
{
    /// <summary>After filing; a mistyped number is corrected until the campaign opens.</summary>
    public static Decision<IProjectEvent> Decide(Project? project, RecordFilingNumber command, PlanSurroundings? around, Guid? sender)
    {
        if (project is null || around is null)
        {
            return new Refusal("project_unknown");
        }

        var (filing, number) = (project.Filing, command.Tidied);
        if (filing.Number == number && filing.PublishedOn == command.PublishedOn)
        {
            return [];
        }

        var findings = PlanFindings.Number(project, number, around).Standing(project.OverriddenRules);
        var refused = filing switch
        {
            { FiledOn: null } => new Refusal("plan_not_filed"),
            { HasOpenGaps: true } => new Refusal("gaps_open"),
            { Number: not null } when project.State != ProjectState.Filed => new Refusal("filing_number_fixed", "filing_number"),
            _ => PastDay.Check(command.PublishedOn, "published_on", around.Today) ?? (command.PublishedOn < filing.FiledOn ? new Refusal("before_filing", "published_on") : null),
        };
        List<Refusal> reasons = [.. new[] { refused }.OfType<Refusal>(), .. findings.Where(finding => !finding.MayBeOverridden || Reason(command) is null).Select(finding => finding.Refusal)];
        return reasons.Count > 0
            ? Decision.Refused<IProjectEvent>(reasons)
            : new([.. findings.Select(finding => new RuleOverridden(project.Id, finding.RuleId, finding.Refusal.Code, Reason(command) ?? "", sender)), new FilingNumberRecorded(project.Id, number, command.PublishedOn)], []);
    }

    private static string? Reason(RecordFilingNumber command) => string.IsNullOrWhiteSpace(command.OverrideReason) ? null : command.OverrideReason.Trim();
}

internal sealed class RecordFilingNumberHandler(Aggregates aggregates, PlanReview review, CommandContext context) : IRequestHandler<RecordFilingNumber, Outcome>
{
    public async Task<Outcome> Handle(RecordFilingNumber command, CancellationToken ct)
    {
        var number = command.Tidied;
        var standing = await review.Of(command.ProjectId, null, ct);
        var (project, version, position) = await aggregates.Load<Project, IProjectEvent>(command.ProjectId, ct);
        var (taken, reserved, _) = await Reservation(number, ct);
        var around = standing?.Around is { } known ? known with { NumberIsElsewhere = taken is { } holder && holder != command.ProjectId } : null;
        var decision = Project.Decide(project, command, around, context.Caller.AccountId);
        if (decision.Refusals.Count > 0 || decision.NewFacts.Count == 0)
        {
            return new Outcome(decision.Refusals, decision.Refusals.Count > 0 ? 0 : position);
        }

        var changes = new List<StreamChange> { new(command.ProjectId, "project", version, decision.NewFacts) };
        if (taken is null)
        {
            changes.Add(new(FilingNumberReservation.StreamOf(number), "filing_number_reservation", reserved, [new FilingNumberTaken(number, command.ProjectId)]));
        }

        if (project?.Filing.Number is { } old && old != number)
        {
            var given = await Reservation(old, ct);
            changes.Add(new(FilingNumberReservation.StreamOf(old), "filing_number_reservation", given.Version, [new FilingNumberReleased(old, command.ProjectId)]));
        }

        return await aggregates.Append(changes, ct);
    }

    private async Task<(Guid? Holder, long Version, long Position)> Reservation(string number, CancellationToken ct)
    {
        var (state, version, position) = await aggregates.Load<FilingNumberReservation, IFilingNumberEvent>(FilingNumberReservation.StreamOf(number), ct);
        return (state?.HolderId, version, position);
    }
}
