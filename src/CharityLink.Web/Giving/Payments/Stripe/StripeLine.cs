using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Threading.RateLimiting;
using CharityLink.Giving;
using CharityLink.Stripe;
using Microsoft.AspNetCore.WebUtilities;

namespace CharityLink.Web.Giving.Payments;

/// <summary>The way to Stripe: never faster than Stripe likes, and answers in the port's words.</summary>
internal sealed class StripeLine(StripeClient client, PaymentSettings settings, TimeProvider clock) : IAsyncDisposable
{
    private static readonly TimeSpan ClocksDiffer = TimeSpan.FromMinutes(5);

    private readonly TokenBucketRateLimiter pace = new(new TokenBucketRateLimiterOptions
    {
        TokenLimit = Math.Max(1, settings.CallsPerSecond / 10),
        TokensPerPeriod = Math.Max(1, settings.CallsPerSecond / 10),
        ReplenishmentPeriod = TimeSpan.FromMilliseconds(100),
        QueueLimit = int.MaxValue,
        AutoReplenishment = true,
    });

    /// <summary>Among an answer's values, after a refusal: the parameter that was wrong.</summary>
    public const string Param = "param";

    /// <summary>A call as it is written down.</summary>
    public static StoredCall Store<T>(StripeCall<T> call) => new($"{call.Method} {call.Path} {call.OnAccount}\n{call.Form}");

    /// <summary>What a stored call says under a name; null where it says nothing.</summary>
    public static string? Field(StoredCall stored, string name) => QueryHelpers.ParseQuery(stored.Text[(stored.Text.IndexOf('\n', StringComparison.Ordinal) + 1)..])
        .TryGetValue(name, out var value) ? value.ToString() : null;

    /// <summary>Reads what changes nothing.</summary>
    public async Task<T> Get<T>(StripeCall<T> call, CancellationToken ct)
    {
        using var turn = await pace.AcquireAsync(1, ct);
        var answer = await client.Send(call, ct);
        return answer is { Outcome: StripeOutcome.Done, Value: { } value } ? value : throw new PaymentNotUnderstoodException($"stripe_{answer.Error?.Code ?? answer.Outcome.ToString().ToLowerInvariant()}");
    }

    /// <summary>Every object of a list.</summary>
    public IAsyncEnumerable<T> All<T>(Func<ListRequest, StripeCall<StripeList<T>>> list, ListRequest request, CancellationToken ct) where T : IStripeObject =>
        client.All(list, request, ct);

    /// <summary>What an operation made, found among a list by the label it was given; null when there is no such thing.</summary>
    public async Task<PaymentAnswer?> Find<T>(
        PaymentOperation operation, Func<ListRequest, StripeCall<StripeList<T>>> list, ListRequest among, Func<T, IReadOnlyDictionary<string, string>?> labels, Func<T, PaymentAnswer> found,
        CancellationToken ct) where T : IStripeObject
    {
        await foreach (var one in All(list, among, ct))
        {
            if (labels(one).Id(StripeLabels.Operation) == operation.Id)
            {
                return found(one);
            }
        }

        return null;
    }

    /// <summary>Everything that was made since an operation was sent first, and a little before: clocks differ.</summary>
    public static ListRequest Since(PaymentOperation operation) => new() { Created = new TimeRange { Gte = (operation.FirstSentAt ?? operation.PlannedAt) - ClocksDiffer } };

    /// <summary>Sends a call as it was written down, under the operation's key.</summary>
    /// <param name="done">What it means that Stripe did it.</param>
    public async Task<PaymentAnswer> Send<T>(PaymentOperation operation, JsonTypeInfo<T> type, Func<T, PaymentAnswer> done, CancellationToken ct)
    {
        using var turn = await pace.AcquireAsync(1, ct);
        var call = Restore(operation.Call, type);
        var answer = call.NeedsKey ? await client.Send(call, operation.Key, ct) : await client.Send(call, ct);
        return answer.Outcome == StripeOutcome.Done && answer.Value is { } value ? done(value) : Otherwise(answer);
    }

    /// <summary>What a card's error means.</summary>
    public static PaymentAnswer Declined(StripeError error) => new(AnswerKind.Declined)
    {
        ObjectId = error.PaymentIntent?.Id ?? error.SetupIntent?.Id,
        Reason = error.DeclineCode ?? error.Code,
        After = error.Next switch
        {
            NextStep.AskToAuthenticate => AfterDecline.AskToAuthenticate,
            NextStep.RetryLater => AfterDecline.TryLater,
            _ => AfterDecline.AskForAnother,
        },
    };

    /// <summary>The path of a stored call: where its answer was lost, it names what it was about.</summary>
    public static string PathOf(StoredCall call) => call.Text.Split(' ', 3)[1];

    public ValueTask DisposeAsync() => pace.DisposeAsync();

    private PaymentAnswer Otherwise<T>(StripeAnswer<T> answer) => answer switch
    {
        { Outcome: StripeOutcome.Refused, Error: { Type: "card_error" } error } => Declined(error),
        // The same key with other bytes is a bug of ours: Stripe did nothing, and no new key may heal it.
        { Outcome: StripeOutcome.Refused } => new(AnswerKind.Refused)
        {
            Reason = answer.Error?.IsKeyReused == true ? OperationCarrier.KeyReused : answer.Error?.Code ?? answer.Error?.Type,
            More = answer.Error?.Param is { } wrong ? new Dictionary<string, string>(StringComparer.Ordinal) { [Param] = wrong } : null,
        },
        { Outcome: StripeOutcome.Busy } => new(AnswerKind.Busy) { Reason = "rate_limit", NotBefore = answer.RetryAfter is { } wait ? clock.GetUtcNow() + wait : null },
        { Outcome: StripeOutcome.NotAllowed } => new(AnswerKind.NotAllowed) { Reason = answer.Error?.Code ?? $"status_{answer.Status}" },
        { Outcome: StripeOutcome.WrongMode } => new(AnswerKind.NotAllowed) { Reason = "other_mode" },
        _ => new(AnswerKind.Unknown) { Reason = answer.Error?.Code ?? (answer.Status is { } status ? $"status_{status}" : "no_answer") },
    };

    private static StripeCall<T> Restore<T>(StoredCall stored, JsonTypeInfo<T> type)
    {
        var end = stored.Text.IndexOf('\n', StringComparison.Ordinal);
        return stored.Text[..end].Split(' ') is [var verb, var path, var account]
            ? new StripeCall<T>(new HttpMethod(verb), path, stored.Text[(end + 1)..], type) { OnAccount = account.Length > 0 ? account : null }
            : throw new JsonException("A stored call has a verb, a path and an account.");
    }
}
