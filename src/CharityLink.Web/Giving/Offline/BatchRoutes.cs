using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Network;
using CharityLink.People;
using CharityLink.Store;
using CharityLink.Web.Network;
using CharityLink.Web.Site;
using MediatR;

namespace CharityLink.Web.Giving.Offline;

/// <summary>Cash and cheques in the console: counted and typed in by one person, counted again by another. For a phone first.</summary>
internal static class BatchRoutes
{
    private static readonly Role[] _collectors = [Role.FederationOfficer, Role.CharityOfficer, Role.TownWorker, Role.VillageWorker];

    public static void MapBatches(this SiteRoutes site)
    {
        site.Console.MapGet("/batches", List).ForStaff();
        site.Console.MapGet("/batches/new", Begin).ForRoles(_collectors);
        site.Console.MapPost("/batches/new", Enter).ForRoles(_collectors);
        site.Console.MapGet("/batches/template.csv", () => Results.File(BatchForm.Template(), "text/csv; charset=utf-8", "charitylink-gifts.csv")).ForRoles(_collectors);
        site.Console.MapGet("/batches/{id:guid}", (HttpContext http, Guid id, [AsParameters] Sources from, CancellationToken ct) => One(http, id, from, Typed.Nothing, [], ct)).ForStaff();
        site.Console.MapPost("/batches/{id:guid}/{act}", Act).ForRoles(_collectors);
    }

    private static async Task<IResult> List(HttpContext http, [AsParameters] Sources from, CancellationToken ct)
    {
        await from.ReadModels.CaughtUp(http, from.List.Name);
        var (query, caller) = (http.Request.Query, http.Caller());
        var state = ListPart.OneOf(query, "state", BatchesPage.States);
        var part = ListPart.Of(await from.List.List(Sight.Of(caller, from.Divisions.City.Code), state, ListPart.Before(query), ListPart.Asked, ct), row => row.Position);
        return Page.Show<BatchesPage>(http, new
        {
            part.Rows, part.Older, State = state ?? "",
            MayEnter = caller.Appointments.Any(held => _collectors.Contains(held.Role)),
        });
    }

    private static async Task<IResult> Begin(HttpContext http, [AsParameters] Sources from, CancellationToken ct)
    {
        await from.ReadModels.CaughtUp(http, from.List.Name);
        // What came back is filled in as it was, for those who may see it and correct it.
        var again = Guid.TryParse(http.Request.Query["batch"], out var id) && await from.List.Find(Sight.Of(http.Caller(), from.Divisions.City.Code), id, ct) is { State: "sent_back" } row
            && http.Caller().May<EnterBatch>(DivisionCode.Parse(row.Division), row.CollectorId) ? await from.Batches.Find(id, ct) : null;
        return await Ask(http, from, again is null ? BatchForm.New(http.Request.Query) : BatchForm.Again(again, await Names(again, from, ct)), [], null, ct);
    }

    private static Task<IReadOnlyDictionary<PersonId, PersonFields>> Names(Batch batch, Sources from, CancellationToken ct) =>
        from.Vault.Read([.. batch.Entered.Lines.Select(line => line.DonorId).OfType<PersonId>()], ct);

    private static async Task<IResult> Enter(HttpContext http, [AsParameters] Sources from, CancellationToken ct)
    {
        var form = await BatchForm.Read(http, from.Clock.GetUtcNow(), ct);
        if (form.WantsMore)
        {
            // What is missing or wrong is told when it is entered.
            return await Ask(http, from, form, [], null, ct);
        }

        List<Refusal> wrong = [.. form.Wrong];
        wrong.AddRange(form.People.Select(one => PersonText.Name(one.Name, one.Taken.Field ?? "", out _)).OfType<Refusal>());
        if (form.File is { Errors.Count: > 0 } || wrong.Count > 0 || form.IsCheck)
        {
            return await Ask(http, from, form, wrong, form.File, ct);
        }

        // Whoever has just written a promise down enters its money next.
        await from.ReadModels.CaughtUp(http, from.Promises.Name);
        var outcome = await from.Desk.Send(form.Command, form.People, ct);
        if (!outcome.IsDone)
        {
            return await Ask(http, from, form, outcome.Refusals, form.File is null ? null : new([.. outcome.Refusals.Select(OfflineDesk.AtLine)], form.File.Rows), ct);
        }

        http.Follow(outcome.Position);
        return Page.Go(http, $"/console/batches/{form.Command.BatchId}");
    }

