using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Law;
using CharityLink.Network;
using CharityLink.People;
using CharityLink.Store;
using CharityLink.Web.Evidence;
using CharityLink.Web.Network;
using CharityLink.Web.Site;
using MediatR;

namespace CharityLink.Web.Giving.Pledges;

/// <summary>Promises and money to be given back, as staff see them: those of their area or charity, without names.</summary>
internal static class ConsolePledgeRoutes
{
    private const string PaperField = "paper";

    public static void MapConsolePledges(this SiteRoutes site)
    {
        site.Console.MapGet("/pledges", (HttpContext http, [AsParameters] Sources from, CancellationToken ct) => List(http, null, "", [], from, ct)).ForStaff();
        site.Console.MapGet("/pledges/{id:guid}", (HttpContext http, Guid id, [AsParameters] Records of, [AsParameters] Sources from, CancellationToken ct) =>
            One(http, id, Typed.Nothing, EvidenceIntake.None(PaperField), [], of, from, ct)).ForStaff();
        site.Console.MapPost("/pledges/{id:guid}/form", Record).ForRoles(Role.FederationOfficer, Role.CharityOfficer).TakesFiles();
        site.Console.MapPost("/pledges/{id:guid}/release", Release).ForRoles(Role.FederationOfficer, Role.CharityOfficer);
        site.Console.MapGet("/returns", Returns).ForStaff();
        site.MapEnteredPromises();
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
            Programs = await from.Causes.Programs(ct), Projects = await from.Causes.Projects(ct), Caller = http.Caller(), MayEnter = http.Caller().Appointments.Any(held => held.Role is Role.FederationOfficer or Role.CharityOfficer), Releasing = releasing, Reason = reason, Refusals = refusals,
        }, refusals.Count > 0 ? 422 : 200);
    }

    // What lies outside the reader's area, or was never confirmed, is not there for them.
    private static async Task<IResult> One(HttpContext http, Guid id, Typed typed, EvidenceIntake paper, IReadOnlyList<Refusal> refusals, Records of, Sources from, CancellationToken ct)
    {
        if (await of.Promises.Find(id, ct) is not { State: not PledgeState.Made } pledge
            || !Sight.Of(http.Caller(), from.Divisions.City.Code).Shows(pledge.Made.Cause.Division, pledge.Made.Cause.OrganisationId, pledge.Made.Cause.HolderId))
        {
            return TypedResults.NotFound();
        }

        var mayAct = http.Caller().May<RecordPromiseForm>(pledge.Made.Cause.Division, pledge.Made.Cause.HolderId);
        return Page.Show<ConsolePledgePage>(http, new
        {
            // Somebody has to ring up who left no address. Who only reads learns that somebody promised, not who.
            Giver = mayAct && pledge.Made.IsEntered ? await of.Vault.Read(pledge.Made.DonorId, ct) : null,
            Pledge = pledge, Offer = await from.Causes.Find(pledge.Made.Cause, ct), Mails = await of.Mails.Of(id, ct), (await of.Store.ReadStream(id, 0, ct)).Events,
            Path = from.Divisions.PathTo(pledge.Made.Cause.Division), Today = Pledge.DayOf(from.Clock.GetUtcNow()),
            Binding = pledge.Binding(await of.Jurisdictions.Of(pledge.Made.Cause.HolderId, ct)), Typed = typed, Paper = paper, Refusals = refusals,
            MayRecord = pledge is { IsByCard: false, State: PledgeState.Confirmed } && mayAct,
        }, Page.Status(refusals));
    }

    // The paper that is on file stays unless another is handed in or it is taken out.
    private static async Task<IResult> Record(HttpContext http, Guid id, EvidenceUploads uploads, IMediator mediator, [AsParameters] Records of, [AsParameters] Sources from, CancellationToken ct)
    {
        var (typed, paper) = (Typed.From(http.Request.Form, "form"), await uploads.Take(http, PaperField, 1, ct));
        var ask = new RecordPromiseForm(
            typed.Id("command"), id, Enum.TryParse<PromiseForm>(typed.Text("form"), out var form) ? form : (PromiseForm)(-1), typed.NeededDay("promised_on"), typed.Ticked("listed"),
            paper.Files is [var file, ..] ? file : null, from.Clock.GetUtcNow());
        List<Refusal> wrong = [.. paper.Refusals, .. typed.WrongWith(ask)];
        var outcome = wrong.Count > 0 ? Outcome.Refused(wrong) : await mediator.Send(ask, ct);
        return outcome.IsDone ? Page.Go(http, outcome, $"/console/pledges/{id}") : await One(http, id, typed, paper, outcome.Refusals, of, from, ct);
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

    /// <summary>Where the page of one promise comes from.</summary>
    internal sealed record Records(CharityLink.Giving.Pledges Promises, PledgeMails Mails, EventStore Store, Jurisdictions Jurisdictions, Vault Vault);

    /// <summary>Where the pages' figures come from.</summary>
    internal sealed record Sources(PledgeList Pledges, CauseBook Causes, Divisions Divisions, ReadModelHost ReadModels, TimeProvider Clock);
}
