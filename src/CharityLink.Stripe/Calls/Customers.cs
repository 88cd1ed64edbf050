namespace CharityLink.Stripe;

/// <summary>Calls about who pays, and about their cards.</summary>
public static class Customers
{
    /// <summary>Makes one.</summary>
    public static StripeCall<Customer> Create(CustomerFields request) =>
        Call.Post("/v1/customers", request, StripeJson.Default.CustomerFields, StripeJson.Default.Customer);

    /// <summary>Changes one.</summary>
    public static StripeCall<Customer> Update(string id, CustomerFields request) =>
        Call.Post($"/v1/customers/{Call.Id(id)}", request, StripeJson.Default.CustomerFields, StripeJson.Default.Customer);

    /// <summary>Reads one; a deleted one answers too.</summary>
    public static StripeCall<Customer> Get(string id, params IReadOnlyList<string> expand) =>
        Call.Get($"/v1/customers/{Call.Id(id)}", StripeJson.Default.Customer, expand);

    /// <summary>Deletes one with all its cards: a giver's erasure.</summary>
    public static StripeCall<Deleted> Delete(string id) => Call.Delete($"/v1/customers/{Call.Id(id)}", StripeJson.Default.Deleted);

    /// <summary>Finds them again, by time.</summary>
    public static StripeCall<StripeList<Customer>> List(ListRequest request) =>
        Call.List("/v1/customers", request, StripeJson.Default.ListRequest, StripeJson.Default.StripeListCustomer);

    /// <summary>The cards of one.</summary>
    public static StripeCall<StripeList<PaymentMethod>> PaymentMethods(string id, ListRequest request) =>
        Call.List($"/v1/customers/{Call.Id(id)}/payment_methods", request, StripeJson.Default.ListRequest, StripeJson.Default.StripeListPaymentMethod);
}

/// <summary>What is kept about who pays: as little as can be.</summary>
public sealed record CustomerFields
{
    /// <summary>Where Stripe may write to.</summary>
    public string? Email { get; init; }

    /// <summary>A name for Stripe's receipts.</summary>
    public string? Name { get; init; }

    /// <summary>Languages for what Stripe sends, best first.</summary>
    public IReadOnlyList<string>? PreferredLocales { get; init; }

    /// <summary>Our labels on them.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }
}

/// <summary>Calls about cards.</summary>
public static class PaymentMethods
{
    /// <summary>Reads one.</summary>
    public static StripeCall<PaymentMethod> Get(string id) =>
        Call.Get($"/v1/payment_methods/{Call.Id(id)}", StripeJson.Default.PaymentMethod);

    /// <summary>Gives one to a customer.</summary>
    public static StripeCall<PaymentMethod> Attach(string id, string customer) =>
        Call.Post($"/v1/payment_methods/{Call.Id(id)}/attach", new AttachTo { Customer = customer }, OwnJson.Default.AttachTo, StripeJson.Default.PaymentMethod);

    /// <summary>Takes one away for good: a pledge that was released.</summary>
    public static StripeCall<PaymentMethod> Detach(string id) =>
        Call.Post($"/v1/payment_methods/{Call.Id(id)}/detach", StripeJson.Default.PaymentMethod);
}

internal sealed record AttachTo
{
    public required string Customer { get; init; }
}
