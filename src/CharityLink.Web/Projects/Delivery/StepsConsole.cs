using CharityLink.Kernel;
using CharityLink.Law;
using CharityLink.Projects;
using CharityLink.Web.Projects.Proposals;
using CharityLink.Web.Site;
using MediatR;

namespace CharityLink.Web.Projects.Delivery;

/// <summary>PRJ-4 in the console: the work laid out in steps, each with its part of every line of the budget.</summary>
internal static class StepsConsole
{
    private static readonly Role[] _planners = [Role.FederationOfficer, Role.CharityOfficer];

    public static void MapSteps(this SiteRoutes site)
    {
        site.Console.MapGet("/projects/{id:guid}/delivery/steps", (HttpContext http, Guid id, Aggregates aggregates, TimeProvider clock, CancellationToken ct) => Show(http, id, null, [], aggregates, clock, ct)).ForRoles(_planners);
        site.Console.MapPost("/projects/{id:guid}/delivery/steps", Post).ForRoles(_planners);
    }

    private static async Task<IResult> Post(HttpContext http, Guid id, Aggregates aggregates, TimeProvider clock, IMediator mediator, CancellationToken ct)
    {
        if ((await aggregates.Load<Project, IProjectEvent>(id, ct)).State is not { } project || !http.Caller().MayRead(project))
        {
            return Results.NotFound();
        }

        var (lines, posted) = (project.Funding.Lines, http.Request.Form);
        var (form, wish) = (StepsForm.From(posted, lines.Count), posted["do"].ToString());
        // Adding and removing rows keeps nothing: the page is shown anew with what was typed.
        if (wish == "more" || wish.StartsWith("remove:", StringComparison.Ordinal))
        {
            return await Show(http, id, wish == "more" ? form.More(lines.Count) : form.Without(wish["remove:".Length..]), [], aggregates, clock, ct);
        }

        var (command, wrong) = form.Read(id, lines);
        var outcome = wrong.Count == 0
            ? await mediator.Send(command, ct)
            : Outcome.Refused([.. wrong, .. command.Validate().Where(refusal => !wrong.Any(one => one.Field == refusal.Field))]);
        if (!outcome.IsDone)
        {
            return await Show(http, id, form with { Command = Guid.CreateVersion7() }, outcome.Refusals, aggregates, clock, ct);
        }

        return Page.Go(http, outcome, $"/console/projects/{id}/delivery?done=steps");
    }

    private static async Task<IResult> Show(HttpContext http, Guid id, StepsForm? form, IReadOnlyList<Refusal> refusals, Aggregates aggregates, TimeProvider clock, CancellationToken ct)
    {
        if ((await aggregates.Load<Project, IProjectEvent>(id, ct)).State is not { } project || !http.Caller().MayRead(project))
        {
            return Results.NotFound();
        }

        var (delivery, _, _) = await aggregates.Load<ProjectDelivery, IDeliveryEvent>(ProjectDelivery.IdOf(id), ct);
        return Page.Show<StepsPage>(http, new
        {
            Project = project, Form = form ?? StepsForm.Of(project.Funding.Lines, delivery), Refusals = refusals, MayPlan = DeliveryPowers.Of(project, delivery, http.Caller(), WorkingDays.China.DayOf(clock.GetUtcNow())).May("steps"),
        }, Page.Status(refusals));
    }
}
