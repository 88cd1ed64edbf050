using Microsoft.Extensions.Logging;
using Npgsql;

namespace CharityLink.Store;

/// <summary>Keeps one read model's tables in step with the log, and exchanges them when their version changes or somebody asks.</summary>
internal sealed class ModelFollower(IReadModel model, LogReader pages, NpgsqlDataSource database, ILogger log) : IFollower
{
    private Rebuild? beside;
    private Task? catchingUp;

    public string Name => model.Name;

    public int Version => model.Version;

    public bool Heeds(object fact) => model.Heeds(fact);

    public async Task<long?> Prepare(NpgsqlConnection leader, Action<string> report, CancellationToken ct)
    {
        await Abandon();
        var stored = await Checkpoints.Load(leader, Name, ct);
        if (stored?.Version > model.Version)
        {
            return null;
        }

        if (stored?.Version == model.Version)
        {
            return stored.Position;
        }

        if (stored is null)
        {
            await ModelTables.Create(leader, model, ct);
            return 0;
        }

        report(FollowerStates.Rebuilding);
        await Checkpoints.SaveState(leader, Name, FollowerStates.Rebuilding, null, ct);
        await using var rebuild = await Rebuild.Begin(database, model, pages, ct);
        await rebuild.CatchUp(ct);
        return await Exchange(rebuild, leader, ct);
    }

    public Task Carry(LogPage page, string state, NpgsqlConnection leader, CancellationToken ct) =>
        ModelBatch.Apply(
            model, ModelBatch.Whole(page), page.ReadUpTo, upTo => Checkpoints.Save(leader, Name, upTo, state, ct), leader, ct);

    public async Task<long?> Tend(NpgsqlConnection leader, CancellationToken ct)
    {
        if (catchingUp is { IsCompleted: true } && beside is { } rebuild)
        {
            return await Finish(rebuild, catchingUp, leader, ct);
        }

        if ((await Checkpoints.Load(leader, Name, ct))?.RebuildAsked == true && catchingUp is null)
        {
            // It runs beside the live tables, which go on meanwhile.
            beside = await Rebuild.Begin(database, model, pages, ct);
            catchingUp = Task.Run(() => beside.CatchUp(ct), ct);
        }

        return null;
    }

    private async Task<long?> Finish(Rebuild rebuild, Task caughtUp, NpgsqlConnection leader, CancellationToken ct)
    {
        try
        {
            await caughtUp;
            return await Exchange(rebuild, leader, ct);
        }
        catch (PoisonException poison)
        {
            // What is in service stays in service; who asked is told.
            log.RebuildFailed(Name, poison.Message, poison.InnerException?.StackTrace);
            await Checkpoints.RebuildsDone(leader, Name, poison.Message, ct);
            return null;
        }
        finally
        {
            await Abandon();
        }
    }

    private async Task<long> Exchange(Rebuild rebuild, NpgsqlConnection leader, CancellationToken ct)
    {
        // The last steps with the live tables standing still, so that the new ones are never behind them.
        await rebuild.CatchUp(ct);
        await rebuild.SwapIn(leader, ct);
        log.Rebuilt(Name, Version, rebuild.Position);
        return rebuild.Position;
    }

    private async Task Abandon()
    {
        if (beside is { } rebuild)
        {
            (beside, catchingUp) = (null, null);
            await rebuild.DisposeAsync();
        }
    }
}
