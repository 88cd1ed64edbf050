using System.Globalization;
using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Network;
using CharityLink.Store;
using CharityLink.Web.Network;
using CharityLink.Web.Site;
using MediatR;

namespace CharityLink.Web.Giving.Refunds;

/// <summary>Money that goes back, and the books, as staff see them: those of their area or charity, without names.</summary>
internal static class RefundRoutes
{
    private static readonly Role[] Officers = [Role.FederationOfficer, Role.CharityOfficer];

    public static void MapRefunds(this SiteRoutes site)
    {
        site.Console.MapGet("/refunds", List).ForStaff();
        site.Console.MapGet("/books", Books).ForRoles(Role.Administrator, Role.FederationOfficer, Role.CharityOfficer, Role.Auditor);
        site.Console.MapGet("/gifts/{id:guid}/refunds", (HttpContext http, Guid id, [AsParameters] Sources from, CancellationToken ct) => OfGift(http, id, About.Nothing, [], from, ct)).ForStaff();
        site.Console.MapPost("/gifts/{id:guid}/refunds", Request).ForRoles(Officers);
        site.Console.MapPost("/gifts/{id:guid}/refunds/{refund:guid}", Act).ForRoles(Officers);
        site.Console.MapPost("/gifts/{id:guid}/disputes/{dispute}", Answer).ForRoles(Officers);
        site.Console.MapPost("/gifts/{id:guid}/held/{payment}", DecideHeld).ForRoles(Officers);
        site.MapHeld();
        site.MapAskRefund();
        site.MapDifferences();
    }

    private static async Task<IResult> List(HttpContext http, RefundList refunds, Divisions divisions, ReadModelHost readModels, CancellationToken ct)
    {
        await readModels.CaughtUp(http, refunds.Name);
        var query = http.Request.Query;
        var state = ListPart.OneOf(query, "state", RefundsPage.States);
        var part = ListPart.Of(await refunds.List(Sight.Of(http.Caller(), divisions.City.Code), state, ListPart.Before(query), ListPart.Asked, ct), row => row.Position);
        return Page.Show<RefundsPage>(http, new
        {
            part.Rows, part.Older, State = state ?? "", Account = http.Caller().AccountId, MayDecide = http.Caller().Appointments.Any(held => Officers.Contains(held.Role)),
        });
    }

    private static async Task<IResult> Books(HttpContext http, Ledger ledger, OrganisationDirectory organisations, Divisions divisions, ReadModelHost readModels, CancellationToken ct)
    {
        await readModels.CaughtUp(http, ledger.Name);
        var rows = await ledger.Balances(ct);
        var bodies = await organisations.FindMany(rows.Select(row => row.HolderId), ct);
        var seen = Sight.Of(http.Caller(), divisions.City.Code);
        return Page.Show<BooksPage>(http, new
        {
            // What belongs to no organisation yet is for those who see all of them.
            Rows = rows.Where(row => bodies.TryGetValue(row.HolderId, out var body) ? seen.Shows(body.Code, row.HolderId, row.HolderId)
                : row.HolderId == Settlement.Nobody && http.Caller().Appointments.Any(held => held.Role is Role.Administrator or Role.Auditor)).ToList(),
            Bodies = bodies,
        });
    }

