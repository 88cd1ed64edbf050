namespace CharityLink.Store;

/// <summary>An append on its way: what is to be written, ready for the wire, and who waits for the answer.</summary>
internal sealed class PendingAppend(IReadOnlyList<StreamChange> changes, EncodedEvent[] events, EventMetadata metadata)
{
    public IReadOnlyList<StreamChange> Changes => changes;

    public EncodedEvent[] Events => events;

    public EventMetadata Metadata => metadata;

    public string? Headers { get; } = MetadataHeaders.Encode(metadata);

    public Promise<AppendResult> Answer { get; } = new();

    /// <summary>Sent before, and the answer was lost: what looks like a refusal may be our own first attempt.</summary>
    public bool MayBeWritten { get; set; }
}
