namespace CharityLink.Store;

/// <summary>A connection that carries many requests at once to the database and their answers back.</summary>
internal interface ILane<TItem> : IAsyncDisposable
{
    /// <summary>Takes what it can carry in one go. False when there is nothing to carry. Called under the lock of its <see cref="Lanes{TItem}"/>.</summary>
    bool Take(Queue<TItem> waiting);

    /// <summary>One trip. False when the database is away: what was taken is to be carried again after <see cref="Pause"/>.</summary>
    Task<bool> Carry();

    /// <summary>Waits a little, longer with each failure in a row.</summary>
    Task Pause();
}
