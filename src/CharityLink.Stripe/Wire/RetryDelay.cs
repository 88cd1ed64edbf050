namespace CharityLink.Stripe.Wire;

/// <summary>How long to wait before a call is repeated.</summary>
internal static class RetryDelay
{
    /// <summary>No wait is longer; who asks for more is answered Busy, and the caller's queue waits instead.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(0.5);

    /// <summary>Half a second, doubled with every try, shortened by up to a quarter by chance so that callers do not march in step.</summary>
    /// <param name="tries">How often the call was sent, from one.</param>
    /// <param name="chance">From 0 to 1.</param>
    /// <param name="asked">What Stripe asked to wait; null when it did not.</param>
    public static TimeSpan For(int tries, double chance, TimeSpan? asked)
    {
        var doubled = Shortest * Math.Pow(2, Math.Min(tries, 10) - 1);
        var wait = (doubled < Longest ? doubled : Longest) * (0.75 + (0.25 * chance));
        wait = wait > Shortest ? wait : Shortest;
        return asked > wait ? asked.Value : wait;
    }
}
