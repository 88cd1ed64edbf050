using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Network;
using CharityLink.Store;
using CharityLink.Web.Network;
using CharityLink.Web.Site;
using MediatR;

namespace CharityLink.Web.Giving.Pledges;

/// <summary>Promises and money to be given back, as staff see them: those of their area or charity, without names.</summary>
internal static class ConsolePledgeRoutes
{
    public static void MapConsolePledges(this SiteRoutes site)
    {
        site.Console.MapGet("/pledges", (HttpContext http, [AsParameters] Sources from, CancellationToken ct) => List(http, null, "", [], from, ct)).ForStaff();
        site.Console.MapGet("/pledges/{id:guid}", One).ForStaff();
        site.Console.MapPost("/pledges/{id:guid}/release", Release).ForRoles(Role.FederationOfficer, Role.CharityOfficer);
        site.Console.MapGet("/returns", Returns).ForStaff();
    }

    private static async Task<IResult> List(HttpContext http, Guid? releasing, string reason, IReadOnlyList<Refusal> refusals, Sources from, CancellationToken ct)
    {
        await from.ReadModels.CaughtUp(http, from.Pledges.Name);
        var query = http.Request.Query;
        var (state, project) = (ListPart.OneOf(query, "state", ConsolePledgesPage.States), query["project"].ToString());
        var rows = await from.Pledges.List(
            Sight.Of(http.Caller(), from.Divisions.City.Code), state, Guid.TryParse(project, out var one) ? one : null, ListPart.Before(query), ListPart.Asked, ct);
        var part = ListPart.Of(rows, row => row.Position);
        return Page.Show<ConsolePledgesPage>(http, new
        {
            part.Rows, part.Older, State = state ?? "", Project = project,
            Programs = await from.Causes.Programs(ct), Projects = await from.Causes.Projects(ct), Caller = http.Caller(), Releasing = releasing, Reason = reason, Refusals = refusals,
        }, refusals.Count > 0 ? 422 : 200);
    }

    // What lies outside the reader's area, or was never confirmed, is not there for them.
    private static async Task<IResult> One(HttpContext http, Guid id, CharityLink.Giving.Pledges pledges, PledgeMails mails, EventStore store, [AsParameters] Sources from, CancellationToken ct)
    {
        if (await pledges.Find(id, ct) is not { State: not PledgeState.Made } pledge
            || !Sight.Of(http.Caller(), from.Divisions.City.Code).Shows(pledge.Made.Cause.Division, pledge.Made.Cause.OrganisationId, pledge.Made.Cause.HolderId))
        {
            return TypedResults.NotFound();
        }

        return Page.Show<ConsolePledgePage>(http, new
        {
            Pledge = pledge, Offer = await from.Causes.Find(pledge.Made.Cause, ct), Mails = await mails.Of(id, ct), (await store.ReadStream(id, 0, ct)).Events,
            Path = from.Divisions.PathTo(pledge.Made.Cause.Division), Today = Pledge.DayOf(from.Clock.GetUtcNow()),
        });
    }

    private static async Task<IResult> Release(HttpContext http, Guid id, IMediator mediator, [AsParameters] Sources from, CancellationToken ct)
    {
        var reason = http.Request.Form["reason"].ToString();
        var outcome = await mediator.Send(new ReleasePledge(Posted.Id(http.Request.Form, "command"), id, reason), ct);
        if (!outcome.IsDone)
        {
            return await List(http, id, reason, outcome.Refusals, from, ct);
        }

        http.Follow(outcome.Position);
        return Page.Go(http, "/console/pledges");
    }

    private static async Task<IResult> Returns(HttpContext http, GiftReturns returns, [AsParameters] Sources from, CancellationToken ct) => Page.Show<ReturnsPage>(http, new
    {
        Rows = await returns.ToReturn(Sight.Of(http.Caller(), from.Divisions.City.Code), ct),
    });

    /// <summary>Where the pages' figures come from.</summary>
    internal sealed record Sources(PledgeList Pledges, CauseBook Causes, Divisions Divisions, ReadModelHost ReadModels, TimeProvider Clock);
}
