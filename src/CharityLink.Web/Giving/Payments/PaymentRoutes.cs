using CharityLink.Giving;
using CharityLink.Web.Site;

namespace CharityLink.Web.Giving.Payments;

/// <summary>Between our form and the provider's page: waits until that is open, and sends the giver there. However often it is asked, there is one page.</summary>
internal static class PaymentRoutes
{
    private static readonly TimeSpan WaitAtMost = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(1);

    public static void MapPaymentPages(this SiteRoutes site) => site.Forms.MapGet("/gifts/{id:guid}/pay", Pay);

    /// <summary>The key to a giver's own pages, kept by their browser while they are away paying: it goes to no provider.</summary>
    public static string? KeptKey(HttpContext http, Guid id) => http.Request.Cookies[CookieOf(id)];

    private static async Task<IResult> Pay(
        HttpContext http, Guid id, string? key, Donations donations, CauseBook causes, OperationAnswers answers, TimeProvider clock, CancellationToken ct)
    {
        if (await donations.Find(id, ct) is not { Donation: var donation })
        {
            return TypedResults.NotFound();
        }

        if (donation is { IsPaid: true } or { HeldBecause: not null })
        {
            return Page.Go(http, GiftAddress.Gift(id, key));
        }

        if (donation.Provider == StartDonation.Sandbox)
        {
            return Page.Go(http, GiftAddress.Payment(id, key));
        }

        Keep(http, id, key);
        var operation = await answers.Wait(PaymentOrder.IdOf(GiftPayment.Purpose, id, 1), WaitAtMost, ct);
        return operation switch
        {
            { State: "succeeded", Answer.Step: null } => await Show(PayStage.Closed),
            { State: "succeeded", Answer.Step.Until: { } until } when until <= clock.GetUtcNow() => await Show(PayStage.Closed),
            { State: "succeeded", Answer.Step: { Kind: GiverStepKind.Go } step } => new Away(step.Value),
            // Its answer is not kept any more, or its row.
            { State: "succeeded", Answer: null } => await Show(PayStage.Closed),
            null when donation.StartedAt.AddDays(OldPayments.KeepDaysLeast) < clock.GetUtcNow() => await Show(PayStage.Closed),
            { HasEnded: true, State: not "succeeded" } => await Show(PayStage.Failed),
            { State: "succeeded", Answer.Step: { } code } => await Show(PayStage.Scan, code),
            _ => await Show(PayStage.Preparing),
        };

        async Task<IResult> Show(PayStage stage, GiverStep? step = null) => Page.Show<PayPage>(
            http, new { Donation = donation, Offer = await causes.Find(donation.Cause, ct), Stage = stage, Step = step, Key = key });
    }

    /// <summary>Lets the giver's browser keep the key while they are away.</summary>
    public static void Keep(HttpContext http, Guid id, string? key)
    {
        if (!string.IsNullOrEmpty(key))
        {
            // Lax: it must come along when the giver returns from the provider's site.
            http.Response.Cookies.Append(CookieOf(id), key, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, MaxAge = KeptFor, Path = "/" });
        }
    }

    private static string CookieOf(Guid id) => $"gift-{id:N}";
}

/// <summary>How far the way to the provider's page has got.</summary>
public enum PayStage
{
    /// <summary>The page is being opened.</summary>
    Preparing,

    /// <summary>A code to be scanned, or a link that opens an app.</summary>
    Scan,

    /// <summary>The page has closed: its time is over.</summary>
    Closed,

    /// <summary>The provider opened none.</summary>
    Failed,
}

/// <summary>303 to a provider's page.</summary>
internal sealed class Away(string url) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        httpContext.Response.Headers.Location = url;
        return Task.CompletedTask;
    }
}
