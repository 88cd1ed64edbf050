using System.Globalization;
using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Network;
using CharityLink.People;
using CharityLink.Store;
using CharityLink.Web.Network;
using CharityLink.Web.Site;
using MediatR;

namespace CharityLink.Web.Giving.Offline;

/// <summary>Transfers in the console: what arrived, what waits, what nobody knows yet. Typed in one by one, or from the bank's statement.</summary>
internal static class TransferRoutes
{
    private static readonly Role[] _officers = [Role.FederationOfficer, Role.CharityOfficer];

    public static void MapTransfers(this SiteRoutes site)
    {
        site.Console.MapGet("/transfers", (HttpContext http, [AsParameters] Sources from, CancellationToken ct) => List(http, from, Typed.Nothing, [], null, ct)).ForStaff();
        site.Console.MapPost("/transfers/record", Record).ForRoles(_officers);
        site.Console.MapPost("/transfers/statement", Statement).ForRoles(_officers);
        site.Console.MapGet("/transfers/{id:guid}", (HttpContext http, Guid id, [AsParameters] Sources from, CancellationToken ct) => One(http, id, from, Typed.Nothing, [], ct)).ForStaff();
        site.Console.MapPost("/transfers/{id:guid}/{act}", Act).ForRoles(_officers);
    }

    private static async Task<IResult> Record(HttpContext http, [AsParameters] Sources from, CancellationToken ct)
    {
        var typed = Typed.From(http.Request.Form, "record");
        var holder = typed.Reference("holder") ?? Guid.Empty;
        var wrong = typed.Text("reference").Trim().Length == 0 ? null : TransferReference.Read(typed.Text("reference"), "reference", out _);
        string? reference = null;
        if (typed.Text("reference").Trim().Length > 0 && wrong is null)
        {
            TransferReference.Read(typed.Text("reference"), "reference", out var read);
            reference = read;
        }

        var payer = typed.Text("payer").Trim();
        var (id, transfer) = (typed.Id("command"), Arrival.IdOf(holder, typed.Text("transaction")));
        var command = new RecordTransfers(
            id, holder,
            [new ArrivedTransfer(0, typed.Text("transaction"), typed.NeededAmount("amount"), typed.NeededDay("arrived_on"), reference, payer.Length == 0 ? null : Arrival.PayerOf(transfer, id))], from.Clock.GetUtcNow());
        List<Refusal> refusals = [.. typed.WrongWith(command)];
        refusals.AddRange(new[] { wrong, payer.Length == 0 ? null : PersonText.Name(payer, "payer", out _) }.OfType<Refusal>());
        var outcome = refusals.Count > 0 ? Outcome.Refused(refusals) : await from.Desk.Send(command, await Payers(command, [payer], from.Transfers, ct), ct);
        if (!outcome.IsDone)
        {
            return await List(http, from, typed, outcome.Refusals, null, ct);
        }

        http.Follow(outcome.Position);
        return Page.Go(http, $"/console/transfers/{transfer}");
    }

    private static async Task<IResult> Statement(HttpContext http, [AsParameters] Sources from, CancellationToken ct)
    {
        var typed = Typed.From(http.Request.Form, "statement");
        var holder = typed.Reference("holder") ?? Guid.Empty;
        if (http.Request.Form.Files.GetFile("file") is not { Length: > 0 } file)
        {
            return await List(http, from, typed, [], new([new(0, null, new Refusal("csv_missing"))], 0), ct);
        }

        using var bytes = new MemoryStream();
        await file.CopyToAsync(bytes, ct);
        var id = typed.Id("command");
        var (rows, errors) = StatementFile.Read(bytes.ToArray(), holder, id);
        var command = new RecordTransfers(id, holder, [.. rows.Select(row => row.Transfer)], from.Clock.GetUtcNow());
        errors = errors.Count > 0 ? errors : [.. command.Validate().Select(OfflineDesk.AtLine)];
        if (errors.Count > 0 || typed.Text("choice") == "check")
        {
            return await List(http, from, typed, [], new(errors, rows.Count), ct);
        }

        var outcome = await from.Desk.Send(command, await Payers(command, [.. rows.Select(row => row.Payer ?? "")], from.Transfers, ct), ct);
        if (!outcome.IsDone)
        {
            return await List(http, from, typed, [], new([.. outcome.Refusals.Select(OfflineDesk.AtLine)], rows.Count), ct);
        }

        http.Follow(outcome.Position);
        return Page.Go(http, $"/console/transfers?recorded={rows.Count}");
    }

