using System.Collections.Concurrent;

namespace CharityLink.StripeFake.Http;

/// <summary>What goes wrong with a request.</summary>
public enum FaultKind
{
    /// <summary>429, before anything is looked at.</summary>
    Busy,

    /// <summary>409: another request seems to hold the lock; nothing is done or kept.</summary>
    Conflict,

    /// <summary>500 from a machine in front; nothing is done or kept.</summary>
    BrokenBefore,

    /// <summary>It is done and kept, but a machine in front answers 500.</summary>
    BrokenAfter,

    /// <summary>500 in the midst of it: nothing is done, but the 500 is kept for the key.</summary>
    BrokenForGood,

    /// <summary>The connection breaks before the request is read.</summary>
    LostRequest,

    /// <summary>It is done and kept, then the connection breaks.</summary>
    LostAnswer,

    /// <summary>It is done and kept, but no answer ever comes.</summary>
    Silence,

    /// <summary>It is done and kept, and the answer breaks off in the middle.</summary>
    CutShort,
}

/// <summary>A fault that was ordered.</summary>
/// <param name="Kind">What goes wrong.</param>
/// <param name="RetryAfter">What a 429 asks for; null for nothing.</param>
/// <param name="ShouldRetry">Stripe's own word on a repeat; null for none.</param>
public sealed record OrderedFault(FaultKind Kind, TimeSpan? RetryAfter = null, bool? ShouldRetry = null);

/// <summary>Faults in the order in which they will come.</summary>
public sealed class Faults
{
    private readonly ConcurrentQueue<OrderedFault> waiting = new();

    /// <summary>Orders a fault for the next request of the interface, and the ones after it.</summary>
    public void Next(FaultKind kind, int times = 1, TimeSpan? retryAfter = null, bool? shouldRetry = null)
    {
        for (var i = 0; i < times; i++)
        {
            waiting.Enqueue(new OrderedFault(kind, retryAfter, shouldRetry));
        }
    }

    /// <summary>Takes back what was ordered and did not come yet.</summary>
    public void Clear() => waiting.Clear();

    internal OrderedFault? Take() => waiting.TryDequeue(out var fault) ? fault : null;
}
