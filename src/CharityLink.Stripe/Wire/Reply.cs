using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace CharityLink.Stripe.Wire;

/// <summary>One whole answer, or the lack of one.</summary>
internal sealed record Reply(int Status, byte[] Body, HttpResponseHeaders Headers)
{
    public bool Succeeded => Status is >= 200 and < 300;

    public string? RequestId => One("Request-Id");

    public bool Replayed => One("Idempotent-Replayed") == "true";

    /// <summary>Stripe's own word on a repeat; null when it leaves it to us.</summary>
    public bool? ShouldRetry => One("Stripe-Should-Retry") switch { "true" => true, "false" => false, _ => null };

    public TimeSpan? RetryAfter => Headers.RetryAfter?.Delta;

    /// <summary>Reads the body to its end: one that breaks off is a broken connection, not an answer.</summary>
    public static async Task<Reply> Of(HttpResponseMessage response, CancellationToken ct)
    {
        var body = await response.Content.ReadAsByteArrayAsync(ct);
        var reply = new Reply((int)response.StatusCode, body, response.Headers);
        if (reply.Succeeded && !IsJson(body))
        {
            throw new HttpRequestException(HttpRequestError.ResponseEnded, "The answer broke off.", null, (HttpStatusCode)reply.Status);
        }

        return reply;
    }

    /// <summary>What Stripe said against it; an answer that is not Stripe's own (of a proxy) has an error without words.</summary>
    public StripeError Error()
    {
        try
        {
            return JsonSerializer.Deserialize(Body, OwnJson.Default.StripeErrorBody)?.Error ?? new StripeError();
        }
        catch (JsonException)
        {
            return new StripeError();
        }
    }

    private string? One(string name) => Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    private static bool IsJson(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
