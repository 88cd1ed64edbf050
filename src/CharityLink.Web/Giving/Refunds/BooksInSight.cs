using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Network;
using CharityLink.Web.Site;

namespace CharityLink.Web.Giving.Refunds;

/// <summary>Whose books the reader may see.</summary>
internal static class BooksInSight
{
    /// <summary>Those who answer for books, and those who check them.</summary>
    public static readonly Role[] Readers = [Role.Administrator, Role.FederationOfficer, Role.CharityOfficer, Role.Auditor];

    /// <summary>The organisations with books that lie in the reader's sight; what belongs to no organisation is for those who see all of them.</summary>
    public static async Task<IReadOnlyDictionary<Guid, OrganisationRow?>> Of(HttpContext http, Ledger ledger, OrganisationDirectory organisations, Divisions divisions, CancellationToken ct)
    {
        var seen = Sight.Of(http.Caller(), divisions.City.Code);
        var bodies = await organisations.FindMany((await ledger.Balances(ct)).Select(row => row.HolderId).Distinct(), ct);
        var found = bodies.Where(body => seen.Shows(body.Value.Code, body.Key, body.Key)).ToDictionary(body => body.Key, body => (OrganisationRow?)body.Value);
        if (SeesAll(http.Caller()))
        {
            found[Settlement.Nobody] = null;
        }

        return found;
    }

    /// <summary>Who sees what belongs to no organisation.</summary>
    public static bool SeesAll(Caller caller) => caller.Appointments.Any(held => held.Role is Role.Administrator or Role.Auditor);
}
