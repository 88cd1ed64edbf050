using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Web.Giving.Payments;
using CharityLink.Web.Site;
using MediatR;

namespace CharityLink.Web.Giving.Pledges;

/// <summary>Promises by card: the way to the page on which the card is left, and the giver's own page afterwards.</summary>
internal static class PledgeCardRoutes
{
    private static readonly TimeSpan WaitAtMost = TimeSpan.FromSeconds(4);

    public static void MapPledgeCards(this SiteRoutes site) => site.Forms.MapGet("/pledges/{id:guid}/card", Open);

    /// <summary>From here the giver is sent on to the provider's page, as soon as that is open.</summary>
    public static string Address(Guid id, string? key) => $"/pledges/{id}/card?key={key}";

    /// <summary>What is agreed to, word for word as it stands beside the button; null where nobody can keep a card.</summary>
    public static async Task<CardConsent?> Consent(CauseOffer offer, PaymentDesk payments, Language language, CancellationToken ct) =>
        offer is { Owner: { } payee, Project: { DeadlineAt: { } deadline } project } && await payments.CardFor(payee.Id, ct) is { } way
            ? new(way.Method.Provider, PledgeWords.Consent(project, Pledge.DayOf(deadline.AddTicks(-1)), Texts.In(language)), language.Tag, deadline)
            : null;

    /// <summary>The giver's own page.</summary>
    /// <param name="isBack">The giver comes from the provider's page, which proves nothing: only the provider's own word keeps the card.</param>
    public static async Task<IResult> Show(HttpContext http, Pledge pledge, string? key, IReadOnlyList<Refusal> refusals, PledgeRoutes.Sources from, CancellationToken ct, bool isBack = false)
    {
        var offer = await from.Causes.Find(pledge.Made.Cause, ct);
        from.Payments.AllowTo(http);
        return Page.Show<CardPledgePage>(http, new
        {
            Pledge = pledge, Offer = offer, Key = key, Refusals = refusals, IsUnderWay = isBack && pledge is { State: PledgeState.Made, Card.UnfitBecause: null }, IsOpen = from.Clock.GetUtcNow() < offer.Project?.DeadlineAt,
            Ways = (await from.Payments.Offers(pledge.Made.Cause.HolderId, ct)).Where(way => way.Check(pledge.Open) is null).ToList(),
        }, refusals.Count > 0 ? 422 : 200);
    }

    /// <summary>Another card, or paying what could not be charged.</summary>
    public static async Task<IResult> Act(HttpContext http, Pledge pledge, string? key, bool pays, IMediator mediator, PledgeRoutes.Sources from, CancellationToken ct)
    {
        if (pays)
        {
            var (gift, why) = await MendRoutes.Begin(pledge, http.Request.Form["method"].ToString(), http.Language().Tag, from.Payments, from.Pledges, mediator, from.Clock, ct);
            return gift is { } begun ? Page.Go(http, from.Payments.PaymentOf(begun, key)) : await Show(http, pledge, key, why, from, ct);
        }

        var outcome = await mediator.Send(new AskPledgeCard(Guid.CreateVersion7(), pledge.Made.PledgeId, http.Language().Tag, from.Clock.GetUtcNow()), ct);
        return outcome.IsDone ? Page.Go(http, Address(pledge.Made.PledgeId, key)) : await Show(http, pledge, key, outcome.Refusals, from, ct);
    }

    private static async Task<IResult> Open(HttpContext http, Guid id, string? key, OperationAnswers answers, [AsParameters] PledgeRoutes.Sources from, CancellationToken ct)
    {
        if (await from.Pledges.Find(id, ct) is not { IsByCard: true } pledge || !from.Link.Opens(key, pledge.Made.DonorId))
        {
            return TypedResults.NotFound();
        }

        PaymentRoutes.Keep(http, id, key);
        var operation = await answers.Wait(PaymentOrder.IdOf(CardSetup.Purpose, id, pledge.Card.Asked), WaitAtMost, ct);
        return operation switch
        {
            { State: "succeeded", Answer.Step: { Kind: GiverStepKind.Go } step } when step.Until is null || step.Until > from.Clock.GetUtcNow() => new Away(step.Value),
            { HasEnded: true } => Page.Show<CardOpeningPage>(http, new { Pledge = id, Key = key }),
            _ => Page.Show<CardOpeningPage>(http, new { Pledge = id, Key = key, IsOpening = true }),
        };
    }
}
