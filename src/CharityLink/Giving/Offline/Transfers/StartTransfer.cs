using CharityLink.Kernel;
using CharityLink.Projects;
using CharityLink.Store;
using MediatR;

namespace CharityLink.Giving;

/// <summary>Begins a gift that will come by bank transfer: the giver gets an account and a reference, and the gift waits.</summary>
/// <param name="Gift">The gift as the form asks for it, with <see cref="OfflineMethods.BankTransfer"/> as its provider.</param>
[Allow(Public = true)]
public sealed record StartTransfer(Guid CommandId, StartDonation Gift) : ICommand, IValidated
{
    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => Gift.Provider == OfflineMethods.BankTransfer ? Gift.Validate() : [new Refusal("transfer_not_offered", "how")];
}

/// <summary>Whose a reference is: a stream per reference, written together with the gift, so that two gifts never share one.</summary>
public sealed record TransferReservation(string Reference, Guid DonationId) : IState<TransferReservation, IReferenceEvent>
{
    /// <summary>The stream of a reference.</summary>
    public static Guid StreamOf(string reference) => StableId.Of($"transfer-reference:{reference}");

    /// <inheritdoc/>
    public static TransferReservation Evolve(TransferReservation? state, IReferenceEvent fact) => (state, fact) switch
    {
        (null, ReferenceReserved e) => new(e.Reference, e.DonationId),
        _ => throw new CorruptStreamException(state, fact),
    };
}

internal sealed class StartTransferHandler(Aggregates aggregates, EventStore store, CauseBook causes, GiftLimits online, OfflineLimits limits) : IRequestHandler<StartTransfer, Outcome>
{
    // Among a hundred million references a free one is found at once; a loop that never ends is not risked all the same.
    private const int AttemptsMax = 50;

    public async Task<Outcome> Handle(StartTransfer ask, CancellationToken ct)
    {
        var (gift, offer) = (ask.Gift, await causes.Find(ask.Gift.Choice, ct));
        var (donation, version, position) = await aggregates.Load<Donation, IDonationEvent>(gift.DonationId, ct);
        var begun = Donation.Start(donation, gift, offer.Standing, limits.ForTransfers(online), OfflineMethods.ViaBank);
        if (begun.NewFacts.Count == 0)
        {
            return await aggregates.Carry<Donation, IDonationEvent>(gift.DonationId, version, position, begun, [], ct);
        }

        var account = await Account(offer.Standing.Cause!, ct); // A gift begins only where there is a cause.
        if (account is null)
        {
            return Outcome.Refused(new Refusal("transfer_not_offered", "how"));
        }

        var reference = await Free(gift.DonationId, ct);
        var awaited = new TransferAwaited(gift.DonationId, reference, account.EntryId, Pledge.DayOf(gift.At).AddDays(limits.TransferDays));
        return await aggregates.Append(
        [
            new StreamChange(gift.DonationId, "donation", version, [.. begun.NewFacts, awaited]),
            new StreamChange(TransferReservation.StreamOf(reference), "transfer_reservation", 0, [new ReferenceReserved(reference, gift.DonationId)]),
        ], ct);
    }

    // A project's own account is the one its filed plan names (CN-PLAN-08).
    private async Task<TransferAccountEntered?> Account(GiftCause cause, CancellationToken ct)
    {
        var plan = cause.ProjectId is not { } project ? null : (await store.ReadFacts(project, ct)).Facts.Select(PlanIn).LastOrDefault(one => one is not null);
        return (await aggregates.Load<TransferAccounts, ITransferAccountEvent>(TransferAccounts.StreamOf(cause.HolderId), ct)).State?.For(plan?.AccountId);
    }

    private static FundraisingPlan? PlanIn(object fact) => fact switch
    {
        PlanSaved e => e.Plan,
        PlanAmended e => e.Plan,
        _ => null,
    };

    private async Task<string> Free(Guid donation, CancellationToken ct)
    {
        for (var attempt = 0; attempt < AttemptsMax; attempt++)
        {
            var reference = TransferReference.Of(donation, attempt);
            if ((await aggregates.Load<TransferReservation, IReferenceEvent>(TransferReservation.StreamOf(reference), ct)).State is null)
            {
                return reference;
            }
        }

        throw new InvalidOperationException("No reference is free.");
    }
}
