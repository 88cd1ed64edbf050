using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Network;
using CharityLink.People;
using CharityLink.Projects;
using CharityLink.Web.Giving.Abuse;
using CharityLink.Web.Giving.Payments;
using CharityLink.Web.Site;
using MediatR;

namespace CharityLink.Web.Giving.Pledges;

/// <summary>GIV-4: promising to give, and the giver's own page of a promise, reached by the mailed link alone.</summary>
internal static class PledgeRoutes
{
    public static void MapPledges(this SiteRoutes site)
    {
        site.Forms.MapGet("/pledge", Ask);
        site.Forms.MapPost("/pledge", Make).Watched();
        site.Forms.MapGet("/pledges/{id:guid}", (HttpContext http, Guid id, string? key, string? back, [AsParameters] Sources from, CancellationToken ct) => Mine(http, id, key, [], from, ct, back is not null));
        // A hall of guests confirms its promises over one address, and the secret is none that could be guessed: the limit of all forms is enough.
        site.Forms.MapPost("/pledges/{id:guid}", Act);
        site.MapPledgeCards();
        site.MapMend();
        site.MapConsolePledges();
    }

    /// <summary>The giver's page of a promise.</summary>
    public static string Address(Guid id, string? key = null) => key is null ? $"/pledges/{id}" : $"/pledges/{id}?key={key}";

    private static Task<IResult> Ask(HttpContext http, [AsParameters] Sources from, CancellationToken ct)
    {
        var why = new List<Refusal>();
        var asked = PledgeForm.Read(name => http.Request.Query[name]);
        return Show(http, PledgeForm.For(asked.Choice(why)) with { Collect = asked.Collect }, why, from, ct);
    }

    private static async Task<IResult> Make(HttpContext http, PledgeDesk desk, PledgePost post, [AsParameters] Sources from, CancellationToken ct)
    {
        var posted = http.Request.Form;
        var form = PledgeForm.Read(name => Posted.Text(posted, name));
        var offer = await from.Causes.Find(form.Choice([]), ct);
        var order = form.Parse(LastDay(offer));
        var outcome = await desk.Make(order, order.IsByCard ? await PledgeCardRoutes.Consent(offer, from.Payments, http.Language(), ct) : null, http.Language(), ct);
        if (!outcome.IsDone)
        {
            return await Show(http, form, outcome.Refusals, from, ct);
        }

        post.Look(outcome.Position);
        // Who sends a form again with the same name has shown to know it: the key may be told again.
        return Page.Go(http, order.IsByCard ? PledgeCardRoutes.Address(order.PledgeId, from.Link.KeyTo(MakePledge.GiverOf(order.PledgeId))) : Address(order.PledgeId));
    }

    private static async Task<IResult> Show(HttpContext http, PledgeForm form, IReadOnlyList<Refusal> refusals, Sources from, CancellationToken ct)
    {
        var offer = await from.Causes.Find(form.Choice([]), ct);
        var all = refusals.Count > 0 ? refusals : offer.Standing.At(from.Clock.GetUtcNow()).Refusals;
        var spent = refusals.Any(refusal => refusal.Code is "pledge_id_reused" or "id_taken" or "form_incomplete");
        var canByCard = offer.Project is not null && offer.Owner is { } payee && await from.Payments.CardFor(payee.Id, ct) is not null;
        // What is all or nothing is promised by card where that can be, unless the giver wants it otherwise.
        var isByCard = form.Collect == PledgeForm.ByCard || (form.Collect.Length == 0 && canByCard && offer.Project?.Model == FundingModel.AllOrNothing && HttpMethods.IsGet(http.Request.Method));
        from.Payments.AllowTo(http);
        return Page.Show<PledgePage>(http, new
        {
            LastDay = LastDay(offer).GetValueOrDefault(), CanByCard = canByCard, IsByCard = isByCard, IsClosed = ClosedCause.Is(http, offer, from.Clock.GetUtcNow()),
            Form = spent ? form with { Pledge = Guid.CreateVersion7().ToString() } : form,
            Offer = offer,
            Today = Pledge.DayOf(from.Clock.GetUtcNow()),
            Path = from.Divisions.PathTo((offer.Project?.Division ?? offer.Site?.Division ?? offer.Program?.Division).GetValueOrDefault()),
            Refusals = all,
        }, all.Count == 0 ? 200 : HttpMethods.IsGet(http.Request.Method) && offer.IsUnknown ? 404 : 422);
    }

