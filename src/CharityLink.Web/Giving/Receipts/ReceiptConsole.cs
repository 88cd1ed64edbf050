using System.Globalization;
using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Network;
using CharityLink.People;
using CharityLink.Store;
using CharityLink.Web.Giving.Account;
using CharityLink.Web.Network;
using CharityLink.Web.Site;
using MediatR;

namespace CharityLink.Web.Giving;

/// <summary>Receipts in the console: an organisation's register of a year, and one receipt with the ways to void it and to let another follow.</summary>
internal static class ReceiptConsole
{
    private const int PageSize = 50;
    private static readonly Role[] _officers = [Role.FederationOfficer, Role.CharityOfficer];

    public static void MapReceiptConsole(this SiteRoutes site)
    {
        site.Console.MapGet("/receipts", Registers).ForStaff();
        site.Console.MapGet("/receipts/{holder:guid}/{year:int}", List).ForStaff();
        site.Console.MapGet("/receipts/{holder:guid}/{year:int}/{number:int}", (HttpContext http, Guid holder, int year, int number, string? done, [AsParameters] Sources from, CancellationToken ct) =>
            One(http, holder, year, number, Typed.Nothing, [], done, from, ct)).ForStaff();
        site.Console.MapPost("/receipts/{holder:guid}/{year:int}/{number:int}/{act}", Act).ForRoles(_officers);
    }

    private static async Task<IResult> Registers(HttpContext http, [AsParameters] Sources from, CancellationToken ct)
    {
        await from.ReadModels.CaughtUp(http, from.Receipts.Name);
        var registers = await from.Receipts.Registers(ct);
        var holders = await from.Organisations.FindMany(registers.Select(register => register.HolderId), ct);
        return Page.Show<RegistersPage>(http, new { Rows = registers.Where(register => Reads(http.Caller(), holders.GetValueOrDefault(register.HolderId))).ToList(), Holders = holders });
    }

