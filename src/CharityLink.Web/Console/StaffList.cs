using CharityLink.Kernel;
using CharityLink.Network;
using CharityLink.People;
using CharityLink.Store;
using CharityLink.Web.Accounts;
using CharityLink.Web.Site;

namespace CharityLink.Web.Console;

/// <summary>One line of the list of staff, with the names that are put to the ids only here.</summary>
public sealed record StaffRow(Guid AppointmentId, string? Name, Role Role, OrganisationRow? Organisation, DateTimeOffset Since, bool MayEnd);

/// <summary>Gathers what the page of staff shows.</summary>
internal sealed class StaffList(AppointmentList appointments, AccountDirectory accounts, OrganisationDirectory organisations, ReadModelHost readModels)
{
    private const int ChoicesMax = 500;

    /// <summary>Everybody with a role in the caller's area.</summary>
    public async Task<IReadOnlyList<StaffRow>> Rows(HttpContext http, CancellationToken ct)
    {
        await readModels.CaughtUp(http, appointments.Name);
        var caller = http.Caller();
        var held = await appointments.In(caller, ct);
        var names = await accounts.Names(held.Select(a => a.AccountId), ct);
        var where = await organisations.FindMany(held.Select(a => a.OrganisationId), ct);
        return [.. held.Select(a => new StaffRow(
            a.Id, names.GetValueOrDefault(a.AccountId), a.Role, where.GetValueOrDefault(a.OrganisationId), a.AppointedAt,
            a.AccountId != caller.AccountId && StaffAppointment.MayDecide(caller, a.Role)))];
    }

    /// <summary>Where the caller may appoint somebody.</summary>
    public async Task<IReadOnlyList<OrganisationRow>> Organisations(Caller caller, CancellationToken ct)
    {
        var areas = caller.Appointments.Any(a => a.Role == Role.Administrator) ? null : caller.Appointments.Select(a => a.Division).ToList();
        return (await organisations.List(new OrganisationFilter(areas), 1, ChoicesMax, ct)).Rows;
    }
}
