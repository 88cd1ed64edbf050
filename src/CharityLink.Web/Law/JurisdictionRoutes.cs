using CharityLink.Kernel;
using CharityLink.Law;
using CharityLink.Network;
using CharityLink.Web.Network;
using CharityLink.Web.Site;
using MediatR;

namespace CharityLink.Web.Law;

/// <summary>Chooses whose law an organisation stands under, in the console.</summary>
internal static class JurisdictionRoutes
{
    private static readonly Role[] _deciders = [Role.Administrator, Role.FederationOfficer];

    public static void MapJurisdiction(this SiteRoutes site)
    {
        site.Console.MapGet("/organisations/{id:guid}/law", (HttpContext http, Guid id, OrganisationDirectory directory, Jurisdictions jurisdictions, CancellationToken ct) =>
            One(http, id, directory, jurisdictions, null, [], ct)).ForRoles(_deciders);
        site.Console.MapPost("/organisations/{id:guid}/law", Choose).ForRoles(_deciders);
    }

    private static async Task<IResult> Choose(HttpContext http, Guid id, OrganisationDirectory directory, Jurisdictions jurisdictions, IMediator mediator, CancellationToken ct)
    {
        var typed = http.Request.Form["jurisdiction"].ToString();
        var outcome = await mediator.Send(new ChooseJurisdiction(Posted.Id(http.Request.Form, "command"), id, typed), ct);
        if (!outcome.IsDone)
        {
            return await One(http, id, directory, jurisdictions, typed, outcome.Refusals, ct);
        }

        return Page.Go(http, outcome, $"/console/organisations/{id}?done=law");
    }

    private static async Task<IResult> One(
        HttpContext http, Guid id, OrganisationDirectory directory, Jurisdictions jurisdictions, string? typed, IReadOnlyList<Refusal> refusals, CancellationToken ct) =>
        await directory.Find(id, ct) is { } row && http.Caller().MayRead(row.Code)
            ? Page.Show<JurisdictionPage>(
                http, new { Row = row, Chosen = typed ?? await jurisdictions.Of(id, ct), MayAct = http.Caller().May<ChooseJurisdiction>(row.Code, id), Refusals = refusals },
                Page.Status(refusals))
            : Results.NotFound();
}
