using CharityLink.Kernel;
using CharityLink.Law;
using MediatR;

namespace CharityLink.Projects;

/// <summary>A federation of county or city takes the project on and names who raises and holds its money.</summary>
[Allow(Role.FederationOfficer)]
public sealed record ApproveProject(Guid CommandId, Guid ProjectId, Guid OrganiserId, string Findings) : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Project(ProjectId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => new[] { PlainText.Check(Findings, "findings", PlainText.NoteMax, lines: true) }.OfType<Refusal>();
}

public sealed partial record Project
{
    /// <summary>The organiser is a legal person in good standing that works where the need is; a charity that proposed may be its own.</summary>
    public static Decision<IProjectEvent> Decide(Project? project, ApproveProject command, Member? organiser, Caller caller, DateOnly today)
    {
        var decision = Step(
            project, ProjectState.Reviewed, caller, today,
            last => last is ProjectApproved done && (done.OrganiserId, done.Findings) == (command.OrganiserId, command.Findings.Trim()),
            one => new ProjectApproved(one.Id, caller.AccountId, command.OrganiserId, command.Findings.Trim()));
        return decision.NewFacts.Count > 0 && project is not null && Unfit(organiser, project.Proposal.Division) is { } why ? why : decision;
    }

    private static Refusal? Unfit(Member? organiser, DivisionCode division) => organiser switch
    {
        null => new Refusal("organiser_unknown", "organiser"),
        { IsLegalPerson: false } => new Refusal("organiser_not_legal_person", "organiser"),
        { IsVerified: false } => new Refusal("organiser_not_verified", "organiser"),
        { IsSuspended: true } => new Refusal("organiser_suspended", "organiser"),
        _ when !organiser.Division.Contains(division) => new Refusal("organiser_elsewhere", "organiser"),
        _ => null,
    };
}

internal sealed class ApproveProjectHandler(Aggregates aggregates, Neighbours neighbours, CommandContext context, TimeProvider time) : IRequestHandler<ApproveProject, Outcome>
{
    public async Task<Outcome> Handle(ApproveProject command, CancellationToken ct)
    {
        var organiser = await neighbours.Member(command.OrganiserId, ct);
        return await aggregates.Change<Project, IProjectEvent>(command.ProjectId, project => Project.Decide(project, command, organiser, context.Caller, WorkingDays.China.DayOf(time.GetUtcNow())), ct);
    }
}
