using CharityLink.Kernel;
using CharityLink.Projects;
using CharityLink.Web.Evidence;
using CharityLink.Web.Network;
using CharityLink.Web.Site;
using MediatR;

namespace CharityLink.Web.Projects.Voices;

/// <summary>PRJ-6 in the console: tell how a project goes on, put it right, answer what was asked.</summary>
internal static class VoiceConsole
{
    private const int WaitingMax = 100;
    private static readonly Role[] _tellers = [Role.FederationOfficer, Role.CharityOfficer, Role.TownWorker, Role.VillageWorker];

    public static void MapVoiceConsole(this SiteRoutes site)
    {
        site.Console.MapGet("/projects/{id:guid}/voices", (HttpContext http, Guid id, [AsParameters] VoiceRoutes.Sources from, string? done, CancellationToken ct) =>
            Show(http, id, from, VoiceForm.New(done), ct)).ForStaff();
        site.Console.MapPost("/projects/{id:guid}/voices/update", Post).ForRoles(_tellers).TakesFiles();
        site.Console.MapPost("/projects/{id:guid}/voices/{act}", Act).ForRoles(_tellers);
    }

    private static async Task<IResult> Post(HttpContext http, Guid id, [AsParameters] VoiceRoutes.Sources from, EvidenceUploads uploads, IMediator mediator, CancellationToken ct)
    {
        var form = VoiceForm.Read("update", http.Request.Form) with { Photos = await uploads.Take(http, "photos", ct: ct) };
        var command = form.Update(id);
        var outcome = form.Photos.Refusals.Length > 0 ? Outcome.Refused([.. command.Validate(), .. form.Photos.Refusals]) : await mediator.Send(command, ct);
        return await After(http, id, from, form, outcome, ct);
    }

    private static async Task<IResult> Act(HttpContext http, Guid id, string act, [AsParameters] VoiceRoutes.Sources from, IMediator mediator, CancellationToken ct)
    {
        var form = VoiceForm.Read(act, http.Request.Form);
        return form.Command(id) is { } command ? await After(http, id, from, form, await mediator.Send(command, ct), ct) : Results.NotFound();
    }

    private static Task<IResult> After(HttpContext http, Guid id, VoiceRoutes.Sources from, VoiceForm form, Outcome outcome, CancellationToken ct)
    {
        if (!outcome.IsDone)
        {
            return Show(http, id, from, form with { Refusals = outcome.Refusals }, ct);
        }

        http.Follow(outcome.Position);
        return Task.FromResult(Page.Go(http, $"/console/projects/{id}/voices?done={form.Act}"));
    }

    private static async Task<IResult> Show(HttpContext http, Guid id, VoiceRoutes.Sources from, VoiceForm form, CancellationToken ct)
    {
        await from.ReadModels.CaughtUp(http, from.Voices.Name, from.Projects.Name);
        var caller = http.Caller();
        if (await from.Projects.Find(id, ct) is not { } project || !Reads(caller, project))
        {
            return Results.NotFound();
        }

        var number = Paging.Number(http.Request.Query["page"]);
        var (updates, waiting) = (from.Voices.UpdatesOf(id, number, VoiceRoutes.PageSize, ct), from.Voices.WaitingAt(id, WaitingMax, ct));
        await Task.WhenAll(updates, waiting);
        var body = project.OrganiserId ?? project.ProposerId;
        // Which one is open: asked for in the address, being answered, or the one that waits longest.
        var asked = Posted.Reference(http.Request.Query["question"].ToString()) ?? form.Target;
        return Page.Show<VoiceConsolePage>(http, new
        {
            Project = project, Form = form, (await updates).Rows, (await updates).Total, Number = number, Waiting = await waiting,
            Open = (await waiting).FirstOrDefault(row => row.QuestionId == asked) ?? ((await waiting) is [var first, ..] ? first : null),
            MayTell = project.IsPublic && caller.May<PostUpdate>(project.Code, body), MayAnswer = project.IsPublic && caller.May<AnswerQuestion>(project.Code, body),
        }, Page.Status(form.Refusals));
    }

    private static bool Reads(Caller caller, ProjectRow project) =>
        caller.MayRead(project.Code) || caller.Appointments.Any(held => held.OrganisationId == project.ProposerId || held.OrganisationId == project.OrganiserId);
}
