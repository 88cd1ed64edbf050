namespace CharityLink.Store;

/// <summary>What a caller must bring: everything that the database would refuse is refused here, where it hurts nobody else.</summary>
internal static class AppendRules
{
    // Far above any use case; a larger one belongs into several appends.
    private const int EventsMax = 10_000;

    public static void Check(IReadOnlyList<StreamChange> changes, EventMetadata metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        ArgumentNullException.ThrowIfNull(changes);
        var events = 0;
        for (var i = 0; i < changes.Count; i++)
        {
            Check(changes[i]);
            events += changes[i].Events.Count;
        }

        if (events == 0)
        {
            throw new ArgumentException("An append needs at least one event.", nameof(changes));
        }

        if (events > EventsMax)
        {
            throw new ArgumentException($"An append holds at most {EventsMax} events.", nameof(changes));
        }

        if (changes.Count > 1 && changes.DistinctBy(change => change.StreamId).Count() < changes.Count)
        {
            throw new ArgumentException("A stream occurs twice in one append.", nameof(changes));
        }

        CheckText(metadata.UserName, metadata.CorrelationId, metadata.CausationId, metadata.CommandName, metadata.CommandHash);
    }

    private static void Check(StreamChange change)
    {
        if (change.ExpectedVersion < 0)
        {
            throw new ArgumentException("An expected version is never negative.", nameof(change));
        }

        if (change.Events.Count == 0 && change.ExpectedVersion == 0)
        {
            throw new ArgumentException("Only a stream that exists can be held at its version.", nameof(change));
        }

        CheckText(change.StreamType);
    }

    private static void CheckText(params ReadOnlySpan<string?> texts)
    {
        foreach (var text in texts)
        {
            if (text?.Contains('\0', StringComparison.Ordinal) == true)
            {
                throw new ArgumentException("The character U+0000 cannot be stored.", nameof(texts));
            }
        }
    }
}
