using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Network;
using CharityLink.People;
using CharityLink.Store;
using CharityLink.Web.Evidence;
using CharityLink.Web.Network;
using CharityLink.Web.Site;
using MediatR;

namespace CharityLink.Web.Giving.Offline.Goods;

/// <summary>Goods in the console: written down by one person, seen by another. For a phone first.</summary>
internal static class GoodsRoutes
{
    private static readonly Role[] Collectors = [Role.FederationOfficer, Role.CharityOfficer, Role.TownWorker, Role.VillageWorker];

    public static void MapGoods(this SiteRoutes site)
    {
        site.Console.MapGet("/goods", List).ForStaff();
        site.Console.MapGet("/goods/new", Begin).ForRoles(Collectors);
        site.Console.MapPost("/goods/new", Enter).ForRoles(Collectors).TakesFiles();
        site.Console.MapGet("/goods/{id:guid}", (HttpContext http, Guid id, [AsParameters] Sources from, CancellationToken ct) => One(http, id, from, Typed.Nothing, [], ct)).ForStaff();
        site.Console.MapPost("/goods/{id:guid}/{act}", Act).ForRoles(Collectors);
    }

    private static async Task<IResult> List(HttpContext http, [AsParameters] Sources from, CancellationToken ct)
    {
        await from.ReadModels.CaughtUp(http, from.List.Name);
        var (query, caller) = (http.Request.Query, http.Caller());
        var (seen, state) = (Sight.Of(caller, from.Divisions.City.Code), ListPart.OneOf(query, "state", GoodsListPage.States));
        var part = ListPart.Of(await from.List.List(seen, state, ListPart.Before(query), ListPart.Asked, ct), row => row.Position);
        return Page.Show<GoodsListPage>(http, new
        {
            part.Rows, part.Older, State = state ?? "", Sum = await from.List.Sum(seen, ct),
            MayEnter = caller.Appointments.Any(held => Collectors.Contains(held.Role)),
        });
    }

    private static async Task<IResult> Begin(HttpContext http, [AsParameters] Sources from, CancellationToken ct)
    {
        // What came back is filled in as it was, for those who may see it.
        var caller = http.Caller();
        var again = Guid.TryParse(http.Request.Query["goods"], out var id) && await from.List.Find(Sight.Of(caller, from.Divisions.City.Code), id, ct) is { } row
            && caller.May<EnterGoods>(DivisionCode.Parse(row.Division), row.CollectorId) ? await from.Book.Find(id, ct) : null;
        var giver = again?.Entered.DonorId is { } donor ? (await from.Vault.Read(donor, ct))?.Name : null;
        return await Ask(http, from, GoodsForm.New(again, giver), [], ct);
    }

    private static async Task<IResult> Enter(HttpContext http, [AsParameters] Sources from, CancellationToken ct)
    {
        var form = GoodsForm.Read(http, await from.Uploads.Take(http, GoodsForm.ProofField, ct: ct), from.Clock.GetUtcNow());
        if (form.WantsMore)
        {
            return await Ask(http, from, form, [], ct);
        }

        List<Refusal> wrong = [.. form.Wrong, .. form.People.Select(one => PersonText.Name(one.Name, "donor", out _)).OfType<Refusal>()];
        if (wrong.Count > 0)
        {
            // All that is wrong at once: what could not be read, and what would be refused of the rest.
            wrong.AddRange((await from.Intake.Refusals(form.Command, ct)).Where(why => !wrong.Exists(one => one.Field is not null && one.Field == why.Field)).ToList());
        }

        var outcome = wrong.Count > 0 ? Outcome.Refused(wrong) : await from.Desk.Send(form.Command, form.People, ct);
        return outcome.IsDone ? Page.Go(http, outcome, $"/console/goods/{form.Command.GoodsId}") : await Ask(http, from, form, outcome.Refusals, ct);
    }

    private static async Task<IResult> Ask(HttpContext http, Sources from, GoodsForm form, IReadOnlyList<Refusal> refusals, CancellationToken ct)
    {
        var bodies = (await from.Organisations.FindMany(http.Caller().Appointments.Where(held => Collectors.Contains(held.Role)).Select(held => held.OrganisationId), ct))
            .Values.Where(row => !row.IsSuspended).OrderBy(row => row.Division, StringComparer.Ordinal).ToList();
        // One who works for a place takes in for whoever works for all of it.
        var places = bodies.ConvertAll(row => (row.OrganisationId, row.Code));
        return Page.Show<GoodsFormPage>(http, new
        {
            Form = form, Collectors = bodies, Refusals = refusals,
            Causes = await from.Desk.Causes(
                one => places.Exists(place => one.Id == place.OrganisationId || one.Division.Contains(place.Code)), places.Count == 1 ? places[0].Code : null, http.Language(), ct),
        }, Page.Status(refusals));
    }

    // What lies outside the reader's area is not there for them.
    private static async Task<IResult> One(HttpContext http, Guid id, Sources from, Typed typed, IReadOnlyList<Refusal> refusals, CancellationToken ct)
    {
        await from.ReadModels.CaughtUp(http, from.List.Name, from.Receipts.Name);
        var caller = http.Caller();
        if (await from.List.Find(Sight.Of(caller, from.Divisions.City.Code), id, ct) is not { } row || await from.Book.Find(id, ct) is not { } goods)
        {
            return TypedResults.NotFound();
        }

        var (mayAct, isMine) = (caller.May<ConfirmGoods>(goods.Entered.Division, row.CollectorId), row.EnteredBy is not null && row.EnteredBy == caller.AccountId);
        // Who only reads learns that a gift has a name, not whose.
        var giver = mayAct && goods.Entered.DonorId is { } donor ? (await from.Vault.Read(donor, ct))?.Name : null;
        return Page.Show<GoodsPage>(http, new
        {
            Row = row, Goods = goods, Giver = giver, IsMine = isMine, MayConfirm = mayAct && !isMine, MayCorrect = mayAct && row.State == "sent_back", Typed = typed, Refusals = refusals,
            Receipt = await from.Receipts.OfDonation(id, ct), ReadsReceipt = await from.Organisations.Find(row.HolderId, ct) is { } holder && ReceiptConsole.Reads(caller, holder), Cause = CauseName.Of(await from.Causes.Find(goods.Entered.Cause, ct), http.Language()),
        }, Page.Status(refusals));
    }

    private static async Task<IResult> Act(HttpContext http, Guid id, string act, IMediator mediator, [AsParameters] Sources from, CancellationToken ct)
    {
        var typed = Typed.From(http.Request.Form, act);
        ICommand? command = act switch
        {
            "confirm" => new ConfirmGoods(typed.Id("command"), id, from.Clock.GetUtcNow()),
            "back" => new SendGoodsBack(typed.Id("command"), id, typed.Text("reason")),
            _ => null,
        };
        if (command is null)
        {
            return TypedResults.NotFound();
        }

        var outcome = await mediator.Send(command, ct);
        return outcome.IsDone ? Page.Go(http, outcome, $"/console/goods/{id}") : await One(http, id, from, typed, outcome.Refusals, ct);
    }

    /// <summary>Where the pages' rows come from.</summary>
    internal sealed record Sources(
        GoodsList List, GoodsBook Book, GoodsIntake Intake, OfflineDesk Desk, EvidenceUploads Uploads, Receipts Receipts, CauseBook Causes, OrganisationDirectory Organisations, Vault Vault, Divisions Divisions,
        ReadModelHost ReadModels, TimeProvider Clock);
}
