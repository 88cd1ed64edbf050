using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.People;
using CharityLink.Web.Giving.Abuse;
using CharityLink.Web.Giving.Payments;
using CharityLink.Web.Giving.Words;
using CharityLink.Web.Site;

namespace CharityLink.Web.Giving.Basket;

/// <summary>One gift to several causes: gathered, changed, and given with one form.</summary>
internal static class BasketRoutes
{
    public static void MapBasket(this SiteRoutes site)
    {
        site.Forms.MapGet("/basket", Look);
        site.Forms.MapPost("/basket/change", Change);
        site.Forms.MapPost("/basket/give", Give).Watched();
    }

    // What has closed since it was put in is told at once, not after everything was typed.
    private static async Task<IResult> Look(HttpContext http, BasketDesk desk, PaymentDesk payments, CancellationToken ct)
    {
        var basket = GiftBasket.Of(http);
        return await Show(http, basket, new() { Over = await desk.Over(basket.Lines, ct) }, desk, payments, ct);
    }

    /// <summary>Puts what the giving form chose into the basket; the reasons when that cannot be.</summary>
    public static IReadOnlyList<Refusal> Add(HttpContext http, GiveForm form)
    {
        var why = new List<Refusal>();
        var (choice, basket) = (form.ParseCause(why), GiftBasket.Of(http));
        if (!GiftAmount.TryParse(form.AmountTyped, out var amount, out var wrong))
        {
            why.Add(wrong!); // Told whenever the amount is none.
        }

        if (form.Every is not ("" or GiveForm.Once))
        {
            why.Add(new Refusal("basket_once", "every"));
        }

        var filled = basket.With(new(choice, wrong is null ? BasketLine.Plain(amount) : form.AmountTyped));
        if (filled.Lines.Count > GiftBasket.Most)
        {
            why.Add(new Refusal("basket_full", null, GiftBasket.Most.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        }

        if (why.Count == 0)
        {
            filled.Keep(http);
        }

        return why;
    }

    private static async Task<IResult> Change(HttpContext http, BasketDesk desk, PaymentDesk payments, CancellationToken ct)
    {
        var (posted, basket) = (http.Request.Form, GiftBasket.Of(http));
        var (lines, input) = BasketInput.Read(posted);
        var takesOut = int.TryParse(posted["remove"], System.Globalization.CultureInfo.InvariantCulture, out var removed) && removed >= 0 && removed < lines.Count;
        if (takesOut)
        {
            (lines, input) = (lines.RemoveAt(removed), input.Without(removed));
        }

        basket = basket with { Lines = lines };
        if (takesOut || input.Wrong.Count == 0)
        {
            basket.Keep(http);
        }

        // Name and address are kept nowhere before the gift is given: who has typed them gets them back with the page.
        return input is { Wrong.Count: 0, Who: { Name: "", Email: "", Who: not GiveForm.Anonymous } } ? Page.Go(http, "/basket") : await Show(http, basket, input, desk, payments, ct);
    }

    private static async Task<IResult> Give(HttpContext http, BasketDesk desk, PaymentDesk payments, GiverLink link, WordsKey words, CancellationToken ct)
    {
        var (posted, basket) = (http.Request.Form, GiftBasket.Of(http));
        var (lines, input) = BasketInput.Read(posted);
        if (lines.Count == 0)
        {
            return Page.Go(http, "/basket");
        }

        var orders = lines.Select(line => line.Form(input.Who, BasketDesk.GiftOf(input.Form, line)).Parse()).Select(order => order with
        {
            Giver = order.Giver is { } giver ? giver with { Language = http.Language().Tag } : null,
        }).ToList();
        if (!Guid.TryParse(posted["gift"], out _))
        {
            // Without its id the same form could give again and again.
            input = input with { Wrong = [(0, new Refusal("form_incomplete"))] };
        }

        // With a wrong amount nothing is given, yet what else is wrong is told with it.
        input = input with
        {
            Wrong = input.Wrong.Count > 0 ? [.. input.Wrong, .. await desk.Check(orders, ct)] : await desk.Give(orders, http.Language().Tag, ct),
        };

        if (input.Wrong.Count > 0)
        {
            return await Show(http, basket with { Lines = lines }, input, desk, payments, ct);
        }

        foreach (var order in orders.Where(order => order.Giver is not null))
        {
            PaymentRoutes.Keep(http, order.DonationId, link.KeyTo(StartDonation.GiverOf(order.DonationId)));
        }

        await words.Keep(http, orders.Where(order => order.Giver is null).Select(order => order.DonationId), ct);
        new GiftBasket(basket.Lines.RemoveAll(line => lines.Exists(given => given.Choice == line.Choice)), [.. orders.Select(order => order.DonationId)]).Keep(http);
        return Page.Go(http, "/basket");
    }

    private static async Task<IResult> Show(HttpContext http, GiftBasket basket, BasketInput input, BasketDesk desk, PaymentDesk payments, CancellationToken ct)
    {
        var lines = await desk.Show(basket.Lines, ct);
        payments.AllowTo(http);
        return Page.Show<BasketPage>(
            http, new { Lines = lines, Begun = await desk.Begun(basket, ct), Ways = await desk.Ways(lines, ct), Input = input },
            input.Wrong.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }
}
