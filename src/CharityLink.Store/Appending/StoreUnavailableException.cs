namespace CharityLink.Store;

/// <summary>The database did not answer in time. Whether the append was written is unknown: ask again with the same command id.</summary>
public sealed class StoreUnavailableException : Exception
{
    /// <summary>With the usual sentence.</summary>
    public StoreUnavailableException()
        : this("The event store did not answer in time; whether it was written is unknown: ask again with the same command id.")
    {
    }

    /// <summary>With a sentence of its own.</summary>
    public StoreUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>With a sentence and what caused it.</summary>
    public StoreUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
