using CharityLink.Store;
using CharityLink.Workers;
using Microsoft.Extensions.Logging;

namespace CharityLink.People;

/// <summary>Clears away once a day whom the vault keeps and nothing names: a process died between writing a person and the fact, or a form was left. Any node may.</summary>
public sealed partial class PersonSweep(UnnamedPersons persons, EventStore store, TimeProvider clock, ILogger<PersonSweep> log)
    : RecurringWork("clearing away persons", _every, clock, log, _startsAfter)
{
    /// <summary>How long a person waits to be named. The fact follows within seconds; whoever sends the form once more begins these days anew.</summary>
    public static readonly TimeSpan WaitsFor = TimeSpan.FromDays(2);

    private const int AtOnce = 50_000;

    private static readonly TimeSpan _every = TimeSpan.FromDays(1);
    private static readonly TimeSpan _startsAfter = TimeSpan.FromMinutes(45);

    /// <summary>One round; how many persons are gone.</summary>
    /// <param name="atOnce">So many are asked after in one reading of the log.</param>
    public async Task<int> Once(int atOnce, CancellationToken ct)
    {
        // A vault beside a log in which nothing was ever said belongs to another one: somebody is about to put it back.
        if (await store.ReadEnd(ct) == 0)
        {
            return 0;
        }

        var (gone, before, last) = (0, Clock.GetUtcNow() - WaitsFor, (UnnamedPerson?)null);
        // Those that are kept elsewhere stay on the list: each round goes on behind the last.
        while (await persons.Old(before, last, atOnce, ct) is { Count: > 0 } old)
        {
            gone += await Clear(old, before, ct);
            last = old[^1];
        }

        if (gone > 0)
        {
            Swept(log, gone);
        }

        return gone;
    }

    /// <inheritdoc/>
    protected override Task Round(CancellationToken ct) => Once(AtOnce, ct);

    // A person cannot be had back. In facts they stand by their own id or as the giver of a mailbox; beside the log an account may know no more than that mailbox.
    private async Task<int> Clear(IReadOnlyList<UnnamedPerson> old, DateTimeOffset before, CancellationToken ct)
    {
        HashSet<Guid> ids = [.. old.Select(one => one.Id), .. old.Select(one => one.Giver).OfType<Guid>()];
        var said = await store.ReadMentionedIds(ids, ct);
        var kept = await persons.KeptElsewhere(ids, ct);
        await persons.Name([.. old.Where(one => said.Contains(one.Id)).Select(one => one.Id)], ct);
        bool IsMentioned(Guid id) => said.Contains(id) || kept.Contains(id);
        var nobodys = old.Where(one => !IsMentioned(one.Id) && !(one.Giver is { } giver && IsMentioned(giver))).Select(one => one.Id).ToList();
        return nobodys.Count == 0 ? 0 : await persons.Clear(nobodys, before, ct);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Persons} persons whom nothing named were cleared away")]
    private static partial void Swept(ILogger log, int persons);
}