    // A number finds its receipt at once; one that was never given out is said so, and the list stays.
    private static async Task<IResult> List(HttpContext http, Guid holder, int year, string? number, int? below, string? state, [AsParameters] Sources from, CancellationToken ct)
    {
        await from.ReadModels.CaughtUp(http, from.Receipts.Name);
        if (await from.Organisations.Find(holder, ct) is not { } row || !Reads(http.Caller(), row))
        {
            return Results.NotFound();
        }

        var (asked, why) = Number(number, year);
        if (asked is { } wanted)
        {
            if (await from.Receipts.ByNumber(holder, year, wanted, ct) is not null)
            {
                return Page.Go(http, Address(holder, year, wanted));
            }

            why = new Refusal("receipt_number_unknown", "number");
        }

        var rows = await from.Receipts.Page(holder, year, below ?? int.MaxValue, state == "voided", PageSize + 1, ct);
        return Page.Show<RegisterPage>(http, new
        {
            Holder = row, Year = year, Rows = rows.Take(PageSize).ToList(), Older = rows.Count > PageSize ? rows[PageSize - 1].Number : (int?)null,
            MayAct = http.Caller().May<VoidReceipt>(default, holder), Typed = number, State = state ?? "", Refusals = why is null ? [] : new[] { why },
        }, why is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<IResult> One(
        HttpContext http, Guid holder, int year, int number, Typed typed, IReadOnlyList<Refusal> refusals, string? done, Sources from, CancellationToken ct)
    {
        await from.ReadModels.CaughtUp(http, from.Receipts.Name);
        if (await from.Organisations.Find(holder, ct) is not { } row || !Reads(http.Caller(), row) || await from.Receipts.ByNumber(holder, year, number, ct) is not { } receipt)
        {
            return Results.NotFound();
        }

        return Page.Show<ReceiptPage>(http, new
        {
            Holder = row, Receipt = receipt, Offer = await from.Causes.Find(receipt.Cause, ct), Giver = await from.Names.ForCharity(receipt, ct) ?? http.Texts()["gift.anonymous"],
            Before = receipt.Replaces is { } old ? await from.Receipts.Find(old, ct) : null, After = receipt.ReplacedBy is { } next ? await from.Receipts.Find(next, ct) : null,
            Note = (await from.Store.ReadStream(receipt.Id, 0, ct)).Events.Select(e => e.Data).OfType<ReceiptVoided>().FirstOrDefault()?.Note,
            MayAct = http.Caller().May<VoidReceipt>(default, holder), Typed = typed, Refusals = refusals,
            Notice = done is "void" or "reissue" ? $"receipts.done.{done}" : null,
        }, refusals.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<IResult> Act(HttpContext http, Guid holder, int year, int number, string act, IMediator mediator, [AsParameters] Sources from, CancellationToken ct)
    {
        var typed = Typed.From(http.Request.Form, act);
        if (await from.Receipts.ByNumber(holder, year, number, ct) is not { } receipt)
        {
            return Results.NotFound();
        }

        var cause = Enum.GetValues<VoidCause>().Cast<VoidCause?>().FirstOrDefault(one => Receipts.NameOf(one.GetValueOrDefault()) == typed.Text("cause"));
        var outcome = (act, cause) switch
        {
            ("void", null) => Outcome.Refused(new Refusal("receipt_cause_missing", "cause")),
            ("void", { } chosen) => await mediator.Send(new VoidReceipt(typed.Id("command"), receipt.Id, chosen, from.Clock.GetUtcNow(), typed.Text("note")), ct),
            ("reissue", _) => await Reissue(receipt, typed, mediator, from, ct),
            _ => null,
        };
        if (outcome is null)
        {
            return Results.NotFound();
        }

        if (!outcome.IsDone)
        {
            return await One(http, holder, year, number, typed, outcome.Refusals, null, from, ct);
        }

        http.Follow(outcome.Position);
        return Page.Go(http, $"{Address(holder, year, number)}?done={act}");
    }

    // The vault first: a fact never names a person who is not there. The mailbox stays the giver's, so that whoever erases the account erases this name too.
    private static async Task<Outcome> Reissue(Receipt receipt, Typed typed, IMediator mediator, Sources from, CancellationToken ct)
    {
        var wrong = new[] { PersonText.Name(typed.Text("name"), "name", out var name), PersonText.TaxId(typed.Text("tax_id"), "tax_id", out var code) }.OfType<Refusal>().ToList();
        if (wrong.Count > 0)
        {
            return Outcome.Refused(wrong);
        }

        var command = typed.Id("command");
        var (known, giver) = (receipt.DonorId is { } person ? await from.Vault.Read(person, ct) : null, ReissueReceipt.GiverOf(command));
        var kept = await from.Vault.Remember(giver, (known ?? new PersonFields()) with { Name = name, TaxId = code }, ct);
        if (kept.How == Remembered.Other)
        {
            return Outcome.Refused(new Refusal("id_taken"));
        }

        var outcome = await mediator.Send(new ReissueReceipt(command, receipt.Id, receipt.Amount, giver, VoidCause.NameWrong, from.Clock.GetUtcNow()), ct);
        if (!outcome.IsDone && kept.How == Remembered.New)
        {
            await from.Vault.Forget(giver, ct);
        }

        return outcome;
    }

    /// <summary>The page of a receipt.</summary>
    internal static string Address(Guid holder, int year, int number) => string.Create(CultureInfo.InvariantCulture, $"/console/receipts/{holder}/{year}/{number}");

    // As it is printed, or the running number alone.
    private static (int? Number, Refusal? Why) Number(string? text, int year)
    {
        var typed = (text ?? "").Normalize(System.Text.NormalizationForm.FormKC).Trim();
        var prefix = string.Create(CultureInfo.InvariantCulture, $"{year}-");
        var digits = typed.StartsWith(prefix, StringComparison.Ordinal) ? typed[prefix.Length..] : typed;
        return typed.Length == 0 ? (null, null)
            : int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? (number, null)
            : (null, new Refusal("receipt_number_malformed", "number"));
    }

    // Whoever watches over the place an organisation is in reads its registers; its own people do, wherever they are.
    /// <summary>Whether a caller may read an organisation's receipts.</summary>
    internal static bool Reads(Caller caller, OrganisationRow? holder) =>
        holder is not null && (caller.MayRead(holder.Code) || caller.Appointments.Any(held => held.OrganisationId == holder.OrganisationId));

    /// <summary>Where the pages' rows come from.</summary>
    internal sealed record Sources(
        Receipts Receipts, OrganisationDirectory Organisations, CauseBook Causes, Vault Vault, GiverNames Names, EventStore Store, ReadModelHost ReadModels, TimeProvider Clock);
}