    private static async Task<IResult> List(HttpContext http, Sources from, Typed typed, IReadOnlyList<Refusal> refusals, CheckedFile? file, CancellationToken ct)
    {
        await from.ReadModels.CaughtUp(http, from.Transfers.Name, "donations");
        var (query, caller) = (http.Request.Query, http.Caller());
        var (seen, state) = (Sight.Of(caller, from.Divisions.City.Code), ListPart.OneOf(query, "state", TransfersPage.States) ?? "open");
        var part = ListPart.Of(await from.Transfers.Arrivals(seen, state, ListPart.Before(query), ListPart.Asked, ct), row => row.Position);
        return Page.Show<TransfersPage>(http, new
        {
            part.Rows, part.Older, State = state,
            Waiting = await from.Transfers.Waiting(seen, ListPart.Size, ct), Holders = await from.Desk.For<RecordTransfers>(caller, ct),
            Typed = typed, Refusals = refusals, File = file, Recorded = int.TryParse(query["recorded"], NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0,
        }, refusals.Count > 0 || file is { Errors.Count: > 0 } ? 422 : 200);
    }

    // What lies outside the reader's area is not there for them.
    private static async Task<IResult> One(HttpContext http, Guid id, Sources from, Typed typed, IReadOnlyList<Refusal> refusals, CancellationToken ct)
    {
        await from.ReadModels.CaughtUp(http, from.Transfers.Name);
        if (await from.Transfers.Arrival(Sight.Of(http.Caller(), from.Divisions.City.Code), id, ct) is not { } row)
        {
            return TypedResults.NotFound();
        }

        var mayAct = http.Caller().May<AssignTransfer>(DivisionCode.Parse(row.Division), row.HolderId);
        // Proposed only: whoever decides has both before them. As it stands now, which may be another than when it arrived.
        var named = row.PledgeId is { } promise ? await from.Pledges.Find(promise, ct) : null;
        return Page.Show<TransferPage>(http, new
        {
            Row = row, MayAct = mayAct, Typed = typed, Refusals = refusals, Named = named, NotNamed = named is null ? null : Pledge.WhyNotKeptBy(named, null, row.HolderId, "promise"),
            // Who only reads learns that somebody paid, not who.
            Payer = mayAct && row.PayerId is { } payer ? (await from.Vault.Read(new PersonId(payer), ct))?.Name : null,
            Causes = mayAct && row.State == "open" ? await from.Desk.Causes(one => one.Id == row.HolderId, DivisionCode.Parse(row.Division), http.Language(), ct) : [],
        }, refusals.Count > 0 ? 422 : 200);
    }

    private static async Task<IResult> Act(HttpContext http, Guid id, string act, IMediator mediator, [AsParameters] Sources from, CancellationToken ct)
    {
        var typed = Typed.From(http.Request.Form, act);
        if (await from.Transfers.Arrival(Sight.Of(http.Caller(), from.Divisions.City.Code), id, ct) is not { } row || Command(typed, row, from.Clock.GetUtcNow()) is not { } command)
        {
            return TypedResults.NotFound();
        }

        await from.ReadModels.CaughtUp(http, from.Promises.Name);
        var wrong = typed.WrongWith(command);
        var outcome = wrong.Count > 0 ? Outcome.Refused(wrong) : await mediator.Send(command, ct);
        if (!outcome.IsDone)
        {
            return await One(http, id, from, typed, outcome.Refusals, ct);
        }

        http.Follow(outcome.Position);
        return Page.Go(http, $"/console/transfers/{id}");
    }

    private static ICommand? Command(Typed typed, ArrivalRow row, DateTimeOffset now) => typed.Act switch
    {
        "assign" => new AssignTransfer(
            typed.Id("command"), row.HolderId, row.Id, typed.Text("reference").Trim() is { Length: > 0 } reference ? reference : null,
            typed.Text("reference").Trim().Length > 0 ? null : OfflineDesk.Choice(typed.Text("cause")), typed.Ticked("with_name"), now,
            typed.Text("promise").Trim() is { Length: > 0 } promise ? promise : null),
        "return" => new MarkTransferForReturn(typed.Id("command"), row.HolderId, row.Id, typed.Text("reason")),
        "returned" => new RecordTransferReturn(typed.Id("command"), row.HolderId, row.Id, typed.NeededDay("returned_on"), typed.Text("transaction"), now),
        _ => null,
    };

    // Of transfers that are recorded already nobody is written down again.
    private static async Task<IReadOnlyList<(PersonId, string, Refusal)>> Payers(RecordTransfers command, IReadOnlyList<string> names, TransferBook transfers, CancellationToken ct)
    {
        var ids = command.Rows.Select(row => Arrival.IdOf(command.HolderId, row.TransactionId)).ToList();
        var known = await transfers.Recorded(ids, ct);
        return [.. command.Rows.Zip(names, ids).Where(row => row.First.PayerId is not null && !known.Contains(row.Third)).DistinctBy(row => row.Third)
            .Select(row => (row.First.PayerId!.Value, row.Second, RecordTransfers.AtLine(row.First.Line, new Refusal("transfer_told_differently", "payer", row.First.TransactionId))))]; // Just looked.
    }

    /// <summary>Where the pages' rows come from.</summary>
    internal sealed record Sources(TransferBook Transfers, PledgeList Promises, CharityLink.Giving.Pledges Pledges, OfflineDesk Desk, Vault Vault, Divisions Divisions, ReadModelHost ReadModels, TimeProvider Clock);
}
