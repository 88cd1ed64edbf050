using Microsoft.Extensions.Logging;
using Npgsql;

namespace CharityLink.Store;

/// <summary>Lets a reaction act on the log, at least once on each event; what it cannot act on is put aside, not forgotten.</summary>
internal sealed class ReactionFollower(IReaction reaction, ILogger log) : IFollower
{
    private const int TriesMax = 5;

    // After a crash at most this many events are acted on again.
    private const int BatchMax = 500;

    public string Name => reaction.Name;

    public int Version => 0;

    public bool Heeds(object fact) => reaction.Heeds(fact);

    public async Task<long?> Prepare(NpgsqlConnection leader, Action<string> report, CancellationToken ct)
    {
        if (await Checkpoints.Load(leader, Name, ct) is { } stored)
        {
            return stored.Position;
        }

        await Checkpoints.Start(leader, Name, Version, 0, [], ct);
        return 0;
    }

    public async Task Carry(LogPage page, string state, NpgsqlConnection leader, CancellationToken ct)
    {
        var events = ModelBatch.Whole(page);
        for (; events.Count > BatchMax; events = events[BatchMax..])
        {
            await Act(events[..BatchMax], events[BatchMax - 1].Position, state, leader, TriesMax, ct);
        }

        await Act(events, page.ReadUpTo, state, leader, TriesMax, ct);
    }

    public async Task<long?> Tend(NpgsqlConnection leader, CancellationToken ct)
    {
        await ModelTables.Run(leader, "select", ct);
        return null;
    }

    private async Task Act(ArraySegment<Recorded> events, long upTo, string state, NpgsqlConnection leader, int tries, CancellationToken ct)
    {
        var fault = await Try(events, tries, ct);
        if (fault is null)
        {
            await Checkpoints.Save(leader, Name, upTo, state, ct);
        }
        else if (events.Count == 1)
        {
            await Park(events[0], fault, leader, ct);
            await Checkpoints.Save(leader, Name, upTo, state, ct);
        }
        else
        {
            // Halves are tried once; the event that is left over gets its full number of tries.
            var half = events.Count / 2;
            await Act(events[..half], events[half - 1].Position, state, leader, half == 1 ? TriesMax : 1, ct);
            await Act(events[half..], upTo, state, leader, events.Count - half == 1 ? TriesMax : 1, ct);
        }
    }

    private async Task<Exception?> Try(ArraySegment<Recorded> events, int tries, CancellationToken ct)
    {
        for (var failures = 1; ; failures++)
        {
            try
            {
                await reaction.React(events, ct);
                return null;
            }
            catch (Exception fault) when (!ct.IsCancellationRequested && !Faults.IsPassing(fault))
            {
                if (failures == tries)
                {
                    return fault;
                }

                log.Retries(fault, Name);
                await Faults.Pause(failures, ct);
            }
        }
    }

    private async Task Park(Recorded poison, Exception fault, NpgsqlConnection leader, CancellationToken ct)
    {
        const string sql =
            """
            insert into events.reaction_parked (name, position, error) values ($1, $2, $3)
            on conflict (name, position) do update set error = excluded.error, at = now()
            """;
        var error = new PoisonException(poison, fault).Message;
        await using var command = new NpgsqlCommand(sql, leader)
        {
            Parameters = { new() { Value = Name }, new() { Value = poison.Position }, new() { Value = error } },
        };
        await command.ExecuteNonQueryAsync(ct);
        log.Parked(Name, error, fault.StackTrace);
    }
}
