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
/// <param name="About">What a request must mention in its key, path or form to meet it; null for any request.</param>
public sealed record OrderedFault(FaultKind Kind, TimeSpan? RetryAfter = null, bool? ShouldRetry = null, string? About = null);

/// <summary>Faults in the order in which they will come.</summary>
public sealed class Faults
{
    private readonly Lock turn = new();
    private readonly List<OrderedFault> waiting = [];

    /// <summary>Orders a fault for the next request of the interface, or the next that is about something, and the ones after it.</summary>
    public void Next(FaultKind kind, int times = 1, TimeSpan? retryAfter = null, bool? shouldRetry = null, string? about = null)
    {
        lock (turn)
        {
            waiting.AddRange(Enumerable.Repeat(new OrderedFault(kind, retryAfter, shouldRetry, about), times));
        }
    }

    internal OrderedFault? Take(Request request)
    {
        lock (turn)
        {
            var next = waiting.FindIndex(fault => fault.About is not { } about || request.Mentions(about));
            if (next < 0)
            {
                return null;
            }

            var fault = waiting[next];
            waiting.RemoveAt(next);
            return fault;
        }
    }
}
