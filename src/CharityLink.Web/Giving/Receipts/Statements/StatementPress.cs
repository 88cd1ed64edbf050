using System.Globalization;
using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Law;
using CharityLink.People;
using CharityLink.Web.Site;
using CharityLink.Workers;

namespace CharityLink.Web.Giving;

/// <summary>Makes the annual statements that were ordered, a thousand givers at a time: read in one pass, names opened in one query, written behind each other, with a mark after each thousand.</summary>
internal sealed partial class StatementPress(
    StatementJobs jobs, StatementBook book, StatementDocument document, StatementShelf files, StatementMails mails, Vault vault, IServiceScopeFactory scopes, TimeProvider clock, ILogger<StatementPress> log)
    : RecurringWork("annual statements", LookEvery, clock, log)
{
    private const int AtATime = 1_000;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    // As for mails that nobody takes: tried again for three days.
    internal static readonly TimeSpan AgainAfter = TimeSpan.FromMinutes(5), GiveUpAfter = TimeSpan.FromDays(3);

    // Names stand in them: whoever ordered them has taken them by then.
    private static readonly TimeSpan KeepFor = TimeSpan.FromDays(7);

    private readonly Guid node = Guid.CreateVersion7();

    /// <summary>Works on one order until it ends; false when none waits.</summary>
    public async Task<bool> Work(CancellationToken ct)
    {
        foreach (var old in await jobs.EndedBefore(Clock.GetUtcNow() - KeepFor, ct))
        {
            files.Remove(old.Id);
        }

        if (await jobs.Take(node, ct) is not { } job)
        {
            return false;
        }

        try
        {
            var made = await Make(job, ct);
            if (made)
            {
                // Before it is done: a node that dies in between leaves it to another, and nobody is told twice.
                await mails.Note(job, ct);
                await jobs.End(job.Id, node, null, ct);
            }
            else
            {
                await Left(job, ct);
            }
        }
        catch (Exception full) when (full is IOException or UnauthorizedAccessException)
        {
            NoRoom(log, job.Id, full);
            await NoRoomFor(job, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            await jobs.Release(job.Id, node, CancellationToken.None);
            throw;
        }

        return true;
    }

    /// <inheritdoc/>
    protected override async Task Round(CancellationToken ct)
    {
        while (await Work(ct))
        {
            // As long as there are any.
        }
    }

    // False: it was cancelled, or another node has it.
    private async Task<bool> Make(StatementJob job, CancellationToken ct)
    {
        job = job with { Total = job.Total ?? await book.Count(job.HolderId, job.Fiscal, ct) };
        var file = files.GoOn(job.Id, job.Bytes);
        if (file is null)
        {
            job = job with { Bytes = 0, Done = 0, LastGiver = Guid.Empty };
            file = files.GoOn(job.Id, 0) ?? throw new IOException("A new file has no beginning.");
        }

        await using (file)
        {
            var filler = await Filler(job, ct);
            await foreach (var some in book.All(job.HolderId, job.Fiscal, job.LastGiver, ct).Chunk(AtATime).WithCancellation(ct))
            {
                await StatementShelf.Add(file, await Lines(some, filler, job.Done, ct), ct);
                job = job with { Done = job.Done + some.Length, LastGiver = some[^1].GiverId.Value, Bytes = file.Length };
                if (!await jobs.Keep(job, node, ct))
                {
                    return false;
                }
            }
        }

        return await jobs.Keep(job, node, ct);
    }

    private async Task<StatementFiller> Filler(StatementJob job, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var law = await scope.ServiceProvider.GetRequiredService<Jurisdictions>().Of(job.HolderId, ct);
        return await document.Of(job.HolderId, job.Fiscal, law, Texts.In(Language.TryParse(job.Language, out var language) ? language : Language.Chinese), ct);
    }

    private async Task<IReadOnlyList<StatementShelf.Line>> Lines(GiverStatement[] some, StatementFiller filler, int before, CancellationToken ct)
    {
        var givers = await vault.Read([.. some.Select(statement => statement.DonorId).OfType<PersonId>()], ct);
        var lines = new List<StatementShelf.Line>(some.Length);
        foreach (var statement in some)
        {
            var html = await filler.Fill(statement, statement.DonorId is { } donor ? givers.GetValueOrDefault(donor) : null);
            lines.Add(new((before + lines.Count + 1).ToString("000000", CultureInfo.InvariantCulture) + ".html", html));
        }

        return lines;
    }

    // What is behind the last mark is cut off when it goes on; what was never done is never handed out.
    private async Task NoRoomFor(StatementJob job, CancellationToken ct)
    {
        if (Clock.GetUtcNow().UtcDateTime - job.OrderedAt < GiveUpAfter)
        {
            await jobs.Pause(job.Id, node, "disk", AgainAfter, ct);
        }
        else
        {
            files.Remove(job.Id);
            await jobs.End(job.Id, node, "disk", ct);
        }
    }

    private async Task Left(StatementJob job, CancellationToken ct)
    {
        if (await jobs.Find(job.Id, ct) is { State: "cancelled" })
        {
            files.Remove(job.Id);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "No room for the annual statements of order {Job}")]
    private static partial void NoRoom(ILogger log, Guid job, Exception fault);
}
