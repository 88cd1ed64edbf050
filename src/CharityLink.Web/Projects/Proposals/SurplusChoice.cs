using CharityLink.Programs;
using CharityLink.Projects;

namespace CharityLink.Web.Projects.Proposals;

/// <summary>A fund that a surplus may go to: of one of the organiser's standing programs or projects, for a cause the law takes for the same or similar.</summary>
/// <param name="Value">What the form sends: <c>program:ID</c> or <c>project:ID</c>.</param>
public sealed record SurplusChoice(string Value, string NameZh, string NameEn, bool IsProgram)
{
    private const int ProjectsMax = 200;

    /// <summary>Everything that would be taken, programs first: what is offered is not refused.</summary>
    public static async Task<IReadOnlyList<SurplusChoice>> Of(Project project, DateOnly today, ProgramDirectory programs, ProjectBook projects, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(programs);
        ArgumentNullException.ThrowIfNull(projects);
        var (standing, running) = (
            programs.OwnedBy(project.AnswersId, ct),
            projects.List(new([], [project.AnswersId], States: SurplusTarget.Taking), ProjectSort.Newest, 1, ProjectsMax, ct));
        await Task.WhenAll(standing, running);
        return
        [
            .. from program in await standing
               where Takes(new(program.FundId, program.OwnerId, program.Kind, true))
               select new SurplusChoice($"program:{program.ProgramId}", program.NameZh, program.NameEn, true),
            .. from other in (await running).Rows
               where Takes(new(other.FundId, other.OrganiserId, other.Kind, false))
               select new SurplusChoice($"project:{other.ProjectId}", other.TitleZh, other.TitleEn, false),
        ];

        bool Takes(SurplusTarget target) => target.FundId != project.FundId && project.Against(target, today) is null;
    }
}
