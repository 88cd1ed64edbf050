using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.People;
using CharityLink.Web.Giving.Payments;
using CharityLink.Web.Hosting;
using CharityLink.Web.Site;
using MediatR;

namespace CharityLink.Web.Giving.Pledges;

/// <summary>Paying a promise whose card could not be charged: by the link that was mailed, without an account.</summary>
internal static class MendRoutes
{
    public static void MapMend(this SiteRoutes site)
    {
        site.Forms.MapGet("/pledges/{id:guid}/mend", (HttpContext http, Guid id, Guid? link, string? secret, [AsParameters] Sources from, CancellationToken ct) => Show(http, id, link, secret, [], from, ct));
        site.Forms.MapPost("/pledges/{id:guid}/mend", Pay).RequireRateLimiting(Limits.Secrets);
    }

    /// <summary>The page of a link.</summary>
    public static string Address(Guid pledge, Guid link, string secret) => $"/pledges/{pledge}/mend?link={link}&secret={secret}";

    /// <summary>Begins the payment, or goes on with the one that is open; the gift to be paid, or why not.</summary>
    public static async Task<(Guid? Gift, IReadOnlyList<Refusal> Why)> Begin(
        Pledge pledge, string method, string language, PaymentDesk payments, CharityLink.Giving.Pledges pledges, IMediator mediator, TimeProvider clock, CancellationToken ct)
    {
        var offers = (await payments.Offers(pledge.Made.Cause.HolderId, ct)).Where(offer => offer.Check(pledge.Open) is null).ToList();
        if ((method.Length == 0 ? offers.FirstOrDefault() : offers.Find(offer => offer.Method.Name == method)) is not { Method: var way })
        {
            return (null, [new Refusal(offers.Count == 0 ? "method_none" : "method_missing", "method")]);
        }

        var outcome = await mediator.Send(new PayPledge(Guid.CreateVersion7(), pledge.Made.PledgeId, way.Provider, PaymentDesk.Noted(way), language, clock.GetUtcNow()), ct);
        return outcome.IsDone ? ((await pledges.Find(pledge.Made.PledgeId, ct))?.Collected?.Live, []) : (null, outcome.Refusals);
    }

    private static async Task<IResult> Show(HttpContext http, Guid id, Guid? link, string? secret, IReadOnlyList<Refusal> refusals, Sources from, CancellationToken ct)
    {
        if (await from.Pledges.Find(id, ct) is not { IsByCard: true } pledge || link is not { } one || string.IsNullOrEmpty(secret))
        {
            return TypedResults.NotFound();
        }

        // To whom the link is void nothing is told but that.
        var holds = pledge.State == PledgeState.Confirmed && await from.Links.Holds(one, id, secret, ct);
        from.Payments.AllowTo(http);
        return Page.Show<MendPage>(http, new
        {
            Pledge = pledge, Offer = await from.Causes.Find(pledge.Made.Cause, ct), Address = Address(id, one, secret), Holds = holds, Refusals = refusals,
            Ways = (await from.Payments.Offers(pledge.Made.Cause.HolderId, ct)).Where(offer => offer.Check(pledge.Open) is null).ToList(),
        }, refusals.Count > 0 || !(holds || pledge.State == PledgeState.Kept) ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }

    private static async Task<IResult> Pay(HttpContext http, Guid id, Guid? link, string? secret, IMediator mediator, [AsParameters] Sources from, CancellationToken ct)
    {
        if (await from.Pledges.Find(id, ct) is not { IsByCard: true } pledge || link is not { } one || string.IsNullOrEmpty(secret) || !await from.Links.Holds(one, id, secret, ct))
        {
            return await Show(http, id, link, secret, [], from, ct);
        }

        var (gift, why) = await Begin(pledge, http.Request.Form["method"].ToString(), http.Language().Tag, from.Payments, from.Pledges, mediator, from.Clock, ct);
        if (gift is not { } begun)
        {
            return await Show(http, id, link, secret, why, from, ct);
        }

        // Used up by what it was for: a form that was refused leaves it good.
        await from.Links.Use(one, id, secret, ct);
        return Page.Go(http, from.Payments.PaymentOf(begun, from.Link.KeyTo(pledge.Made.DonorId)));
    }

    /// <summary>Where the pages' figures come from.</summary>
    internal sealed record Sources(CharityLink.Giving.Pledges Pledges, PledgeLinks Links, PaymentDesk Payments, CauseBook Causes, GiverLink Link, TimeProvider Clock);
}
