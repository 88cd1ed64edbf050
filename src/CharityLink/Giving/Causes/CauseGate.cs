using CharityLink.Kernel;
using CharityLink.Store;

namespace CharityLink.Giving;

/// <summary>
/// Whether causes take a payment at this moment. Projects say so themselves, from their own streams: none is written behind a failure (decision 0010).
/// Of a suspension the giving pages' memory is believed, which is about a second old (decision 0028).
/// </summary>
internal sealed class CauseGate(EventStore store, CauseBook causes)
{
    private readonly Dictionary<Guid, (Refusal? Closed, IReadOnlyList<StreamChange> Held)> seen = [];

    /// <summary>The projects that were asked for, each with its version: to be held where a payment is written.</summary>
    public IReadOnlyList<StreamChange> Held => [.. seen.Values.SelectMany(one => one.Held)];

    /// <summary>Why a gift to this cause cannot be paid; null when it can.</summary>
    public async Task<Refusal?> Closed(GiftCause cause, CancellationToken ct)
    {
        if (cause.ProjectId is { } id && !seen.ContainsKey(id))
        {
            seen[id] = await ProjectNow.AtPayment(store, id, ct);
        }

        return (cause.ProjectId is { } project ? seen[project].Closed : null) ?? await causes.Suspended(cause, ct);
    }
}
