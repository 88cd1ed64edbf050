using Npgsql;

namespace CharityLink.Store.Tests;

/// <summary>A read model with a row per stream: how many gifts, and their numbers added up.</summary>
public sealed class GiftCounts(string name = "gift_counts", int version = 1) : IReadModel
{
    private int applied;

    public string Name => name;

    public int Version => version;

    public IReadOnlyList<string> Tables => [name];

    // From version 2 on there is a column more.
    public string Ddl =>
        $"""
        create table {name} (
            id     uuid   primary key,
            gifts  int    not null,
            total  bigint not null{(version > 1 ? ",\n    largest int not null default 0" : "")}
        )
        """;

    /// <summary>A gift of this number cannot be carried in: division by zero, in the database.</summary>
    public int? Poison { get; init; }

    /// <summary>Another kind of poison: the program itself throws.</summary>
    public int? Bug { get; init; }

    /// <summary>Batches carried in by this node.</summary>
    public int Applied => Volatile.Read(ref applied);

    public bool Heeds(object fact) => fact is GiftMade;

    public async Task Apply(IReadOnlyList<Recorded> batch, NpgsqlConnection connection, CancellationToken ct)
    {
        Interlocked.Increment(ref applied);
        var gifts = batch.Select(one => (one.StreamId, Gift: (GiftMade)one.Data)).ToArray();
        if (gifts.Any(one => one.Gift.Number == Bug))
        {
            throw new InvalidOperationException("A gift this program cannot handle; its note is private.");
        }

        await using var command = new NpgsqlCommand(
            $"""
            insert into {name} as m (id, gifts, total)
            select id, count(*), sum(case when number = {Poison ?? int.MinValue} then 1 / (number - number) else number end)
              from unnest($1, $2) as g (id, number) group by id
            on conflict (id) do update set gifts = m.gifts + excluded.gifts, total = m.total + excluded.total
            """,
            connection);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. gifts.Select(one => one.StreamId)] });
        command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. gifts.Select(one => one.Gift.Number)] });
        await command.ExecuteNonQueryAsync(ct);
    }
}
