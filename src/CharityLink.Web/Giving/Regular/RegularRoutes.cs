using System.Globalization;
using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.People;
using CharityLink.Web.Giving.Payments;
using CharityLink.Web.Hosting;
using CharityLink.Web.Mail;
using CharityLink.Web.Site;
using MediatR;

namespace CharityLink.Web.Giving.Regular;

/// <summary>GIV-3: the giver's own page of a regular gift, reached by its mailed link or from the account, and what can be done there.</summary>
internal static class RegularRoutes
{
    private static readonly TimeSpan WaitAtMost = TimeSpan.FromSeconds(4);

    public static void MapRegular(this SiteRoutes site)
    {
        site.Forms.MapGet("/regular/{id:guid}", (HttpContext http, Guid id, string? key, string? done, string? back, [AsParameters] Sources from, CancellationToken ct) => Mine(http, id, key, "", done, [], from, ct, back is not null));
        site.Forms.MapPost("/regular/{id:guid}", Act).RequireRateLimiting(Limits.Secrets);
        site.Forms.MapPost("/regular/{id:guid}/link", MailLink).RequireRateLimiting(Limits.Secrets);
        site.Forms.MapGet("/regular/{id:guid}/card", Card);
        site.MapMending();
        site.MapConsoleRegular();
    }

    private static async Task<IResult> Mine(HttpContext http, Guid id, string? key, string act, string? done, IReadOnlyList<Refusal> refusals, Sources from, CancellationToken ct, bool isBack = false)
    {
        if (await from.Regulars.Find(id, ct) is not { } gift)
        {
            return TypedResults.NotFound();
        }

        // Who comes back from the provider has left a card there; we may hear of it later than they come.
        done ??= !isBack ? null : gift.CardPage is null ? "card" : "card_coming";
        key ??= RegularAddress.KeptKey(http, id);
        if (!from.Link.Opens(key, gift.Asked.DonorId))
        {
            // Without the key nothing is told but that a mail can bring it.
            return Page.Show<RegularMailedPage>(http, new { Id = id });
        }

        from.Payments.AllowTo(http);
        return Page.Show<RegularPage>(http, new
        {
            Gift = gift, Key = key, Offer = await from.Causes.Find(gift.Asked.Cause, ct), Lines = RegularHistory.Of(gift, await from.Regulars.History(id, ct)), Act = act,
            Typed = act.Length == 0 ? null : http.Request.Form["amount"].ToString(), Refusals = refusals, Notice = Page.Notice(http, "regular.done", done), Today = gift.Asked.Calendar.LocalDay(from.Clock.GetUtcNow()),
        }, Page.Status(refusals));
    }

    private static async Task<IResult> Act(HttpContext http, Guid id, string? key, IMediator mediator, [AsParameters] Sources from, CancellationToken ct)
    {
        if (await from.Regulars.Find(id, ct) is not { } gift || !from.Link.Opens(key, gift.Asked.DonorId))
        {
            return TypedResults.NotFound();
        }

        var (form, now) = (http.Request.Form, from.Clock.GetUtcNow());
        var (act, period) = (form["act"].ToString(), int.TryParse(form["period"], CultureInfo.InvariantCulture, out var number) ? number : -1);
        var outcome = act switch
        {
            // No period of anybody's: not one that was left out before.
            "skip" or "catch_up" when period < 0 => Outcome.Refused(new Refusal("form_incomplete")),
            "amount" => await Amount(Posted.Text(form, "amount"), gift, mediator, from, ct),
            "skip" => await mediator.Send(new SkipRegularPeriod(Guid.CreateVersion7(), id, period), ct),
            "pause" => await mediator.Send(new PauseRegularGift(Guid.CreateVersion7(), id), ct),
            "resume" => await mediator.Send(new ResumeRegularGift(Guid.CreateVersion7(), id, now), ct),
            "stop" => await mediator.Send(new StopRegularGift(Guid.CreateVersion7(), id), ct),
            "catch_up" => await mediator.Send(new CatchUpPeriod(Guid.CreateVersion7(), id, period, now), ct),
            "card" => await mediator.Send(new AskRegularCard(Guid.CreateVersion7(), id, http.Language().Tag, now), ct),
            "mend" => await mediator.Send(new MendRegularGift(Guid.CreateVersion7(), id, now), ct),
            _ => Outcome.Refused(new Refusal("payment_choice_missing")),
        };
        if (!outcome.IsDone)
        {
            return await Mine(http, id, key, act, null, [.. outcome.Refusals.Select(why => act == "amount" ? why : why with { Field = null })], from, ct);
        }

        RegularAddress.Keep(http, id, key);
        return act switch
        {
            "card" => Page.Go(http, RegularAddress.Card(id)),
            "mend" => Page.Go(http, await Open(id, key, from, ct)),
            _ => Page.Go(http, outcome, $"{RegularAddress.Of(id, key)}&done={act}"),
        };
    }

