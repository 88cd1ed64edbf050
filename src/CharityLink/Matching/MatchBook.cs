using CharityLink.Kernel;
using Npgsql;

namespace CharityLink.Matching;

/// <summary>A pool as the fold needs it: terms and what is used of them.</summary>
internal sealed class PoolRow
{
    public required Guid Id { get; init; }

    public required MatchTerms Terms { get; set; }

    public required string State { get; set; }

    public long Matched { get; set; }

    public long Released { get; set; }

    public long Gifts { get; set; }

    public string? ClosedBecause { get; set; }

    /// <summary>Set when it was drafted in this very batch.</summary>
    public PoolDrafted? Drafted { get; init; }

    /// <summary>The gift was paid while the pool matched gifts.</summary>
    public bool Matches(DateTimeOffset paidAt) => State == "open" && paidAt >= Terms.From && paidAt < Terms.Until;
}

/// <summary>A project under a pool, as the fold needs it.</summary>
internal sealed class ProjectRow
{
    public bool IsActive { get; set; }

    public bool IsEnded { get; set; }

    public long Matched { get; set; }

    public long Gifts { get; set; }

    public long? Settled { get; set; }

    public DateOnly? PaidOn { get; set; }
}

/// <summary>What one giver gave to one project under a pool, and what it earned.</summary>
internal sealed class GiverRow
{
    public long Given { get; set; }

    public long Matched { get; set; }
}

/// <summary>What one gift earned from a pool, and what of that was released since, because the gift went back.</summary>
internal sealed class Allocation
{
    public required Guid Pool { get; init; }

    public required Guid Donation { get; init; }

    public required Guid Project { get; init; }

    public required long Minor { get; init; }

    public required DateOnly Day { get; init; }

    public required long Position { get; init; }

    /// <summary>Made in this very batch.</summary>
    public bool IsNew { get; init; }

    /// <summary>Of the gift itself.</summary>
    public long Gone { get; set; }

    public long Released { get; set; }
}

/// <summary>Everything the fold of a batch looks at, read in one round trip; what was touched is written back in another.</summary>
internal sealed class MatchBook
{
    private const string PoolsSql =
        """
        select pool_id, state, per_hundred, pool_minor, currency, per_gift_minor, per_giver_minor, per_project_minor, per_day_minor, from_at, until_at,
               matched_minor, released_minor, gifts, closed_because
          from match_pool
        """;

    private const string ProjectsSql = "select pool_id, project_id, is_active, is_ended, matched_minor, gifts, settled_minor, paid_on from match_project";

    // All of a giver's projects under a pool: the giver's cap counts them together.
    private const string GiversSql = "select pool_id, giver_id, project_id, given_minor, matched_minor from match_giver where giver_id = any($1)";

    private const string DaysSql = "select pool_id, day, matched_minor from match_day where day = any($1)";

    private const string AllocationsSql =
        "select pool_id, donation_id, project_id, amount_minor, day, position, gone_minor, released_minor from match_allocation where donation_id = any($1)";

    public Dictionary<Guid, PoolRow> Pools { get; } = [];

    public Dictionary<(Guid Pool, Guid Project), ProjectRow> Projects { get; } = [];

    public Dictionary<(Guid Pool, Guid Giver, Guid Project), GiverRow> Givers { get; } = [];

    public Dictionary<(Guid Pool, Guid Giver), long> OfGiver { get; } = [];

    public Dictionary<(Guid Pool, DateOnly Day), long> Days { get; } = [];

    /// <summary>What gifts earned of which money went back in this batch, and those that earned in it.</summary>
    public Dictionary<(Guid Pool, Guid Donation), Allocation> Allocations { get; } = [];

    /// <summary>Pools are few (sponsors sign them), so all are read; of givers, days and gifts that went back those of the batch.</summary>
    public static async Task<MatchBook> Read(Guid[] givers, DateOnly[] days, Guid[] fallen, NpgsqlConnection connection, CancellationToken ct)
    {
        var book = new MatchBook();
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand(PoolsSql), new NpgsqlBatchCommand(ProjectsSql),
                new NpgsqlBatchCommand(GiversSql).With(givers), new NpgsqlBatchCommand(DaysSql).With(days),
                new NpgsqlBatchCommand(AllocationsSql).With(fallen),
            },
        };
        await using var row = await batch.ExecuteReaderAsync(ct);
        await book.ReadPools(row, ct);
        await row.NextResultAsync(ct);
        while (await row.ReadAsync(ct))
        {
            book.Projects[(row.GetGuid(0), row.GetGuid(1))] = new()
            {
                IsActive = row.GetBoolean(2), IsEnded = row.GetBoolean(3), Matched = row.GetInt64(4), Gifts = row.GetInt64(5),
                Settled = row.GetFieldValue<long?>(6), PaidOn = row.GetFieldValue<DateOnly?>(7),
            };
        }

        await row.NextResultAsync(ct);
        while (await row.ReadAsync(ct))
        {
            var (pool, giver, matched) = (row.GetGuid(0), row.GetGuid(1), row.GetInt64(4));
            book.Givers[(pool, giver, row.GetGuid(2))] = new() { Given = row.GetInt64(3), Matched = matched };
            book.OfGiver[(pool, giver)] = book.OfGiver.GetValueOrDefault((pool, giver)) + matched;
        }

        await row.NextResultAsync(ct);
        while (await row.ReadAsync(ct))
        {
            book.Days[(row.GetGuid(0), row.GetFieldValue<DateOnly>(1))] = row.GetInt64(2);
        }

        await row.NextResultAsync(ct);
        while (await row.ReadAsync(ct))
        {
            book.Allocations[(row.GetGuid(0), row.GetGuid(1))] = new()
            {
                Pool = row.GetGuid(0), Donation = row.GetGuid(1), Project = row.GetGuid(2), Minor = row.GetInt64(3), Day = row.GetFieldValue<DateOnly>(4),
                Position = row.GetInt64(5), Gone = row.GetInt64(6), Released = row.GetInt64(7),
            };
        }

        return book;
    }

    private async Task ReadPools(NpgsqlDataReader row, CancellationToken ct)
    {
        while (await row.ReadAsync(ct))
        {
            var currency = new Currency(row.GetString(4));
            Money? Cap(int column) => row.GetFieldValue<long?>(column) is { } minor ? new Money(minor, currency) : null;
            var terms = new MatchTerms(
                new(row.GetInt64(3), currency), row.GetInt32(2), Cap(5), Cap(6), Cap(7), Cap(8), row.GetFieldValue<DateTimeOffset>(9), row.GetFieldValue<DateTimeOffset>(10));
            Pools[row.GetGuid(0)] = new()
            {
                Id = row.GetGuid(0), Terms = terms, State = row.GetString(1), Matched = row.GetInt64(11), Released = row.GetInt64(12), Gifts = row.GetInt64(13),
                ClosedBecause = row.IsDBNull(14) ? null : row.GetString(14),
            };
        }
    }
}
