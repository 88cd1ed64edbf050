using System.Globalization;
using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Store;
using CharityLink.Web.Network;
using CharityLink.Web.Site;
using MediatR;

namespace CharityLink.Web.Giving.Refunds;

/// <summary>Held money of one cause that somebody may decide on.</summary>
/// <param name="Suspended">Why it cannot be counted now; null when it can.</param>
public sealed record HeldOffer(HeldCause Held, CauseOffer Cause, Refusal? Suspended);

/// <summary>What a decision on all of a cause came to.</summary>
/// <param name="Act"><c>return</c> or <c>count</c>.</param>
/// <param name="Refused">Payments on which it was refused, each with its reason.</param>
/// <param name="IsPart">More of them wait than are decided at once.</param>
public sealed record HeldDecided(string Act, int Payments, Money Amount, IReadOnlyList<(HeldPayment Payment, Refusal Why)> Refused, bool IsPart);

/// <summary>Decides on all held money of one cause at once: after a suspension there may be hundreds. Each gift is decided by its own command, with its own rights and refusals.</summary>
internal static class HeldRoutes
{
    /// <summary>So many at once: a few seconds of work. What is left is decided by the next press.</summary>
    public const int AtOnce = 200;

    private const int CausesMax = 100;
    private static readonly Role[] _officers = [Role.FederationOfficer, Role.CharityOfficer];

    public static void MapHeld(this SiteRoutes site)
    {
        site.Console.MapGet("/held", async (HttpContext http, [AsParameters] Sources from, CancellationToken ct) =>
        {
            await from.ReadModels.CaughtUp(http, from.Refunds.Name, from.Gifts.Name);
            return await Show(http, null, [], from, ct);
        }).ForRoles(_officers);
        site.Console.MapPost("/held", Decide).ForRoles(_officers);
    }

    private static async Task<IResult> Decide(HttpContext http, IMediator mediator, [AsParameters] Sources from, CancellationToken ct)
    {
        var form = http.Request.Form;
        var (act, key, command) = (form["act"].ToString(), Posted.Id(form, "cause"), Posted.Id(form, "command"));
        if (act is not ("return" or "count") || !DateTimeOffset.TryParseExact(form["until"], "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var until))
        {
            return await Show(http, null, [new Refusal("payment_choice_missing")], from, ct);
        }

        if ((await Offers(http, from, ct)).FirstOrDefault(offer => offer.Held.Key == key)?.Held is not { } cause || await from.Held.Waiting(cause, until, AtOnce, ct) is not { Count: > 0 } waiting)
        {
            return await Show(http, null, [new Refusal("held_none_left")], from, ct);
        }

        var (done, position, refused) = (new List<HeldPayment>(), 0L, new List<(HeldPayment, Refusal)>());
        foreach (var one in waiting)
        {
            var id = StableId.Beside(command, $"{one.DonationId} {one.PaymentId}");
            var outcome = await mediator.Send<Outcome>(act == "return" ? new ReturnHeld(id, one.DonationId, one.PaymentId, from.Clock.GetUtcNow()) : new CountHeld(id, one.DonationId, one.PaymentId), ct);
            if (outcome.IsDone)
            {
                done.Add(one);
                position = Math.Max(position, outcome.Position);
            }
            else
            {
                refused.Add((one, outcome.Refusals[0]));
            }
        }

        http.Follow(position);
        await from.ReadModels.WaitFor(from.Refunds.Name, position, TimeSpan.FromSeconds(2), ct);
        return await Show(http, new(act, done.Count, cause.Amount with { Minor = done.Sum(one => one.Minor) }, refused, waiting.Count == AtOnce), [], from, ct);
    }

    // What was done is told here and not after a redirect, since nothing keeps it; sent again by the browser, the form finds nothing left.
    private static async Task<IResult> Show(HttpContext http, HeldDecided? decided, IReadOnlyList<Refusal> refusals, Sources from, CancellationToken ct) => Page.Show<HeldPage>(
        http, new { Offers = await Offers(http, from, ct), Decided = decided, Refusals = refusals },
        decided is { Payments: 0 } || refusals.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);

    // Those of one's own organisation, and of suspended ones for which one stands in.
    private static async Task<IReadOnlyList<HeldOffer>> Offers(HttpContext http, Sources from, CancellationToken ct)
    {
        var caller = http.Caller();
        var own = caller.Appointments.Where(held => _officers.Contains(held.Role)).Select(held => held.OrganisationId).ToHashSet();
        var offers = new List<HeldOffer>();
        foreach (var held in await from.Held.Causes(own, caller.Appointments.Where(one => one.Role == Role.FederationOfficer).Select(one => one.Division).Distinct(), CausesMax, ct))
        {
            // From memory.
            var suspended = await from.Causes.Suspended(held.HolderId, held.OrganisationId, held.ProjectId is null ? held.ProgramId : null, ct);
            if (own.Contains(held.HolderId) || (suspended is not null && HeldRules.MayStandIn(caller, DivisionCode.Parse(held.Division), held.HolderId)))
            {
                offers.Add(new(held, await from.Causes.Find(held.Choice, ct), suspended));
            }
        }

        return offers;
    }

    /// <summary>Where the page's figures come from.</summary>
    internal sealed record Sources(HeldList Held, RefundList Refunds, DonationList Gifts, CauseBook Causes, ReadModelHost ReadModels, TimeProvider Clock);
}
