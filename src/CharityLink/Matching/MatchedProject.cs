using CharityLink.Kernel;
using CharityLink.Projects;

namespace CharityLink.Matching;

/// <summary>Whether gifts to a project can still be matched.</summary>
public enum ProjectStanding
{
    /// <summary>There is none of that id.</summary>
    Unknown,

    /// <summary>Takes gifts, or may come to.</summary>
    Open,

    /// <summary>Its fundraising is over, or will never begin.</summary>
    Over,
}

/// <summary>What matching asks of a project: whether its fundraising is over.</summary>
internal sealed record MatchedProject(ProjectStanding Standing) : IState<MatchedProject, IProjectEvent>
{
    private static readonly MatchedProject Going = new(ProjectStanding.Open);
    private static readonly MatchedProject Over = new(ProjectStanding.Over);

    public static MatchedProject Evolve(MatchedProject? state, IProjectEvent fact) => (state, fact) switch
    {
        (null, ProjectDrafted) => Going,
        (null, _) => throw new CorruptStreamException(state, fact),
        (_, ProjectEnded or ProjectRejected or ProjectWithdrawn) => Over,
        _ => state,
    };
}
