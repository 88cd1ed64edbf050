using CharityLink.Kernel;
using CharityLink.Law;
using CharityLink.Network;
using CharityLink.People;
using CharityLink.Store;
using CharityLink.Web.Site;
using MediatR;

namespace CharityLink.Web.Network.Credentials;

/// <summary>NET-2 in the console: what an organisation is entitled to, and on what evidence.</summary>
internal static class CredentialConsole
{
    public static void MapCredentials(this SiteRoutes site)
    {
        site.Console.MapGet("/organisations/{id:guid}/credentials", (HttpContext http, Guid id, [AsParameters] Sources from, string? done, CancellationToken ct) =>
            Show(http, id, from, Typed.Nothing, [], done, ct)).ForStaff();
        site.Console.MapPost("/organisations/{id:guid}/credentials/{act}", Act).ForRoles(Role.Administrator, Role.FederationOfficer);
    }

    private static async Task<IResult> Act(HttpContext http, Guid id, string act, [AsParameters] Sources from, IMediator mediator, CancellationToken ct)
    {
        var typed = Typed.From(http.Request.Form, act);
        if (CredentialForms.Read(typed, id) is not { } command)
        {
            return Results.NotFound();
        }

        var outcome = command is NameResponsiblePerson naming ? await Name(naming, typed, from.Vault, mediator, ct) : await Send(command, typed, mediator, ct);
        if (!outcome.IsDone)
        {
            return await Show(http, id, from, typed, outcome.Refusals, null, ct);
        }

        return Page.Go(http, outcome, $"/console/organisations/{id}/credentials?done={act}");
    }

    // What could not be read is told together with what has the wrong shape.
    private static async Task<Outcome> Send(ICommand command, Typed typed, IMediator mediator, CancellationToken ct) => typed.Wrong.Count == 0
        ? await mediator.Send(command, ct)
        : Outcome.Refused([.. typed.Wrong, .. command is IValidated shape ? shape.Validate() : []]);

    // The vault first: a fact never names a person who is not there. A refused one is forgotten again.
    private static async Task<Outcome> Name(NameResponsiblePerson command, Typed typed, Vault vault, IMediator mediator, CancellationToken ct)
    {
        List<Refusal> wrong = [.. new[] { PersonText.Name(typed.Text("person_name"), "person_name", out var name) }.OfType<Refusal>(), .. typed.Wrong, .. command.Validate()];
        if (wrong.Count > 0)
        {
            return Outcome.Refused(wrong);
        }

        var remembered = await vault.Remember(command.PersonId, new PersonFields(name), ct);
        if (remembered.How == Remembered.Other)
        {
            return Outcome.Refused(new Refusal("person_id_reused"));
        }

        var outcome = await mediator.Send(command, ct);
        if (!outcome.IsDone && remembered.How == Remembered.New)
        {
            await vault.Forget(command.PersonId, ct);
        }

        return outcome;
    }

    private static async Task<IResult> Show(HttpContext http, Guid id, Sources from, Typed typed, IReadOnlyList<Refusal> refusals, string? done, CancellationToken ct)
    {
        await from.ReadModels.CaughtUp(http, from.Organisations.Name, from.Credentials.Name);
        if (await from.Organisations.Find(id, ct) is not { } row || !http.Caller().MayRead(row.Code))
        {
            return Results.NotFound();
        }

        var credentials = await from.Credentials.Find(id, ct);
        var mayAct = http.Caller().May<EnterQualification>(row.Code, id);
        // Who only reads learns how many answer for it, not who.
        var names = mayAct ? await from.Vault.Read([.. credentials.People.Select(one => one.Named.PersonId)], ct) : new Dictionary<PersonId, PersonFields>();
        return Page.Show<CredentialPage>(http, new
        {
            View = new CredentialView(row, credentials, names, mayAct, typed, refusals, WorkingDays.China.DayOf(from.Clock.GetUtcNow()), http.Caller().AccountId),
            Notice = Page.Notice(http, "credential.done", done),
        }, Page.Status(refusals));
    }

    /// <summary>Where the page's rows come from.</summary>
    internal sealed record Sources(OrganisationDirectory Organisations, CredentialDirectory Credentials, Vault Vault, ReadModelHost ReadModels, TimeProvider Clock);
}
