using Npgsql;

namespace CharityLink.Giving;

/// <summary>What is to be added to one scope's totals, or taken from them.</summary>
internal sealed class Delta
{
    // Two statements, since PostgreSQL checks the row proposed for insertion: a negative one would fail even where the sum is right.
    private const string AddSql =
        """
        insert into gift_total as t (scope_kind, scope_key, raised_minor, gifts, named_givers, unnamed_gifts)
        select * from unnest($1, $2, $3, $4, $5, $6)
        on conflict (scope_kind, scope_key) do update
           set raised_minor = t.raised_minor + excluded.raised_minor, gifts = t.gifts + excluded.gifts,
               named_givers = t.named_givers + excluded.named_givers, unnamed_gifts = t.unnamed_gifts + excluded.unnamed_gifts
        """;

    private const string TakeSql =
        """
        update gift_total t
           set raised_minor = t.raised_minor - d.raised, gifts = t.gifts - d.gifts,
               named_givers = t.named_givers - d.named, unnamed_gifts = t.unnamed_gifts - d.unnamed
          from unnest($1, $2, $3, $4, $5, $6) d (kind, key, raised, gifts, named, unnamed)
         where t.scope_kind = d.kind and t.scope_key = d.key
        """;

    public long Raised { get; set; }

    public long Gifts { get; set; }

    public long Named { get; set; }

    public long Unnamed { get; set; }

    public void Add(Delta other)
    {
        checked
        {
            (Raised, Gifts, Named, Unnamed) = (Raised + other.Raised, Gifts + other.Gifts, Named + other.Named, Unnamed + other.Unnamed);
        }
    }

    // What could stand as a row of its own is inserted or added; the rest changes a row that is there.
    private bool IsRow => Raised >= 0 && Gifts >= 0 && Named >= 0 && Unnamed >= 0 && Named <= Gifts && Unnamed <= Gifts;

    private Delta Less => new() { Raised = -Raised, Gifts = -Gifts, Named = -Named, Unnamed = -Unnamed };

    /// <summary>Changes of either sign, in one or two statements.</summary>
    public static IEnumerable<NpgsqlBatchCommand> Carrying(IReadOnlyDictionary<Scope, Delta> deltas)
    {
        if (deltas.Where(delta => delta.Value.IsRow).ToDictionary() is { Count: > 0 } adding)
        {
            yield return Adding(adding);
        }

        if (deltas.Where(delta => !delta.Value.IsRow).ToDictionary(delta => delta.Key, delta => delta.Value.Less) is { Count: > 0 } taking)
        {
            yield return Taking(taking);
        }
    }

    public static NpgsqlBatchCommand Adding(IReadOnlyDictionary<Scope, Delta> deltas) => Command(AddSql, deltas);

    public static NpgsqlBatchCommand Taking(IReadOnlyDictionary<Scope, Delta> deltas) => Command(TakeSql, deltas);

    private static NpgsqlBatchCommand Command(string sql, IReadOnlyDictionary<Scope, Delta> deltas) =>
        new NpgsqlBatchCommand(sql)
            .With(deltas.Select(d => d.Key.Kind).ToArray()).With(deltas.Select(d => d.Key.Key).ToArray())
            .With(deltas.Select(d => d.Value.Raised).ToArray()).With(deltas.Select(d => d.Value.Gifts).ToArray())
            .With(deltas.Select(d => d.Value.Named).ToArray()).With(deltas.Select(d => d.Value.Unnamed).ToArray());
}
