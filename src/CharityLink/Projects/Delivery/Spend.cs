using CharityLink.Evidence;
using CharityLink.Kernel;
using CharityLink.Law;
using MediatR;

namespace CharityLink.Projects;

/// <summary>Records a payment with its receipt.</summary>
[Allow(Role.FederationOfficer, Role.CharityOfficer, Role.TownWorker, Role.VillageWorker)]
public sealed record RecordSpending(
    Guid CommandId, Guid ProjectId, Guid SpendingId, Guid LineId, Money Amount, DateOnly PaidOn, string Payee, string Purpose, EvidenceFile? Receipt, DateTimeOffset? At = null)
    : ICommand, IActsOn, IValidated
{
    /// <summary>Kinds of payees.</summary>
    public static IReadOnlyList<string> Payees { get; } = ["supplier", "worker", "beneficiary", "public_body"];

    /// <inheritdoc/>
    public Subject Subject => ProjectWorkLocator.Work(ProjectId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => new[]
    {
        PlainText.Check(Purpose, "purpose", PlainText.NoteMax), Payees.Contains(Payee, StringComparer.Ordinal) ? null : new Refusal("payee_unknown", "payee"),
        Receipt is null ? new Refusal("receipt_missing", "receipt") : null, ProposalChecks.OutOfRange(Amount, "amount"),
    }.OfType<Refusal>();
}

/// <summary>Puts a payment right; the wrong figure stays in sight.</summary>
/// <param name="Amount">What was really paid; nothing when it never was.</param>
[Allow(Role.FederationOfficer, Role.CharityOfficer)]
public sealed record CorrectSpending(Guid CommandId, Guid ProjectId, Guid SpendingId, Guid CorrectionId, Money Amount, string Reason, EvidenceFile? Receipt) : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Project(ProjectId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => new[] { PlainText.Check(Reason, "reason", PlainText.NoteMax, lines: true), ProposalChecks.OutOfRange(Amount, "amount") }.OfType<Refusal>();
}

/// <summary>Lets money planned for one line serve another.</summary>
[Allow(Role.FederationOfficer, Role.CharityOfficer)]
public sealed record MoveBudget(Guid CommandId, Guid ProjectId, Guid MoveId, Guid FromLineId, Guid ToLineId, Money Amount, string Reason) : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Project(ProjectId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => new[] { PlainText.Check(Reason, "reason", PlainText.NoteMax, lines: true), ProposalChecks.OutOfRange(Amount, "amount") }.OfType<Refusal>();
}

public sealed partial record ProjectDelivery
{
    /// <summary>PRJ-5: a line takes its planned money and a twentieth more; beyond that the budget is changed first.</summary>
    private const int TolerancePart = 20;

    /// <summary>Of money that was let go, within its line, on a day that has come.</summary>
    public static Decision<IDeliveryEvent> Decide(ProjectDelivery? delivery, Project? project, RecordSpending command, DateTimeOffset now, Caller caller) => (delivery, project) switch
    {
        (null, _) => new Refusal("milestones_missing"),
        (_, null) => new Refusal("project_unknown"),
        _ when delivery.Spendings.Find(one => one.First.SpendingId == command.SpendingId) is { } before => before.First.IsSame(command) ? [] : new Refusal("spending_id_reused"),
        _ when !delivery.HasLine(command.LineId) => new Refusal("budget_line_unknown", "line"),
        _ when command.Amount.Minor <= 0 || command.Amount.Currency != project.Funding.Goal.Currency => new Refusal("spending_not_positive", "amount"),
        _ when command.PaidOn > WorkingDays.China.DayOf(now) => new Refusal("date_in_future", "paid_on"),
        _ when delivery.Beyond(command.LineId, command.Amount) is { } beyond => beyond,
        _ => [new SpendingRecorded(
            project.Id, command.SpendingId, command.LineId, command.Amount, command.PaidOn, command.Payee, command.Purpose.Trim(), command.Receipt!, project.AnswersId, project.FundId, caller.AccountId)], // Validate asked for it.
    };

    /// <summary>By the same bounds; a correction that changes nothing is none.</summary>
    public static Decision<IDeliveryEvent> Decide(ProjectDelivery? delivery, Project? project, CorrectSpending command, Caller caller) =>
        delivery?.Spendings.Find(one => one.First.SpendingId == command.SpendingId) switch
        {
            null => new Refusal("spending_unknown"),
            { } spending when spending.Corrections.Find(one => one.CorrectionId == command.CorrectionId) is { } before =>
                (before.Amount, before.Reason) == (command.Amount, command.Reason.Trim()) ? [] : new Refusal("correction_id_reused"),
            _ when project is null => new Refusal("project_unknown"),
            { } spending when command.Amount.Minor < 0 || command.Amount.Currency != spending.Amount.Currency => new Refusal("spending_not_positive", "amount"),
            { } spending when command.Amount == spending.Amount => new Refusal("correction_changes_nothing", "amount"),
            { } spending when command.Amount > spending.Amount && delivery.Beyond(spending.First.LineId, command.Amount - spending.Amount) is { } beyond => beyond,
            { } spending => [new SpendingCorrected(
                project.Id, command.SpendingId, command.CorrectionId, spending.First.LineId, spending.Amount, command.Amount, command.Reason.Trim(), command.Receipt, project.AnswersId, project.FundId, caller.AccountId)],
        };

    /// <summary>Only what the line has not spent can go elsewhere.</summary>
    public static Decision<IDeliveryEvent> Decide(ProjectDelivery? delivery, Project? project, MoveBudget command, DateOnly today, Caller caller) => (delivery, project) switch
    {
        (null, _) => new Refusal("milestones_missing"),
        (_, null) => new Refusal("project_unknown"),
        _ when delivery.Moves.Find(move => move.MoveId == command.MoveId) is { } before =>
            (before.FromLineId, before.ToLineId, before.Amount, before.Reason) == (command.FromLineId, command.ToLineId, command.Amount, command.Reason.Trim()) ? [] : new Refusal("move_id_reused"),
        _ when !delivery.HasLine(command.FromLineId) || !delivery.HasLine(command.ToLineId) || command.FromLineId == command.ToLineId => new Refusal("budget_line_unknown", "to"),
        _ when command.Amount.Minor <= 0 || command.Amount.Currency != project.Funding.Goal.Currency => new Refusal("move_not_positive", "amount"),
        _ when Objection(project, null, caller, today) is { } objection => objection,
        _ when delivery.SpentOf(command.FromLineId) + command.Amount > delivery.PlannedFor(command.FromLineId) =>
            new Refusal("line_has_not_so_much", "amount", Plain((delivery.PlannedFor(command.FromLineId) - delivery.SpentOf(command.FromLineId)).Minor)),
        _ => [new BudgetLineMoved(project.Id, command.MoveId, command.FromLineId, command.ToLineId, command.Amount, command.Reason.Trim(), caller.AccountId)],
    };

    private Refusal? Beyond(Guid lineId, Money more)
    {
        var planned = PlannedFor(lineId);
        var lineMax = planned with { Minor = planned.Minor + (planned.Minor / TolerancePart) };
        return SpentOf(lineId) + more > lineMax ? new Refusal("spending_above_line", "amount", Plain((lineMax - SpentOf(lineId)).Minor))
            : Spent + more > Released ? new Refusal("spending_above_released", "amount", Plain((Released - Spent).Minor))
            : null;
    }
}

internal static class SpendingSame
{
    /// <summary>The same form sent again.</summary>
    public static bool IsSame(this SpendingRecorded before, RecordSpending command) =>
        (before.LineId, before.Amount, before.PaidOn, before.Payee, before.Purpose, before.Receipt) == (command.LineId, command.Amount, command.PaidOn, command.Payee, command.Purpose.Trim(), command.Receipt);
}

internal sealed class SpendingHandler(Aggregates aggregates, CommandContext context, TimeProvider time)
    : IRequestHandler<RecordSpending, Outcome>, IRequestHandler<CorrectSpending, Outcome>, IRequestHandler<MoveBudget, Outcome>
{
    public Task<Outcome> Handle(RecordSpending command, CancellationToken ct) =>
        Change(command.ProjectId, (delivery, project) => ProjectDelivery.Decide(delivery, project, command, command.At ?? time.GetUtcNow(), context.Caller), ct);

    public Task<Outcome> Handle(CorrectSpending command, CancellationToken ct) =>
        Change(command.ProjectId, (delivery, project) => ProjectDelivery.Decide(delivery, project, command, context.Caller), ct);

    public Task<Outcome> Handle(MoveBudget command, CancellationToken ct) =>
        Change(command.ProjectId, (delivery, project) => ProjectDelivery.Decide(delivery, project, command, WorkingDays.China.DayOf(time.GetUtcNow()), context.Caller), ct);

    private async Task<Outcome> Change(Guid projectId, Func<ProjectDelivery?, Project?, Decision<IDeliveryEvent>> decide, CancellationToken ct)
    {
        var (project, _, _) = await aggregates.Load<Project, IProjectEvent>(projectId, ct);
        return await aggregates.Change<ProjectDelivery, IDeliveryEvent>(ProjectDelivery.IdOf(projectId), delivery => decide(delivery, project), ct);
    }
}
