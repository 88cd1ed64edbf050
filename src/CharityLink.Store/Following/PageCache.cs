namespace CharityLink.Store;

/// <summary>The last few pages of the log, by the position they start after. Who asks for one that is being read waits for the same.</summary>
internal sealed class PageCache(int capacity)
{
    private readonly Lock gate = new();
    private readonly Dictionary<long, Task<LogPage>> pages = [];
    private readonly Queue<long> order = [];

    public void Put(long after, LogPage page) => _ = Get(after, () => Task.FromResult(page));

    public Task<LogPage> Get(long after, Func<Task<LogPage>> read)
    {
        lock (gate)
        {
            if (pages.TryGetValue(after, out var known) && !known.IsFaulted && !known.IsCanceled)
            {
                return known;
            }

            if (known is null)
            {
                order.Enqueue(after);
            }

            if (order.Count > capacity)
            {
                pages.Remove(order.Dequeue());
            }

            return pages[after] = Task.Run(read);
        }
    }
}
