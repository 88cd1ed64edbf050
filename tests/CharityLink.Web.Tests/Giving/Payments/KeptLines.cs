using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;

namespace CharityLink.Web.Tests.Giving.Payments;

/// <summary>Keeps every line that is logged, with its fault, to be searched for what must not stand there.</summary>
public sealed partial class KeptLines : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _lines = [];

    /// <summary>What was logged so far.</summary>
    public IReadOnlyCollection<string> All => _lines;

    /// <summary>Lines that hold one of these words, a secret of Stripe's, a card's number or somebody's mailbox.</summary>
    public IReadOnlyList<string> Leaks(params string[] words) =>
        [.. _lines.Where(line => words.Any(word => line.Contains(word, StringComparison.OrdinalIgnoreCase)) || Secret().IsMatch(line))];

    public ILogger CreateLogger(string categoryName) => new Keeper(categoryName, _lines);

    public void Dispose()
    {
        // Nothing is held but lines.
    }

    // A mailbox is looked for from where its word begins: anywhere else a long line without one takes for ever.
    [GeneratedRegex(@"(sk|rk)_(test|live)_\w|whsec_\w|client_secret|_secret_\w|\b[3-6]\d{3}[ -]?\d{4}[ -]?\d{4}[ -]?\d{4}\b|(?<![\w.+-])[\w.+-]+@[\w-]+\.\w+|Stripe-Signature: t=|Bearer ", RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex Secret();

    private sealed class Keeper(string category, ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{logLevel} {category}: {formatter(state, exception)} {exception}");
    }
}
