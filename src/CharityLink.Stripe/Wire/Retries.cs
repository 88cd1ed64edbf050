using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace CharityLink.Stripe.Wire;

/// <summary>When a call is sent again, in the order in which Stripe's own client for .NET asks.</summary>
internal static class Retries
{
    /// <summary>Repeats around a time limit for each try; both follow the clock that is handed in.</summary>
    public static ResiliencePipeline<Reply> Pipeline(StripeOptions options, TimeProvider clock)
    {
        var builder = new ResiliencePipelineBuilder<Reply> { TimeProvider = clock };
        if (options.RetriesMax > 0)
        {
            builder.AddRetry(new RetryStrategyOptions<Reply>
            {
                MaxRetryAttempts = options.RetriesMax,
                ShouldHandle = outcome => ValueTask.FromResult(Again(outcome.Outcome)),
                DelayGenerator = attempt => ValueTask.FromResult<TimeSpan?>(
                    RetryDelay.For(attempt.AttemptNumber + 1, Random.Shared.NextDouble(), attempt.Outcome.Result?.RetryAfter)),
            });
        }

        return builder.AddTimeout(options.Timeout).Build();
    }

    /// <summary>True when nothing is known, or Stripe says that sending again is safe and useful.</summary>
    public static bool Again(Outcome<Reply> outcome) => outcome switch
    {
        { Exception: { } broken } => IsBroken(broken),
        { Result: { RetryAfter: { } asked } } when asked > RetryDelay.Longest => false,
        { Result.ShouldRetry: { } told } => told,
        { Result: { Status: 429, RetryAfter: not null } } => true,
        { Result.Status: 409 or >= 500 } => true,
        _ => false,
    };

    /// <summary>True for what the network does, false for bugs and for a caller who gave up.</summary>
    public static bool IsBroken(Exception exception) =>
        exception is HttpRequestException or IOException or TimeoutRejectedException;
}
