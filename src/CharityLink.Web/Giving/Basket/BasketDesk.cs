using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Web.Giving.Payments;

namespace CharityLink.Web.Giving.Basket;

/// <summary>A line with what is given to.</summary>
public sealed record ShownLine(BasketLine Line, CauseOffer Offer);

/// <summary>A gift of the basket that was given last.</summary>
public sealed record BegunGift(Donation Gift, CauseOffer Offer);

/// <summary>Gives what is in a basket: one gift for each cause, all of them or none. Each is paid by itself, to the charity it is for (decision 0025).</summary>
internal sealed class BasketDesk(GiftDesk gifts, PaymentDesk payments, CauseBook causes, Donations donations, TimeProvider clock)
{
    /// <summary>The lines with their causes.</summary>
    public async Task<IReadOnlyList<ShownLine>> Show(IEnumerable<BasketLine> lines, CancellationToken ct)
    {
        var shown = new List<ShownLine>();
        foreach (var line in lines)
        {
            // From memory.
            shown.Add(new(line, await causes.Find(line.Choice, ct)));
        }

        return shown;
    }

    /// <summary>Why causes take nothing now, each reason with its line (from 0).</summary>
    public async Task<IReadOnlyList<(int Line, Refusal Why)>> Over(IReadOnlyList<BasketLine> lines, CancellationToken ct)
    {
        var (shown, now) = (await Show(lines, ct), clock.GetUtcNow());
        return [.. shown.SelectMany((one, line) => one.Offer.Standing.At(now).Refusals.Select(why => (line, why)))];
    }

    /// <summary>The gifts of the last basket as they stand.</summary>
    public async Task<IReadOnlyList<BegunGift>> Begun(GiftBasket basket, CancellationToken ct)
    {
        var found = await Task.WhenAll(basket.Begun.Select(id => donations.Find(id, ct)));
        var begun = new List<BegunGift>();
        foreach (var (gift, _) in found.OfType<(Donation, long)>())
        {
            begun.Add(new(gift, await causes.Find(gift.Cause, ct)));
        }

        return begun;
    }

    /// <summary>The ways in which every charity of the basket can be paid.</summary>
    public async Task<IReadOnlyList<PaymentOffer>> Ways(IReadOnlyList<ShownLine> lines, CancellationToken ct)
    {
        IReadOnlyList<PaymentOffer>? all = null;
        foreach (var payee in lines.Select(line => line.Offer.Owner?.Id).OfType<Guid>().Distinct())
        {
            var offers = await payments.Offers(payee, ct);
            all = all is null ? offers : [.. all.Where(one => offers.Any(other => other.Method == one.Method))];
        }

        return all ?? [];
    }

    /// <summary>The gift that a line becomes: it follows from the form's own id, so that a form sent twice gives once.</summary>
    public static Guid GiftOf(Guid form, BasketLine line) => StableId.Beside(form, $"basket {line}");

    /// <summary>Begins a gift for each order. When one of them cannot be, none is, and the refusals say of which line (from 0) they are.</summary>
    public async Task<IReadOnlyList<(int Line, Refusal Why)>> Give(IReadOnlyList<GiveOrder> orders, string language, CancellationToken ct)
    {
        var why = await Check(orders, ct);
        for (var i = 0; i < orders.Count && why.Count == 0; i++)
        {
            // What closes between the look and this is told, too; the gifts before it are begun and wait unpaid.
            why.AddRange((await gifts.Begin(orders[i], language, null, ct)).Refusals.Select(refusal => (i, refusal)));
        }

        return why;
    }

    /// <summary>Why orders cannot be gifts, each reason with its line; nothing is begun.</summary>
    public async Task<List<(int Line, Refusal Why)>> Check(IReadOnlyList<GiveOrder> orders, CancellationToken ct)
    {
        var why = new List<(int, Refusal)>();
        for (var i = 0; i < orders.Count; i++)
        {
            var refusals = new List<Refusal>();
            await gifts.Check(orders[i], refusals, ct);
            await payments.Choose(orders[i], refusals, ct);
            why.AddRange(refusals.Select(refusal => (i, refusal)));
        }

        return why;
    }
}
