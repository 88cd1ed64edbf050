using System.Collections.Immutable;
using System.Text.Json;
using CharityLink.Kernel;
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
        select greatest((select max(position) from cause_organisation), (select max(position) from cause_program),
                        (select max(position) from cause_site), (select max(position) from cause_project), 0)
        """;

    // Only what has changed: thousands of projects are not read again because one of them was opened.
    private const string ChangedSql =
        """
        select coalesce(jsonb_agg(o), '[]')::text from cause_organisation o where position > @after;
        select coalesce(jsonb_agg(p), '[]')::text from cause_program p where position > @after;
        select coalesce(jsonb_agg(s), '[]')::text from cause_site s where position > @after;
        select coalesce(jsonb_agg(p), '[]')::text from cause_project p where position > @after;
        """;

    private readonly SemaphoreSlim turn = new(1);
    private volatile Pages? pages;

    /// <summary>A program, one of its sites, or a project, as it stands.</summary>
    public async ValueTask<CauseOffer> Find(CauseChoice choice, CancellationToken ct)
    {
        var offer = (await Fresh(ct)).Find(choice);
        return offer.IsUnknown || (choice.SiteId is not null && offer.Site is null)
            ? (await Newer(clock.GetTimestamp(), ct)).Find(choice)
            : offer;
    }

    /// <summary>Many of them, from memory.</summary>
    public async ValueTask<IReadOnlyDictionary<CauseChoice, CauseOffer>> FindMany(IEnumerable<CauseChoice> choices, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(choices);
        var offers = new Dictionary<CauseChoice, CauseOffer>();
        foreach (var choice in choices.Distinct())
        {
            offers[choice] = await Find(choice, ct);
        }

        return offers;
    }

    /// <summary>What a gift that was begun is for, as it stands now.</summary>
    public ValueTask<CauseOffer> Find(GiftCause cause, CancellationToken ct) => Find(CauseChoice.Of(cause), ct);

    /// <summary>Why money for this cause must not be passed on: who would receive it, who runs it, or its program is suspended. Null when none is, however else it stands.</summary>
    public async ValueTask<Refusal?> Suspended(GiftCause cause, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(cause);
        return await Suspended(cause.HolderId, cause.OrganisationId, cause.ProjectId is null ? cause.ProgramId : null, ct);
    }

    /// <summary>The same by who receives and who runs it, and the program it is a gift to.</summary>
    public async ValueTask<Refusal?> Suspended(Guid holderId, Guid organisationId, Guid? programId, CancellationToken ct)
    {
        var now = await Fresh(ct);
        return now.Organisations.GetValueOrDefault(holderId) is { IsSuspended: true } ? new Refusal("payee_suspended")
            : now.Organisations.GetValueOrDefault(organisationId) is { IsSuspended: true } ? new Refusal("operator_suspended")
            : programId is { } program && now.Programs.GetValueOrDefault(program) is { IsSuspended: true } ? new Refusal("program_suspended")
            : null;
    }

    /// <summary>An organisation's name and standing, or null when there is none.</summary>
    public async ValueTask<CauseOrganisation?> Organisation(Guid id, CancellationToken ct) =>
        (await Fresh(ct)).Organisations.GetValueOrDefault(id);

    /// <summary>The sites of a program that take gifts, by division.</summary>
    public async ValueTask<IReadOnlyList<CauseSite>> Sites(Guid programId, CancellationToken ct) =>
        [.. (await Fresh(ct)).Sites.Values.Where(site => site.ProgramId == programId && !site.IsClosed).OrderBy(site => site.Division.Value, StringComparer.Ordinal)];

    /// <summary>All programs by id, for lists and filters.</summary>
    public async ValueTask<IReadOnlyDictionary<Guid, CauseProgram>> Programs(CancellationToken ct) => (await Fresh(ct)).Programs;

    /// <summary>All projects by id, for lists and filters; drafts are among them.</summary>
    public async ValueTask<IReadOnlyDictionary<Guid, CauseProject>> Projects(CancellationToken ct) => (await Fresh(ct)).Projects;

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

        await using var changed = await connection.QueryMultipleAsync(new CommandDefinition(ChangedSql, new { after = before?.Newest ?? -1 }, cancellationToken: ct));
        return new(
            readAt, newest,
            await Carry(before?.Organisations, row => row.Id),
            await Carry(before?.Programs, row => row.Id),
            await Carry(before?.Sites, row => row.Id),
            await Carry(before?.Projects, row => row.Id));

        async Task<ImmutableDictionary<Guid, TRow>> Carry<TRow>(ImmutableDictionary<Guid, TRow>? rows, Func<TRow, Guid> id) =>
            (rows ?? ImmutableDictionary<Guid, TRow>.Empty).SetItems(
                JsonSerializer.Deserialize<List<TRow>>(await changed.ReadSingleAsync<string>(), Causes.Rows)!.Select(row => KeyValuePair.Create(id(row), row))); // An array, never null.
    }

    /// <summary>The book as it was read: immutable, swapped as a whole.</summary>
    private sealed record Pages(
        long ReadAt, long Newest, ImmutableDictionary<Guid, CauseOrganisation> Organisations, ImmutableDictionary<Guid, CauseProgram> Programs,
        ImmutableDictionary<Guid, CauseSite> Sites, ImmutableDictionary<Guid, CauseProject> Projects)
    {
        public CauseOffer Find(CauseChoice choice)
        {
            if (choice.ProjectId is { } projectId)
            {
                var project = Projects.GetValueOrDefault(projectId);
                return CauseOffer.Of(
                    project, choice.PageId, project?.ProgramId is { } its ? Programs.GetValueOrDefault(its) : null,
                    project?.OrganiserId is { } organiser ? Organisations.GetValueOrDefault(organiser) : null);
            }

            var program = choice.ProgramId is { } programId ? Programs.GetValueOrDefault(programId) : null;
            var site = choice.SiteId is { } id && Sites.GetValueOrDefault(id) is { } found && found.ProgramId == program?.Id ? found : null;
            var owner = program is null ? null : Organisations.GetValueOrDefault(program.OwnerId);
            var runner = site is null ? owner : Organisations.GetValueOrDefault(site.OperatorId);
            return CauseOffer.Of(program, site, choice.SiteId is not null, owner, runner);
        }
    }
}
