namespace CharityLink.Stripe;

/// <summary>Calls about charities' own accounts.</summary>
public static class Accounts
{
    /// <summary>Makes one, which the charity then completes on Stripe's pages.</summary>
    public static StripeCall<Account> Create(AccountCreate request) =>
        Call.Post("/v1/accounts", request, StripeJson.Default.AccountCreate, StripeJson.Default.Account);

    /// <summary>Reads one: may it be charged and paid out?</summary>
    public static StripeCall<Account> Get(string id) => Call.Get($"/v1/accounts/{Call.Id(id)}", StripeJson.Default.Account);

    /// <summary>All that are connected.</summary>
    public static StripeCall<StripeList<Account>> List(ListRequest request) =>
        Call.List("/v1/accounts", request, StripeJson.Default.ListRequest, StripeJson.Default.StripeListAccount);

    /// <summary>A page on which the charity answers Stripe's questions.</summary>
    public static StripeCall<AccountLink> Link(AccountLinkCreate request) =>
        Call.Post("/v1/account_links", request, StripeJson.Default.AccountLinkCreate, StripeJson.Default.AccountLink);
}

/// <summary>An account to make.</summary>
public sealed record AccountCreate
{
    /// <summary>standard, express or custom.</summary>
    public string? Type { get; init; }

    /// <summary>The charity's country, two letters; never changes.</summary>
    public string? Country { get; init; }

    /// <summary>Whom Stripe writes to.</summary>
    public string? Email { get; init; }

    /// <summary>non_profit for most charities.</summary>
    public string? BusinessType { get; init; }

    /// <summary>Our labels on it.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }
}

/// <summary>A page of questions to open.</summary>
public sealed record AccountLinkCreate
{
    /// <summary>Whose.</summary>
    public required string Account { get; init; }

    /// <summary>account_onboarding or account_update.</summary>
    public required string Type { get; init; }

    /// <summary>Where Stripe asks for a new link when this one died.</summary>
    public string? RefreshUrl { get; init; }

    /// <summary>Where the person comes back to, finished or not.</summary>
    public string? ReturnUrl { get; init; }
}