    // What lies outside the reader's area is not there for them.
    private static async Task<IResult> OfGift(HttpContext http, Guid id, About about, IReadOnlyList<Refusal> refusals, Sources from, CancellationToken ct)
    {
        await from.ReadModels.CaughtUp(http, from.Gifts.Name, from.Refunds.Name, from.Ledger.Name);
        if (await from.Gifts.Find(id, ct) is not { } gift || !Sight.Of(http.Caller(), from.Divisions.City.Code).Shows(gift))
        {
            return TypedResults.NotFound();
        }

        var suspended = await from.Causes.Suspended(gift.HolderId, gift.OrganisationId, gift.ProjectId is null ? gift.ProgramId : null, ct);
        return Page.Show<GiftRefundsPage>(http, new
        {
            Gift = gift, Suspended = suspended, (await from.Causes.Find(gift.Choice, ct)).Project, StandsIn = suspended is not null && HeldRules.MayStandIn(http.Caller(), gift.Division, gift.HolderId), Refunds = await from.Refunds.OfGift(id, ct), Disputes = await from.Refunds.DisputesOf(id, ct), Entries = await from.Ledger.OfGift(id, ct), Now = from.Clock.GetUtcNow(),
            http.Caller().AccountId, MayDecide = http.Caller().Appointments.Any(held => Officers.Contains(held.Role) && held.OrganisationId == gift.HolderId),
            MayAsk = http.Caller().May<RequestRefund>(gift.Division, gift.HolderId),
            Warning = await from.Warnings.OfGift(id, ct), Held = await from.Refunds.HeldOf(id, ct), About = about.Refund, about.Dispute, about.Payment, Refusals = refusals, Typed = refusals.Count > 0 ? http.Request.Form : null,
        }, refusals.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }

    private static async Task<IResult> Request(HttpContext http, Guid id, IMediator mediator, [AsParameters] Sources from, CancellationToken ct)
    {
        var form = http.Request.Form;
        return GiftAmount.TryParse(Posted.Text(form, "amount"), out var amount, out var why)
            ? await After(http, id, About.Nothing, await mediator.Send(
                new RequestRefund(Posted.Id(form, "command"), id, Posted.Id(form, "refund"), amount, form["cause"].ToString(), form["reason"].ToString()), ct), from, ct)
            : await OfGift(http, id, About.Nothing, [why!], from, ct); // Not parsed: there is a reason.
    }

    private static async Task<IResult> Act(HttpContext http, Guid id, Guid refund, IMediator mediator, [AsParameters] Sources from, CancellationToken ct)
    {
        var form = http.Request.Form;
        var (command, reason) = (Posted.Id(form, "command"), form["reason"].ToString());
        ICommand? act = form["act"].ToString() switch
        {
            "approve" => new ApproveRefund(command, id, refund, form["route"].ToString(), from.Clock.GetUtcNow()),
            "reject" => new RejectRefund(command, id, refund, reason),
            "enter" when DateOnly.TryParseExact(form["paid_on"], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) =>
                new EnterRefundTransfer(command, id, refund, day, form["reference"].ToString()),
            "seen" => new ConfirmRefundTransfer(command, id, refund, true, null),
            "not_seen" => new ConfirmRefundTransfer(command, id, refund, false, reason),
            _ => null,
        };
        return act is null
            ? await OfGift(http, id, new(refund), [form["act"] == "enter" ? new Refusal("date_malformed", "paid_on") : new Refusal("payment_choice_missing")], from, ct)
            : await After(http, id, new(refund), await mediator.Send(act, ct), from, ct);
    }

    private static async Task<IResult> Answer(HttpContext http, Guid id, string dispute, IMediator mediator, [AsParameters] Sources from, CancellationToken ct)
    {
        var form = http.Request.Form;
        return await After(http, id, new(Dispute: dispute), await mediator.Send(new AnswerDispute(
            Posted.Id(form, "command"), id, dispute, new DisputeEvidence(form["explanation"].ToString(), form["refund_terms"].ToString() is { Length: > 0 } terms ? terms : null),
            from.Clock.GetUtcNow()), ct), from, ct);
    }

    private static async Task<IResult> DecideHeld(HttpContext http, Guid id, string payment, IMediator mediator, [AsParameters] Sources from, CancellationToken ct)
    {
        var form = http.Request.Form;
        var command = Posted.Id(form, "command");
        ICommand? act = form["act"].ToString() switch
        {
            "return" => new ReturnHeld(command, id, payment, from.Clock.GetUtcNow()),
            "count" => new CountHeld(command, id, payment),
            "enter" when DateOnly.TryParseExact(form["paid_on"], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) =>
                new EnterHeldTransfer(command, id, payment, day, form["reference"].ToString(), form["reason"].ToString(), from.Clock.GetUtcNow()),
            "seen" => new ConfirmHeldTransfer(command, id, payment, true, null),
            "not_seen" => new ConfirmHeldTransfer(command, id, payment, false, form["reason"].ToString()),
            _ => null,
        };
        return act is null
            ? await OfGift(http, id, new(Payment: payment), [form["act"] == "enter" ? new Refusal("date_malformed", "paid_on") : new Refusal("payment_choice_missing")], from, ct)
            : await After(http, id, new(Payment: payment), await mediator.Send(act, ct), from, ct);
    }

    private static async Task<IResult> After(HttpContext http, Guid id, About about, Outcome outcome, Sources from, CancellationToken ct)
    {
        if (!outcome.IsDone)
        {
            return await OfGift(http, id, about, outcome.Refusals, from, ct);
        }

        http.Follow(outcome.Position);
        return Page.Go(http, $"/console/gifts/{id}/refunds");
    }

    // Which of the page's forms was sent: one refund's, one dispute's, or that for a new refund.
    private sealed record About(Guid? Refund = null, string? Dispute = null, string? Payment = null)
    {
        public static About Nothing { get; } = new();
    }

    /// <summary>Where the pages' figures come from.</summary>
    internal sealed record Sources(DonationList Gifts, RefundList Refunds, GiftWarnings Warnings, Ledger Ledger, Divisions Divisions, ReadModelHost ReadModels, CauseBook Causes, TimeProvider Clock);
}
