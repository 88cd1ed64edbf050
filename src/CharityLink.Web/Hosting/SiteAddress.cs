using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace CharityLink.Web.Hosting;

/// <summary>Where the world reaches this site, for links in mails. Never taken from a request: a forged Host header would send people elsewhere.</summary>
internal sealed class SiteAddress(IConfiguration settings, IServer server)
{
    /// <summary>CHARITYLINK_ADDRESS, else where the server listens; without a slash at the end.</summary>
    public string Base => (settings["CHARITYLINK_ADDRESS"]
        ?? server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()
        ?? "http://localhost:5080").TrimEnd('/');
}
