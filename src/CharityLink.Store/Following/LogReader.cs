using Microsoft.Extensions.Logging;
using Npgsql;

namespace CharityLink.Store;

/// <summary>Reads the log once for everybody on this node: followers in step get the same pages, decoded once.</summary>
internal sealed class LogReader(NpgsqlDataSource database, EventTypes types, CommitSignal appended, ILogger log)
{
    /// <summary>Events in a page at most: enough to make set-based writing pay, few enough to keep memory flat.</summary>
    public const int PageMax = 4_000;

    // Under load the end of the log is read this often, not once per append: ten models then write ten times per pulse.
    private static readonly TimeSpan Pulse = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LookAnyway = TimeSpan.FromSeconds(1);

    private readonly PageCache pages = new(8);
    private readonly CommitSignal head = new();
    private readonly TaskCompletionSource looked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The end of the log as this node knows it.</summary>
    public long Head => head.Latest;

    /// <summary>The page after a position; null when nothing came within the time.</summary>
    public async Task<LogPage?> Next(long after, TimeSpan atMost, CancellationToken ct)
    {
        // Before the first look at the log its end is not known, and "nothing there" would be a guess.
        await looked.Task.WaitAsync(ct);
        await head.WaitPast(after, atMost, ct);
        var end = head.Latest;
        if (end <= after)
        {
            return null;
        }

        var page = await pages.Get(after, () => Read(after, end)).WaitAsync(ct);
        if (page.ReadUpTo < end)
        {
            // While this page is written the next one is fetched.
            _ = pages.Get(page.ReadUpTo, () => Read(page.ReadUpTo, end));
        }

        return page;
    }

    /// <summary>Follows the end of the log until stopped.</summary>
    public async Task Run(CancellationToken stop)
    {
        for (var failures = 0; !stop.IsCancellationRequested;)
        {
            try
            {
                if (head.Latest == 0)
                {
                    head.Reached(await LogQuery.End(database, stop));
                    looked.TrySetResult();
                }

                var after = head.Latest;
                var page = await LogQuery.Page(database, types, after, long.MaxValue, PageMax, stop);
                failures = 0;
                if (page.Events.Count == 0)
                {
                    await appended.WaitPast(after, LookAnyway, stop);
                    continue;
                }

                pages.Put(after, page);
                head.Reached(page.ReadUpTo);
                await Task.Delay(Pulse, stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception lost)
            {
                log.FollowingWaits(lost);
                await Faults.Pause(failures++, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    // A page is shared, so nobody's cancellation may end it. Nothing between its last event and the end: the page reaches the end.
    private async Task<LogPage> Read(long after, long end)
    {
        var page = await LogQuery.Page(database, types, after, end, PageMax, CancellationToken.None);
        return page.Events.Count < PageMax ? page with { ReadUpTo = end } : page;
    }
}
