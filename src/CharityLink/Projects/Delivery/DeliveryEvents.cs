using CharityLink.Evidence;
using CharityLink.Kernel;

namespace CharityLink.Projects;

/// <summary>A fact of carrying a project out: its milestones, the money released for them, the proof, what was spent. Everything a ledger needs to book it stands in the fact itself.</summary>
public interface IDeliveryEvent
{
    /// <summary>The project that is carried out.</summary>
    Guid ProjectId { get; }
}

/// <summary>Money for one line of the budget.</summary>
public sealed record LineAmount(Guid LineId, Money Amount);

/// <summary>One step of the work, with the money it takes.</summary>
/// <param name="DueOn">By the calendar of the project's place.</param>
public sealed record Milestone(Guid MilestoneId, string NameZh, string NameEn, DateOnly DueOn, IReadOnlyList<LineAmount> Tranche);

/// <summary>The work was laid out in steps. Planned anew, the last plan holds; once money was asked for it stands.</summary>
/// <param name="Budget">The lines the steps share out, as they were then.</param>
public sealed record MilestonesPlanned(Guid ProjectId, Guid OrganiserId, Guid FundId, IReadOnlyList<BudgetLine> Budget, IReadOnlyList<Milestone> Milestones, Guid? By) : IDeliveryEvent;

/// <summary>Those who do the work asked for the money of a step.</summary>
public sealed record TrancheRequested(Guid ProjectId, Guid MilestoneId, Guid RequestId, string Note, Guid? By) : IDeliveryEvent;

/// <summary>The organiser let the money of a step go from the project's fund.</summary>
/// <param name="RaisedThen">What the project had raised, as the release was judged by it.</param>
public sealed record TrancheReleased(
    Guid ProjectId, Guid MilestoneId, Guid RequestId, Guid OrganiserId, Guid FundId, IReadOnlyList<LineAmount> Tranche, DateOnly ReleasedOn, Money RaisedThen, Guid? By) : IDeliveryEvent;

/// <summary>The organiser did not; it may be asked for again.</summary>
public sealed record TrancheDeclined(Guid ProjectId, Guid MilestoneId, Guid RequestId, string Reason, Guid? By) : IDeliveryEvent;

/// <summary>What was done, with photographs and papers. Only staff see them until they are accepted.</summary>
public sealed record ProofSubmitted(Guid ProjectId, Guid MilestoneId, Guid ProofId, string Text, IReadOnlyList<EvidenceFile> Files, Guid? By) : IDeliveryEvent, INamesFiles
{
    IEnumerable<EvidenceUse> INamesFiles.Files() => Files.Select(file => new EvidenceUse(file, Subject.Project(ProjectId), false));
}

/// <summary>The organiser found it proven: the next step's money may be asked for, and the proof is public.</summary>
public sealed record ProofAccepted(Guid ProjectId, Guid MilestoneId, Guid ProofId, IReadOnlyList<EvidenceFile> Files, Guid? By) : IDeliveryEvent, INamesFiles
{
    IEnumerable<EvidenceUse> INamesFiles.Files() => Files.Select(file => new EvidenceUse(file, Subject.Project(ProjectId), true));
}

/// <summary>The organiser wants more or other proof.</summary>
public sealed record ProofReturned(Guid ProjectId, Guid MilestoneId, Guid ProofId, string Reason, Guid? By) : IDeliveryEvent;

/// <summary>Something was paid for, with its receipt.</summary>
/// <param name="Payee">What kind of payee: <c>supplier</c>, <c>worker</c>, <c>beneficiary</c>, <c>public_body</c>; never who.</param>
public sealed record SpendingRecorded(
    Guid ProjectId, Guid SpendingId, Guid LineId, Money Amount, DateOnly PaidOn, string Payee, string Purpose, EvidenceFile Receipt, Guid OrganiserId, Guid FundId, Guid? By) : IDeliveryEvent, INamesFiles
{
    IEnumerable<EvidenceUse> INamesFiles.Files() => [new EvidenceUse(Receipt, Subject.Project(ProjectId), true)];
}

/// <summary>It was recorded wrongly: this amount holds, and both stay in sight.</summary>
/// <param name="Was">The amount that held before.</param>
public sealed record SpendingCorrected(
    Guid ProjectId, Guid SpendingId, Guid CorrectionId, Guid LineId, Money Was, Money Amount, string Reason, EvidenceFile? Receipt, Guid OrganiserId, Guid FundId, Guid? By) : IDeliveryEvent, INamesFiles
{
    IEnumerable<EvidenceUse> INamesFiles.Files() => Receipt is null ? [] : [new EvidenceUse(Receipt, Subject.Project(ProjectId), true)];
}

/// <summary>Money planned for one line serves another, with a reason everybody reads.</summary>
public sealed record BudgetLineMoved(Guid ProjectId, Guid MoveId, Guid FromLineId, Guid ToLineId, Money Amount, string Reason, Guid? By) : IDeliveryEvent;
