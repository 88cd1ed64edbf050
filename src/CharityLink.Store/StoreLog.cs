using Microsoft.Extensions.Logging;

namespace CharityLink.Store;

/// <summary>Every line the store writes to the log. None holds the content of an event.</summary>
internal static partial class StoreLog
{
    [LoggerMessage(1, LogLevel.Warning, "{Count} appends wait for the database.")]
    public static partial void AppendsWait(this ILogger log, Exception lost, int count);

    [LoggerMessage(2, LogLevel.Warning, "Reading waits for the database.")]
    public static partial void ReadingWaits(this ILogger log, Exception lost);

    [LoggerMessage(3, LogLevel.Debug, "Telling other nodes waits for the database.")]
    public static partial void AnnouncingWaits(this ILogger log, Exception lost);

    [LoggerMessage(4, LogLevel.Warning, "Following the log waits for the database.")]
    public static partial void FollowingWaits(this ILogger log, Exception lost);

    [LoggerMessage(5, LogLevel.Warning, "{Name} tries again.")]
    public static partial void Retries(this ILogger log, Exception fault, string name);

    [LoggerMessage(6, LogLevel.Error, "{Name} stopped: {Error}\n{Trace}")]
    public static partial void Stopped(this ILogger log, string name, string error, string? trace);

    [LoggerMessage(7, LogLevel.Error, "{Name} put aside what it cannot act on: {Error}\n{Trace}")]
    public static partial void Parked(this ILogger log, string name, string error, string? trace);

    [LoggerMessage(8, LogLevel.Debug, "{Name} leads from position {Position}.")]
    public static partial void Leads(this ILogger log, string name, long position);

    [LoggerMessage(9, LogLevel.Information, "{Name} was made again, version {Version}, up to position {Position}.")]
    public static partial void Rebuilt(this ILogger log, string name, int version, long position);

    [LoggerMessage(10, LogLevel.Error, "{Name} could not be made again: {Error}\n{Trace}")]
    public static partial void RebuildFailed(this ILogger log, string name, string error, string? trace);

    [LoggerMessage(11, LogLevel.Warning, "A lost connection could not be closed in order.")]
    public static partial void PartingFailed(this ILogger log, Exception fault);
}
