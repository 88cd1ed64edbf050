namespace CharityLink.Giving;

/// <summary>Ways money comes in without a payment provider: the words that stand in facts as provider and method.</summary>
public static class OfflineMethods
{
    /// <summary>From the giver's bank to the charity's own account.</summary>
    public const string BankTransfer = "bank_transfer";

    /// <summary>Notes and coins, counted by two people.</summary>
    public const string Cash = "cash";

    /// <summary>On paper; money once the bank has cleared it.</summary>
    public const string Cheque = "cheque";

    /// <summary>How fundraising plans name money that comes to the bank account.</summary>
    public const string ViaBank = "bank";

    /// <summary>How fundraising plans name money that is collected in hand.</summary>
    public const string ViaCash = "cash";
}
