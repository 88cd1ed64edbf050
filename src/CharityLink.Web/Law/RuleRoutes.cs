using CharityLink.Law;
using CharityLink.Web.Site;

namespace CharityLink.Web.Law;

/// <summary>What the reader wants to see of the rules.</summary>
public sealed record RuleFilter(string Jurisdiction, string? Section, RuleState? State)
{
    /// <summary>From an address; what is unknown counts as nothing chosen.</summary>
    public static RuleFilter From(string? jurisdiction, string? section, string? state)
    {
        var chosen = Catalogue.Standard.Jurisdictions.FirstOrDefault(one => one == jurisdiction) ?? OrganisationJurisdiction.Default;
        return new(
            chosen, Sections(chosen).FirstOrDefault(one => one == section), Enum.TryParse<RuleState>(state, out var known) && Enum.IsDefined(known) ? known : null);
    }

    /// <summary>The sections of a jurisdiction's rules, in the catalogue's order.</summary>
    public static IEnumerable<string> Sections(string jurisdiction) =>
        RulesWeKeep.All.Where(one => one.Rule.Jurisdiction == jurisdiction).Select(one => one.Rule.Section).Distinct(StringComparer.Ordinal);

    /// <summary>Is shown.</summary>
    public bool Takes(RuleStanding one) => one.Rule.Jurisdiction == Jurisdiction && (Section is null || one.Rule.Section == Section) && (State is null || one.State == State);
}

/// <summary>RUL-2: the public pages of the rules, made from the code itself.</summary>
internal static class RuleRoutes
{
    public static void MapLaw(this SiteRoutes site)
    {
        site.Public.MapGet("/rules", (HttpContext http, string? jurisdiction, string? section, string? state) =>
            Page.Show<RulesPage>(http, new { Filter = RuleFilter.From(jurisdiction, section, state) }));
        site.Public.MapGet("/rules/{id}", (HttpContext http, string id) =>
            RulesWeKeep.All.FirstOrDefault(one => one.Rule.Id == id) is { } standing ? Page.Show<RulePage>(http, new { Standing = standing }) : Results.NotFound());
        site.MapJurisdiction();
    }
}
