using CharityLink.Giving;
using CharityLink.Store;
using Npgsql;

namespace CharityLink.Web.Giving.Refunds;

/// <summary><c>charitylink verify</c>: checks the books against the log and says of each invariant whether it holds.</summary>
public static class VerifyBooks
{
    /// <summary>The word on the command line.</summary>
    public const string Command = "verify";

    private const int TriesMax = 20;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>Writes one line per invariant. 0: all hold; 1: at least one is broken; 2: the books are behind the log, so that nothing can be said.</summary>
    public static async Task<int> Run(IServiceProvider services, TextWriter output, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(output);
        var (database, store) = (services.GetRequiredService<NpgsqlDataSource>(), services.GetRequiredService<EventStore>());
        for (var tries = 1; tries <= TriesMax; tries++)
        {
            if (await LedgerInvariants.Check(database, store, ct) is { } invariants)
            {
                await Write(invariants, output);
                return invariants.All(invariant => invariant.Holds) ? 0 : 1;
            }

            // Gifts arrive: the next look may find all readers of the log at one place.
            await Task.Delay(Pause, ct);
        }

        await output.WriteLineAsync("The books have not read the whole log: start CharityLink and try again when it has caught up.");
        return 2;
    }

    private static async Task Write(IReadOnlyList<Invariant> invariants, TextWriter output)
    {
        foreach (var invariant in invariants)
        {
            await output.WriteLineAsync($"{invariant.Id,-4}{(invariant.Holds ? "holds   " : "BROKEN  ")}{invariant.Says}");
            foreach (var line in invariant.Broken)
            {
                await output.WriteLineAsync($"      {line}");
            }
        }

        await output.WriteLineAsync($"{invariants.Count(invariant => invariant.Holds)} hold, {invariants.Count(invariant => !invariant.Holds)} broken");
    }
}
