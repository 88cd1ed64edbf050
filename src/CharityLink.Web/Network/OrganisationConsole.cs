using CharityLink.Kernel;
using CharityLink.Law;
using CharityLink.Network;
using CharityLink.Store;
using CharityLink.Web.Site;
using MediatR;

namespace CharityLink.Web.Network;

/// <summary>NET-2, NET-3 in the console: the list, registering, and the acts on one organisation.</summary>
internal static class OrganisationConsole
{
    private static readonly Role[] _deciders = [Role.Administrator, Role.FederationOfficer];

    public static void MapOrganisationConsole(this SiteRoutes site)
    {
        site.Console.MapGet("/organisations", List).ForStaff();
        site.Console.MapGet("/organisations/new", New).ForRoles(_deciders);
        site.Console.MapPost("/organisations/new", Register).ForRoles(_deciders);
        site.Console.MapGet("/organisations/{id:guid}", (HttpContext http, Guid id, [AsParameters] Sources from, string? done, CancellationToken ct) =>
            One(http, id, from, new(null, null, [], null, done), ct)).ForStaff();
        site.Console.MapPost("/organisations/{id:guid}/{act}", Act).ForRoles(_deciders);
    }

    private static async Task<IResult> List(HttpContext http, [AsParameters] Sources from, string? q, string? kind, string? state, string? page, CancellationToken ct)
    {
        await from.ReadModels.CaughtUp(http, from.Directory.Name);
        var number = Paging.Number(page);
        var filter = new OrganisationFilter(
            Areas.Of(http.Caller()), Paging.Text(q), Enum.TryParse<OrganisationKind>(kind, out var known) && Enum.IsDefined(known) ? known : null,
            state is "active" or "unverified" or "suspended" ? state : null);
        var rows = await from.Directory.List(filter, number, Paging.Size, ct);
        var mayRegister = http.Caller().Appointments.Any(held => _deciders.Contains(held.Role));
        return Page.Show<OrganisationConsoleList>(http, new { Rows = rows, Filter = filter, Number = number, from.Divisions, MayRegister = mayRegister });
    }

    private static async Task<IResult> New(HttpContext http, [AsParameters] Sources from, string? place, string? division, CancellationToken ct)
    {
        var text = Paging.Text(place);
        var chosen = DivisionCode.TryParse(division, out var code) && from.Divisions.Find(code) is { IsStatisticalArea: false } known ? known : null;
        return Page.Show<RegisterOrganisationPage>(http, new
        {
            from.Divisions, Text = text, Found = text.Length == 0 ? [] : Areas.Find(from.Divisions, http.Caller(), text),
            Form = chosen is null ? null : OrganisationForm.At(chosen), Parents = await Parents(chosen?.Code ?? default, from, ct),
        });
    }

    private static async Task<IResult> Register(HttpContext http, [AsParameters] Sources from, IMediator mediator, CancellationToken ct)
    {
        var form = OrganisationForm.From(http.Request.Form);
        var command = form.Register();
        var outcome = await mediator.Send(command, ct);
        return outcome.IsDone
            ? Page.Go(http, outcome, $"/console/organisations/{command.OrganisationId}?done=registered")
            : Page.Show<RegisterOrganisationPage>(
                http, new { from.Divisions, Form = form, Parents = await Parents(command.Division, from, ct), outcome.Refusals }, StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<IResult> Act(HttpContext http, Guid id, string act, [AsParameters] Sources from, IMediator mediator, CancellationToken ct)
    {
        var posted = http.Request.Form;
        var (form, reason) = (OrganisationForm.From(posted) with { Id = id }, posted[act == "verify" ? "evidence" : "reason"].ToString());
        ICommand? command = act switch
        {
            "verify" => new VerifyOrganisation(form.Command, id, reason),
            "change" => new ChangeOrganisation(form.Command, id, form.NameZh, form.NameEn, form.Uscc, form.NamePinyin),
            "link" => new LinkOrganisation(form.Command, id, Posted.Reference(form.Parent)),
            "suspend" => new SuspendOrganisation(form.Command, id, reason),
            "resume" => new ResumeOrganisation(form.Command, id),
            _ => null,
        };
        if (command is null)
        {
            return Results.NotFound();
        }

        var outcome = await mediator.Send(command, ct);
        return outcome.IsDone
            ? Page.Go(http, outcome, $"/console/organisations/{id}?done={act}")
            : await One(http, id, from, new(form, reason, outcome.Refusals, act, null), ct);
    }

    private static async Task<IResult> One(HttpContext http, Guid id, Sources from, Asked asked, CancellationToken ct)
    {
        await from.ReadModels.CaughtUp(http, from.Directory.Name);
        if (await from.Directory.Find(id, ct) is not { } row || !http.Caller().MayRead(row.Code))
        {
            return Results.NotFound();
        }

        var (above, below, parents) = (from.Directory.AncestorsOf(id, ct), from.Directory.ChildrenOf(id, ct), Parents(row.Code, from, ct));
        var jurisdiction = from.Jurisdictions.Of(id, ct);
        await Task.WhenAll(above, below, parents, jurisdiction);
        return Page.Show<OrganisationConsolePage>(http, new
        {
            Row = row, Form = asked.Typed(OrganisationForm.Of(row)), asked.Reason, asked.Refusals, Refused = asked.Act, Above = await above, Below = await below, Parents = await parents, from.Divisions, Jurisdiction = await jurisdiction,
            MayAct = http.Caller().May<ChangeOrganisation>(row.Code, id), EnteredByCaller = row.EnteredBy is not null && row.EnteredBy == http.Caller().AccountId,
            Notice = Page.Notice(http, "org.done", asked.Done),
        }, Page.Status(asked.Refusals));
    }

    // A parent is of a higher level and its division contains the child's: so it stands in a division above.
    private static async Task<IReadOnlyList<OrganisationRow>> Parents(DivisionCode division, Sources from, CancellationToken ct) =>
        [.. (await from.Directory.At(division.PathFromCity.SkipLast(1), ct)).Where(row => !row.IsSuspended)];

    /// <summary>Where the pages' rows come from.</summary>
    internal sealed record Sources(OrganisationDirectory Directory, Divisions Divisions, ReadModelHost ReadModels, Jurisdictions Jurisdictions);

    /// <summary>What the reader is in the middle of: a form sent back, an act done.</summary>
    private sealed record Asked(OrganisationForm? Form, string? Reason, IReadOnlyList<Refusal> Refusals, string? Act, string? Done)
    {
        // Each form posts its own fields only: what the others show comes from what is known.
        public OrganisationForm Typed(OrganisationForm known) => Act switch
        {
            "change" when Form is not null => Form with { Parent = known.Parent },
            "link" when Form is not null => known with { Parent = Form.Parent },
            _ => known,
        };
    }
}
