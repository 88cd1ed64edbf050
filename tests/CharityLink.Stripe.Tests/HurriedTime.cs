using System.Collections.Concurrent;

namespace CharityLink.Stripe.Tests;

/// <summary>Time in which waits before a repeat are over at once, and written down; time limits (a minute and more) take as long as the test says.</summary>
internal sealed class HurriedTime(TimeSpan limit) : TimeProvider
{
    private static readonly TimeSpan LimitsFrom = TimeSpan.FromMinutes(1);
    private readonly ConcurrentQueue<TimeSpan> waits = new();

    public IReadOnlyList<TimeSpan> Waits => [.. waits];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new HurriedTimer(System.CreateTimer(callback, state, Hurry(dueTime), period), Hurry);

    private TimeSpan Hurry(TimeSpan due)
    {
        if (due <= TimeSpan.Zero)
        {
            return due;
        }

        if (due >= LimitsFrom)
        {
            return limit;
        }

        waits.Enqueue(due);
        return TimeSpan.Zero;
    }

    private sealed class HurriedTimer(ITimer timer, Func<TimeSpan, TimeSpan> hurry) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(hurry(dueTime), period);

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
