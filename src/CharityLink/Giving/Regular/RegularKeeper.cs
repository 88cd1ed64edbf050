using CharityLink.Kernel;
using CharityLink.Store;

namespace CharityLink.Giving;

/// <summary>Reaction: tells a regular gift what became of its periods' gifts. Regular gifts do not wait for each other.</summary>
public sealed class RegularKeeper(EventStore store, SystemCommands commands) : IReaction
{
    private const int AtOnce = 64;

    /// <inheritdoc/>
    public string Name => "regular_keeper";

    /// <inheritdoc/>
    public bool Heeds(object fact) => fact is DonationPaid { RegularGiftId: not null } or PaymentDeclined or PaymentAbandoned or PaymentHeld or CardKept;

    /// <inheritdoc/>
    public async Task React(IReadOnlyList<Recorded> batch, CancellationToken ct)
    {
        // A period is paid by one gift at a time: only what befell one gift has an order.
        await Parallel.ForEachAsync(batch.GroupBy(recorded => recorded.StreamId), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (own, token) =>
        {
            foreach (var recorded in own)
            {
                await Tell(recorded, token);
            }
        });
    }

    private async Task Tell(Recorded recorded, CancellationToken ct)
    {
        if (await Follow(recorded, ct) is { } command && await commands.Send(command, ct) is { IsDone: false } outcome)
        {
            throw new InvalidOperationException($"A regular gift did not take what became of its gift: {outcome.Refusals[0].Code}.");
        }
    }

    // The fact of a payment names its regular gift, since there are many; of what is rarer the gift's own stream is asked.
    private async Task<ICommand?> Follow(Recorded recorded, CancellationToken ct) => recorded.Data switch
    {
        DonationPaid { RegularGiftId: { } regular } e => new RecordRegularPaid(Once(e.DonationId, "paid"), regular, e.DonationId, recorded.At),
        PaymentDeclined { Charge.Class: var why } e when await Of(e.DonationId, ct) is { } regular => new RecordRegularDecline(Once(e.DonationId, "declined"), regular, e.DonationId, why, recorded.At),
        // A try on a page that stays open ends nothing: only that the page could not be opened does.
        PaymentDeclined { Charge: null } e when e.AttemptId == PaymentOrder.IdOf(GiftPayment.Purpose, e.DonationId, 1) && await Of(e.DonationId, ct) is { } regular =>
            new RecordRegularUnpaid(Once(e.DonationId, "unpaid"), regular, e.DonationId, false),
        PaymentAbandoned e when e.AttemptId == PaymentOrder.IdOf(GiftPayment.Purpose, e.DonationId, 1) && await Of(e.DonationId, ct) is { } regular =>
            new RecordRegularUnpaid(Once(e.DonationId, "unpaid"), regular, e.DonationId, false),
        PaymentHeld e when await Of(e.DonationId, ct) is { } regular => new RecordRegularUnpaid(Once(e.DonationId, "held"), regular, e.DonationId, true),
        CardKept e when await Of(e.DonationId, ct) is { } regular => new KeepRegularCard(Once(e.DonationId, $"card {e.Card.Method}"), regular, e.Card, e.Face),
        _ => null,
    };

    private async Task<Guid?> Of(Guid gift, CancellationToken ct) => (await store.ReadFacts(gift, ct)).Facts is [DonationStarted started, ..] ? started.RegularGiftId : null;

    private static Guid Once(Guid gift, string what) => StableId.Beside(gift, $"regular {what}");
}

/// <summary>How a regular gift hears of cards that were left on a page of their own.</summary>
public sealed class RegularCards : ICardOwner
{
    /// <inheritdoc/>
    public string Kind => RegularGift.CardOwner;

    /// <inheritdoc/>
    public ICommand Kept(Guid ownerId, int attempt, SavedCard card, CardFace face) => new KeepRegularCard(CardNews.Kept(ownerId, card), ownerId, card, face);

    /// <inheritdoc/>
    public ICommand NotKept(Guid ownerId, int attempt) =>
        new LeaveRegularCard(StableId.Beside(ownerId, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"card page {attempt}")), ownerId, attempt);

    /// <inheritdoc/>
    public ICommand Lost(Guid ownerId, SavedCard card) => new LoseRegularCard(CardNews.Lost(ownerId, card), ownerId, card);

    /// <inheritdoc/>
    public ICommand Renewed(Guid ownerId, SavedCard card, CardFace face) => new RenewRegularCard(CardNews.Renewed(ownerId, card, face), ownerId, card, face);
}
