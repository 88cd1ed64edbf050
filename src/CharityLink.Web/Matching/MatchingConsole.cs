using CharityLink.Kernel;
using CharityLink.Matching;
using CharityLink.Network;
using CharityLink.Projects;
using CharityLink.Store;
using CharityLink.Web.Network;
using CharityLink.Web.Site;
using MediatR;

namespace CharityLink.Web.Matching;

/// <summary>PRJ-8 in the console: promises written down, confirmed, given projects, paid.</summary>
internal static class MatchingConsole
{
    private const int ChoicesMax = 300;
    private static readonly Role[] _officers = [Role.FederationOfficer, Role.CharityOfficer];
    private static readonly IReadOnlyList<ProjectStage> _matchable = [ProjectStage.Preparing, ProjectStage.Live, ProjectStage.Paused];

    public static void MapMatchingConsole(this SiteRoutes site)
    {
        site.Console.MapGet("/matching", List).ForStaff();
        site.Console.MapGet("/matching/new", (HttpContext http, [AsParameters] Sources from, TimeProvider clock, CancellationToken ct) =>
            Ask(http, from, PoolForm.New(clock.GetUtcNow()), [], ct)).ForRoles(_officers);
        site.Console.MapPost("/matching/new", Draft).ForRoles(_officers);
        site.Console.MapGet("/matching/{id:guid}", (HttpContext http, Guid id, [AsParameters] Sources from, string? done, CancellationToken ct) =>
            One(http, id, from, new(null, [], done, null), ct)).ForStaff();
        site.Console.MapPost("/matching/{id:guid}/{act}", Act).ForRoles(_officers);
    }

    private static async Task<IResult> List(HttpContext http, [AsParameters] Sources from, CancellationToken ct)
    {
        await from.ReadModels.CaughtUp(http, from.Matches.Name);
        var caller = http.Caller();
        var pools = await from.Matches.OfHolders(null, ct);
        var holders = await from.Organisations.FindMany(pools.Select(pool => pool.HolderId), ct);
        return Page.Show<MatchingConsoleList>(http, new
        {
            Pools = pools.Where(pool => Reads(caller, holders.GetValueOrDefault(pool.HolderId))).ToList(), Holders = holders,
            MayDraft = caller.Appointments.Any(held => _officers.Contains(held.Role)),
        });
    }

    private static async Task<IResult> Ask(HttpContext http, Sources from, PoolForm form, IReadOnlyList<Refusal> refusals, CancellationToken ct)
    {
        var caller = http.Caller();
        var holders = (await from.Organisations.Owners(Areas.Of(caller), ct)).Where(row => caller.May<DraftPool>(row.Code, row.OrganisationId)).ToList();
        return Page.Show<DraftPoolPage>(http, new { Form = form, Holders = holders, Refusals = refusals }, Page.Status(refusals));
    }

    private static async Task<IResult> Draft(HttpContext http, [AsParameters] Sources from, IMediator mediator, CancellationToken ct)
    {
        var form = PoolForm.Read(http.Request.Form);
        var (command, wrong) = form.Read();
        var outcome = command is null ? Outcome.Refused(wrong) : await mediator.Send(command, ct);
        return outcome.IsDone ? Page.Go(http, outcome, $"/console/matching/{form.Id}?done=draft") : await Ask(http, from, form, outcome.Refusals, ct);
    }

    private static async Task<IResult> Act(HttpContext http, Guid id, string act, [AsParameters] Sources from, IMediator mediator, TimeProvider clock, CancellationToken ct)
    {
        var posted = http.Request.Form;
        var (command, project) = (Posted.Id(posted, "command"), Posted.Reference(posted["project"].ToString()) ?? Guid.Empty);
        var wrong = new List<Refusal>();
        var outcome = act switch
        {
            "open" => await mediator.Send(new OpenPool(command, id), ct),
            "top-up" => TypedText.NeededAmount(Posted.Text(posted, "amount") ?? "", "amount", wrong) is { } more
                ? await mediator.Send(new TopUpPool(command, id, command, more), ct)
                : Outcome.Refused(wrong),
            "add" => await mediator.Send(new AddPoolProject(command, id, project), ct),
            "remove" => await mediator.Send(new RemovePoolProject(command, id, project), ct),
            "close" => await mediator.Send(new ClosePool(command, id, posted["reason"].ToString()), ct),
            "paid" => TypedText.NeededDay(posted["paid_on"].ToString(), "paid_on", wrong) is { } day
                ? await mediator.Send(new RecordMatchPayment(command, id, project, day, null, clock.GetUtcNow()), ct)
                : Outcome.Refused(wrong),
            _ => null,
        };
        return outcome switch
        {
            null => Results.NotFound(),
            { IsDone: true } => Page.Go(http, outcome, $"/console/matching/{id}?done={act}"),
            _ => await One(http, id, from, new(act, outcome.Refusals, null, posted), ct),
        };
    }

    private static async Task<IResult> One(HttpContext http, Guid id, Sources from, Asked asked, CancellationToken ct)
    {
        await from.ReadModels.CaughtUp(http, from.Matches.Name);
        var caller = http.Caller();
        if (await from.Matches.Find(id, ct) is not { } pool || await from.Organisations.Find(pool.HolderId, ct) is not { } holder || !Reads(caller, holder))
        {
            return Results.NotFound();
        }

        var rows = await from.Matches.ProjectsOf(id, ct);
        var mayAct = caller.May<OpenPool>(holder.Code, holder.OrganisationId);
        var (projects, choices) = (from.Projects.FindMany(rows.Select(row => row.ProjectId), ct), mayAct ? Choices(from, holder, ct) : Task.FromResult<IReadOnlyList<ProjectRow>>([]));
        await Task.WhenAll(projects, choices);
        return Page.Show<MatchingConsolePage>(http, new
        {
            Pool = pool, Holder = holder, Rows = rows, Projects = await projects, MayAct = mayAct,
            Choices = (await choices).Where(choice => !rows.Any(row => row.ProjectId == choice.ProjectId && row.IsActive)).ToList(),
            DraftedByCaller = pool.DraftedBy is not null && pool.DraftedBy == caller.AccountId,
            Refused = asked.Act, asked.Refusals, Typed = asked.Posted,
            Notice = Page.Notice(http, "matching.done", asked.Done),
        }, Page.Status(asked.Refusals));
    }

    // Projects that take gifts or soon will, in the holder's area or of its own.
    private static async Task<IReadOnlyList<ProjectRow>> Choices(Sources from, OrganisationRow holder, CancellationToken ct) => (await from.Book.List(
        new ProjectFilter(Areas: [holder.Code], Bodies: [holder.OrganisationId], Stages: _matchable), ProjectSort.Newest, 1, ChoicesMax, ct)).Rows;

    private static bool Reads(Caller caller, OrganisationRow? holder) =>
        holder is not null && (caller.MayRead(holder.Code) || caller.Appointments.Any(held => held.OrganisationId == holder.OrganisationId));

    /// <summary>Where the pages' rows come from.</summary>
    internal sealed record Sources(Matches Matches, ProjectDirectory Projects, ProjectBook Book, OrganisationDirectory Organisations, ReadModelHost ReadModels);

    /// <summary>A form that was sent back, or what was just done.</summary>
    private sealed record Asked(string? Act, IReadOnlyList<Refusal> Refusals, string? Done, IFormCollection? Posted);
}
