using CharityLink.Web.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CharityLink.Web.Tests.Pages;

/// <summary>Loading the demonstration city leaves the console readable, and hides nobody else's commands.</summary>
public sealed class QuietCommandsTests
{
    [Fact]
    public async Task Only_whoever_asked_for_quiet_is_quiet_and_only_for_as_long_as_it_lasts()
    {
        using var services = new ServiceCollection().AddLogging(logging => logging.AddQuietCommands().AddProvider(new AnyLog())).BuildServiceProvider();
        var commands = services.GetRequiredService<ILoggerFactory>().CreateLogger("CharityLink.Kernel.Trace");

        var (line, warning) = await Loading(commands);

        Assert.Equal((false, true), (line, warning));
        Assert.True(commands.IsEnabled(LogLevel.Information));
    }

    private static async Task<(bool Line, bool Warning)> Loading(ILogger commands)
    {
        QuietCommands.Begin();
        await Task.Yield();
        return (commands.IsEnabled(LogLevel.Information), commands.IsEnabled(LogLevel.Warning));
    }

    private sealed class AnyLog : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            // Only what would be written is asked for.
        }

        public void Dispose()
        {
            // Nothing is held.
        }
    }
}
