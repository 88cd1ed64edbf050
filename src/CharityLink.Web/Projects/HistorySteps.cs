using CharityLink.Kernel;
using CharityLink.Projects;
using CharityLink.Web.Network;
using CharityLink.Web.Site;

namespace CharityLink.Web.Projects;

/// <summary>Which steps of a project's life everybody is told, and who took them: an organisation or a level, never a person.</summary>
internal static class HistorySteps
{
    private const string Submitted = "proposal_submitted";

    // What stays inside: drafts, what was sent back, who stood back, the writing of the plan. Pauses and extensions stay visible for ever.
    private static readonly HashSet<string> _told = new(StringComparer.Ordinal)
    {
        Submitted, "project_verified", "project_reviewed", "project_approved", "plan_filed", "filing_number_recorded", "platform_listed", "platform_delisted", "project_opened", "project_extended",
        "project_paused", "project_resumed", "project_ended", "collection_ended", "project_called_off", "project_carried_out", "final_report_published", "surplus_settled", "project_closed", "purpose_change_decided", "purpose_change_filed", "purpose_change_published",
    };

    /// <summary>The steps from the submission that led to the opening, oldest first.</summary>
    public static IEnumerable<ProjectStep> Of(ProjectAbout about)
    {
        var steps = about.Story.Steps;
        return steps.Skip(Math.Max(0, steps.FindLastIndex(step => step.Name == Submitted))).Where(step => _told.Contains(step.Name));
    }

    /// <summary>Who took a step, or null where its words say it.</summary>
    public static string? Who(ProjectAbout about, ProjectStep step, Language lang) => step.Name switch
    {
        Submitted => about.Proposer?.Name(lang),
        "project_verified" => about.Path.At(Level.Village)?.Name(lang),
        "project_reviewed" => about.Path.At(Level.Town)?.Name(lang),
        "project_approved" or "project_opened" => about.Organiser?.Name(lang),
        _ => null,
    };
}
