namespace CharityLink.Store;

/// <summary>An append on its way: what is to be written, ready for the wire, and who waits for the answer.</summary>
internal sealed class PendingAppend(IReadOnlyList<StreamChange> changes, EncodedEvent[] events, EventMetadata metadata)
{
    // Continuations must not run on the writer's loop: the next batch would wait for this caller's code.
    private readonly TaskCompletionSource<AppendResult> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<StreamChange> Changes => changes;

    public EncodedEvent[] Events => events;

    public EventMetadata Metadata => metadata;

    public string? Headers { get; } = MetadataHeaders.Encode(metadata);

    /// <summary>When it came, in milliseconds of <see cref="Environment.TickCount64"/>.</summary>
    public long Since { get; } = Environment.TickCount64;

    public Task<AppendResult> Answer => answer.Task;

    /// <summary>Sent before, and the answer was lost: what looks like a refusal may be our own first attempt.</summary>
    public bool MayBeWritten { get; set; }

    /// <summary>Nothing more to do: answered, or nobody waits any longer.</summary>
    public bool IsOver => answer.Task.IsCompleted;

    public void Settle(AppendResult result) => answer.TrySetResult(result);

    public void Fail(Exception reason) => answer.TrySetException(reason);

    /// <summary>The caller left. What has not been sent yet is not sent any more.</summary>
    public void Abandon(CancellationToken left) => answer.TrySetCanceled(left);
}
