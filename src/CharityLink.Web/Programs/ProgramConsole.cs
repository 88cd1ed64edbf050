using CharityLink.Kernel;
using CharityLink.Network;
using CharityLink.Programs;
using CharityLink.Store;
using CharityLink.Web.Network;
using CharityLink.Web.Site;
using MediatR;

namespace CharityLink.Web.Programs;

/// <summary>PRG-1 in the console: the list, starting a program, and the acts on one.</summary>
internal static class ProgramConsole
{
    private static readonly Role[] _starters = [Role.FederationOfficer, Role.CharityOfficer];
    private static readonly Role[] _actors = [Role.Administrator, Role.FederationOfficer, Role.CharityOfficer];

    public static void MapProgramConsole(this SiteRoutes site)
    {
        site.Console.MapGet("/programs", List).ForStaff();
        site.Console.MapGet("/programs/new", New).ForRoles(_starters);
        site.Console.MapPost("/programs/new", Start).ForRoles(_starters);
        site.Console.MapGet("/programs/{id:guid}", (HttpContext http, Guid id, [AsParameters] Sources from, string? place, string? division, string? done, CancellationToken ct) =>
            One(http, id, from, new(place, DivisionCode.TryParse(division, out var code) && from.Divisions.Find(code) is { } known ? SiteForm.At(known) : null, null, null, null, [], null, done), ct)).ForStaff();
        site.Console.MapPost("/programs/{id:guid}/{act}", Act).ForRoles(_actors);
    }

    private static async Task<IResult> List(HttpContext http, [AsParameters] Sources from, string? q, string? state, string? page, CancellationToken ct)
    {
        await from.ReadModels.CaughtUp(http, from.Programs.Name);
        var (caller, number) = (http.Caller(), Paging.Number(page));
        var filter = new ProgramFilter(
            Areas.Of(caller), Areas.Of(caller) is null ? null : [.. caller.Appointments.Select(held => held.OrganisationId)], Paging.Text(q), State: state is "active" or "suspended" ? state : null);
        var rows = await from.Programs.List(filter, number, Paging.Size, ct);
        var owners = await from.Organisations.FindMany(rows.Rows.Select(row => row.OwnerId), ct);
        var mayStart = caller.Appointments.Any(held => _starters.Contains(held.Role));
        return Page.Show<ProgramConsoleList>(http, new { Rows = rows, Owners = owners, Filter = filter, Number = number, from.Divisions, MayStart = mayStart });
    }

    private static Task<IResult> New(HttpContext http, [AsParameters] Sources from, string? place, string? division, string? whole, CancellationToken ct)
    {
        var text = Paging.Text(place);
        var chosen = DivisionCode.TryParse(division, out var code) && from.Divisions.Find(code) is { IsStatisticalArea: false } known ? known.Code.Value : "";
        return chosen.Length > 0 || whole is not null
            ? Ask(http, from, ProgramForm.New() with { Division = chosen }, [], ct)
            : Task.FromResult(Page.Show<StartProgramPage>(http, new { from.Divisions, Text = text, Found = text.Length == 0 ? [] : Areas.Find(from.Divisions, http.Caller(), text) }));
    }

    private static async Task<IResult> Ask(HttpContext http, Sources from, ProgramForm form, IReadOnlyList<Refusal> refusals, CancellationToken ct)
    {
        var caller = http.Caller();
        var owners = (await from.Organisations.Owners(Areas.Of(caller), ct)).Where(row => caller.May<StartProgram>(row.Code, row.OrganisationId)).ToList();
        return Page.Show<StartProgramPage>(http, new { from.Divisions, Form = form, Owners = owners, Refusals = refusals }, Page.Status(refusals));
    }

    private static async Task<IResult> Start(HttpContext http, [AsParameters] Sources from, IMediator mediator, CancellationToken ct)
    {
        var form = ProgramForm.From(http.Request.Form);
        var owner = Guid.TryParse(form.Owner, out var id) ? await from.Organisations.Find(id, ct) : null;
        var outcome = await mediator.Send(form.Start(owner), ct);
        return outcome.IsDone ? Page.Go(http, outcome, $"/console/programs/{form.Id}?done=start") : await Ask(http, from, form, outcome.Refusals, ct);
    }

