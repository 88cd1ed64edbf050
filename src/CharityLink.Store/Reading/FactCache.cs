using Microsoft.Extensions.Caching.Memory;

namespace CharityLink.Store;

/// <summary>Facts that were read before. A stream only grows, so what is known of it stays true and only the rest is asked for: always up to date, on every node.</summary>
internal sealed class FactCache(long bytesMax) : IDisposable
{
    // One stream that would push out many is read anew each time.
    private readonly long eachMax = bytesMax / 64;

    private readonly MemoryCache known = new(new MemoryCacheOptions { SizeLimit = bytesMax });

    /// <summary>What is known of a stream, perhaps nothing.</summary>
    public KnownFacts Find(Guid streamId) => known.TryGetValue(streamId, out KnownFacts? facts) ? facts! : KnownFacts.None;

    /// <summary>Remembers, as long as there is room and somebody asks.</summary>
    public void Keep(Guid streamId, KnownFacts facts)
    {
        if (facts.Bytes <= eachMax)
        {
            known.Set(streamId, facts, new MemoryCacheEntryOptions { Size = facts.Bytes });
        }
    }

    public void Dispose() => known.Dispose();
}

/// <summary>A stream as it stood, with the size of its JSON, by which room is counted.</summary>
internal sealed record KnownFacts(StreamFacts Stream, int Bytes)
{
    public static KnownFacts None { get; } = new(new(0, 0, []), 0);
}
