namespace CharityLink.Store;

/// <summary>What became of a batch: a position per event, null where its append was refused, and the refusals.</summary>
internal sealed record BatchOutcome(long?[] Positions, IReadOnlyList<BatchRefusal> Refusals)
{
    /// <summary>The last position that was written; null when all were refused.</summary>
    public long? Last => Array.FindLast(Positions, position => position.HasValue);

    /// <summary>Answers every append whose fate is certain.</summary>
    public void Settle(PendingAppend[] appends)
    {
        var last = -1;
        for (var number = 0; number < appends.Length; number++)
        {
            last += appends[number].Events.Length;
            if (Positions[last] is { } position)
            {
                appends[number].Answer.Settle(new AppendResult.Appended(position));
            }
            else if (!appends[number].MayBeWritten)
            {
                appends[number].Answer.Settle(RefusalOf(number, appends[number]));
            }
        }
    }

    /// <summary>Why an append was refused. A repeated command is told so even when, as is likely, its streams have moved on as well.</summary>
    public AppendResult RefusalOf(int number, PendingAppend append)
    {
        var refusal = Refusals.Where(refusal => refusal.Number == number).OrderBy(refusal => refusal.StreamId.HasValue).First();
        return refusal.StreamId is not { } stream
            ? new AppendResult.AlreadyDone(refusal.Found, refusal.CommandHash)
            : new AppendResult.VersionConflict(
                stream, append.Changes.First(change => change.StreamId == stream).ExpectedVersion, refusal.Found);
    }
}

/// <summary>An append of the batch that was refused: its stream stood at <paramref name="Found"/>, or (no stream) its command was done there.</summary>
internal sealed record BatchRefusal(int Number, Guid? StreamId, long Found, string? CommandHash);