    private static async Task<IResult> Act(HttpContext http, Guid id, string act, [AsParameters] Sources from, IMediator mediator, CancellationToken ct)
    {
        var posted = http.Request.Form;
        var (command, reason) = (Posted.Id(posted, "command"), posted["reason"].ToString());
        var (unit, site) = (act == "unit" ? UnitForm.From(posted) : null, act == "open" ? SiteForm.From(posted) : null);
        var (set, wrong) = unit?.Read(id) ?? (null, []);
        ICommand? wish = act switch
        {
            "unit" => set,
            "open" => site?.Open(id),
            "close" => new CloseSite(command, id, Posted.Id(posted, "site"), reason),
            "suspend" => new SuspendProgram(command, id, reason),
            "resume" => new ResumeProgram(command, id),
            _ => null,
        };
        if (wish is null && wrong.Count == 0)
        {
            return Results.NotFound();
        }

        var outcome = wish is null ? Outcome.Refused(wrong) : await mediator.Send(wish, ct);
        return outcome.IsDone
            ? Page.Go(http, outcome, $"/console/programs/{id}?done={act}")
            : await One(http, id, from, new(null, site, unit, act == "close" ? Posted.Id(posted, "site") : null, reason, outcome.Refusals, act, null), ct);
    }

    private static async Task<IResult> One(HttpContext http, Guid id, Sources from, Asked asked, CancellationToken ct)
    {
        await from.ReadModels.CaughtUp(http, from.Programs.Name);
        var caller = http.Caller();
        if (await from.Programs.Find(id, ct) is not { } row)
        {
            return Results.NotFound();
        }

        // Whoever reads a place sees what works there.
        var sites = await from.Programs.SitesOf(id, ct);
        if (!caller.MayRead(row.Code) && !caller.Appointments.Any(held => held.OrganisationId == row.OwnerId) && !sites.Any(site => caller.MayRead(site.Code)))
        {
            return Results.NotFound();
        }

        var place = DivisionCode.TryParse(asked.Site?.Division, out var code) ? code : default;
        var (owner, operators) = (from.Organisations.Find(row.OwnerId, ct), from.Organisations.At(place.PathFromCity.Reverse(), ct));
        await Task.WhenAll(owner, operators);
        var text = Paging.Text(asked.Place);
        return Page.Show<ProgramConsolePage>(http, new
        {
            Row = row, Owner = await owner, Sites = sites, Operators = (await operators).Where(body => !body.IsSuspended).Reverse().ToList(), from.Divisions,
            Unit = asked.Unit ?? UnitForm.Of(row), asked.Site, asked.Closing, asked.Reason, asked.Refusals, Refused = asked.Act, Text = text,
            Found = text.Length == 0 ? [] : from.Divisions.Search(text, 200).Where(division => row.Code.Contains(division.Code)).Take(30).ToList(),
            MayAct = caller.May<SetUnit>(row.Code, row.OwnerId), MaySuspend = caller.May<SuspendProgram>(row.Code, row.OwnerId), MayResume = caller.May<ResumeProgram>(row.Code, row.OwnerId),
            Notice = Page.Notice(http, "program.done", asked.Done),
        }, Page.Status(asked.Refusals));
    }

    /// <summary>Where the pages' rows come from.</summary>
    internal sealed record Sources(ProgramDirectory Programs, OrganisationDirectory Organisations, Divisions Divisions, ReadModelHost ReadModels);

    /// <summary>What the reader is in the middle of: a place looked for, a form sent back.</summary>
    private sealed record Asked(string? Place, SiteForm? Site, UnitForm? Unit, Guid? Closing, string? Reason, IReadOnlyList<Refusal> Refusals, string? Act, string? Done);
}
