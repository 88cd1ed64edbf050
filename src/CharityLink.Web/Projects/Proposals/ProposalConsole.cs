using CharityLink.Kernel;
using CharityLink.Network;
using CharityLink.Programs;
using CharityLink.Projects;
using CharityLink.Web.Network;
using CharityLink.Web.Site;
using MediatR;

namespace CharityLink.Web.Projects.Proposals;

/// <summary>PRJ-1 in the console: writing a proposal, saving it as it grows, and handing it in. Without script throughout.</summary>
internal static class ProposalConsole
{
    private static readonly Role[] _proposers = [Role.FederationOfficer, Role.CharityOfficer, Role.TownWorker, Role.VillageWorker];

    public static void MapProposalConsole(this SiteRoutes site)
    {
        site.Console.MapGet("/projects/new", New).ForRoles(_proposers);
        site.Console.MapPost("/projects/new", (HttpContext http, [AsParameters] Sources from, IMediator mediator, CancellationToken ct) => Save(http, null, from, mediator, ct)).ForRoles(_proposers);
        site.Console.MapGet("/projects/{id:guid}/proposal", Edit).ForRoles(_proposers);
        site.Console.MapPost("/projects/{id:guid}/proposal", (HttpContext http, Guid id, [AsParameters] Sources from, IMediator mediator, CancellationToken ct) => Save(http, id, from, mediator, ct)).ForRoles(_proposers);
    }

    /// <summary>Whether a caller may begin a proposal anywhere.</summary>
    public static bool MayPropose(this Caller caller) => caller.Appointments.Any(held => _proposers.Contains(held.Role));

    private static async Task<IResult> New(HttpContext http, [AsParameters] Sources from, string? place, string? division, CancellationToken ct)
    {
        var (caller, text) = (http.Caller(), Paging.Text(place));
        var own = caller.Appointments.Where(held => _proposers.Contains(held.Role)).ToList();
        // A village's worker proposes for the village: the place is known before anything is asked.
        var preset = own is [{ Division: { Level: Level.Village } home }] ? home : default;
        var chosen = DivisionCode.TryParse(division, out var code) && from.Divisions.Find(code) is { IsStatisticalArea: false } ? code : text.Length == 0 && place is null ? preset : default;
        var form = chosen == default ? null : ProposalForm.At(chosen, own.FirstOrDefault(held => held.Division.Contains(chosen))?.OrganisationId);
        return await Show(http, from, form, null, [], text, ct);
    }

    private static async Task<IResult> Edit(HttpContext http, Guid id, [AsParameters] Sources from, string? more, string? place, string? division, CancellationToken ct)
    {
        if ((await from.Aggregates.Load<Project, IProjectEvent>(id, ct)).State is not { } project || !http.Caller().May<ChangeProposal>(project.Proposal.Division, project.ProposerId))
        {
            return Results.NotFound();
        }

        if (project.State != ProjectState.Draft)
        {
            return Page.Go(http, $"/console/projects/{id}");
        }

        // Another place is chosen as the first was; it is kept when the draft is saved.
        if (place is not null)
        {
            return await Show(http, from, null, project, [], Paging.Text(place), ct);
        }

        var form = ProposalForm.Of(project);
        form = DivisionCode.TryParse(division, out var code) && from.Divisions.Find(code) is { IsStatisticalArea: false } ? form with { Division = code.Value } : form;
        return await Show(http, from, more is null && form.Lines.Count > 0 ? form : form with { Lines = [.. form.Lines, LineForm.New()] }, project, [], "", ct);
    }

    private static async Task<IResult> Save(HttpContext http, Guid? id, Sources from, IMediator mediator, CancellationToken ct)
    {
        var posted = http.Request.Form;
        var (form, act) = (ProposalForm.From(posted) is var typed && id is { } known ? typed with { Id = known } : ProposalForm.From(posted), posted["do"].ToString());
        form = act.StartsWith("remove:", StringComparison.Ordinal) ? form with { Lines = [.. form.Lines.Where(line => line.Id != act["remove:".Length..])] } : form;
        var project = id is null ? null : (await from.Aggregates.Load<Project, IProjectEvent>(form.Id, ct)).State;
        if (id is not null && project is null)
        {
            return Results.NotFound();
        }

        var (proposal, funding, wrong) = form.Read();
        var saved = wrong.Count > 0 ? Outcome.Refused(wrong) : await mediator.Send<Outcome>(id is null
            ? new DraftProject(form.Command, form.Id, Posted.Reference(form.Proposer) ?? Guid.Empty, form.Fund, proposal, funding)
            : new ChangeProposal(form.Command, form.Id, proposal, funding), ct);
        if (!saved.IsDone)
        {
            return await Show(http, from, act == "more" ? form with { Lines = [.. form.Lines, LineForm.New()] } : form, project, saved.Refusals, "", ct);
        }

        http.Follow(saved.Position);
        if (act != "submit")
        {
            return Page.Go(http, act == "more" ? $"/console/projects/{form.Id}/proposal?more=1#lines" : act == "save" ? $"/console/projects/{form.Id}?done=save" : $"/console/projects/{form.Id}/proposal#lines");
        }

        var submitted = await mediator.Send(new SubmitProposal(Posted.Id(posted, "submit_command"), form.Id), ct);
        if (submitted.IsDone)
        {
            return Page.Go(http, submitted, $"/console/projects/{form.Id}?done=submit");
        }

        // What was typed is saved; what is missing for the submission stands at its field.
        return await Show(http, from, form with { Command = Guid.CreateVersion7() }, (await from.Aggregates.Load<Project, IProjectEvent>(form.Id, ct)).State, submitted.Refusals, "", ct);
    }

    private static async Task<IResult> Show(HttpContext http, Sources from, ProposalForm? form, Project? project, IReadOnlyList<Refusal> refusals, string text, CancellationToken ct)
    {
        var caller = http.Caller();
        var place = DivisionCode.TryParse(form?.Division, out var code) ? code : default;
        var (own, programs) = (
            from.Organisations.FindMany(caller.Appointments.Where(held => _proposers.Contains(held.Role)).Select(held => held.OrganisationId), ct),
            place == default ? Task.FromResult<IReadOnlyList<ProgramRow>>([]) : from.Programs.WorkingIn(place, ct));
        await Task.WhenAll(own, programs);
        return Page.Show<ProposalPage>(http, new
        {
            Form = form, Project = project, Refusals = refusals, Text = text, Found = text.Length == 0 ? [] : Areas.Find(from.Divisions, caller, text), from.Divisions,
            Proposers = (await own).Values.Where(row => !row.IsSuspended).OrderBy(row => row.Division, StringComparer.Ordinal).ToList(), Programs = await programs,
        }, Page.Status(refusals));
    }

    /// <summary>Where the form's choices come from.</summary>
    internal sealed record Sources(Aggregates Aggregates, OrganisationDirectory Organisations, ProgramDirectory Programs, Divisions Divisions);
}
