using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Network;
using CharityLink.People;
using CharityLink.Web.Giving.Abuse;
using CharityLink.Web.Giving.Basket;
using CharityLink.Web.Giving.Payments;
using CharityLink.Web.Giving.Regular;
using CharityLink.Web.Giving.Words;
using CharityLink.Web.Programs;
using CharityLink.Web.Projects.Pages;
using CharityLink.Web.Projects.Voices;
using CharityLink.Web.Site;

namespace CharityLink.Web.Giving;

/// <summary>The giving page: amount, giver, on to the payment.</summary>
internal static class GiveRoutes
{
    public static void MapGive(this SiteRoutes site)
    {
        site.Forms.MapGet("/give", Ask);
        site.Forms.MapPost("/give", Give).Watched();
    }

    private static async Task<IResult> Ask(HttpContext http, PaymentDesk payments, CauseBook causes, CalmShelf calm, PageShelf pages, Divisions divisions, TransferBook transfers, TimeProvider clock, CancellationToken ct)
    {
        var form = GiveForm.Read(name => http.Request.Query[name]);
        if (form.Program.Length == 0 && form.Project.Length == 0)
        {
            return Page.Go(http, "/programs");
        }

        var why = new List<Refusal>();
        _ = form.ParseCause(why);
        if (form.AmountTyped.Length > 0 && !GiftAmount.TryParse(form.AmountTyped, out _, out var wrong))
        {
            why.Add(wrong!); // Told whenever the amount is none.
        }

        return await Show(http, form, why, payments, causes, calm, pages, divisions, transfers, clock, ct);
    }

    private static async Task<IResult> Give(HttpContext http, GiftDesk desk, RegularDesk regulars, PaymentDesk payments, GiverLink link, WordsKey words, CauseBook causes, CalmShelf calm, PageShelf pages, Divisions divisions, TransferBook transfers, TimeProvider clock, CancellationToken ct)
    {
        var posted = http.Request.Form;
        var form = GiveForm.Read(name => Posted.Text(posted, name));
        if (posted.ContainsKey("basket"))
        {
            var why = (await causes.Find(form.ParseCause([]), ct)).Standing.At(clock.GetUtcNow()).Refusals is { Count: > 0 } closed ? closed : BasketRoutes.Add(http, form);
            return why.Count == 0 ? Page.Go(http, "/basket") : await Show(http, form, why, payments, causes, calm, pages, divisions, transfers, clock, ct);
        }

        var order = form.Parse();
        order = order with { Giver = order.Giver is { } giver ? giver with { Language = http.Language().Tag } : null };
        var outcome = order.Every.Length > 0 ? await regulars.Begin(order, http.Language().Tag, ct) : await desk.Begin(order, http.Language().Tag, null, ct);
        var gift = order.Every.Length > 0 ? RegularGift.GiftOf(order.DonationId, 0, 1) : order.DonationId;
        // Who sends a form again with the same name has shown to know it: the key may be told again.
        var key = order.Giver is null ? null : link.KeyTo(StartDonation.GiverOf(order.DonationId));
        if (outcome.IsDone && order.Giver is null)
        {
            await words.Keep(http, [gift], ct);
        }

        return outcome.IsDone
            ? Page.Go(http, order.ByTransfer ? GiftAddress.Gift(gift, key) : payments.PaymentOf(gift, key))
            : await Show(http, form, outcome.Refusals, payments, causes, calm, pages, divisions, transfers, clock, ct);
    }

    private static async Task<IResult> Show(
        HttpContext http, GiveForm form, IReadOnlyList<Refusal> refusals, PaymentDesk payments, CauseBook causes, CalmShelf calm, PageShelf pages, Divisions divisions, TransferBook transfers, TimeProvider clock, CancellationToken ct)
    {
        var choice = form.ParseCause([]);
        var offer = await causes.Find(choice, ct);
        var standing = refusals.Any(refusal => refusal.Field is "program" or "site" or "project") ? [] : offer.Standing.At(clock.GetUtcNow()).Refusals;
        // A form keeps the id of its gift for as long as that can still become one.
        var spent = refusals.Any(refusal => refusal.Code is "donation_id_reused" or "regular_id_reused" or "id_taken" or "form_incomplete");
        var begun = refusals.Any(refusal => refusal.Code == "donation_id_reused") ? form.Gift : null;
        var gift = !spent && Guid.TryParse(form.Gift, out var kept) ? kept : Guid.CreateVersion7();
        var (byPage, pageless) = await pages.Named(choice, ct);
        // The desk may have said so already.
        var all = refusals.Concat(standing).Concat(new[] { pageless }.OfType<Refusal>()).Distinct().ToList();
        var status = all.Count == 0 ? StatusCodes.Status200OK
            : HttpMethods.IsGet(http.Request.Method) && offer.IsUnknown ? StatusCodes.Status404NotFound
            : StatusCodes.Status422UnprocessableEntity;
        payments.AllowTo(http);
        return Page.Show<GivePage>(http, new
        {
            Form = form with { Gift = gift.ToString() },
            Offer = offer,
            Sites = choice.ProgramId is { } program ? await causes.Sites(program, ct) : [],
            Choices = GiftChoices.Of(offer.Program?.FromGiversMinor is { } fen ? Money.Cny(fen) : null),
            Path = divisions.PathTo((offer.Project?.Division ?? offer.Site?.Division ?? offer.Program?.Division).GetValueOrDefault()),
            Calm = offer.Project is { } project ? await calm.Of(project.Id, ct) : null,
            Ways = await payments.OffersFor(offer, ct),
            ByPage = byPage,
            OffersTransfer = offer.Owner is { } owner && offer.Standing.At(clock.GetUtcNow(), OfflineMethods.ViaBank).Cause is not null && await transfers.Offers(owner.Id, ct),
            Begun = begun,
            IsClosed = ClosedCause.Is(http, offer, clock.GetUtcNow()),
            Refusals = all,
        }, status);
    }
}
