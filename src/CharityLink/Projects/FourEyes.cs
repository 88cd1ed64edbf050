using CharityLink.Kernel;
using CharityLink.Law;

namespace CharityLink.Projects;

public sealed partial record Project
{
    /// <summary>Where the project stands for the question who may: its place, and who answers for it.</summary>
    public Place Place => new(Proposal.Division, AnswersId);

    /// <summary>The same for the work itself, which its proposer does for whoever organises it.</summary>
    public Place WorkPlace => Place with { HelperId = ProposerId };

    /// <summary>Why this account may not take the step the project waits for; null when it may. The platform itself (demonstration, imports) is nobody and stands in nobody's way.</summary>
    public Refusal? Objection(Caller caller, DateOnly today) => caller switch
    {
        { Kind: CallerKind.System } => null,
        { AccountId: null } => new Refusal("not_your_step"),
        _ when State.DecidedBy() is { Count: > 0 } roles && !caller.Holds(roles, Place) => new Refusal("not_your_step"),
        { AccountId: { } account } => Against(account, [.. Authors, .. Deciders.Values], today) switch
        {
            // The same rule, told to whoever wrote it.
            { RuleId: "CN-CASE-10" } when Authors.Contains(account) => new Refusal("proposer_decides"),
            var found => found?.Refusal,
        },
    };

    /// <summary>What the law has against this account's decision (CN-USE-06, CN-CASE-10); null: nothing.
    /// It is the network's own law, whatever an organisation chose: else whoever may choose a law could take the second pair of eyes away (docs/decisions/0015).</summary>
    /// <param name="earlier">Accounts that proposed what is decided, or took a step before.</param>
    internal Finding? Against(Guid account, IReadOnlyCollection<Guid> earlier, DateOnly today) =>
        MoneyLaw.Deciding(new(account, Related, earlier), RuleBook.Of(OrganisationJurisdiction.Default, Proposal.Division, today)).Findings.MaxBy(found => found.RuleId, StringComparer.Ordinal);

    /// <summary>A step of the review: done already, not this project's next one, not this account's, or taken.</summary>
    private static Decision<IProjectEvent> Step(Project? project, ProjectState from, Caller caller, DateOnly today, Func<IProjectEvent, bool> isRepeat, Func<Project, IProjectEvent> take) => project switch
    {
        null => new Refusal("project_unknown"),
        { LastAct: { } last } when isRepeat(last) => [],
        _ when project.State != from => project.State.Instead(),
        _ when project.Objection(caller, today) is { } objection => objection,
        _ => [take(project)],
    };
}
