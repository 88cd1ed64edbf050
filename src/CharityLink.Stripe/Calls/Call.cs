using System.Text.Json.Serialization.Metadata;
using CharityLink.Stripe.Wire;

namespace CharityLink.Stripe;

/// <summary>Shorthand for the files beside it; ids are escaped, so that none can name another path.</summary>
internal static class Call
{
    public static StripeCall<T> Post<TRequest, T>(string path, TRequest request, JsonTypeInfo<TRequest> type, JsonTypeInfo<T> answer) =>
        new(HttpMethod.Post, path, FormBody.Of(request, type), answer);

    public static StripeCall<T> Post<T>(string path, JsonTypeInfo<T> answer) => new(HttpMethod.Post, path, "", answer);

    public static StripeCall<T> Delete<T>(string path, JsonTypeInfo<T> answer) => new(HttpMethod.Delete, path, "", answer);

    public static StripeCall<T> Get<T>(string path, JsonTypeInfo<T> answer, params IReadOnlyList<string> expand) =>
        new(HttpMethod.Get, path, Expand(expand), answer);

    public static StripeCall<T> List<TRequest, T>(string path, TRequest request, JsonTypeInfo<TRequest> type, JsonTypeInfo<T> answer) =>
        new(HttpMethod.Get, path, FormBody.Of(request, type), answer);

    public static string Id(string id) => id.Length == 0
        ? throw new ArgumentException("An id of Stripe's is never empty.", nameof(id))
        : Uri.EscapeDataString(id);

    private static string Expand(IReadOnlyList<string> members) =>
        FormBody.Of(new ExpandOnly { Expand = members }, OwnJson.Default.ExpandOnly);
}

internal sealed record ExpandOnly
{
    public IReadOnlyList<string>? Expand { get; init; }
}
