using CharityLink.Disclosure;

namespace CharityLink.Web.Disclosure;

/// <summary>Where a duty is read about, and where it is met.</summary>
internal static class DutyPlace
{
    /// <summary>In the console: filing and changes stand with the plan, everything else with the reports.</summary>
    public static string InConsole(DutyRow duty) => duty switch
    {
        { ProjectId: { } project, RuleId: "CN-PLAN-03" or "CN-PLAN-13" or "CN-EMG-01" } => $"/console/projects/{project}/plan",
        { ProjectId: { } project } => $"/console/projects/{project}/reports",
        _ => $"/console/organisations/{duty.OrganisationId}/reports",
    };

    /// <summary>In public.</summary>
    public static string InPublic(DutyRow duty) => duty.ProjectId is { } project ? $"/projects/{project}" : $"/organisations/{duty.OrganisationId}";
}
