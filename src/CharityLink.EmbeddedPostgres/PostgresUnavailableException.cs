namespace CharityLink.EmbeddedPostgres;

/// <summary>Tells the person at the terminal, in one sentence, why there is no database and what to do about it.</summary>
public sealed class PostgresUnavailableException : Exception
{
    /// <summary>A reason that needs no technical cause beside it.</summary>
    public PostgresUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>A reason with the technical cause kept for the log.</summary>
    public PostgresUnavailableException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
