using System.Globalization;
using CharityLink.Kernel;

namespace CharityLink.Giving;

/// <summary>A way to pay, with what can and cannot be done by it.</summary>
/// <param name="Name">As it stands in facts: <c>card</c>, <c>alipay</c>, <c>wechat_pay</c>.</param>
/// <param name="Provider">Who carries it out.</param>
public sealed record PaymentMethod(string Name, string Provider, PaymentMethodCapabilities Can)
{
    /// <summary>A debit or credit card.</summary>
    public const string Card = "card";

    /// <summary>The Alipay wallet.</summary>
    public const string Alipay = "alipay";

    /// <summary>The wallet in WeChat.</summary>
    public const string WechatPay = "wechat_pay";
}

/// <summary>What a way to pay allows. A pledge that is collected later and a regular gift are offered only where the method can.</summary>
/// <param name="CanCollectLater">It can be charged on another day without the giver.</param>
/// <param name="CanRecur">It can be charged again and again.</param>
/// <param name="RefundWindowDays">After so many days nothing can be sent back by the same way; null for no limit of its own.</param>
/// <param name="AsyncRefund">A refund is pending first and known later.</param>
/// <param name="CanDispute">The giver's bank may take the money back.</param>
/// <param name="NeedsRedirect">The giver leaves our pages to pay.</param>
public sealed record PaymentMethodCapabilities(
    bool CanCollectLater, bool CanRecur, int? RefundWindowDays, bool AsyncRefund, bool CanDispute, bool NeedsRedirect)
{
    /// <summary>What the methods can by themselves (payments.md 5); what a provider offers of it is for its adapter to say.</summary>
    public static PaymentMethodCapabilities Of(string method) => method switch
    {
        PaymentMethod.Card => new(true, true, null, false, true, true),
        PaymentMethod.Alipay => new(false, false, 90, true, false, true),
        PaymentMethod.WechatPay => new(false, false, 180, true, false, true),
        _ => new(false, false, 0, true, false, true),
    };
}

/// <summary>A way to pay as it is offered to the givers of one organisation, in one currency.</summary>
public sealed record PaymentOffer(PaymentMethod Method, Money Least, Money Most)
{
    /// <summary>Why this amount is not taken this way; null when it is.</summary>
    public Refusal? Check(Money amount) => amount switch
    {
        _ when amount.Currency != Least.Currency => new Refusal("method_other_currency", "method", amount.Currency.Code),
        _ when amount < Least => new Refusal("method_amount_too_small", "method", Show(Least)),
        _ when amount > Most => new Refusal("method_amount_too_large", "method", Show(Most)),
        _ => null,
    };

    private static string Show(Money limit) => limit.Amount.ToString("#,0.00", CultureInfo.InvariantCulture) + " " + limit.Currency.Code;
}
