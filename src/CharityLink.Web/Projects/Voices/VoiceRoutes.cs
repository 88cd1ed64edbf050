using CharityLink.Kernel;
using CharityLink.Projects;
using CharityLink.People;
using CharityLink.Store;
using CharityLink.Web.Network;
using CharityLink.Web.Projects.Voices.Letters;
using CharityLink.Web.Site;
using MediatR;

namespace CharityLink.Web.Projects.Voices;

/// <summary>PRJ-6 in public: what a project tells, what it was asked, and the form to ask.</summary>
public static class VoiceRoutes
{
    /// <summary>Updates or questions on one page.</summary>
    public const int PageSize = 10;

    /// <summary>What the pages need beside the domain.</summary>
    public static IServiceCollection AddVoicePages(this IServiceCollection services) => services
        .AddScoped<CalmShelf>().AddScoped<QuestionDesk>()
        .AddSingleton<LetterBook>().AddSingleton<Mail.IMailKind, LetterKind>().AddSingleton<IReaction, LetterWriter>();

    /// <summary>Adds the pages.</summary>
    public static void MapVoices(this SiteRoutes site)
    {
        ArgumentNullException.ThrowIfNull(site);
        site.Public.MapGet("/projects/{id:guid}/updates", Updates);
        site.Public.MapGet("/projects/{id:guid}/questions", Questions);
        site.Forms.MapGet("/projects/{id:guid}/ask", Ask);
        site.Forms.MapPost("/projects/{id:guid}/ask", Send);
        site.MapVoiceConsole();
        site.MapStop();
    }

    private static async Task<IResult> Updates(HttpContext http, Guid id, [AsParameters] Sources from, CancellationToken ct)
    {
        await from.ReadModels.CaughtUp(http, from.Voices.Name);
        var number = Paging.Number(http.Request.Query["page"]);
        var (project, rows) = (from.Projects.Find(id, ct), from.Voices.UpdatesOf(id, number, PageSize, ct));
        await Task.WhenAll(project, rows);
        return await project is { IsPublic: true } row
            ? Page.Show<UpdatesPage>(http, new { Project = row, (await rows).Rows, Number = number, (await rows).Total })
            : Results.NotFound();
    }

    private static async Task<IResult> Questions(HttpContext http, Guid id, [AsParameters] Sources from, CancellationToken ct)
    {
        await from.ReadModels.CaughtUp(http, from.Voices.Name);
        var number = Paging.Number(http.Request.Query["page"]);
        var (project, rows) = (from.Projects.Find(id, ct), from.Voices.QuestionsOf(id, number, PageSize, ct));
        await Task.WhenAll(project, rows);
        return await project is { IsPublic: true } row
            ? Page.Show<QuestionsPage>(http, new { Project = row, (await rows).Rows, Number = number, (await rows).Total })
            : Results.NotFound();
    }

    private static async Task<IResult> Ask(HttpContext http, Guid id, ProjectDirectory projects, string? sent, CancellationToken ct) =>
        await projects.Find(id, ct) is { IsPublic: true } row
            ? Page.Show<AskPage>(http, new { Project = row, IsSent = sent is not null, Id = Guid.CreateVersion7() })
            : Results.NotFound();

    private static async Task<IResult> Send(HttpContext http, Guid id, ProjectDirectory projects, QuestionDesk desk, CancellationToken ct)
    {
        if (await projects.Find(id, ct) is not { IsPublic: true } row)
        {
            return Results.NotFound();
        }

        var form = http.Request.Form;
        var (question, text, email) = (Posted.Id(form, "id"), form["question"].ToString(), form["email"].ToString());
        // A program is told what a person is told, and nothing is written down.
        var outcome = Trap.Caught(form) ? Outcome.Done(0) : await desk.Ask(id, question, text, email, http.Language(), ct);
        return outcome.IsDone
            ? Page.Go(http, $"/projects/{id}/ask?sent=1")
            : Page.Show<AskPage>(http, new { Project = row, Id = question, Question = text, Email = email, outcome.Refusals }, StatusCodes.Status422UnprocessableEntity);
    }

    /// <summary>Where the pages' rows come from.</summary>
    internal sealed record Sources(ProjectDirectory Projects, VoiceList Voices, ReadModelHost ReadModels);
}

/// <summary>Takes a question: the address goes to the vault, the words to the log. What is refused leaves nothing behind.</summary>
internal sealed class QuestionDesk(IMediator mediator, Vault vault)
{
    public async Task<Outcome> Ask(Guid project, Guid question, string text, string email, Language lang, CancellationToken ct)
    {
        var wrong = new[] { VoiceText.Visitors(text, "question"), PersonText.Email(email, "email", out var address) }.OfType<Refusal>().ToList();
        if (wrong.Count > 0)
        {
            return Outcome.Refused(wrong);
        }

        var command = new AskQuestion(question, project, question, text, address is null ? null : AskQuestion.AskerOf(question), lang.Tag);
        if (command.AskerId is not { } asker)
        {
            return await mediator.Send(command, ct);
        }

        // The vault first: a fact never names a person who is not there.
        var remembered = await vault.Remember(asker, new PersonFields(null, address), ct);
        var outcome = remembered.How == Remembered.Other ? Outcome.Refused(new Refusal("question_id_reused")) : await mediator.Send(command, ct);
        if (!outcome.IsDone && remembered.How == Remembered.New)
        {
            await vault.Forget(asker, ct);
        }

        return outcome;
    }
}
