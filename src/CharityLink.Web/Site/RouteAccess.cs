using CharityLink.Kernel;

namespace CharityLink.Web.Site;

/// <summary>Who may reach a route. One without it is closed to everybody.</summary>
/// <param name="Roles">Any one of them is enough; empty with <paramref name="Anyone"/> false: whoever is signed in.</param>
public sealed record RouteAccess(bool Anyone, IReadOnlyList<Role> Roles)
{
    /// <summary>Whether a caller gets through the door. What may be seen inside is narrowed by the caller's divisions.</summary>
    public bool Permits(Caller caller) =>
        Anyone || (caller.Kind == CallerKind.Account && (Roles.Count == 0 || caller.Appointments.Any(a => Roles.Contains(a.Role))));
}

/// <summary>Declares access on routes.</summary>
public static class RouteAccessExtensions
{
    /// <summary>Visitors, too.</summary>
    public static TBuilder ForAnyone<TBuilder>(this TBuilder route) where TBuilder : IEndpointConventionBuilder =>
        route.AllowAnonymous().WithMetadata(new RouteAccess(true, []));

    /// <summary>Whoever is signed in, with or without a role.</summary>
    public static TBuilder ForSignedIn<TBuilder>(this TBuilder route) where TBuilder : IEndpointConventionBuilder =>
        route.WithMetadata(new RouteAccess(false, []));

    /// <summary>Holders of one of these roles, wherever they hold it.</summary>
    public static TBuilder ForRoles<TBuilder>(this TBuilder route, params Role[] roles) where TBuilder : IEndpointConventionBuilder =>
        route.WithMetadata(new RouteAccess(false, roles.Length > 0 ? roles : throw new ArgumentException("Name the roles.", nameof(roles))));

    /// <summary>A page for signed-in people is being shown to one of them; never so on a page that anybody may open, for those are kept and shown to others.</summary>
    public static bool IsPersonal(this HttpContext http) =>
        http.GetEndpoint()?.Metadata.GetMetadata<RouteAccess>() is { Anyone: false } && http.Caller().Kind == CallerKind.Account;

    /// <summary>Holders of any role.</summary>
    public static TBuilder ForStaff<TBuilder>(this TBuilder route) where TBuilder : IEndpointConventionBuilder => route.ForRoles(Enum.GetValues<Role>());
}
