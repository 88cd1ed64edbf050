using CharityLink.Kernel;
using CharityLink.Network;
using CharityLink.People;
using CharityLink.Web.Accounts;
using CharityLink.Web.Site;
using MediatR;

namespace CharityLink.Web.Console;

/// <summary>Who holds which role: the list, appointing, ending.</summary>
internal static class StaffRoutes
{
    private static readonly Role[] Readers = [Role.Administrator, Role.FederationOfficer, Role.Auditor];
    private static readonly Role[] Deciders = [Role.Administrator, Role.FederationOfficer];

    public static void MapStaff(this SiteRoutes site)
    {
        site.Console.MapGet("/staff", (HttpContext http, StaffList staff, string? done, CancellationToken ct) =>
            Show(http, staff, new AppointForm(Guid.CreateVersion7(), "", "", "", ""), [], ct, done)).ForRoles(Readers);
        site.Console.MapPost("/staff", Appoint).ForRoles(Deciders);
        site.Console.MapPost("/staff/{appointment:guid}/end", End).ForRoles(Deciders);
    }

    private static async Task<IResult> Appoint(
        HttpContext http, StaffList staff, Invitations invitations, OrganisationDirectory organisations, IMediator mediator, CancellationToken ct)
    {
        var form = AppointForm.From(http.Request.Form);
        var organisation = Guid.TryParse(form.Organisation, out var id) ? await organisations.Find(id, ct) : null;
        var (role, refusals) = form.Check(organisation, http.Caller());
        if (refusals.Count > 0)
        {
            return await Show(http, staff, form, refusals, ct);
        }

        var (account, wrong) = await invitations.Account(form.Email, form.Name, http.Language(), ct);
        if (account is null)
        {
            return await Show(http, staff, form, wrong, ct);
        }

        // Both ids come from the form: sent twice, it appoints once.
        var outcome = await mediator.Send(new AppointStaff(form.Id, form.Id, account.Id, role, organisation!.OrganisationId, organisation.Code), ct); // Checked above.
        return outcome.IsDone ? Done(http, outcome, "appointed") : await Show(http, staff, form, outcome.Refusals, ct);
    }

    private static async Task<IResult> End(HttpContext http, StaffList staff, IMediator mediator, Guid appointment, CancellationToken ct)
    {
        var outcome = await mediator.Send(new EndAppointment(Guid.CreateVersion7(), appointment), ct);
        return outcome.IsDone
            ? Done(http, outcome, "ended")
            : await Show(http, staff, new AppointForm(Guid.CreateVersion7(), "", "", "", ""), outcome.Refusals, ct);
    }

    private static IResult Done(HttpContext http, Outcome outcome, string what)
    {
        http.Follow(outcome.Position);
        return Page.Go(http, $"/console/staff?done={what}");
    }

    private static async Task<IResult> Show(
        HttpContext http, StaffList staff, AppointForm form, IReadOnlyList<Refusal> refusals, CancellationToken ct, string? done = null)
    {
        var caller = http.Caller();
        var mayDecide = caller.Appointments.Any(a => Deciders.Contains(a.Role));
        return Page.Show<StaffPage>(http, new
        {
            Staff = await staff.Rows(http, ct), Form = mayDecide ? form : null, Organisations = mayDecide ? await staff.Organisations(caller, ct) : [],
            Roles = Enum.GetValues<Role>().Where(role => StaffAppointment.MayDecide(caller, role)).ToList(),
            Refusals = refusals, Notice = done is "appointed" or "ended" ? $"staff.{done}" : null,
        }, Page.Status(refusals));
    }
}

/// <summary>What was typed to appoint somebody.</summary>
public sealed record AppointForm(Guid Id, string Email, string Name, string Role, string Organisation)
{
    internal static AppointForm From(IFormCollection form) => new(
        Guid.TryParse(form["id"], out var id) ? id : Guid.CreateVersion7(),
        form["email"].ToString().Trim(), form["name"].ToString().Trim(), form["role"].ToString(), form["organisation"].ToString());

    // The command's own rule is asked before it is sent, so that nobody is invited for an appointment that is then refused.
    internal (Role Role, IReadOnlyList<Refusal> Refusals) Check(OrganisationRow? organisation, Caller caller)
    {
        // A giver may leave the address out; whoever is to sign in may not, so the sentence is another.
        var email = Email.Length == 0 ? new Refusal("account_missing", "email") : PersonText.Email(Email, "email", out _) is null ? null : new Refusal("account_email_malformed", "email");
        if (!Enum.TryParse<Role>(Role, out var role) || !Enum.IsDefined(role))
        {
            return (role, [.. new[] { email, new Refusal("role_unknown", "role") }.OfType<Refusal>()]);
        }

        var place = organisation is null ? null : new Place(organisation.Code, organisation.OrganisationId);
        var isWithin = place is null || AllowAttribute.Of(typeof(AppointStaff))?.Permits(caller, place) == true;
        var rule = StaffAppointment.Appoint(null, new AppointStaff(Id, Id, Id, role, place?.OrganisationId ?? Guid.Empty, place?.Division ?? default), place, caller);
        return (role, [.. new[] { email, isWithin ? null : new Refusal("forbidden", "organisation") }.OfType<Refusal>(), .. rule.Refusals]);
    }
}
