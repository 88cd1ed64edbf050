using Npgsql;

namespace CharityLink.Store;

/// <summary>Carries events into a read model's tables, with the checkpoint, in one transaction.</summary>
internal static class ModelBatch
{
    /// <summary>When the batch, which is not empty, fails it is halved, so that everything before a poison event is kept.</summary>
    public static async Task Apply(
        IReadModel model, ArraySegment<Recorded> events, long upTo, Func<long, Task> save, NpgsqlConnection connection, CancellationToken ct)
    {
        try
        {
            await using var transaction = await connection.BeginTransactionAsync(ct);
            await model.Apply(events, connection, ct);
            await save(upTo);
            await transaction.CommitAsync(ct);
        }
        catch (Exception fault) when (!ct.IsCancellationRequested && Faults.IsPoison(fault, connection))
        {
            if (events.Count == 1)
            {
                throw new PoisonException(events[0], fault);
            }

            var half = events.Count / 2;
            await Apply(model, events[..half], events[half - 1].Position, save, connection, ct);
            await Apply(model, events[half..], upTo, save, connection, ct);
        }
    }

    /// <summary>A page's events as something that can be halved without copying.</summary>
    public static ArraySegment<Recorded> Whole(LogPage page) => page.Events as Recorded[] ?? [.. page.Events];
}
