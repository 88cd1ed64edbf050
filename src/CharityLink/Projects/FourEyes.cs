using CharityLink.Kernel;

namespace CharityLink.Projects;

public sealed partial record Project
{
    /// <summary>Where the project stands for the question who may: its place, and who answers for it.</summary>
    public Place Place => new(Proposal.Division, AnswersId);

    /// <summary>Why this account may not take the step the project waits for; null when it may. The platform itself (demonstration, imports) is nobody and stands in nobody's way.</summary>
    public Refusal? Objection(Caller caller) => caller switch
    {
        { Kind: CallerKind.System } => null,
        { AccountId: null } => new Refusal("not_your_step"),
        _ when State.DecidedBy() is { Count: > 0 } roles && !caller.Holds(roles, Place) => new Refusal("not_your_step"),
        { AccountId: { } account } when Related.Contains(account) => new Refusal("decider_conflict"),
        { AccountId: { } account } when Authors.Contains(account) => new Refusal("proposer_decides"),
        { AccountId: { } account } when Deciders.ContainsValue(account) => new Refusal("same_person_two_steps"),
        _ => null,
    };

    /// <summary>A step of the review: done already, not this project's next one, not this account's, or taken.</summary>
    private static Decision<IProjectEvent> Step(Project? project, ProjectState from, Caller caller, Func<IProjectEvent, bool> isRepeat, Func<Project, IProjectEvent> take) => project switch
    {
        null => new Refusal("project_unknown"),
        { LastAct: { } last } when isRepeat(last) => [],
        _ when project.State != from => project.State.Instead(),
        _ when project.Objection(caller) is { } objection => objection,
        _ => [take(project)],
    };
}
