using System.Globalization;
using System.Threading.RateLimiting;
using CharityLink.Web.Site;
using Microsoft.AspNetCore.RateLimiting;

namespace CharityLink.Web.Hosting;

/// <summary>How often one address may send forms. Reading is free; guessing passwords is slow.</summary>
internal static class Limits
{
    /// <summary>Routes where a secret can be guessed.</summary>
    public const string Secrets = "secrets";

    /// <summary>Routes that read all that is kept of somebody.</summary>
    public const string Exports = "exports";

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    /// <summary><c>Limits:Forms</c>, <c>Limits:Gifts</c> (a last defence: the gate before these forms asks for patience long before) and <c>Limits:Secrets</c> are forms per minute and address; a load test raises them. <c>Limits:Exports</c> are exports.</summary>
    public static IServiceCollection AddLimits(this IServiceCollection services, IConfiguration settings)
    {
        var (forms, gifts, secrets) = (settings.GetValue("Limits:Forms", 120), settings.GetValue("Limits:Gifts", 1200), settings.GetValue("Limits:Secrets", 20));
        return services.AddRateLimiter(limits =>
        {
            limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limits.OnRejected = Refuse;
            limits.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(http =>
                http.GetEndpoint()?.Metadata.GetMetadata<GiftForm>() is null ? Partition(http, forms) : Partition(http, Math.Max(forms, gifts), "gift "));
            limits.AddPolicy(Secrets, http => Partition(http, secrets));
            limits.AddPolicy(Exports, http => Counted(http, settings.GetValue("Limits:Exports", 10), "export "));
        });
    }

    private static RateLimitPartition<string> Partition(HttpContext http, int permits, string kind = "") => HttpMethods.IsPost(http.Request.Method) && http.GetEndpoint()?.Metadata.GetMetadata<SignedPost>() is null
        ? Counted(http, permits, kind)
        : RateLimitPartition.GetNoLimiter("");

    private static RateLimitPartition<string> Counted(HttpContext http, int permits, string kind) => RateLimitPartition.GetSlidingWindowLimiter(
        $"{kind}{http.Connection.RemoteIpAddress}", _ => new SlidingWindowRateLimiterOptions { PermitLimit = permits, Window = Window, SegmentsPerWindow = 6, QueueLimit = 0 });

    private static async ValueTask Refuse(OnRejectedContext rejected, CancellationToken ct)
    {
        var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : Window / 6;
        rejected.HttpContext.Response.Headers.RetryAfter = Math.Max(1, (int)wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        await ProblemPage.Write(rejected.HttpContext, StatusCodes.Status429TooManyRequests);
    }
}
