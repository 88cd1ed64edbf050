namespace CharityLink.Web.Hosting;

/// <summary>
/// Where an address stands that takes forms only. A refused form is shown at the address it was sent to; who then changes the language, reloads by hand or comes back
/// to it from the history asks for a page where there is none, and is led to the page above it.
/// </summary>
internal sealed class FormPages(LinkParser pages)
{
    /// <summary>The nearest page above; null where there is none.</summary>
    public string? Above(PathString address)
    {
        var path = address.Value ?? "";
        // A language alone is the first page: nobody is thrown back so far.
        while (path.LastIndexOf('/') is > 0 and var cut && path[..cut].LastIndexOf('/') > 0)
        {
            path = path[..cut];
            if (pages.ParsePathByAddress(new EveryPage(), path) is not null)
            {
                return new PathString(path).ToUriComponent();
            }
        }

        return null;
    }
}

/// <summary>Stands for all pages where the routing asks whose address a path is.</summary>
internal sealed record EveryPage;

/// <summary>Tells the routing which routes are pages.</summary>
internal sealed class EveryPageScheme(EndpointDataSource routes) : IEndpointAddressScheme<EveryPage>
{
    public IEnumerable<Endpoint> FindEndpoints(EveryPage address) =>
        routes.Endpoints.Where(route => route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains(HttpMethods.Get, StringComparer.OrdinalIgnoreCase) == true);
}