    private static async Task<IResult> Ask(HttpContext http, Sources from, BatchForm form, IReadOnlyList<Refusal> refusals, CheckedFile? file, CancellationToken ct)
    {
        var caller = http.Caller();
        var collectors = (await from.Organisations.FindMany(caller.Appointments.Where(held => _collectors.Contains(held.Role)).Select(held => held.OrganisationId), ct))
            .Values.Where(row => !row.IsSuspended).OrderBy(row => row.Division, StringComparer.Ordinal).ToList();
        // One who works for a place collects for whoever works for all of it.
        var places = collectors.ConvertAll(row => (row.OrganisationId, row.Code));
        return Page.Show<BatchFormPage>(http, new
        {
            Form = form, Collectors = collectors, Refusals = refusals, File = file,
            Causes = await from.Desk.Causes(
                one => places.Exists(place => one.Id == place.OrganisationId || one.Division.Contains(place.Code)), places.Count == 1 ? places[0].Code : null, http.Language(), ct),
        }, refusals.Count > 0 || file is { Errors.Count: > 0 } ? 422 : 200);
    }

    // What lies outside the reader's area is not there for them.
    private static async Task<IResult> One(HttpContext http, Guid id, Sources from, Typed typed, IReadOnlyList<Refusal> refusals, CancellationToken ct)
    {
        await from.ReadModels.CaughtUp(http, from.List.Name);
        var caller = http.Caller();
        var seen = Sight.Of(caller, from.Divisions.City.Code);
        if (await from.List.Find(seen, id, ct) is not { } row || await from.Batches.Find(id, ct) is not { } batch)
        {
            return TypedResults.NotFound();
        }

        var (division, isMine) = (DivisionCode.Parse(row.Division), row.EnteredBy is not null && row.EnteredBy == caller.AccountId);
        var mayCount = caller.May<ConfirmBatch>(division, row.CollectorId);
        // Who only reads learns that a gift has a name, not whose.
        var names = mayCount ? await Names(batch, from, ct) : new Dictionary<PersonId, PersonFields>();
        return Page.Show<BatchPage>(http, new
        {
            Row = row, Batch = batch, Names = names, IsMine = isMine, MayCount = mayCount && !isMine, MayCorrect = mayCount && row.State == "sent_back",
            MaySettle = caller.May<SettleCheque>(division, row.CollectorId), Typed = typed, Refusals = refusals,
            Shown = batch.Entered.Lines.Where(line => seen.Shows(line.Cause.Division, line.Cause.OrganisationId, line.Cause.HolderId)).Select(line => line.LineId).ToHashSet(),
            Alike = row.IsAlike ? await from.List.Alike(seen, id, BatchAlikes.RowsMax + 1, ct) : [],
            Causes = (await Task.WhenAll(batch.Entered.Lines.Select(line => line.Cause).Distinct().Select(async cause => (Cause: cause, Name: CauseName.Of(await from.Causes.Find(cause, ct), http.Language()))))).ToDictionary(pair => pair.Cause, pair => pair.Name),
        }, refusals.Count > 0 ? 422 : 200);
    }

    private static async Task<IResult> Act(HttpContext http, Guid id, string act, IMediator mediator, [AsParameters] Sources from, CancellationToken ct)
    {
        var typed = Typed.From(http.Request.Form, act);
        var now = from.Clock.GetUtcNow();
        ICommand? command = act switch
        {
            "confirm" => new ConfirmBatch(typed.Id("command"), id, typed.NeededAmount("counted"), now),
            "back" => new SendBatchBack(typed.Id("command"), id, typed.Text("reason")),
            "cleared" or "bounced" => new SettleCheque(typed.Id("command"), id, typed.Reference("line") ?? Guid.Empty, act == "cleared", typed.NeededDay("on"), now),
            _ => null,
        };
        if (command is null)
        {
            return TypedResults.NotFound();
        }

        var wrong = typed.WrongWith(command);
        var outcome = wrong.Count > 0 ? Outcome.Refused(wrong) : await mediator.Send(command, ct);
        if (!outcome.IsDone)
        {
            return await One(http, id, from, typed, outcome.Refusals, ct);
        }

        http.Follow(outcome.Position);
        return Page.Go(http, $"/console/batches/{id}");
    }

    /// <summary>Where the pages' rows come from.</summary>
    internal sealed record Sources(BatchList List, PledgeList Promises, Batches Batches, OfflineDesk Desk, CauseBook Causes, OrganisationDirectory Organisations, Vault Vault, Divisions Divisions, ReadModelHost ReadModels, TimeProvider Clock);
}
