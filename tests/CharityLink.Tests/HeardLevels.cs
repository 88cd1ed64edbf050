using Microsoft.Extensions.Logging;

namespace CharityLink.Tests;

/// <summary>A log that keeps how serious each of its lines is.</summary>
internal sealed class HeardLevels<TCategory> : ILogger<TCategory>
{
    private readonly List<LogLevel> levels = [];

    /// <summary>Of every line, in their order.</summary>
    public IReadOnlyList<LogLevel> All => levels;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => levels.Add(logLevel);
}
