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
        if (changes.All(change => change.Events.Count == 0))
        {
            throw new ArgumentException("An append needs at least one event.", nameof(changes));
        }

        if (changes.Any(change => change.Events.Count == 0 && change.ExpectedVersion == 0))
        {
            throw new ArgumentException("Only a stream that exists can be held at its version.", nameof(changes));
        }

        if (changes.Count > 1 && changes.DistinctBy(change => change.StreamId).Count() < changes.Count)
        {
            throw new ArgumentException("A stream occurs twice in one append.", nameof(changes));
        }

        if (changes.Any(change => change.ExpectedVersion < 0))
        {
            throw new ArgumentException("An expected version is never negative.", nameof(changes));
        }

        if (changes.Sum(change => change.Events.Count) > EventsMax)
        {
            throw new ArgumentException($"An append holds at most {EventsMax} events.", nameof(changes));
        }

        if (Texts(changes, metadata).Any(text => text?.Contains('\0', StringComparison.Ordinal) == true))
        {
            throw new ArgumentException("The character U+0000 cannot be stored.", nameof(metadata));
        }
    }

    private static IEnumerable<string?> Texts(IReadOnlyList<StreamChange> changes, EventMetadata metadata)
    {
        foreach (var change in changes)
        {
            yield return change.StreamType;
        }

        yield return metadata.UserName;
        yield return metadata.CorrelationId;
        yield return metadata.CausationId;
        yield return metadata.CommandName;
        yield return metadata.CommandHash;
    }
}