    private static async Task<IResult> Mine(HttpContext http, Guid id, string? key, IReadOnlyList<Refusal> refusals, Sources from, CancellationToken ct, bool isBack = false)
    {
        if (await from.Pledges.Find(id, ct) is not { } pledge)
        {
            return TypedResults.NotFound();
        }

        // Who comes back from the provider's page has the key in a cookie.
        key ??= PaymentRoutes.KeptKey(http, id);
        // Without the key nothing is told but that a mail is on its way.
        return !from.Link.Opens(key, pledge.Made.DonorId)
            ? Page.Show<PledgeMailedPage>(http)
            : pledge.IsByCard ? await PledgeCardRoutes.Show(http, pledge, key, refusals, from, ct, isBack)
            : Page.Show<MyPledgePage>(http, new
            {
                Pledge = pledge, Key = key, Offer = await from.Causes.Find(pledge.Made.Cause, ct), Gift = Guid.CreateVersion7(), Refusals = refusals,
                Today = Pledge.DayOf(from.Clock.GetUtcNow()),
            }, refusals.Count > 0 ? 422 : 200);
    }

    private static async Task<IResult> Act(HttpContext http, Guid id, string? key, IMediator mediator, PledgePost post, [AsParameters] Sources from, CancellationToken ct)
    {
        if (await from.Pledges.Find(id, ct) is not { } pledge || !from.Link.Opens(key, pledge.Made.DonorId))
        {
            return TypedResults.NotFound();
        }

        var choice = http.Request.Form["choice"].ToString();
        if (pledge.IsByCard && choice is "pay" or "card")
        {
            return await PledgeCardRoutes.Act(http, pledge, key, choice == "pay", mediator, from, ct);
        }

        if (choice == "pay")
        {
            return await Pay(http, pledge, key, mediator, from, ct);
        }

        var outcome = choice switch
        {
            "confirm" => await mediator.Send(new ConfirmPledge(Guid.CreateVersion7(), id, from.Clock.GetUtcNow()), ct),
            "cancel" => await mediator.Send(new CancelPledge(Guid.CreateVersion7(), id), ct),
            _ => Outcome.Refused(new Refusal("payment_choice_missing")),
        };
        if (!outcome.IsDone)
        {
            return await Mine(http, id, key, outcome.Refusals, from, ct);
        }

        post.Look(outcome.Position);
        return Page.Go(http, Address(id, key));
    }

    // The last day that is wholly before the deadline.
    private static DateOnly? LastDay(CauseOffer offer) => offer.Project?.DeadlineAt is { } deadline ? Pledge.DayOf(deadline.AddTicks(-1)) : null;

    // The gift's id came with the page: pressing twice begins one gift.
    private static async Task<IResult> Pay(HttpContext http, Pledge pledge, string? key, IMediator mediator, Sources from, CancellationToken ct)
    {
        if (pledge is not { State: PledgeState.Confirmed, Next: { } next } || !Guid.TryParse(http.Request.Form["gift"], out var gift))
        {
            return await Mine(http, pledge.Made.PledgeId, key, [new Refusal("pledge_over")], from, ct);
        }

        var choice = CauseChoice.Of(pledge.Made.Cause);
        if ((await from.Payments.Offers(pledge.Made.Cause.HolderId, ct)).FirstOrDefault(offer => offer.Check(next.Amount) is null) is not { Method: var way })
        {
            return await Mine(http, pledge.Made.PledgeId, key, [new Refusal("method_none")], from, ct);
        }

        var outcome = await mediator.Send(
            new StartDonation(
                Guid.CreateVersion7(), gift, choice.ProgramId, choice.SiteId, next.Amount, pledge.Made.DonorId, pledge.Made.IsAnonymous, way.Provider,
                from.Clock.GetUtcNow(), choice.ProjectId, choice.PageId, await from.Vault.GiverOf(pledge.Made.DonorId, ct), pledge.Made.PledgeId,
                PaymentDesk.Noted(way), http.Language().Tag), ct);
        return outcome.IsDone ? Page.Go(http, from.Payments.PaymentOf(gift, key)) : await Mine(http, pledge.Made.PledgeId, key, [.. outcome.Refusals.Select(why => why with { Field = null })], from, ct);
    }

    /// <summary>Where the pages' figures come from.</summary>
    internal sealed record Sources(CharityLink.Giving.Pledges Pledges, PaymentDesk Payments, CauseBook Causes, GiverLink Link, Vault Vault, Divisions Divisions, TimeProvider Clock);
}
