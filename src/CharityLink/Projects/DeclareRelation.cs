using CharityLink.Kernel;
using MediatR;

namespace CharityLink.Projects;

/// <summary>Stands back from every decision on a project: family, work or business with those it helps or pays (CN-USE-06).</summary>
/// <param name="AccountId">Who stands back: always the sender; the platform may name anybody.</param>
/// <param name="Relation"><c>family</c>, <c>work</c>, <c>business</c> or <c>other</c>; never who to.</param>
[Allow(Role.FederationOfficer, Role.CharityOfficer, Role.TownWorker, Role.VillageWorker)]
public sealed record DeclareRelation(Guid CommandId, Guid ProjectId, Guid AccountId, string Relation) : ICommand, IActsOn, IValidated
{
    /// <summary>The kinds of relation there are.</summary>
    public static IReadOnlyList<string> Relations { get; } = ["family", "work", "business", "other"];

    /// <inheritdoc/>
    public Subject Subject => Subject.Project(ProjectId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => Relations.Contains(Relation, StringComparer.Ordinal) ? [] : [new Refusal("relation_unknown", "relation")];
}

public sealed partial record Project
{
    /// <summary>Everybody for themselves, as long as anything is still to be decided; standing back twice is standing back.</summary>
    public static Decision<IProjectEvent> Decide(Project? project, DeclareRelation command, Caller caller) => project switch
    {
        null => new Refusal("project_unknown"),
        _ when caller.Kind != CallerKind.System && caller.AccountId != command.AccountId => new Refusal("relation_not_yours"),
        _ when project.Related.Contains(command.AccountId) => [],
        _ when project.State.IsFinal() => project.State.Instead(),
        _ => [new RelationDeclared(project.Id, command.AccountId, command.Relation)],
    };
}

internal sealed class DeclareRelationHandler(Aggregates aggregates, CommandContext context) : IRequestHandler<DeclareRelation, Outcome>
{
    public Task<Outcome> Handle(DeclareRelation command, CancellationToken ct) =>
        aggregates.Change<Project, IProjectEvent>(command.ProjectId, project => Project.Decide(project, command, context.Caller), ct);
}
