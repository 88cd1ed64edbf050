using CharityLink.Kernel;
using CharityLink.Network;
using CharityLink.People;
using CharityLink.Projects;
using CharityLink.Store;
using CharityLink.Web.Evidence;
using CharityLink.Web.Network;
using CharityLink.Web.Site;
using MediatR;

namespace CharityLink.Web.Projects.Planning;

/// <summary>PRJ-2 in the console: the plan's wizard, step by step, and the opening with every reason against it.</summary>
public static class PlanConsole
{
    private static readonly Role[] _writers = [Role.FederationOfficer, Role.CharityOfficer];

    /// <summary>Adds the pages.</summary>
    public static void MapPlanning(this SiteRoutes site)
    {
        ArgumentNullException.ThrowIfNull(site);
        site.Console.MapGet("/projects/{id:guid}/plan", (HttpContext http, Guid id) => Page.Go(http, $"/console/projects/{id}/plan/{PlanSections.Purpose}")).ForStaff();
        site.Console.MapGet("/projects/{id:guid}/plan/{step}", (HttpContext http, Guid id, string step, [AsParameters] Sources from, string? done, CancellationToken ct) =>
            Show(http, id, step, from, Typed.Nothing, null, [], done, ct)).ForStaff();
        site.Console.MapPost("/projects/{id:guid}/plan/{act}", Act).ForRoles(_writers).TakesFiles();
    }

    private static async Task<IResult> Act(HttpContext http, Guid id, string act, [AsParameters] Sources from, IMediator mediator, CancellationToken ct)
    {
        var typed = Typed.From(http.Request.Form, act);
        var isSection = PlanSections.All.Contains(act, StringComparer.Ordinal);
        var files = await PlanFiles.Take(http, act, from.Uploads, ct);
        var wish = isSection ? null : PlanForms.Act(typed, id, files);
        if (!isSection && wish is null)
        {
            return Results.NotFound();
        }

        var outcome = wish is null ? await Save(http, id, typed, files, from, mediator, ct)
            : files.Refusals.Any() ? Outcome.Refused([.. files.Refusals, .. typed.WrongWith(wish)])
            : await Send(wish, typed, mediator, ct);
        var step = PlanForms.StepOf(act);
        if (!outcome.IsDone)
        {
            return await Show(http, id, step, from, typed, isSection || act == PlanForms.Cover ? files : null, outcome.Refusals, null, ct);
        }

        return Page.Go(http, outcome, $"/console/projects/{id}/plan/{(isSection && typed.Ticked("next") ? PlanSteps.After(act) ?? step : step)}?done={act}");
    }

    // What could not be read is told together with what has the wrong shape.
    private static async Task<Outcome> Send(ICommand command, Typed typed, IMediator mediator, CancellationToken ct) => typed.Wrong.Count == 0
        ? await mediator.Send(command, ct)
        : Outcome.Refused(typed.WrongWith(command));

    // A name goes to the vault before the plan names its id; the name of a refused plan is forgotten again.
    private static async Task<Outcome> Save(HttpContext http, Guid id, Typed typed, PlanFiles files, Sources from, IMediator mediator, CancellationToken ct)
    {
        if (await from.Review.Of(id, null, ct) is not { } standing || !MaySee(http.Caller(), standing.Project))
        {
            return Outcome.Refused(new Refusal("project_unknown"));
        }

        var name = typed.Text(typed.Act == PlanSections.Partner ? "partner_name" : "leader_name").Trim();
        PersonId? person = name.Length > 0 && typed.Act is PlanSections.People or PlanSections.Partner ? new PersonId(typed.Id("person")) : null;
        var credentials = await from.Credentials.Find(standing.Project.OrganiserId ?? standing.Project.ProposerId, ct);
        var command = Command(typed, standing.Project, PlanForms.Section(typed, standing.Project.Plan, credentials, person, files));
        if (files.Refusals.Any())
        {
            return Outcome.Refused([.. files.Refusals, .. typed.Wrong, .. ((IValidated)command).Validate()]);
        }

        if (person is null)
        {
            return await Send(command, typed, mediator, ct);
        }

        List<Refusal> wrong = [.. typed.Wrong, .. ((IValidated)command).Validate()];
        if (PersonText.Name(name, typed.Act == PlanSections.Partner ? "partner_name" : "leader_name", out var kept) is { } unfit)
        {
            wrong.Add(unfit);
        }

        if (wrong.Count > 0)
        {
            return Outcome.Refused(wrong);
        }

        var remembered = await from.Vault.Remember(person.Value, new PersonFields(kept), ct);
        var outcome = remembered.How == Remembered.Other ? Outcome.Refused(new Refusal("person_id_reused")) : await mediator.Send(command, ct);
        if (!outcome.IsDone && remembered.How == Remembered.New)
        {
            await from.Vault.Forget(person.Value, ct);
        }

        return outcome;
    }

