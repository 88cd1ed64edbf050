using System.Globalization;
using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Store;
using CharityLink.Web.Site;
using MediatR;

namespace CharityLink.Web.Giving.Refunds;

/// <summary>Held money of one cause that somebody may decide on.</summary>
/// <param name="Suspended">Its receiver is suspended; null when it is not.</param>
/// <param name="NotCounted">Why none of it can be counted now; null when that is seen payment by payment.</param>
public sealed record HeldOffer(HeldCause Held, CauseOffer Cause, Refusal? Suspended, Refusal? NotCounted);

/// <summary>What a decision on all of a cause came to.</summary>
/// <param name="Act"><c>return</c> or <c>count</c>.</param>
/// <param name="Refused">Payments on which it was refused, each with its reason.</param>
/// <param name="Cause">Of which cause: its form goes on behind <paramref name="After"/>, so that what is refused is in nobody's way.</param>
/// <param name="After">The last that was tried; null when all were.</param>
/// <param name="Left">How many wait behind it.</param>
/// <param name="LeftAmount">What they come to.</param>
public sealed record HeldDecided(
    string Act, int Payments, Money Amount, IReadOnlyList<(HeldPayment Payment, Refusal Why)> Refused, Guid Cause, HeldMark? After, int Left, Money LeftAmount);

/// <summary>Decides on all held money of one cause at once: after a suspension there may be hundreds. Each gift is decided by its own command, with its own rights and refusals.</summary>
internal static class HeldRoutes
{
    private const int CausesMax = 100;
    private static readonly Role[] _officers = [Role.FederationOfficer, Role.CharityOfficer];

    public static void MapHeld(this SiteRoutes site)
    {
        site.Console.MapGet("/held", async (HttpContext http, [AsParameters] Sources from, CancellationToken ct) =>
        {
            await from.ReadModels.CaughtUp(http, from.Refunds.Name, from.Gifts.Name);
            return await Show(http, null, [], from, ct);
        }).ForRoles([.. _officers, Role.Administrator]); // Who looks for it there is told who decides.
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

        if ((await Offers(http, from, ct)).FirstOrDefault(offer => offer.Held.Key == key)?.Held is not { } cause || await from.Held.Waiting(cause, until, After(form), from.Limits.HeldAtOnce, ct) is not { Count: > 0 } waiting)
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
        var left = waiting[0].Waiting - waiting.Count;
        return await Show(http, new(
            act, done.Count, cause.Amount with { Minor = done.Sum(one => one.Minor) }, refused, key, left == 0 ? null : new(new(waiting[^1].At, TimeSpan.Zero), waiting[^1].PaymentId), left,
            cause.Amount with { Minor = waiting[0].WaitingMinor - waiting.Sum(one => one.Minor) }), [], from, ct);
    }

    private static HeldMark? After(IFormCollection form) =>
        DateTimeOffset.TryParseExact(form["after"], "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) ? new(at, form["after_id"].ToString()) : null;

    // What was done is told here and not after a redirect, since nothing keeps it; sent again by the browser, the form finds nothing left.
    private static async Task<IResult> Show(HttpContext http, HeldDecided? decided, IReadOnlyList<Refusal> refusals, Sources from, CancellationToken ct) => Page.Show<HeldPage>(
        http, new { Offers = await Offers(http, from, ct), MayDecide = http.Caller().Appointments.Any(held => _officers.Contains(held.Role)), from.Limits.HeldAtOnce, Decided = decided, Refusals = refusals },
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
                var cause = await from.Causes.Find(held.Choice, ct);
                offers.Add(new(held, cause, suspended, held.WhyNotCounted(cause.Project, suspended)));
            }
        }

        return offers;
    }

    /// <summary>Where the page's figures come from.</summary>
    internal sealed record Sources(HeldList Held, RefundList Refunds, DonationList Gifts, CauseBook Causes, RefundLimits Limits, ReadModelHost ReadModels, TimeProvider Clock);
}
