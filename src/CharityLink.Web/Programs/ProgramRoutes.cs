using CharityLink.Giving;
using CharityLink.Network;
using CharityLink.Programs;
using CharityLink.Projects;
using CharityLink.Store;
using CharityLink.Web.Network;
using CharityLink.Web.Projects;
using CharityLink.Web.Giving.Words;
using CharityLink.Web.Site;

namespace CharityLink.Web.Programs;

/// <summary>PRG-1: the public pages of programs and their sites, where most gifts begin.</summary>
public static class ProgramRoutes
{
    private static readonly string[] _shown = ["gift_totals", "pledge_totals", "organisations", "programs", "projects", "gift_words", "goods_totals"];

    /// <summary>Adds the pages.</summary>
    public static void MapPrograms(this SiteRoutes site)
    {
        site.Public.MapGet("/programs", List);
        site.Public.MapGet("/programs/{id:guid}", One);
        site.Public.MapGet("/programs/{id:guid}/sites/{siteId:guid}", Site);
        site.MapProgramConsole();
    }

    private static async Task<IResult> List(HttpContext http, [AsParameters] Sources from, string? q, string? kind, string? page, CancellationToken ct)
    {
        await from.ReadModels.CaughtUp(http, _shown);
        var (text, number) = (Paging.Text(q), Paging.Number(page));
        var rows = await from.Programs.List(new ProgramFilter(Text: text, Kind: kind is not null && ProgramKinds.Find(kind) is not null ? kind : null), number, Paging.Size, ct);
        var ids = rows.Rows.Select(row => row.ProgramId).ToList();
        var (totals, sites) = (from.Totals.OfMany(GiftTotals.Program, [.. ids.Select(id => id.ToString())], ct), from.Programs.OpenSites(ids, ct));
        var pledges = from.Pledged.OfMany(GiftTotals.Program, [.. ids.Select(id => id.ToString())], ct);
        var owners = from.Organisations.FindMany(rows.Rows.Select(row => row.OwnerId), ct);
        await Task.WhenAll(totals, sites, pledges, owners);
        return Page.Show<ProgramListPage>(http, new { Rows = rows, Totals = await totals, Pledged = await pledges, Sites = await sites, Owners = await owners, from.Divisions, Text = text, Kind = kind, Number = number });
    }

    private static async Task<IResult> One(HttpContext http, Guid id, [AsParameters] Sources from, CancellationToken ct)
    {
        await from.ReadModels.CaughtUp(http, _shown);
        if (await from.Programs.Find(id, ct) is not { } program)
        {
            return Results.NotFound();
        }

        var (owner, sites) = (from.Organisations.Find(program.OwnerId, ct), from.Programs.SitesOf(id, ct));
        var totals = from.Totals.Of(GiftTotals.Program, id.ToString(), ct);
        var pledged = from.Pledged.Of(GiftTotals.Program, id.ToString(), ct);
        var projects = from.Projects.Of(new ProjectFilter(ProgramId: id), $"?program={id}", ct);
        var (words, goods) = (from.Words.OfProgram(id, ct), from.Goods.Of(GiftTotals.Program, id, ct));
        await Task.WhenAll(owner, sites, totals, pledged, projects, words, goods);
        string[] siteKeys = [.. (await sites).Select(site => site.SiteId.ToString())];
        var (siteTotals, sitePledged) = (from.Totals.OfMany(GiftTotals.Site, siteKeys, ct), from.Pledged.OfMany(GiftTotals.Site, siteKeys, ct));
        await Task.WhenAll(siteTotals, sitePledged);
        return Page.Show<ProgramPage>(http, new
        {
            Program = program, Owner = await owner, Sites = await sites, Totals = await totals, Pledged = await pledged, SiteTotals = await siteTotals, SitePledged = await sitePledged, Projects = await projects, Words = await words, Goods = await goods, Path = from.Divisions.PathTo(program.Code), from.Divisions,
        });
    }

    private static async Task<IResult> Site(HttpContext http, Guid id, Guid siteId, [AsParameters] Sources from, CancellationToken ct)
    {
        await from.ReadModels.CaughtUp(http, _shown);
        if (await from.Programs.FindSite(siteId, ct) is not { } site || site.ProgramId != id || await from.Programs.Find(id, ct) is not { } program)
        {
            return Results.NotFound();
        }

        var bodies = from.Organisations.FindMany([program.OwnerId, site.OperatorId], ct);
        var totals = from.Totals.Of(GiftTotals.Site, siteId.ToString(), ct);
        var pledged = from.Pledged.Of(GiftTotals.Site, siteId.ToString(), ct);
        var goods = from.Goods.Of(GiftTotals.Site, siteId, ct);
        await Task.WhenAll(bodies, totals, pledged, goods);
        return Page.Show<SitePage>(http, new
        {
            Program = program, Site = site, Owner = (await bodies).GetValueOrDefault(program.OwnerId), Operator = (await bodies).GetValueOrDefault(site.OperatorId),
            Totals = await totals, Pledged = await pledged, Goods = await goods, Path = from.Divisions.PathTo(site.Code), from.Divisions,
        });
    }

    /// <summary>Where the pages' figures come from.</summary>
    internal sealed record Sources(ProgramDirectory Programs, OrganisationDirectory Organisations, GiftTotals Totals, PledgeTotals Pledged, TeaserShelf Projects, WordsShelf Words, GoodsTotals Goods, Divisions Divisions, ReadModelHost ReadModels);
}
