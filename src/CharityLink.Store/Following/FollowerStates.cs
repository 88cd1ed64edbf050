namespace CharityLink.Store;

/// <summary>The words <see cref="FollowerStatus.State"/> takes.</summary>
public static class FollowerStates
{
    /// <summary>At the end of the log.</summary>
    public const string Live = "live";

    /// <summary>On its way to the end of the log.</summary>
    public const string CatchingUp = "catching_up";

    /// <summary>Its tables are made again; the old ones are in service.</summary>
    public const string Rebuilding = "rebuilding";

    /// <summary>Another node runs it.</summary>
    public const string Standby = "standby";

    /// <summary>A newer program runs it with newer tables.</summary>
    public const string Superseded = "superseded";

    /// <summary>The database is away; it comes back by itself.</summary>
    public const string Retrying = "retrying";

    /// <summary>It met an event it cannot carry, and waits for a corrected program.</summary>
    public const string Stopped = "stopped";
}
