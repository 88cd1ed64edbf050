using System.Collections.Immutable;

namespace CharityLink.Projects;

/// <summary>What has to be known of the work on a project to say whom it waits for.</summary>
/// <param name="Since">When it came to wait for its next step.</param>
internal sealed record WorkInSteps(ImmutableList<OneStep> All, DateTimeOffset Since)
{
    /// <summary>Not planned.</summary>
    public static WorkInSteps None { get; } = new([], default);

    /// <summary>The first step that is not proven; null where there is none.</summary>
    public OneStep? Next => All.Find(step => !step.IsProven);

    /// <summary>Money was asked for.</summary>
    public bool IsBegun => All.Exists(step => step.IsBegun);

    /// <summary>Steps that have to be proven before the project is carried out.</summary>
    public IReadOnlyList<OneStep> Owed(long raisedMinor) => OwedSteps.Of(All, raisedMinor, step => (step.TrancheMinor, step.IsReleased, step.IsProven));

    /// <summary>After one more fact. What was spent moves no step.</summary>
    public WorkInSteps After(IDeliveryEvent fact, DateTimeOffset at) => fact switch
    {
        MilestonesPlanned e => new([.. e.Milestones.Select(step => new OneStep(step.MilestoneId, step.DueOn, step.Tranche.Sum(part => part.Amount.Minor), false, false, false, null, null))], at),
        TrancheRequested e => With(e.MilestoneId, at, step => step with { IsBegun = true, Asked = new(e.By, at) }),
        TrancheReleased e => With(e.MilestoneId, at, step => step with { Asked = null, IsReleased = true }),
        TrancheDeclined e => With(e.MilestoneId, at, step => step with { Asked = null }),
        ProofSubmitted e => With(e.MilestoneId, at, step => step with { Shown = new(e.By, at) }),
        ProofReturned e => With(e.MilestoneId, at, step => step with { Shown = null }),
        ProofAccepted e => With(e.MilestoneId, at, step => step with { Shown = null, IsProven = true }),
        _ => this,
    };

    private WorkInSteps With(Guid milestoneId, DateTimeOffset at, Func<OneStep, OneStep> change) =>
        new(All.ConvertAll(step => step.MilestoneId == milestoneId ? change(step) : step), at);
}

/// <summary>One milestone, as far as somebody waits for it.</summary>
/// <param name="Asked">Its money waits for a decision.</param>
/// <param name="Shown">Its proof waits for a decision.</param>
internal sealed record OneStep(Guid MilestoneId, DateOnly DueOn, long TrancheMinor, bool IsReleased, bool IsBegun, bool IsProven, Waiting? Asked, Waiting? Shown);

/// <summary>Something that waits for another person's answer.</summary>
internal sealed record Waiting(Guid? By, DateTimeOffset Since);
