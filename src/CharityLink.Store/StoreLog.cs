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
}
