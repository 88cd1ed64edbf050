using CharityLink.Store;
using CharityLink.Workers;
using Microsoft.Extensions.Logging;

namespace CharityLink.Evidence;

/// <summary>Clears away once a day what was handed in and never named: a form that was left, an upload that broke off. Any node may.</summary>
public sealed partial class EvidenceSweep(EvidenceStore files, EvidenceUses uses, EventStore store, ReadModelHost models, TimeProvider clock, ILogger<EvidenceSweep> log)
    : RecurringWork("clearing away files", _every, clock, log, _startsAfter)
{
    /// <summary>How long a file waits to be named. A form that holds it stays good for a week (its mark), and then somebody may still be sending it.</summary>
    public static readonly TimeSpan WaitsFor = TimeSpan.FromDays(8);

    private static readonly TimeSpan _every = TimeSpan.FromDays(1);
    private static readonly TimeSpan _startsAfter = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan _catchUpMax = TimeSpan.FromMinutes(1);

    /// <summary>One round; how many files are gone.</summary>
    public async Task<int> Once(CancellationToken ct)
    {
        // Who is named since the files were listed is found too: a file that somebody takes in hand counts as young at once.
        // Files beside a log in which nothing was ever said belong to another one: somebody is about to put it back.
        var end = await store.ReadEnd(ct);
        if (end == 0)
        {
            return 0;
        }

        if (!await models.WaitFor(uses.Name, end, _catchUpMax, ct))
        {
            Behind(log);
            return 0;
        }

        var gone = await files.Sweep(Clock.GetUtcNow() - WaitsFor, Named, ct);
        if (gone > 0)
        {
            Swept(log, gone);
        }

        return gone;
    }

    /// <inheritdoc/>
    protected override Task Round(CancellationToken ct) => Once(ct);

    // A file cannot be had back. What the rows do not name is looked for in every event there is: one of a later version of the program, too.
    private async Task<IReadOnlySet<string>> Named(IReadOnlyList<string> hashes, CancellationToken ct)
    {
        var named = await uses.Named(hashes, ct);
        var others = hashes.Where(hash => !named.Contains(hash)).ToList();
        return others.Count == 0 ? named : named.Concat(await store.ReadMentioned(others, ct)).ToHashSet(StringComparer.Ordinal);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Files} files that nothing named were cleared away")]
    private static partial void Swept(ILogger log, int files);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Files are not cleared away: what names them has not caught up with the log")]
    private static partial void Behind(ILogger log);
}
