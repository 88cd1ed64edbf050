using CharityLink.Giving;
using CharityLink.Kernel;

namespace CharityLink.Web.Giving.Payments;

/// <summary>
/// Which methods take which currency for a merchant in which country. What is built in are the provider's published lists, which
/// depend on each account: a second guard is the provider's own refusal, and the configuration says otherwise where it must.
/// </summary>
public sealed class MethodTable(PaymentSettings settings)
{
    /// <summary>The largest amount that is ever asked for, in minor units.</summary>
    public const long MostMinor = 99_999_999;

    // Amounts of these have two decimals here and there; currencies with none or three are not offered until somebody needs them.
    private static readonly string[] Cards = ["CNY", "HKD", "MOP", "USD", "EUR", "GBP", "SGD", "CAD", "AUD"];

    private static readonly Dictionary<string, string[]> Wallets = new(StringComparer.Ordinal)
    {
        [PaymentMethod.Alipay] = ["CNY", "AUD", "CAD", "EUR", "GBP", "HKD", "SGD", "USD"],
        [PaymentMethod.WechatPay] = ["CNY", "AUD", "CAD", "EUR", "GBP", "HKD", "SGD", "USD"],
    };

    private static readonly Dictionary<string, long> Least = new(StringComparer.Ordinal)
    {
        ["USD"] = 50, ["EUR"] = 50, ["HKD"] = 4_00, ["CNY"] = 4_00, ["GBP"] = 30, ["SGD"] = 50, ["CAD"] = 50, ["AUD"] = 50, ["MOP"] = 5_00,
    };

    // The provider's list of countries where it lets nobody take donations; a configured list stands in its place.
    private static readonly string[] NoDonations = ["HK", "TH", "IN"];

    /// <summary>What can be offered for a merchant in a currency, the smallest and the largest amount with each; empty for none.</summary>
    public IReadOnlyList<PaymentOffer> Offers(string provider, Merchant merchant, Currency currency)
    {
        ArgumentNullException.ThrowIfNull(merchant);
        var closed = settings.NoDonations.Count > 0 ? settings.NoDonations : NoDonations;
        return closed.Contains(merchant.Country, StringComparer.OrdinalIgnoreCase)
            ? []
            : [.. from name in new[] { PaymentMethod.Card, PaymentMethod.Alipay, PaymentMethod.WechatPay }
                  where Currencies(name, merchant.Country).Contains(currency.Code, StringComparer.Ordinal)
                  select new PaymentOffer(new PaymentMethod(name, provider, PaymentMethodCapabilities.Of(name)), new Money(LeastOf(name, currency.Code), currency), new Money(MostMinor, currency))];
    }

    private long LeastOf(string method, string currency) =>
        settings.LeastBy.TryGetValue(method, out var by) && by.TryGetValue(currency, out var least) ? least : settings.LeastMinor.TryGetValue(currency, out var set) ? set : Least.GetValueOrDefault(currency, 1_00);

    private string[] Currencies(string method, string country)
    {
        if (settings.Methods.TryGetValue(method, out var set))
        {
            return (set.TryGetValue(country, out var here) || set.TryGetValue("*", out here) ? here : "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        }

        return method == PaymentMethod.Card ? Cards : Wallets[method];
    }
}
