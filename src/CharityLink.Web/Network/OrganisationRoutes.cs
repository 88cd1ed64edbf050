using CharityLink.Giving;
using CharityLink.Law;
using CharityLink.Network;
using CharityLink.Programs;
using CharityLink.Projects;
using CharityLink.Store;
using CharityLink.Web.Projects;
using CharityLink.Web.Site;

namespace CharityLink.Web.Network;

/// <summary>NET-6: the public page of every organisation, and the list of all.</summary>
internal static class OrganisationRoutes
{
    private static readonly string[] _shown = ["gift_totals", "pledge_totals", "organisations", "organisation_credentials", "programs", "projects", "goods_totals"];

    public static void MapOrganisations(this SiteRoutes site)
    {
        site.Public.MapGet("/organisations", List);
        site.Public.MapGet("/organisations/{id:guid}", One);
    }

    private static async Task<IResult> List(
        HttpContext http, OrganisationDirectory directory, Divisions divisions, ReadModelHost readModels, string? q, string? kind, string? page, CancellationToken ct)
    {
        await readModels.CaughtUp(http, directory.Name);
        var (text, number) = (Paging.Text(q), Paging.Number(page));
        var filter = new OrganisationFilter(Text: text, Kind: Enum.TryParse<OrganisationKind>(kind, out var known) && Enum.IsDefined(known) ? known : null);
        var rows = await directory.List(filter, number, Paging.Size, ct);
        return Page.Show<OrganisationListPage>(http, new { Rows = rows, Divisions = divisions, Text = text, filter.Kind, Number = number });
    }

    private static async Task<IResult> One(
        HttpContext http, Guid id, OrganisationDirectory directory, ProgramDirectory programs, TeaserShelf projects, GiftTotals totals, PledgeTotals pledges, GoodsTotals inKind, CredentialDirectory credentials, Divisions divisions,
        ReadModelHost readModels, TimeProvider clock, CancellationToken ct)
    {
        await readModels.CaughtUp(http, _shown);
        if (await directory.Find(id, ct) is not { } row)
        {
            return Results.NotFound();
        }

        var above = directory.AncestorsOf(id, ct);
        var below = directory.ChildrenOf(id, ct);
        var owned = programs.OwnedBy(id, ct);
        var run = programs.SitesRunBy(id, ct);
        var given = totals.Of(GiftTotals.Organisation, id.ToString(), ct);
        var promised = pledges.Of(GiftTotals.Organisation, id.ToString(), ct);
        var shown = projects.Of(new ProjectFilter(Bodies: [id]), $"?by={id}", ct);
        var entitled = credentials.Summary(id, ct);
        var goods = inKind.Of(GiftTotals.Organisation, id, ct);
        await Task.WhenAll(goods, above, below, owned, run, given, promised, shown, entitled);
        string[] siteKeys = [.. (await run).Select(site => site.SiteId.ToString())];
        var (siteTotals, sitePledged) = (totals.OfMany(GiftTotals.Site, siteKeys, ct), pledges.OfMany(GiftTotals.Site, siteKeys, ct));
        await Task.WhenAll(siteTotals, sitePledged);
        return Page.Show<OrganisationPage>(http, new
        {
            Row = row, Path = divisions.PathTo(row.Code), Above = await above, Below = await below, Programs = await owned, Sites = await run, SiteTotals = await siteTotals, SitePledged = await sitePledged,
            Projects = await shown, Totals = await given, Pledged = await promised, Goods = await goods, Divisions = divisions, Credentials = await entitled, Today = WorkingDays.China.DayOf(clock.GetUtcNow()),
        });
    }
}
