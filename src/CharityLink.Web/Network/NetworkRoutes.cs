using CharityLink.Web.Network.Credentials;
using CharityLink.Web.Site;

namespace CharityLink.Web.Network;

/// <summary>Places and organisations on the public site and in the console.</summary>
public static class NetworkRoutes
{
    /// <summary>Adds the pages.</summary>
    public static void MapNetwork(this SiteRoutes site)
    {
        site.MapDivisions();
        site.MapOrganisations();
        site.MapSearch();
        site.MapOrganisationConsole();
        site.MapCredentials();
    }
}
