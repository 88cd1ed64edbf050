using CharityLink.Kernel;

namespace CharityLink.Projects;

/// <summary>A project stands where the need is; its organiser answers for it, before there is one its proposer.</summary>
internal sealed class ProjectLocator(Aggregates aggregates) : ILocator
{
    public string Kind => "project";

    public async ValueTask<Place?> Locate(string key, CancellationToken ct) =>
        Guid.TryParse(key, out var id) && (await aggregates.Load<Project, IProjectEvent>(id, ct)).State is { } project
            ? project.Place : null;
}

/// <summary>The work on a project is done by its proposer, too, whoever organises it.</summary>
internal sealed class ProjectWorkLocator(Aggregates aggregates) : ILocator
{
    public string Kind => "project_work";

    /// <summary>Acts on the work of a project.</summary>
    public static Subject Work(Guid projectId) => new("project_work", projectId.ToString());

    public async ValueTask<Place?> Locate(string key, CancellationToken ct) =>
        Guid.TryParse(key, out var id) && (await aggregates.Load<Project, IProjectEvent>(id, ct)).State is { } project
            ? project.WorkPlace : null;
}

/// <summary>The proposal of a project stays its proposer's, whoever organises it later.</summary>
internal sealed class ProposalLocator(Aggregates aggregates) : ILocator
{
    public string Kind => "proposal";

    /// <summary>Acts on the proposal of a project.</summary>
    public static Subject Proposal(Guid projectId) => new("proposal", projectId.ToString());

    public async ValueTask<Place?> Locate(string key, CancellationToken ct) =>
        Guid.TryParse(key, out var id) && (await aggregates.Load<Project, IProjectEvent>(id, ct)).State is { } project
            ? new Place(project.Proposal.Division, project.ProposerId) : null;
}
