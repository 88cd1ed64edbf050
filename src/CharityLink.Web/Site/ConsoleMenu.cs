using CharityLink.Kernel;

namespace CharityLink.Web.Site;

/// <summary>What stands in the console's menu, and for whom: an entry that would be refused is not offered.</summary>
internal static class ConsoleMenu
{
    private static readonly Role[] Everybody = Enum.GetValues<Role>();
    private static readonly Role[] Watchers = [Role.Administrator, Role.FederationOfficer, Role.Auditor];

    private static readonly (string Path, string Key, Role[] Roles)[] Entries =
    [
        ("/console/organisations", "console.charities", Everybody),
        ("/console/programs", "console.programs", Everybody),
        ("/console/projects", "console.projects", Everybody),
        ("/console/gifts", "console.gifts", Everybody),
        ("/console/words", "words.console", Everybody),
        ("/console/receipts", "receipts.title", Everybody),
        ("/console/matching", "console.matching", Everybody),
        ("/console/pledges", "pledges.title", Everybody),
        ("/console/regular", "regulars.title", Everybody),
        ("/console/batches", "batches.title", Everybody),
        ("/console/goods", "goods.title", Everybody),
        ("/console/transfers", "transfers.title", Everybody),
        ("/console/returns", "returns.title", Everybody),
        ("/console/refunds", "refunds.title", Everybody),
        ("/console/payments", "payments.title", [Role.Administrator]),
        ("/console/books", "books.title", [Role.Administrator, Role.FederationOfficer, Role.CharityOfficer, Role.Auditor]),
        ("/console/settlement", "settlement.title", [Role.Administrator, Role.FederationOfficer, Role.CharityOfficer, Role.Auditor]),
        ("/console/disclosures", "console.disclosures", Everybody),
        ("/console/mails", "console.mails", Watchers),
        ("/console/templates", "templates.title", [Role.Administrator, Role.FederationOfficer]),
        ("/console/staff", "console.staff", Watchers),
        ("/console/audit", "console.audit", Watchers),
    ];

    public static IEnumerable<(string Path, string Key)> Of(Caller caller) =>
        from entry in Entries
        where caller.Appointments.Any(a => entry.Roles.Contains(a.Role))
        select (entry.Path, entry.Key);
}
