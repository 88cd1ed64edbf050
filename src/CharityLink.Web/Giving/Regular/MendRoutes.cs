using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Web.Hosting;
using CharityLink.Web.Site;
using MediatR;

namespace CharityLink.Web.Giving.Regular;

/// <summary>Where the link in a mail about a declined gift leads: one button that begins its payment. Mail programs open links on their own, so opening it does nothing.</summary>
internal static class MendRoutes
{
    public static void MapMending(this SiteRoutes site)
    {
        site.Forms.MapGet("/regular/mend", Look);
        site.Forms.MapPost("/regular/mend", Mend).RequireRateLimiting(Limits.Secrets);
    }

    private static async Task<IResult> Look(HttpContext http, Guid? link, string? secret, MendLinks links, [AsParameters] RegularRoutes.Sources from, CancellationToken ct) =>
        await links.Look(link.GetValueOrDefault(), secret ?? "", ct) is { } id && await from.Regulars.Find(id, ct) is { } gift
            ? await Show(http, gift, link, secret, [], from, ct)
            : Void(http);

    // Used up by success alone: what is refused today may go tomorrow. Who presses twice at once begins one payment, and only the first is let in.
    private static async Task<IResult> Mend(HttpContext http, MendLinks links, IMediator mediator, [AsParameters] RegularRoutes.Sources from, CancellationToken ct)
    {
        var (form, now) = (http.Request.Form, from.Clock.GetUtcNow());
        var (link, secret) = (Guid.TryParse(form["link"], out var typed) ? typed : Guid.Empty, form["secret"].ToString());
        if (await links.Look(link, secret, ct) is not { } id || await from.Regulars.Find(id, ct) is not { } gift)
        {
            return Void(http);
        }

        var outcome = await mediator.Send(new MendRegularGift(Guid.CreateVersion7(), id, now), ct);
        if (!outcome.IsDone)
        {
            return await Show(http, gift, link, secret, outcome.Refusals, from, ct);
        }

        if (await links.Use(link, secret, ct) is null)
        {
            return Void(http);
        }

        // The mail proved the mailbox: the giver's own pages open with it.
        var key = from.Link.KeyTo(gift.Asked.DonorId);
        RegularAddress.Keep(http, id, key);
        return Page.Go(http, await RegularRoutes.Open(id, key, from, ct));
    }

    private static IResult Void(HttpContext http) => Page.Show<MendPage>(http, new { IsVoid = true }, StatusCodes.Status422UnprocessableEntity);

    private static async Task<IResult> Show(HttpContext http, RegularGift gift, Guid? link, string? secret, IReadOnlyList<Refusal> refusals, RegularRoutes.Sources from, CancellationToken ct)
    {
        from.Payments.AllowTo(http);
        return Page.Show<MendPage>(http, new { Gift = gift, Offer = await from.Causes.Find(gift.Asked.Cause, ct), Link = link, Secret = secret, Refusals = refusals }, Page.Status(refusals));
    }
}
