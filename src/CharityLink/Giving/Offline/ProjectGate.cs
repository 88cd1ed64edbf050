using CharityLink.Kernel;
using CharityLink.Store;

namespace CharityLink.Giving;

/// <summary>Whether projects take a payment at this moment, from their own streams: none is written behind a failure (decision 0010).</summary>
internal sealed class ProjectGate(EventStore store)
{
    private readonly Dictionary<Guid, (Refusal? Closed, IReadOnlyList<StreamChange> Held)> seen = [];

    /// <summary>The projects that were asked for, each with its version: to be held where a payment is written.</summary>
    public IReadOnlyList<StreamChange> Held => [.. seen.Values.SelectMany(one => one.Held)];

    /// <summary>Why a gift to this cause cannot be paid; null when it can.</summary>
    public async Task<Refusal?> Closed(GiftCause cause, CancellationToken ct)
    {
        if (cause.ProjectId is not { } id)
        {
            return null;
        }

        if (!seen.TryGetValue(id, out var one))
        {
            seen[id] = one = await ProjectNow.AtPayment(store, id, ct);
        }

        return one.Closed;
    }
}
