using CharityLink.Evidence;

namespace CharityLink.Web.Evidence;

/// <summary>A route whose form may carry files; every other route's form is small.</summary>
public sealed record FilesTaken(long BytesMax);

/// <summary>Declares it on routes.</summary>
public static class FilesTakenExtensions
{
    /// <summary>The form may weigh as much as a few photographs. Only for routes that nobody reaches without signing in.</summary>
    public static TBuilder TakesFiles<TBuilder>(this TBuilder route) where TBuilder : IEndpointConventionBuilder =>
        route.WithMetadata(new FilesTaken(EvidenceLimits.RequestBytesMax));
}
