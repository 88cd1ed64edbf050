using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.People;
using CharityLink.Web.Hosting;
using CharityLink.Web.Site;
using MediatR;

namespace CharityLink.Web.Giving.Refunds;

/// <summary>A giver asks for money back, from the link to the own gift: without its key the page is not there.</summary>
internal static class AskRefundRoutes
{
    public static void MapAskRefund(this SiteRoutes site)
    {
        site.Forms.MapGet("/gifts/{id:guid}/refund", (HttpContext http, Guid id, string? key, Donations donations, CauseBook causes, GiverLink link, CancellationToken ct) => Show(http, id, key, [], donations, causes, link, ct));
        site.Forms.MapPost("/gifts/{id:guid}/refund", Ask).RequireRateLimiting(Limits.Secrets);
    }

    private static async Task<IResult> Show(HttpContext http, Guid id, string? key, IReadOnlyList<Refusal> refusals, Donations donations, CauseBook causes, GiverLink link, CancellationToken ct)
    {
        if (await donations.Find(id, ct) is not { Donation: { IsPaid: true, DonorId: { } giver } donation } || !link.Opens(key, giver))
        {
            return TypedResults.NotFound();
        }

        return Page.Show<AskRefundPage>(http, new
        {
            Donation = donation, Offer = await causes.Find(donation.Cause, ct), Key = key, Refusals = refusals, Typed = refusals.Count > 0 ? http.Request.Form : null,
        }, refusals.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }

    private static async Task<IResult> Ask(HttpContext http, Guid id, string? key, IMediator mediator, Donations donations, CauseBook causes, GiverLink link, CancellationToken ct)
    {
        if (await donations.Find(id, ct) is not { Donation.DonorId: { } giver } || !link.Opens(key, giver))
        {
            return TypedResults.NotFound();
        }

        var form = http.Request.Form;
        if (!GiftAmount.TryParse(Posted.Text(form, "amount"), out var amount, out var why))
        {
            return await Show(http, id, key, [why!], donations, causes, link, ct); // Not parsed: there is a reason.
        }

        var outcome = await mediator.Send(new AskRefund(Posted.Id(form, "command"), id, Posted.Id(form, "refund"), amount, form["cause"].ToString()), ct);
        return outcome.IsDone ? Page.Go(http, GiftAddress.Refund(id, key)) : await Show(http, id, key, outcome.Refusals, donations, causes, link, ct);
    }
}
