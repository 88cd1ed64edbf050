using CharityLink.Disclosure;
using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Network;
using CharityLink.Projects;
using CharityLink.Store;
using CharityLink.Web.Disclosure;
using CharityLink.Web.Disclosure.Reminders;
using CharityLink.Web.Giving.Offline;
using CharityLink.Web.Site;

namespace CharityLink.Web.Console;

/// <summary>What every member of staff sees first: what waits for them.</summary>
internal static class ConsoleRoutes
{
    private const int WaitingMax = 50;
    private static readonly Role[] Verifiers = [Role.Administrator, Role.FederationOfficer];

    public static void MapConsole(this SiteRoutes site)
    {
        site.Console.MapGet("/", MyWork).ForSignedIn();
        site.MapStaff();
        site.MapAudit();
    }

    private static async Task<IResult> MyWork(
        HttpContext http, OrganisationDirectory organisations, TaskList tasks, DutyCalendar calendar, RefundList refunds, GiftWarnings warnings, PaymentAlerts alerts, PaymentWatch payments, OfflineWorkList offline, Divisions divisions, ReadModelHost readModels, TimeProvider clock, CancellationToken ct)
    {
        await readModels.CaughtUp(http, [organisations.Name, tasks.Name, calendar.Name, refunds.Name, alerts.Name, .. offline.Names]);
        var (caller, today) = (http.Caller(), clock.Today());
        // An organisation's own people see what it owes, and get the mails about it.
        var own = caller.Appointments.Where(held => Answerable.Officers.Contains(held.Role)).Select(held => held.OrganisationId).Distinct().ToList();
        var areas = caller.Appointments.Where(a => Verifiers.Contains(a.Role)).Select(a => a.Division).Distinct().ToList();
        var waiting = areas.Count == 0 ? [] : (await organisations.List(new OrganisationFilter(areas, State: "unverified"), 1, WaitingMax, ct)).Rows;
        var (mine, others, owed) = (tasks.Of(caller, WaitingMax, ct), tasks.WaitingForOthers(caller, WaitingMax, ct), calendar.OpenOf(own, today, WaitingMax, ct));
        await Task.WhenAll(mine, others, owed);
        var bodies = await organisations.FindMany((await mine).Concat(await others).Where(task => task.IsOwn).Select(task => task.OrganisationId), ct);
        return Page.Show<MyWorkPage>(http, new
        {
            Refunds = caller.AccountId is { } account ? await refunds.Waiting(own, account, WaitingMax, ct) : [], Disputes = await refunds.Answerable(own, clock.GetUtcNow(), WaitingMax, ct), Held = caller.AccountId is { } decides ? await refunds.HeldAt(own, decides, WaitingMax, ct) : [],
            Warnings = await warnings.Waiting(own, clock.GetUtcNow(), WaitingMax, ct),
            Payments = caller.Appointments.Any(held => held.Role == Role.Administrator) ? await payments.Work(ct) : PaymentWork.None,
            Offline = await offline.Of(caller, WaitingMax, ct),
            Tasks = await mine, Others = await others, Duties = await owed, Bodies = bodies, Today = today,
            // What one has entered oneself waits for somebody else.
            Waiting = waiting.Where(o => o.EnteredBy is null || o.EnteredBy != caller.AccountId).OrderBy(o => o.RegisteredAt).ToList(), Divisions = divisions, Decides = caller.Appointments.Any(held => held.Role != Role.Auditor),
        });
    }
}
