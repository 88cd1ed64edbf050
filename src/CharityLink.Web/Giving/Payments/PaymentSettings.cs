namespace CharityLink.Web.Giving.Payments;

/// <summary>Whose account takes whose gifts, and what can be paid with there: section <c>Payments</c> of the configuration. A federation sets it; nothing here is law.</summary>
public sealed class PaymentSettings
{
    /// <summary>Every organisation that is paid through a provider.</summary>
    public IList<Merchant> Merchants { get; } = [];

    /// <summary>Countries whose accounts the provider lets take no donations.</summary>
    public IList<string> NoDonations { get; } = [];

    /// <summary>For each method, the currencies in which it is offered, by the country of the merchant's account (or <c>*</c>), written <c>CNY,SGD</c>.</summary>
    public IDictionary<string, IDictionary<string, string>> Methods { get; } = new Dictionary<string, IDictionary<string, string>>(StringComparer.Ordinal);

    /// <summary>The smallest amount taken in a currency, in minor units.</summary>
    public IDictionary<string, long> LeastMinor { get; } = new Dictionary<string, long>(StringComparer.Ordinal);

    /// <summary>The same by method, where one takes nothing as small: <c>LeastBy:card:CNY</c>.</summary>
    public IDictionary<string, IDictionary<string, long>> LeastBy { get; } = new Dictionary<string, IDictionary<string, long>>(StringComparer.Ordinal);

    /// <summary>From this amount on, in minor units, the giver's bank is asked to confirm when a card is left for later, wherever the account is.</summary>
    public long AskBankFromMinor { get; set; } = 5_000_00;

    /// <summary>Keeps the sandbox beside a real provider: for trials.</summary>
    public bool Sandbox { get; set; }

    /// <summary>How many calls a second one node sends to the provider.</summary>
    public int CallsPerSecond { get; set; } = 80;

    /// <summary>Where the provider's payment pages are, beside its usual place: a form may lead there.</summary>
    public IList<string> PageOrigins { get; } = [];

    /// <summary>The merchant of an organisation, by its id or its unified social credit code, else the one for all.</summary>
    public Merchant? MerchantOf(Guid organisation, string? uscc) =>
        Merchants.FirstOrDefault(merchant => merchant.Organisation == organisation.ToString() || (uscc is not null && merchant.Organisation == uscc))
        ?? Merchants.FirstOrDefault(merchant => merchant.Organisation == Merchant.Everybody);
}

/// <summary>An account at the provider.</summary>
public sealed class Merchant
{
    /// <summary>Stands for every organisation that has no account of its own.</summary>
    public const string Everybody = "*";

    /// <summary>Id or unified social credit code of the organisation, or <c>*</c>.</summary>
    public string Organisation { get; set; } = "";

    /// <summary>The organisation's own account, which is then the merchant and gets the money; empty where the platform's account is theirs.</summary>
    public string Account { get; set; } = "";

    /// <summary>The organisation's own account; null where the platform's is theirs.</summary>
    public string? OwnAccount => Account.Length > 0 ? Account : null;

    /// <summary>Where the account is, in two letters.</summary>
    public string Country { get; set; } = "";
}
