using CharityLink.Kernel;
using CharityLink.Law;
using CharityLink.Projects;
using CharityLink.Web.Accounts;
using CharityLink.Web.Evidence;
using CharityLink.Web.Network;
using CharityLink.Web.Projects.Proposals;
using CharityLink.Web.Site;
using MediatR;

namespace CharityLink.Web.Projects.Delivery;

/// <summary>PRJ-4, PRJ-5 in the console: money asked for and let go step by step, proof, receipts.</summary>
internal static class DeliveryConsole
{
    /// <summary>Receipts on one page.</summary>
    public const int ReceiptsShown = 20;

    private static readonly Role[] _officers = [Role.FederationOfficer, Role.CharityOfficer];
    private static readonly Role[] _workers = [.. _officers, Role.TownWorker, Role.VillageWorker];

    public static void MapDelivery(this SiteRoutes site)
    {
        site.Console.MapGet("/projects/{id:guid}/delivery", (HttpContext http, Guid id, [AsParameters] Sources from, string? done, CancellationToken ct) =>
            Show(http, id, from, Typed.Nothing, null, [], done, ct)).ForStaff();
        site.MapSteps();
        foreach (var act in DeliveryForms.Acts)
        {
            var route = site.Console.MapPost($"/projects/{{id:guid}}/delivery/{act.Name}", (HttpContext http, Guid id, [AsParameters] Sources from, IMediator mediator, CancellationToken ct) =>
                Act(http, id, act, from, mediator, ct)).ForRoles(act.IsWorkers ? _workers : _officers);
            if (act.Files is not null)
            {
                route.TakesFiles();
            }
        }
    }

    private static async Task<IResult> Act(HttpContext http, Guid id, DeliveryAct act, Sources from, IMediator mediator, CancellationToken ct)
    {
        var typed = Typed.From(http.Request.Form, act.Name);
        var files = act.Files is null ? null : await from.Uploads.Take(http, act.Files, act.FilesMax, ct);
        var wish = DeliveryForms.Wish(typed, id, files?.Files ?? []);
        // A file that was not taken is told of as such, not as one that is missing.
        List<Refusal> wrong = [.. files?.Refusals ?? [], .. typed.Wrong];
        var outcome = wrong.Count == 0
            ? await mediator.Send(wish, ct)
            : Outcome.Refused([.. wrong, .. typed.WrongWith(wish).Where(refusal => !wrong.Any(one => one.Field == refusal.Field))]);
        if (!outcome.IsDone)
        {
            return await Show(http, id, from, typed, files, outcome.Refusals, null, ct);
        }

        return Page.Go(http, outcome, $"/console/projects/{id}/delivery?done={act.Name}");
    }

    private static async Task<IResult> Show(HttpContext http, Guid id, Sources from, Typed typed, EvidenceIntake? files, IReadOnlyList<Refusal> refusals, string? done, CancellationToken ct)
    {
        var caller = http.Caller();
        if ((await from.Aggregates.Load<Project, IProjectEvent>(id, ct)).State is not { } project || !caller.MayRead(project))
        {
            return Results.NotFound();
        }

        var (delivery, _, _) = await from.Aggregates.Load<ProjectDelivery, IDeliveryEvent>(ProjectDelivery.IdOf(id), ct);
        var names = await from.Accounts.Names(delivery is null ? [] : delivery.Steps.SelectMany(People), ct);
        var today = WorkingDays.China.DayOf(from.Clock.GetUtcNow());
        var view = new DeliveryView(project, delivery, DeliveryPowers.Of(project, delivery, caller, today), typed, files, refusals, today, names);
        return Page.Show<DeliveryPage>(http, new
        {
            View = view, Number = Paging.Number(http.Request.Query["page"]), Chosen = typed.Reference("spending") ?? Posted.Reference(http.Request.Query["spending"].ToString()),
            Notice = Page.Notice(http, "delivery.done", done),
        }, Page.Status(refusals));
    }

    private static IEnumerable<Guid> People(Step step) =>
        new[] { step.Request?.By, step.Release?.By, step.Declined?.By, step.Proof?.By, step.Accepted?.By, step.Returned?.By }.OfType<Guid>();

    /// <summary>Where the page's contents come from: the project's own facts, so that nobody decides on what is a moment old.</summary>
    internal sealed record Sources(Aggregates Aggregates, AccountDirectory Accounts, EvidenceUploads Uploads, TimeProvider Clock);
}
