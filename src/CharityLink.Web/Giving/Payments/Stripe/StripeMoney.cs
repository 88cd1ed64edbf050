using CharityLink.Giving;
using CharityLink.Kernel;

namespace CharityLink.Web.Giving.Payments;

/// <summary>Money as Stripe writes it: minor units as we count them, and the currency in lower case.</summary>
internal static class StripeMoney
{
    /// <summary>The currency in a call. Only those with two decimals: the others are counted differently there and are not taken.</summary>
    public static string Code(Currency currency) => currency.Decimals == 2
        ? currency.Code.ToLowerInvariant()
        : throw new ArgumentException($"{currency} is not taken at Stripe by this program.", nameof(currency));

    /// <summary>What an object of Stripe's says; a currency nobody here can count in is for a person to look at.</summary>
    public static Money Of(long minor, string? currency) => currency?.ToUpperInvariant() is { } code && Currency.IsKnown(code)
        ? new Money(minor, new Currency(code))
        : throw new PaymentNotUnderstoodException("currency_unknown");
}