    // After filing the same form is a change the authority is told of.
    private static ICommand Command(Typed typed, Project project, FundraisingPlan plan) => project.Filing.FiledOn is null || project.PlanIsOpen
        ? new SavePlan(typed.Id("command"), project.Id, plan, typed.Act)
        : new AmendPlan(
            typed.Id("command"), project.Id, typed.Id("entry"), plan, typed.Act,
            typed.Act == PlanSections.Purpose ? typed.Text("title_zh") : project.Proposal.TitleZh, typed.Act == PlanSections.Purpose ? typed.Text("title_en") : project.Proposal.TitleEn,
            typed.Text("change_reason"), typed.NeededDay("happened_on"), typed.Day("reported_on"));

    private static async Task<IResult> Show(HttpContext http, Guid id, string step, Sources from, Typed typed, PlanFiles? files, IReadOnlyList<Refusal> refusals, string? done, CancellationToken ct)
    {
        await from.ReadModels.CaughtUp(http, from.Organisations.Name, from.Credentials.Name);
        if (!PlanSteps.All.Contains(step, StringComparer.Ordinal) || await from.Review.Of(id, null, ct) is not { Project: var project } standing || !MaySee(http.Caller(), project)
            || project.OrganiserId is not { } organiserId || await from.Organisations.Find(organiserId, ct) is not { } organiser)
        {
            return Results.NotFound();
        }

        var credentials = await from.Credentials.Find(organiserId, ct);
        var mayAct = http.Caller().May<SavePlan>(project.Proposal.Division, organiserId);
        var people = credentials.People.Select(one => one.Named.PersonId).Concat(new[] { project.Plan.LeaderId, project.Plan.Partner?.PersonId }.OfType<PersonId>()).ToList();
        var view = new PlanView(
            standing, organiser, credentials, mayAct ? await from.Vault.Read(people, ct) : new Dictionary<PersonId, PersonFields>(), Areas(from.Divisions, organiser.Code, project), from.Platforms,
            step, mayAct, typed, refusals, files ?? PlanFiles.Of(project));
        return Page.Show<PlanPage>(http, new { View = view, Notice = Page.Notice(http, "plan.done", done) }, Page.Status(refusals));
    }

    private static bool MaySee(Caller caller, Project project) =>
        caller.MayRead(project.Proposal.Division) || caller.Appointments.Any(held => held.OrganisationId == project.AnswersId);

    // The organiser's own place and what lies in it, and the places around the need.
    private static IReadOnlyList<Division> Areas(Divisions divisions, DivisionCode organiser, Project project) =>
        [.. divisions.PathTo(organiser).TakeLast(1).Concat(divisions.ChildrenOf(organiser)).Concat(divisions.PathTo(project.Proposal.Division)).Where(place => !place.IsStatisticalArea).DistinctBy(place => place.Code)];

    /// <summary>Where the pages' contents come from.</summary>
    internal sealed record Sources(
        PlanReview Review, OrganisationDirectory Organisations, CredentialDirectory Credentials, Vault Vault, Divisions Divisions, DesignatedPlatforms Platforms, EvidenceUploads Uploads, ReadModelHost ReadModels);
}
