namespace CharityLink.Store;

/// <summary>Appends that go into one commit. One per command id, and per stream one that writes or any number that hold it at one version; what does not fit is held over, in order.</summary>
internal sealed class AppendBatch(int max)
{
    // Stands for a stream that is written to; else the version at which it is held.
    private const long Written = -1;

    // Two sets: a caller may well use one id for its command and for the stream the command begins.
    private readonly HashSet<Guid> takenCommands = [];
    private readonly Dictionary<Guid, long> takenStreams = [];
    private readonly Queue<PendingAppend> heldOver = [];

    public List<PendingAppend> Appends { get; } = [];

    /// <summary>Under way or held over.</summary>
    public IEnumerable<PendingAppend> All => Appends.Concat(heldOver);

    /// <summary>Starts the next batch with what the last one held over, then takes from the queue while there is room, up to a share.</summary>
    public void Refill(Queue<PendingAppend> waiting, int share)
    {
        Appends.Clear();
        takenCommands.Clear();
        takenStreams.Clear();
        for (var left = heldOver.Count; left > 0; left--)
        {
            Take(heldOver.Dequeue());
        }

        while (Appends.Count < Math.Min(max, share) && heldOver.Count < max && waiting.TryDequeue(out var append))
        {
            Take(append);
        }
    }

    private void Take(PendingAppend append)
    {
        if (append.IsOver)
        {
            return;
        }

        // Its streams stay taken even when it is held over, so that what came later does not overtake it.
        var free = append.Metadata.CommandId is not { } command || takenCommands.Add(command);
        foreach (var change in append.Changes)
        {
            free &= Take(change);
        }

        if (free && Appends.Count < max)
        {
            Appends.Add(append);
        }
        else
        {
            heldOver.Enqueue(append);
        }
    }

    private bool Take(StreamChange change)
    {
        var how = change.Events.Count == 0 ? change.ExpectedVersion : Written;
        if (takenStreams.TryAdd(change.StreamId, how) || (how != Written && takenStreams[change.StreamId] == how))
        {
            return true;
        }

        // Whoever wants to write is not overtaken by those who only hold.
        takenStreams[change.StreamId] = Written;
        return false;
    }
}
