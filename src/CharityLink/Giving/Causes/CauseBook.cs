using System.Collections.Frozen;
using System.Text.Json;
using Dapper;
using Npgsql;

namespace CharityLink.Giving;

/// <summary>Answers from memory what can be given to, so that a gift costs no query. At most about a second old.</summary>
public sealed class CauseBook(NpgsqlDataSource database, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(1);

    // Somebody asks for what is not in the book: it may have been opened a moment ago. But guessing ids must not cost a query each.
    private static readonly TimeSpan BetweenMisses = TimeSpan.FromMilliseconds(50);

    private const string NewestSql =
        """
        select greatest((select max(position) from cause_organisation), (select max(position) from cause_program), (select max(position) from cause_site), 0)
        """;

    private const string AllSql =
        """
        select coalesce(jsonb_agg(o), '[]')::text from cause_organisation o;
        select coalesce(jsonb_agg(p), '[]')::text from cause_program p;
        select coalesce(jsonb_agg(s), '[]')::text from cause_site s;
        """;

    private static readonly JsonSerializerOptions Rows = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private readonly SemaphoreSlim turn = new(1);
    private volatile Pages? pages;

    /// <summary>A program, or one of its sites, as it stands.</summary>
    public async ValueTask<CauseOffer> Find(Guid programId, Guid? siteId, CancellationToken ct)
    {
        var offer = (await Fresh(ct)).Find(programId, siteId);
        return offer.Program is null || (siteId is not null && offer.Site is null)
            ? (await Newer(clock.GetTimestamp(), ct)).Find(programId, siteId)
            : offer;
    }

    /// <summary>An organisation's name and standing, or null when there is none.</summary>
    public async ValueTask<CauseOrganisation?> Organisation(Guid id, CancellationToken ct) =>
        (await Fresh(ct)).Organisations.GetValueOrDefault(id);

    /// <summary>The sites of a program that take gifts, by division.</summary>
    public async ValueTask<IReadOnlyList<CauseSite>> Sites(Guid programId, CancellationToken ct) =>
        [.. (await Fresh(ct)).Sites.Values.Where(site => site.ProgramId == programId && !site.IsClosed).OrderBy(site => site.Division.Value, StringComparer.Ordinal)];

    /// <summary>All programs by id, for lists and filters.</summary>
    public async ValueTask<IReadOnlyDictionary<Guid, CauseProgram>> Programs(CancellationToken ct) => (await Fresh(ct)).Programs;

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();

    // One caller looks, the others go on with what is there; only the very first have to wait.
    private async ValueTask<Pages> Fresh(CancellationToken ct)
    {
        var now = pages;
        if (now is not null && clock.GetElapsedTime(now.ReadAt) < FreshFor)
        {
            return now;
        }

        if (!await turn.WaitAsync(now is null ? Timeout.InfiniteTimeSpan : TimeSpan.Zero, ct))
        {
            return now!; // Without waiting only when there is something.
        }

        try
        {
            return pages is { } newer && newer != now ? newer : pages = await Read(now, ct);
        }
        finally
        {
            turn.Release();
        }
    }

    // All who miss something at the same time wait for the same look.
    private async ValueTask<Pages> Newer(long than, CancellationToken ct)
    {
        await turn.WaitAsync(ct);
        try
        {
            if (pages is { } now && now.ReadAt < than && BetweenMisses - clock.GetElapsedTime(now.ReadAt) is { Ticks: > 0 } pause)
            {
                await Task.Delay(pause, clock, ct);
            }

            return pages is { } newer && newer.ReadAt >= than ? newer : pages = await Read(pages, ct);
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<Pages> Read(Pages? before, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var readAt = clock.GetTimestamp();
        var newest = await connection.ExecuteScalarAsync<long>(new CommandDefinition(NewestSql, cancellationToken: ct));
        if (before?.Newest == newest)
        {
            return before with { ReadAt = readAt };
        }

        await using var all = await connection.QueryMultipleAsync(new CommandDefinition(AllSql, cancellationToken: ct));
        return new(
            readAt, newest,
            (await Rows<CauseOrganisation>(all)).ToFrozenDictionary(row => row.Id),
            (await Rows<CauseProgram>(all)).ToFrozenDictionary(row => row.Id),
            (await Rows<CauseSite>(all)).ToFrozenDictionary(row => row.Id));

        static async Task<List<TRow>> Rows<TRow>(SqlMapper.GridReader grid) =>
            JsonSerializer.Deserialize<List<TRow>>(await grid.ReadSingleAsync<string>(), CauseBook.Rows)!;
    }

    /// <summary>The book as it was read: immutable, swapped as a whole.</summary>
    private sealed record Pages(
        long ReadAt, long Newest, FrozenDictionary<Guid, CauseOrganisation> Organisations,
        FrozenDictionary<Guid, CauseProgram> Programs, FrozenDictionary<Guid, CauseSite> Sites)
    {
        public CauseOffer Find(Guid programId, Guid? siteId)
        {
            var program = Programs.GetValueOrDefault(programId);
            var site = siteId is { } id && Sites.GetValueOrDefault(id) is { } found && found.ProgramId == programId ? found : null;
            var owner = program is null ? null : Organisations.GetValueOrDefault(program.OwnerId);
            var runner = site is null ? owner : Organisations.GetValueOrDefault(site.OperatorId);
            return CauseOffer.Of(program, site, siteId is not null, owner, runner);
        }
    }
}
