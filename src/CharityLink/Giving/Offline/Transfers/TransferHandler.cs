using CharityLink.Kernel;
using CharityLink.Store;
using MediatR;

namespace CharityLink.Giving;

/// <summary>Finds the gifts of transfers and writes both: the transfer is there and the gift is paid, or neither.</summary>
internal sealed class TransferHandler(
    Aggregates aggregates, EventStore store, CauseBook causes, PromiseBook promises, IEnumerable<ILocator> locators, OfflineLimits limits, CommandContext context)
    : IRequestHandler<RecordTransfers, Outcome>, IRequestHandler<AssignTransfer, Outcome>, IRequestHandler<MarkTransferForReturn, Outcome>, IRequestHandler<RecordTransferReturn, Outcome>
{
    private Guid? By => context.Caller.AccountId;

    public async Task<Outcome> Handle(RecordTransfers ask, CancellationToken ct)
    {
        if (await locators.Single(locator => locator.Kind == "organisation").Locate(ask.HolderId.ToString(), ct) is not { } place)
        {
            return Outcome.Refused(new Refusal("organisation_unknown", "holder"));
        }

        var match = new TransferMatch(aggregates, new CauseGate(store, causes), await Before(ask, ct), await Waiting(ask, ct), await promises.Find(ask.Rows.SelectMany(row => row.Promises ?? []), ct));
        foreach (var row in ask.Rows)
        {
            var id = Arrival.IdOf(ask.HolderId, row.TransactionId);
            await match.Add(row, new TransferArrived(
                id, ask.HolderId, place.Division, Arrival.Tidy(row.TransactionId), row.Amount, row.ArrivedOn, row.Reference, row.PayerId, null, By), limits, Pledge.DayOf(ask.At), ct);
        }

        return match.Wrong.Count > 0 ? Outcome.Refused(match.Wrong)
            : match.Changes.Count == 0 ? Outcome.Done(match.Position)
            : await aggregates.Append(match.Changes, ct);
    }

    public async Task<Outcome> Handle(AssignTransfer ask, CancellationToken ct)
    {
        var (arrival, version, position) = await aggregates.Load<Arrival, IArrivalEvent>(ask.TransferId, ct);
        var (gift, wrong) = ask.Reference is { } reference ? await OfReference(reference, ct) : (Arrival.GiftOf(ask.TransferId), null);
        var decision = wrong is null ? Arrival.Match(arrival, ask.HolderId, gift, By) : wrong;
        if (decision.NewFacts.Count == 0)
        {
            return await aggregates.Carry<Arrival, IArrivalEvent>(ask.TransferId, version, position, decision, [], ct);
        }

        var gate = new CauseGate(store, causes);
        var (facts, from, why) = await Paid(ask, arrival!.Arrived, gift, gate, ct); // Only an arrival that is there is matched.
        return why is not null ? Outcome.Refused(why) : await aggregates.Append(
            [new StreamChange(ask.TransferId, "arrival", version, decision.NewFacts), new StreamChange(gift, "donation", from, facts), .. gate.Held], ct);
    }

    public Task<Outcome> Handle(MarkTransferForReturn ask, CancellationToken ct) =>
        aggregates.Change<Arrival, IArrivalEvent>(ask.TransferId, arrival => Arrival.Decide(arrival, ask, By), ct);

    public Task<Outcome> Handle(RecordTransferReturn ask, CancellationToken ct) =>
        aggregates.Change<Arrival, IArrivalEvent>(ask.TransferId, arrival => Arrival.Decide(arrival, ask, By), ct);

    // The gift that waits, paid with what arrived; or a new one, begun and paid.
    private async Task<(IReadOnlyList<IDonationEvent> Facts, long Version, Refusal? Why)> Paid(AssignTransfer ask, TransferArrived arrived, Guid gift, CauseGate gate, CancellationToken ct)
    {
        var (donation, version, _) = await aggregates.Load<Donation, IDonationEvent>(gift, ct);
        if (ask.Reference is null)
        {
            var (facts, why) = await New(ask, arrived, gift, ct);
            return (facts, version, why);
        }

        var closed = donation is null ? null : await gate.Closed(donation.Cause, ct);
        var refused = donation switch
        {
            null => new Refusal("reference_unknown", "reference"),
            { IsPaid: true } => new Refusal("donation_already_paid", "reference"),
            _ when donation.Cause.HolderId != ask.HolderId => new Refusal("transfer_other_holder", "reference"),
            _ => closed is null ? null : closed with { Field = "reference" },
        };
        return refused is not null ? ([], 0, refused) : ([OfflineGift.Paid(donation!, arrived.Amount, ask.TransferId, arrived.ArrivedOn)], version, null); // Refused when there is none.
    }

    // What keeps a promise goes where that was made to.
    private async Task<(IReadOnlyList<IDonationEvent> Facts, Refusal? Why)> New(AssignTransfer ask, TransferArrived arrived, Guid gift, CancellationToken ct)
    {
        var promise = ask.Promise is { } number ? (await promises.Find([number], ct)).GetValueOrDefault(number) : null;
        if (ask.Promise is not null && Pledge.WhyNotKeptBy(promise, ask.Choice, ask.HolderId, "promise") is { } unfit)
        {
            return ([], unfit);
        }

        var choice = promise?.Choice ?? ask.Choice!; // One of the two was given.
        var standing = (await causes.Find(choice, ct)).Standing.At(ask.At, OfflineMethods.ViaBank);
        var why = standing.Refusals.Count > 0 ? standing.Refusals[0] : standing.Cause!.HolderId != ask.HolderId ? new Refusal("transfer_other_holder") : null; // Null exactly when there are refusals.
        var who = OfflineGiver.Of(ask.WithName ? arrived.PayerId : null, ask.WithName, promise);
        return why is not null ? ([], why with { Field = ask.Choice is null ? "promise" : "cause" })
            : (OfflineGift.Begun(gift, standing.Cause!, arrived.Amount, who.DonorId, OfflineMethods.BankTransfer, ask.TransferId, ask.At, arrived.ArrivedOn, who.IsAnonymous, who.GiverId, promise?.Made.PledgeId), null);
    }

    private async Task<(Guid Gift, Refusal? Wrong)> OfReference(string typed, CancellationToken ct)
    {
        if (TransferReference.Read(typed, "reference", out var reference) is { } wrong)
        {
            return (default, wrong);
        }

        var reserved = (await aggregates.Load<TransferReservation, IReferenceEvent>(TransferReservation.StreamOf(reference), ct)).State;
        return reserved is null ? (default, new Refusal("reference_unknown", "reference")) : (reserved.DonationId, null);
    }

    private async Task<Dictionary<Guid, (Arrival? State, long Version, long Position)>> Before(RecordTransfers ask, CancellationToken ct)
    {
        var ids = ask.Rows.Select(row => Arrival.IdOf(ask.HolderId, row.TransactionId)).Distinct().ToArray();
        var loaded = await Task.WhenAll(ids.Select(id => aggregates.Load<Arrival, IArrivalEvent>(id, ct)));
        return ids.Zip(loaded).ToDictionary(pair => pair.First, pair => pair.Second);
    }

    private async Task<Dictionary<string, Guid>> Waiting(RecordTransfers ask, CancellationToken ct)
    {
        var references = ask.Rows.Select(row => row.Reference).OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        var loaded = await Task.WhenAll(references.Select(reference => aggregates.Load<TransferReservation, IReferenceEvent>(TransferReservation.StreamOf(reference), ct)));
        return loaded.Select(one => one.State).OfType<TransferReservation>().ToDictionary(one => one.Reference, one => one.DonationId, StringComparer.Ordinal);
    }
}
