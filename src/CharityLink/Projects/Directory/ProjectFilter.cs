using CharityLink.Kernel;
using CharityLink.Network;

namespace CharityLink.Projects;

/// <summary>Which projects a list shows. Everything empty: all of them, those not public yet among them.</summary>
/// <param name="Areas">Within somebody's reach: needed in these divisions or below; null: anywhere.</param>
/// <param name="Bodies">Or proposed or organised by one of these organisations.</param>
/// <param name="Place">And needed in this division or below it.</param>
/// <param name="Text">Part of a title or place, in characters, letters or pinyin.</param>
/// <param name="IsShort">Less than half of the goal has come together.</param>
public sealed record ProjectFilter(
    IReadOnlyList<DivisionCode>? Areas = null, IReadOnlyList<Guid>? Bodies = null, DivisionCode? Place = null, Guid? ProgramId = null, string? Kind = null, IReadOnlyList<ProjectStage>? Stages = null,
    IReadOnlyList<ProjectState>? States = null, FundingModel? Model = null, bool IsShort = false, string? Text = null)
{
    /// <summary>The stages everybody may see.</summary>
    public static IReadOnlyList<ProjectStage> Public { get; } = [ProjectStage.Live, ProjectStage.Paused, ProjectStage.CarryingOut, ProjectStage.Done, ProjectStage.Failed];

    /// <summary>All of it but kind and stage, which lists count by.</summary>
    internal Predicate<ProjectRow> Passes()
    {
        var (place, key) = (Place?.Prefix ?? "", SearchKey.Of(Text));
        return row => IsInReach(row)
            && row.Division.StartsWith(place, StringComparison.Ordinal)
            && (ProgramId is null || row.ProgramId == ProgramId)
            && States?.Contains(row.State) != false
            && (Model is null || row.Model == Model)
            && (!IsShort || row.RaisedMinor * 2 < row.GoalMinor)
            && row.SearchKey.Contains(key, StringComparison.Ordinal);
    }

    private bool IsInReach(ProjectRow row) => (Areas is null && Bodies is null)
        || Areas?.Any(area => row.Division.StartsWith(area.Prefix, StringComparison.Ordinal)) == true
        || Bodies?.Contains(row.ProposerId) == true
        || (row.OrganiserId is { } organiser && Bodies?.Contains(organiser) == true);
}

/// <summary>What comes first in a list. Projects that take gifts always come before those that do not.</summary>
public enum ProjectSort
{
    /// <summary>The next deadline first.</summary>
    EndingSoon,

    /// <summary>Opened last first; before opening, drafted last.</summary>
    Newest,

    /// <summary>The largest part of the goal first, those that have reached it after.</summary>
    ClosestToGoal,

    /// <summary>The smallest part of the goal first.</summary>
    NeedsMost,
}

/// <summary>Puts projects in order; those that are equal by their ids, so that no page shows one twice.</summary>
internal static class ProjectOrder
{
    public static IEnumerable<ProjectRow> In(this IEnumerable<ProjectRow> rows, ProjectSort sort)
    {
        var live = rows.OrderBy(row => row.Stage != ProjectStage.Live);
        return (sort switch
        {
            ProjectSort.EndingSoon => live.ThenBy(row => row.Stage == ProjectStage.Live ? row.DeadlineAt ?? DateTimeOffset.MaxValue : default).ThenByDescending(row => row.EndedAt),
            ProjectSort.Newest => live.ThenByDescending(row => row.OpenedAt ?? row.DraftedAt),
            ProjectSort.ClosestToGoal => live.ThenBy(row => row.RaisedMinor >= row.GoalMinor).ThenByDescending(Part),
            _ => live.ThenBy(Part),
        }).ThenBy(row => row.ProjectId);
    }

    // A goal is above zero by the rules of a proposal.
    private static double Part(ProjectRow row) => (double)row.RaisedMinor / row.GoalMinor;
}
