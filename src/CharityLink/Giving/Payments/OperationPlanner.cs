using CharityLink.Store;

namespace CharityLink.Giving;

/// <summary>Reaction: writes down every call that a fact asks for, before anybody sends it. Seeing a fact again writes nothing new.</summary>
public sealed class OperationPlanner(IEnumerable<IPaymentPurpose> purposes, PaymentProviders providers, PaymentOperations operations, PaymentBell bell) : IReaction
{
    private readonly IPaymentPurpose[] purposes = [.. purposes];

    /// <summary>As its checkpoint is called.</summary>
    public const string Follower = "operation_planner";

    /// <inheritdoc/>
    public string Name => Follower;

    /// <inheritdoc/>
    public bool Heeds(object fact) => providers.NeedCalls;

    /// <inheritdoc/>
    public async Task React(IReadOnlyList<Recorded> batch, CancellationToken ct)
    {
        var planned = new List<(PaymentOrder, StoredCall?, long)>();
        foreach (var recorded in batch)
        {
            foreach (var purpose in purposes)
            {
                if (purpose.Plan(recorded) is { } order && providers.Find(order.Provider) is { NeedsCalls: true } provider)
                {
                    planned.Add((order, await provider.Write(order, ct), recorded.Position));
                }
            }
        }

        if (planned.Count > 0)
        {
            await operations.Plan(planned, ct);
            bell.Operations.Ring();
        }
    }
}
