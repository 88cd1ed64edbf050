using CharityLink.Giving;
using CharityLink.Kernel;

namespace CharityLink.Web.Giving.Payments;

/// <summary>Which ways to pay a giver can choose, and which one a form chose.</summary>
internal sealed class PaymentDesk(PaymentProviders providers, CauseBook causes, PaymentOrigins origins, TimeProvider clock)
{
    /// <summary>What an organisation can be paid with now.</summary>
    public ValueTask<IReadOnlyList<PaymentOffer>> Offers(Guid payee, CancellationToken ct) => providers.Offers(payee, Currency.Cny, ct);

    /// <summary>What a gift to a cause can be paid with now: what could not go back in time if its project misses the goal is left out.</summary>
    public async ValueTask<IReadOnlyList<PaymentOffer>> OffersFor(CauseOffer cause, CancellationToken ct) => cause.Owner is { } payee
        ? [.. (await Offers(payee.Id, ct)).Where(offer => PaidNow.CouldGoBack(offer.Method.Can, cause.Project, clock.GetUtcNow()))]
        : [];

    /// <summary>The way a form chose, which is the only one where there is no choice; null with the reason among the refusals.</summary>
    public async Task<PaymentMethod?> Choose(GiveOrder order, List<Refusal> refusals, CancellationToken ct)
    {
        var cause = await causes.Find(order.Choice, ct);
        if (cause.Owner is not { } payee)
        {
            return null; // Said already: there is nothing to give to.
        }

        var offers = await OffersFor(cause, ct);
        var chosen = order.Method.Length == 0 && offers.Count == 1 ? offers[0] : offers.FirstOrDefault(offer => offer.Method.Name == order.Method);
        var why = chosen is null
            ? new Refusal((await Offers(payee.Id, ct)).Any(offer => offer.Method.Name == order.Method) ? "method_refund_window" : offers.Count == 0 ? "method_none" : "method_missing", "method")
            : refusals.Exists(refusal => refusal.Field == "amount") ? null : chosen.Check(order.Amount);
        if (why is not null)
        {
            refusals.Add(why);
        }

        return chosen?.Method;
    }

    /// <summary>The way in which a card can be kept for an organisation and charged later; null where there is none.</summary>
    public async ValueTask<PaymentOffer?> CardFor(Guid payee, CancellationToken ct) => (await Offers(payee, ct)).FirstOrDefault(offer => offer.Method.Can.CanCollectLater);

    /// <summary>How the method stands in facts: the sandbox has none.</summary>
    public static string? Noted(PaymentMethod way) => way.Provider == StartDonation.Sandbox ? null : way.Name;

    /// <summary>Where a gift that was just begun is paid.</summary>
    public string PaymentOf(Guid gift, string? key) => providers.NeedCalls ? GiftAddress.Pay(gift, key) : GiftAddress.Payment(gift, key);

    /// <summary>Lets the forms of this page lead to the providers' pages.</summary>
    public void AllowTo(HttpContext http) => origins.Allow(http);
}
