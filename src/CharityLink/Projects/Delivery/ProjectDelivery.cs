using System.Collections.Immutable;
using System.Text.Json.Serialization;
using CharityLink.Kernel;

namespace CharityLink.Projects;

/// <summary>How far a project has been carried out: its steps, the money let go for them, what was spent. The rules stand beside it, one file per act.</summary>
public sealed partial record ProjectDelivery(
    Guid ProjectId, ImmutableList<BudgetLine> Budget, ImmutableList<Step> Steps, ImmutableList<Spending> Spendings, ImmutableList<BudgetLineMoved> Moves)
    : IState<ProjectDelivery, IDeliveryEvent>
{
    /// <summary>Money that was let go.</summary>
    [JsonIgnore]
    public Money Released => Sum(Steps.Where(step => step.Release is not null).SelectMany(step => step.Plan.Tranche).Select(part => part.Amount));

    /// <summary>Money that was spent, corrections counted in.</summary>
    [JsonIgnore]
    public Money Spent => Sum(Spendings.Select(spending => spending.Amount));

    /// <summary>The stream a project's delivery is kept in.</summary>
    public static Guid IdOf(Guid projectId) => StableId.Beside(projectId, "delivery");

    /// <summary>What a line may take: as planned, with what was moved to it and from it.</summary>
    public Money PlannedFor(Guid lineId) =>
        Sum(Budget.Where(line => line.LineId == lineId).Select(line => line.Planned).Concat(Moves.Where(move => move.ToLineId == lineId).Select(move => move.Amount)))
        - Sum(Moves.Where(move => move.FromLineId == lineId).Select(move => move.Amount));

    /// <summary>The step that is being worked on: the first that is not proven; null when all are.</summary>
    [JsonIgnore]
    public Step? Current => Steps.Find(step => step.Accepted is null);

    /// <summary>Steps that have to be proven before the project is carried out, with so much raised.</summary>
    public IReadOnlyList<Step> Owed(Money raised) => OwedSteps.Of(Steps, raised.Minor, step => (TrancheOf(step).Minor, step.Release is not null, step.Accepted is not null));

    /// <summary>The money of a step.</summary>
    public Money TrancheOf(Step step) => Sum(step.Plan.Tranche.Select(part => part.Amount));

    /// <summary>What was let go for a line.</summary>
    public Money ReleasedFor(Guid lineId) =>
        Sum(Steps.Where(step => step.Release is not null).SelectMany(step => step.Plan.Tranche).Where(part => part.LineId == lineId).Select(part => part.Amount));

    /// <summary>What was spent of a line.</summary>
    public Money SpentOf(Guid lineId) => Sum(Spendings.Where(spending => spending.First.LineId == lineId).Select(spending => spending.Amount));

    /// <inheritdoc/>
    public static ProjectDelivery Evolve(ProjectDelivery? state, IDeliveryEvent fact) => (state, fact) switch
    {
        (null, MilestonesPlanned e) => new(e.ProjectId, [.. e.Budget], [.. e.Milestones.Select(Step.Of)], [], []),
        ({ } d, MilestonesPlanned e) => d with { Budget = [.. e.Budget], Steps = [.. e.Milestones.Select(Step.Of)] },
        ({ } d, TrancheRequested e) => d.With(e.MilestoneId, step => step with { Request = e, Declined = null }),
        ({ } d, TrancheReleased e) => d.With(e.MilestoneId, step => step with { Release = e }),
        ({ } d, TrancheDeclined e) => d.With(e.MilestoneId, step => step with { Declined = e }),
        ({ } d, ProofSubmitted e) => d.With(e.MilestoneId, step => step with { Proof = e, Returned = null }),
        ({ } d, ProofAccepted e) => d.With(e.MilestoneId, step => step with { Accepted = e }),
        ({ } d, ProofReturned e) => d.With(e.MilestoneId, step => step with { Returned = e }),
        ({ } d, SpendingRecorded e) => d with { Spendings = d.Spendings.Add(new(e, [])) },
        ({ } d, SpendingCorrected e) => d with
        {
            Spendings = d.Spendings.ConvertAll(one => one.First.SpendingId == e.SpendingId ? one with { Corrections = one.Corrections.Add(e) } : one),
        },
        ({ } d, BudgetLineMoved e) => d with { Moves = d.Moves.Add(e) },
        _ => throw new CorruptStreamException(state, fact),
    };

    private ProjectDelivery With(Guid milestoneId, Func<Step, Step> change) =>
        this with { Steps = Steps.ConvertAll(step => step.Plan.MilestoneId == milestoneId ? change(step) : step) };

    private Money Sum(IEnumerable<Money> amounts) => amounts.Aggregate(new Money(0, Budget[0].Planned.Currency), (sum, amount) => sum + amount);

    private Step? Find(Guid milestoneId) => Steps.Find(step => step.Plan.MilestoneId == milestoneId);

    private bool HasLine(Guid lineId) => Budget.Exists(line => line.LineId == lineId);

    /// <summary>Why this account may not decide here: it stands back, or it asked itself. The platform stands in nobody's way.</summary>
    public static Refusal? Objection(Project project, Guid? asker, Caller caller, DateOnly today) =>
        caller.AccountId is not { } account ? null : project.Against(account, asker is { } other ? [other] : [], today) switch
        {
            // The same rule, told to whoever asked.
            { RuleId: "CN-CASE-10" } => new Refusal("asker_decides"),
            var found => found?.Refusal,
        };
}

/// <summary>One milestone and what became of it.</summary>
/// <param name="Declined">Why the last request was declined; null when it stands or was let go.</param>
/// <param name="Returned">Why the last proof came back; null when it waits or was accepted.</param>
public sealed record Step(Milestone Plan, TrancheRequested? Request, TrancheReleased? Release, TrancheDeclined? Declined, ProofSubmitted? Proof, ProofAccepted? Accepted, ProofReturned? Returned)
{
    /// <summary>The money waits for the organiser's decision.</summary>
    [JsonIgnore]
    public bool IsAsked => Request is not null && Release is null && Declined is null;

    /// <summary>The proof waits for the organiser's decision.</summary>
    [JsonIgnore]
    public bool IsProofWaiting => Proof is not null && Accepted is null && Returned is null;

    internal static Step Of(Milestone plan) => new(plan, null, null, null, null, null, null);
}

/// <summary>One payment with its corrections, oldest first.</summary>
public sealed record Spending(SpendingRecorded First, ImmutableList<SpendingCorrected> Corrections)
{
    /// <summary>What holds now.</summary>
    [JsonIgnore]
    public Money Amount => Corrections is [.., var last] ? last.Amount : First.Amount;
}
