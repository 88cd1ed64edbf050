using System.Globalization;
using CharityLink.Audit;
using CharityLink.Kernel;
using CharityLink.Network;
using CharityLink.Store;
using CharityLink.Web.Accounts;
using CharityLink.Web.Site;

namespace CharityLink.Web.Console;

/// <summary>Who did what: for those who answer for an area or watch over it.</summary>
internal static class AuditRoutes
{
    private const int RowsMax = 50;

    public static void MapAudit(this SiteRoutes site) =>
        site.Console.MapGet("/audit", Trail).ForRoles(Role.Administrator, Role.FederationOfficer, Role.Auditor);

    private static async Task<IResult> Trail(
        HttpContext http, AuditTrail audit, AccountDirectory accounts, Divisions divisions, ReadModelHost readModels, string? before, Guid? account, string? show, CancellationToken ct)
    {
        await readModels.CaughtUp(http, audit.Name);
        var filter = new AuditFilter(account, show == "staff");
        var entries = await audit.Newest(http.Caller(), Read(before), filter, RowsMax + 1, ct);
        var shown = entries.Take(RowsMax).ToList();
        var names = await accounts.Names(shown.Where(e => e.AccountId is not null).Select(e => e.AccountId.GetValueOrDefault()), ct);
        var older = entries.Count > RowsMax ? Write(shown[^1]) : null;
        return Page.Show<AuditPage>(http, new { Entries = shown, Names = names, Divisions = divisions, Older = older, Filter = filter, First = before is null });
    }

    private static string Write(AuditEntry last) => string.Create(CultureInfo.InvariantCulture, $"{last.At.UtcTicks}-{last.Position}");

    private static AuditMark? Read(string? mark) =>
        mark?.Split('-') is [var ticks, var position]
        && long.TryParse(ticks, CultureInfo.InvariantCulture, out var at) && at >= 0 && at <= DateTime.MaxValue.Ticks
        && long.TryParse(position, CultureInfo.InvariantCulture, out var p)
            ? new AuditMark(new DateTimeOffset(at, TimeSpan.Zero), p) : null;
}
