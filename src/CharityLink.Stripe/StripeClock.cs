namespace CharityLink.Stripe;

/// <summary>How far our clock is from Stripe's, as far as its last answer tells: a delivery's signature holds for minutes only, so a clock that is wrong refuses all of them.</summary>
public sealed class StripeClock
{
    private long ticks;
    private int isKnown;

    /// <summary>Our time less Stripe's; null before the first answer. To the second, with the answer's way in it.</summary>
    public TimeSpan? Ahead => Volatile.Read(ref isKnown) == 1 ? new TimeSpan(Interlocked.Read(ref ticks)) : null;

    internal void Note(DateTimeOffset theirs, DateTimeOffset ours)
    {
        Interlocked.Exchange(ref ticks, (ours - theirs).Ticks);
        Volatile.Write(ref isKnown, 1);
    }
}
