using CharityLink.Kernel;
using CharityLink.Law;
using CharityLink.Network;
using CharityLink.Programs;
using CharityLink.Projects;
using CharityLink.Store;
using CharityLink.Web.Accounts;
using CharityLink.Web.Evidence;
using CharityLink.Web.Network;
using CharityLink.Web.Site;
using MediatR;

namespace CharityLink.Web.Projects.Proposals;

/// <summary>PRJ-1 in the console: the list of projects, one project, and the acts on it.</summary>
internal static class ProjectConsole
{
    private static readonly Role[] _actors = [Role.Administrator, Role.FederationOfficer, Role.CharityOfficer, Role.TownWorker, Role.VillageWorker];

    public static void MapProjectConsole(this SiteRoutes site)
    {
        site.Console.MapGet("/projects", List).ForStaff();
        site.MapProposalConsole();
        site.MapProposalImport();
        site.Console.MapGet("/projects/{id:guid}", (HttpContext http, Guid id, [AsParameters] Sources from, string? done, CancellationToken ct) => One(http, id, from, null, [], done, ct)).ForStaff();
        site.Console.MapPost("/projects/{id:guid}/{act}", Act).ForRoles(_actors);
        // The two acts that bring files.
        site.Console.MapPost("/projects/{id:guid}/verify", (HttpContext http, Guid id, [AsParameters] Sources from, IMediator mediator, CancellationToken ct) =>
            Act(http, id, "verify", from, mediator, ct)).ForRoles(Role.TownWorker, Role.VillageWorker).TakesFiles();
        site.Console.MapPost("/projects/{id:guid}/purpose_decide", (HttpContext http, Guid id, [AsParameters] Sources from, IMediator mediator, CancellationToken ct) =>
            Act(http, id, "purpose_decide", from, mediator, ct)).ForRoles(Role.FederationOfficer, Role.CharityOfficer).TakesFiles();
    }

    /// <summary>Whether a caller sees a project in the console: in its area, or working for its proposer or organiser. A draft that was never handed in is its proposer's alone.</summary>
    public static bool MayRead(this Caller caller, Project project) =>
        caller.Appointments.Any(held => held.OrganisationId == project.ProposerId || held.OrganisationId == project.OrganiserId || held.Role == Role.Administrator)
        || (caller.MayRead(project.Proposal.Division) && (project.State != ProjectState.Draft || project.LastAct is not null));

    private static async Task<IResult> List(HttpContext http, [AsParameters] Sources from, string? q, string? state, string? page, CancellationToken ct)
    {
        await from.ReadModels.CaughtUp(http, from.Projects.Name);
        var (caller, number) = (http.Caller(), Paging.Number(page));
        var chosen = Enum.TryParse<ProjectState>(state, out var known) && Enum.IsDefined(known) ? known : (ProjectState?)null;
        var own = caller.Appointments.Select(held => held.OrganisationId).Distinct().ToList();
        // Drafts are their proposers' alone; of what was handed in, everything in the reader's area.
        var filter = new ProjectFilter(
            chosen == ProjectState.Draft ? [] : Areas.Of(caller), chosen != ProjectState.Draft && Areas.Of(caller) is null ? null : own,
            States: chosen is { } one ? [one] : [.. Enum.GetValues<ProjectState>().Where(each => each != ProjectState.Draft)], Text: Paging.Text(q));
        var rows = await from.Book.List(filter, ProjectSort.Newest, number, Paging.Size, ct);
        return Page.Show<ProjectConsoleList>(http, new { Rows = rows, State = chosen, filter.Text, Number = number, from.Divisions, MayPropose = caller.MayPropose() });
    }

    private static async Task<IResult> Act(HttpContext http, Guid id, string act, [AsParameters] Sources from, IMediator mediator, CancellationToken ct)
    {
        var form = await ActForm.From(http, act, from.Uploads, ct);
        var (wish, wrong) = form.Read(id, http.Caller());
        if (wish is null && wrong.Count == 0)
        {
            return Results.NotFound();
        }

        var outcome = form.FilesRefused.Count > 0 ? Outcome.Refused(form.FilesRefused) : wish is null ? Outcome.Refused(wrong) : await mediator.Send<Outcome>(wish, ct);
        if (!outcome.IsDone)
        {
            return await One(http, id, from, form, outcome.Refusals, null, ct);
        }

        return Page.Go(http, outcome, $"/console/projects/{id}?done={act}");
    }

    private static async Task<IResult> One(HttpContext http, Guid id, Sources from, ActForm? form, IReadOnlyList<Refusal> refusals, string? done, CancellationToken ct)
    {
        var (caller, today) = (http.Caller(), WorkingDays.China.DayOf(from.Clock.GetUtcNow()));
        if ((await from.Aggregates.Load<Project, IProjectEvent>(id, ct)).State is not { } project || !caller.MayRead(project))
        {
            return Results.NotFound();
        }

        var powers = ProjectPowers.Of(project, caller, today);
        var history = (await from.Store.ReadStream(id, 0, ct)).Events.Where(recorded => recorded.Data is IProjectEvent).Select(HistoryEntry.Of).ToList();
        var (bodies, organisers, targets) = (
            from.Organisations.FindMany([project.ProposerId, project.AnswersId], ct),
            powers.May("approve") ? from.Organisations.At(project.Proposal.Division.PathFromCity, ct) : Task.FromResult<IReadOnlyList<OrganisationRow>>([]),
            powers.May("settle") ? SurplusChoice.Of(project, today, from.Programs, from.Book, ct) : Task.FromResult<IReadOnlyList<SurplusChoice>>([]));
        await Task.WhenAll(bodies, organisers, targets);
        var names = await from.Accounts.Names(history.Where(entry => entry.By is not null).Select(entry => entry.By.GetValueOrDefault()), ct);
        return Page.Show<ProjectConsolePage>(http, new
        {
            Project = project, Powers = powers, History = history, Names = names, Bodies = await bodies, from.Divisions, Form = form, Refusals = refusals,
            Organisers = (await organisers).Where(row => row.IsActive && Enum.TryParse<OrganisationKind>(row.Kind, out var kind) && kind.IsLegalPerson()).ToList(), Targets = await targets,
            Notice = Page.Notice(http, "project.done", done),
        }, Page.Status(refusals));
    }

    /// <summary>Where the pages' rows come from.</summary>
    internal sealed record Sources(
        Aggregates Aggregates, EventStore Store, ProjectDirectory Projects, ProjectBook Book, OrganisationDirectory Organisations, ProgramDirectory Programs, AccountDirectory Accounts, EvidenceUploads Uploads, Divisions Divisions, ReadModelHost ReadModels, TimeProvider Clock);
}
