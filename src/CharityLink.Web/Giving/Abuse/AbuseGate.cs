using CharityLink.Web.Giving.Payments;
using CharityLink.Web.Site;
using CharityLink.Workers;

namespace CharityLink.Web.Giving.Abuse;

/// <summary>Stands before the forms that begin a gift or a promise. Who comes too often is asked for a little work or patience, and keeps all that was typed.</summary>
internal sealed class AbuseGate(GiftWatch watch, Challenges challenges, PaymentDesk payments, TimeProvider clock) : IEndpointFilter
{
    /// <summary>Names of the challenge's own fields.</summary>
    public const string Ticket = "challenge", Answer = "answer";

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var (http, sender) = (context.HttpContext, Sender.Of(context.HttpContext));
        var form = http.Request.Form;
        // With the work done, too: a basket may have been filled otherwise since it was asked for.
        watch.Remember(sender);
        var brought = challenges.Read(form[Ticket], sender.Bound);
        if (brought is not null && challenges.IsMet(brought, form[Answer]))
        {
            return await next(context);
        }

        var reason = watch.Suspect(sender);
        return reason is null ? await next(context) : Ask(http, sender, brought, reason);
    }

    private IResult Ask(HttpContext http, Sender sender, Challenge? brought, string reason)
    {
        // Who came back too early keeps their turn.
        var challenge = brought ?? challenges.New(sender.Bound, watch.BitsFor(reason), watch.Turn(sender.Address));
        var seconds = Math.Max(1, (int)Math.Ceiling((challenge.From - clock.GetUtcNow()).TotalSeconds));
        payments.AllowTo(http);
        http.Response.Headers.ContentSecurityPolicy = $"{http.Response.Headers.ContentSecurityPolicy}; script-src 'self'";
        http.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return Page.Show<ChallengePage>(http, new
        {
            Challenge = challenge, Reason = reason, Seconds = seconds, IsEarly = brought is not null,
            Fields = http.Request.Form.Where(field => field.Key.Length > 0 && !field.Key.StartsWith('_') && field.Key is not (Ticket or Answer or Sender.Trap))
                .SelectMany(field => field.Value.Select(value => KeyValuePair.Create(field.Key, value ?? ""))).ToList(),
        }, StatusCodes.Status429TooManyRequests);
    }
}

/// <summary>Puts the gate before forms.</summary>
internal static class AbuseGates
{
    /// <summary>What the gate knows, and who tells it.</summary>
    public static IServiceCollection AddGiftWatch(this IServiceCollection services) => services
        .AddSingleton(provider => provider.GetRequiredService<IConfiguration>().GetSection("Giving:Abuse").Get<AbuseSettings>() ?? new AbuseSettings())
        .AddSingleton<GiftWatch>().AddSingleton<Challenges>().AddSingleton<CharityLink.Store.IReaction, CardTestingWatch>()
        .AddWork<AlarmPost>();

    /// <summary>Looks at who sends it, and lets one address send more of it than of other forms: a company or a village may share one.</summary>
    public static RouteHandlerBuilder Watched(this RouteHandlerBuilder route) => route.AddEndpointFilter<AbuseGate>().WithMetadata(new Hosting.GiftForm());
}
