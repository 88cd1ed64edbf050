namespace CharityLink.Giving;

/// <summary>The accounts of an organisation's books. Each stands once per currency.</summary>
public static class Accounts
{
    /// <summary>In the organisation's bank account.</summary>
    public const string Bank = "bank";

    /// <summary>In the cash box.</summary>
    public const string Cash = "cash";

    /// <summary>Goods at their proven value: beside money, never part of it.</summary>
    public const string Goods = "goods";

    /// <summary>Goods given and not yet handed on.</summary>
    public const string GoodsPayable = "goods_payable";

    /// <summary>Given and not yet spent: what the organisation owes to the purposes it was given for.</summary>
    public const string CharityPayable = "charity_payable";

    /// <summary>Kept by providers.</summary>
    public const string ProcessorFee = "processor_fee";

    /// <summary>Kept by providers because a bank asked.</summary>
    public const string DisputeFee = "dispute_fee";

    /// <summary>Taken by a provider until a bank decides.</summary>
    public const string DisputeHold = "dispute_hold";

    /// <summary>Owed to givers whose refund is on its way.</summary>
    public const string RefundPayable = "refund_payable";

    /// <summary>Between two currencies: what a provider changed, at the rate it booked.</summary>
    public const string FxClearing = "fx_clearing";

    /// <summary>Unexplained: stays until a person explains it.</summary>
    public const string Suspense = "suspense";

    /// <summary>With a provider, not yet to be had.</summary>
    public static string Pending(string provider) => $"pending:{provider}";

    /// <summary>With a provider, on its way to the bank.</summary>
    public static string Available(string provider) => $"available:{provider}";

    /// <summary>In the organisation's own account with a provider, which pays out to its own bank: what it does with it there is its own affair.</summary>
    public static string Own(string provider) => $"own:{provider}";

    /// <summary>Where a gift's money arrived.</summary>
    public static string Received(PaidGift gift) => gift.Method switch
    {
        "bank_transfer" or "cheque" => Bank,
        "cash" => Cash,
        _ => Pending(gift.Provider),
    };
}
