using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Store;
using CharityLink.Web.Accounts;
using CharityLink.Web.Site;
using MediatR;

namespace CharityLink.Web.Giving.Payments.Console;

/// <summary>Payments as those see them who run the platform: what went wrong, what waits, and what can be done about it. No names, no content of any message.</summary>
internal static class PaymentConsoleRoutes
{
    public static void MapPaymentConsole(this SiteRoutes site)
    {
        site.Console.MapGet("/payments", (HttpContext http, [AsParameters] Sources from, CancellationToken ct) => Overview(http, [], from, ct)).ForRoles(Role.Administrator);
        site.Console.MapPost("/payments/alerts/{id:guid}", See).ForRoles(Role.Administrator);
        site.Console.MapPost("/payments/circuits/{provider}", Mend).ForRoles(Role.Administrator);
        site.Console.MapGet("/payments/operations", Operations).ForRoles(Role.Administrator);
        site.Console.MapGet("/payments/notifications", (HttpContext http, [AsParameters] Sources from, CancellationToken ct) => Notifications(http, Typed.Nothing, [], from, ct)).ForRoles(Role.Administrator);
        site.Console.MapPost("/payments/notifications", Decide).ForRoles(Role.Administrator);
    }

    private static async Task<IResult> Overview(HttpContext http, IReadOnlyList<Refusal> refusals, Sources from, CancellationToken ct)
    {
        await from.ReadModels.CaughtUp(http, from.Alerts.Name, PaymentMatterKeeper.Follower);
        var all = http.Request.Query["alerts"] == "all";
        var part = ListPart.Of(await from.Alerts.List(!all, ListPart.Before(http.Request.Query), ListPart.Asked, ct), alert => alert.Position);
        return Page.Show<PaymentsPage>(http, new
        {
            Alerts = part.Rows, part.Older, All = all, Refusals = refusals,
            Names = await from.Accounts.Names(part.Rows.Select(alert => alert.SeenBy).OfType<Guid>(), ct),
            Providers = await from.States.All(ct), Work = await from.Watch.Work(ct), Now = from.Clock.GetUtcNow(),
        }, Page.Status(refusals));
    }

    private static async Task<IResult> See(HttpContext http, Guid id, IMediator mediator, [AsParameters] Sources from, CancellationToken ct) =>
        await After(http, await mediator.Send(new SeePaymentAlert(Posted.Id(http.Request.Form, "command"), id), ct), from, ct);

    private static async Task<IResult> Mend(HttpContext http, string provider, IMediator mediator, [AsParameters] Sources from, CancellationToken ct)
    {
        var form = http.Request.Form;
        return form["act"].ToString() is "try" or "close"
            ? await After(http, await mediator.Send(new MendCircuit(Posted.Id(form, "command"), provider, form["act"] == "try"), ct), from, ct)
            : TypedResults.NotFound();
    }

    private static async Task<IResult> After(HttpContext http, Outcome outcome, Sources from, CancellationToken ct) =>
        outcome.IsDone ? Page.Go(http, outcome, "/console/payments") : await Overview(http, outcome.Refusals, from, ct);

    private static async Task<IResult> Operations(HttpContext http, [AsParameters] Sources from, CancellationToken ct)
    {
        var query = http.Request.Query;
        var state = OperationsPage.States.Contains(query["state"].ToString(), StringComparer.Ordinal) ? query["state"].ToString() : null;
        var reference = query["q"].ToString().Trim();
        var rows = await from.Watch.Operations(
            state, reference.Length == 0 ? null : reference, Guid.TryParse(query["before"], out var before) ? before : null, from.Clock.GetUtcNow(), ListPart.Asked, ct);
        return Page.Show<OperationsPage>(http, new
        {
            Rows = rows.Take(ListPart.Size).ToList(), Older = rows.Count > ListPart.Size ? rows[ListPart.Size - 1].Id : (Guid?)null, State = state ?? "", Reference = reference, Now = from.Clock.GetUtcNow(),
        });
    }

    private static async Task<IResult> Notifications(HttpContext http, Typed typed, IReadOnlyList<Refusal> refusals, Sources from, CancellationToken ct)
    {
        await from.ReadModels.CaughtUp(http, PaymentMatterKeeper.Follower);
        var query = http.Request.Query;
        // Those that lie aside first: they are why somebody comes here.
        var state = query["state"].ToString() is "all" ? null : ListPart.OneOf(query, "state", NotificationsPage.States) ?? NotificationsPage.Aside;
        var part = ListPart.Of(await from.Watch.Notifications(state, ListPart.Before(query), ListPart.Asked, ct), row => row.Id);
        return Page.Show<NotificationsPage>(http, new
        {
            part.Rows, part.Older, State = state ?? "all", Typed = typed, Refusals = refusals, Now = from.Clock.GetUtcNow(),
        }, Page.Status(refusals));
    }

    private static async Task<IResult> Decide(HttpContext http, IMediator mediator, [AsParameters] Sources from, CancellationToken ct)
    {
        var typed = Typed.From(http.Request.Form, http.Request.Form["act"].ToString());
        ICommand? command = typed.Act switch
        {
            "retry" => new RetryNotification(typed.Id("command"), typed.Text("provider"), typed.Text("event")),
            "drop" => new DropNotification(typed.Id("command"), typed.Text("provider"), typed.Text("event"), typed.Text("reason")),
            _ => null,
        };
        if (command is null)
        {
            return TypedResults.NotFound();
        }

        var outcome = await mediator.Send(command, ct);
        return outcome.IsDone ? Page.Go(http, outcome, "/console/payments/notifications") : await Notifications(http, typed, outcome.Refusals, from, ct);
    }

    /// <summary>Where the pages' rows come from.</summary>
    internal sealed record Sources(
        PaymentAlerts Alerts, PaymentWatch Watch, ProviderStates States, AccountDirectory Accounts, ReadModelHost ReadModels, TimeProvider Clock);
}