    private static async Task<Outcome> Amount(string? typed, RegularGift gift, IMediator mediator, Sources from, CancellationToken ct)
    {
        if (!GiftAmount.TryParse(typed, out var amount, out var wrong))
        {
            return Outcome.Refused(wrong!); // Told whenever the amount is none.
        }

        var offer = (await from.Payments.Offers(gift.Asked.Cause.HolderId, ct)).FirstOrDefault(one => one.Method.Name == gift.Asked.Method);
        return offer?.Check(amount) is { } why
            ? Outcome.Refused(why with { Field = "amount" })
            : await mediator.Send(new ChangeRegularAmount(Guid.CreateVersion7(), gift.Asked.RegularGiftId, amount), ct);
    }

    /// <summary>The payment page of what is being paid with the giver; their own page where nothing is.</summary>
    internal static async Task<string> Open(Guid id, string? key, Sources from, CancellationToken ct) =>
        (await from.Regulars.Find(id, ct))?.Trying is { WithGiver: true, Gift: { } open } ? from.Payments.PaymentOf(open, key) : RegularAddress.Of(id, key);

    // However often it is asked, there is one page for each attempt.
    private static async Task<IResult> Card(HttpContext http, Guid id, OperationAnswers answers, [AsParameters] Sources from, CancellationToken ct)
    {
        var key = RegularAddress.KeptKey(http, id);
        if (await from.Regulars.Find(id, ct) is not { } gift || !from.Link.Opens(key, gift.Asked.DonorId))
        {
            return TypedResults.NotFound();
        }

        if (gift.CardPage is not { } asked)
        {
            return Page.Go(http, RegularAddress.Of(id, key));
        }

        return await answers.Wait(PaymentOrder.IdOf(CardSetup.Purpose, id, asked.Attempt), WaitAtMost, ct) switch
        {
            { State: "succeeded", Answer.Step: { Kind: GiverStepKind.Go } step } => new Away(step.Value),
            { HasEnded: true } => Page.Show<RegularCardPage>(http, new { Id = id, Key = key, IsFailed = true }),
            _ => Page.Show<RegularCardPage>(http, new { Id = id, Key = key }),
        };
    }

    // The answer is the same whoever asks: the mail goes to the giver alone.
    private static async Task<IResult> MailLink(HttpContext http, Guid id, MailOutbox outbox, [AsParameters] Sources from, CancellationToken ct)
    {
        if (await from.Regulars.Find(id, ct) is not { } gift)
        {
            return TypedResults.NotFound();
        }

        // One in ten minutes, however often it is asked for.
        var slot = from.Clock.GetUtcNow().ToUnixTimeSeconds() / 600;
        await outbox.Note(
            StableId.Beside(id, string.Create(CultureInfo.InvariantCulture, $"mail link {slot}")), "regular_link", gift.Asked.DonorId, http.Language(),
            new MailFacts(id, Path: RegularAddress.Of(id), HasKey: true).To(gift.Asked.Cause), ct);
        return Page.Show<RegularMailedPage>(http, new { Id = id, IsSent = true });
    }

    /// <summary>Where the pages' figures come from.</summary>
    internal sealed record Sources(RegularGifts Regulars, PaymentDesk Payments, CauseBook Causes, GiverLink Link, TimeProvider Clock);
}
