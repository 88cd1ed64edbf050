using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CharityLink.Stripe.Wire;
using Microsoft.Extensions.Options;
using Polly;

namespace CharityLink.Stripe;

/// <summary>Carries calls out, repeats them where that is safe, and says what is known afterwards.</summary>
public sealed class StripeClient
{
    private readonly HttpClient http;
    private readonly StripeOptions options;
    private readonly ResiliencePipeline<Reply> retries;

    /// <summary>A client for the configured account.</summary>
    public StripeClient(HttpClient http, IOptions<StripeOptions> options, TimeProvider clock)
    {
        this.http = http;
        this.options = options.Value;
        retries = Retries.Pipeline(this.options, clock);
    }

    /// <summary>Sends a call that changes nothing, or deletes.</summary>
    public Task<StripeAnswer<T>> Send<T>(StripeCall<T> call, CancellationToken ct) => call.NeedsKey
        ? throw new ArgumentException($"POST {call.Path} needs an idempotency key, or a lost answer would be a second charge.", nameof(call))
        : Carry(call, null, ct);

    /// <summary>Sends a call under a key, the same for every try of the same intent.</summary>
    public Task<StripeAnswer<T>> Send<T>(StripeCall<T> call, string idempotencyKey, CancellationToken ct) =>
        string.IsNullOrWhiteSpace(idempotencyKey) || idempotencyKey.Length > StripeApi.KeyLengthMax
            ? throw new ArgumentException($"An idempotency key has 1 to {StripeApi.KeyLengthMax} characters.", nameof(idempotencyKey))
            : Carry(call, idempotencyKey, ct);

    private async Task<StripeAnswer<T>> Carry<T>(StripeCall<T> call, string? key, CancellationToken ct)
    {
        var tries = 0;
        try
        {
            var reply = await retries.ExecuteAsync(
                async token =>
                {
                    tries++;
                    return await Try(call, key, token);
                },
                ct);
            return Answer(call, reply) with { Tries = tries };
        }
        catch (Exception broken) when (Retries.IsBroken(broken))
        {
            return new StripeAnswer<T>(StripeOutcome.Unknown) { Tries = tries };
        }
    }

    private async Task<Reply> Try<T>(StripeCall<T> call, string? key, CancellationToken ct)
    {
        using var request = Request(call, key);
        using var response = await http.SendAsync(request, ct);
        return await Reply.Of(response, ct);
    }

    private HttpRequestMessage Request<T>(StripeCall<T> call, string? key)
    {
        var isPost = call.Method == HttpMethod.Post;
        var query = isPost || call.Form.Length == 0 ? "" : "?" + call.Form;
        var request = new HttpRequestMessage(call.Method, new Uri(options.Address, call.Path + query));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", options.SecretKey);
        request.Headers.Add("Stripe-Version", StripeApi.Version);
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        if (call.OnAccount is { } account)
        {
            request.Headers.Add("Stripe-Account", account);
        }

        if (isPost)
        {
            request.Content = new StringContent(call.Form, Encoding.UTF8, "application/x-www-form-urlencoded");
        }

        return request;
    }

    private StripeAnswer<T> Answer<T>(StripeCall<T> call, Reply reply)
    {
        var answer = new StripeAnswer<T>(Outcome(reply))
        {
            Status = reply.Status,
            RequestId = reply.RequestId,
            RetryAfter = reply.RetryAfter,
            Replayed = reply.Replayed,
        };
        return answer.Outcome == StripeOutcome.Done
            ? answer with { Outcome = IsOtherMode(reply) ? StripeOutcome.WrongMode : StripeOutcome.Done, Value = Value(call, reply) }
            : answer with { Error = reply.Error() };
    }

    private static StripeOutcome Outcome(Reply reply) => reply switch
    {
        { Succeeded: true } => StripeOutcome.Done,
        { Status: 401 or 403 } => StripeOutcome.NotAllowed,
        { Status: 429 } => StripeOutcome.Busy,
        // 409: another try under the same key is still running, and may succeed.
        { Status: 409 or < 400 or >= 500 } => StripeOutcome.Unknown,
        _ => StripeOutcome.Refused,
    };

    private static T Value<T>(StripeCall<T> call, Reply reply) => JsonSerializer.Deserialize(reply.Body, call.Answer)
        ?? throw new JsonException($"{call.Method} {call.Path} was answered with null.");

    private bool IsOtherMode(Reply reply)
    {
        using var json = JsonDocument.Parse(reply.Body);
        return json.RootElement.TryGetProperty("livemode", out var live)
            && live.ValueKind is JsonValueKind.True or JsonValueKind.False
            && live.GetBoolean() != options.Livemode;
    }
}
