using CharityLink.Kernel;
using CharityLink.Store;

namespace CharityLink.Giving;

/// <summary>Goes through the rows of a statement in their order and puts each beside its gift. Two rows may mean one gift: the second one then waits for a person.</summary>
internal sealed class TransferMatch(Aggregates aggregates, CauseGate gate, Dictionary<Guid, (Arrival? State, long Version, long Position)> before, Dictionary<string, Guid> giftOf, IReadOnlyDictionary<string, Pledge> promises)
{
    private readonly List<StreamChange> changes = [];
    private readonly List<Refusal> wrong = [];
    private readonly HashSet<Guid> paid = [];

    /// <summary>Everything that is to be written, projects held where they stand.</summary>
    public IReadOnlyList<StreamChange> Changes => changes.Count == 0 ? [] : [.. changes, .. gate.Held];

    /// <summary>What cannot be recorded, by line.</summary>
    public IReadOnlyList<Refusal> Wrong => wrong;

    /// <summary>Where the newest of what was known already stands.</summary>
    public long Position => before.Values.Max(one => one.Position);

    /// <summary>Takes the next row.</summary>
    public async Task Add(ArrivedTransfer row, TransferArrived now, OfflineLimits limits, DateOnly today, CancellationToken ct)
    {
        var (state, version, position) = before[now.TransferId];
        if ((limits.Check(row.Amount, "amount") ?? limits.Check(row.ArrivedOn, today, "arrived_on")) is { } why)
        {
            wrong.Add(RecordTransfers.AtLine(row.Line, why));
            return;
        }

        var (donation, donationVersion, unknown) = state is null ? await Find(now, ct) : (null, 0, null);
        var named = unknown is null ? null : Named(row, now.HolderId);
        now = now with { OpenBecause = named is not null && unknown == Arrival.NoReference ? Arrival.PromiseNamed : unknown, PledgeId = named };
        var decision = Arrival.Decide(state, now, donation?.Id);
        wrong.AddRange(decision.Refusals.Select(refusal => RecordTransfers.AtLine(row.Line, refusal)));
        if (decision.NewFacts.Count == 0)
        {
            return;
        }

        changes.Add(new StreamChange(now.TransferId, "arrival", version, decision.NewFacts));
        before[now.TransferId] = (decision.Aggregate(state, Arrival.Evolve), version + decision.NewFacts.Count, position);
        if (donation is not null)
        {
            paid.Add(donation.Id);
            changes.Add(new StreamChange(donation.Id, "donation", donationVersion, [OfflineGift.Paid(donation, now.Amount, now.TransferId, now.ArrivedOn)]));
        }
    }

    // The one promise to this charity whose number stands in the remark. Of two nobody knows which is meant; whether it can still be kept is asked when a person decides.
    private Guid? Named(ArrivedTransfer row, Guid holder) =>
        (row.Promises ?? []).Select(promises.GetValueOrDefault).OfType<Pledge>().Where(promise => promise.Made.Cause.HolderId == holder).Select(promise => promise.Made.PledgeId).ToList() is [var one] ? one : null;

    // The gift that waits for it, or the one reason why a person has to look.
    private async Task<(Donation? Gift, long Version, string? Why)> Find(TransferArrived now, CancellationToken ct)
    {
        if (now.Reference is not { } reference)
        {
            return (null, 0, Arrival.NoReference);
        }

        if (!giftOf.TryGetValue(reference, out var id))
        {
            return (null, 0, TransferReference.Fits(reference) ? Arrival.UnknownReference : Arrival.WrongCheck);
        }

        var (donation, version, _) = await aggregates.Load<Donation, IDonationEvent>(id, ct);
        return donation switch
        {
            null => (null, 0, Arrival.UnknownReference),
            _ when donation.Cause.HolderId != now.HolderId => (null, 0, Arrival.OtherHolder),
            _ when donation.IsPaid || paid.Contains(id) => (null, 0, Arrival.PaidAlready),
            { Transfer.Until: var until } when now.ArrivedOn > until => (null, 0, Arrival.TooLate),
            _ => await gate.Closed(donation.Cause, ct) is null ? (donation, version, null) : (null, 0, Arrival.CauseClosed),
        };
    }
}
