using System.Collections.Immutable;
using CharityLink.Kernel;

namespace CharityLink.Giving;

/// <summary>Money of a gift that kept the promise, or a part of it, went back: by that much it is kept no longer.</summary>
/// <param name="Amount">What of the promise that gift keeps no longer.</param>
/// <param name="Ends">What is not waited for any more because of it; null: the amount is waited for again.</param>
/// <param name="ByCard">It was collected from a card.</param>
public sealed record PledgeGiftReturned(Guid PledgeId, Guid DonationId, GiftCause Cause, Money Amount, Money? Ends, bool ByCard = false) : IPledgeEvent;

/// <summary>Money that had gone back did not arrive and is there again: the gift keeps the promise by that much as before.</summary>
/// <param name="Revives">What of it was not waited for any more; null: it was waited for.</param>
/// <param name="ByCard">It was collected from a card.</param>
public sealed record PledgeGiftRestored(Guid PledgeId, Guid DonationId, GiftCause Cause, Money Amount, Money? Revives, bool ByCard = false) : IPledgeEvent;

/// <summary>A gift that named the promise found nothing of it open: it keeps nothing, and takes the place of one that goes back.</summary>
/// <param name="Amount">What has not gone back of that gift: it may be said again.</param>
public sealed record PledgeGiftSpare(Guid PledgeId, Guid DonationId, GiftCause Cause, Money Amount) : IPledgeEvent;

/// <summary>Makes a promise stand as what is left of a gift that kept it says. Sent by the platform when money of the gift left, or came back.</summary>
/// <param name="RefundId">The refund by which it left; null where a bank took it.</param>
[Allow]
public sealed record FollowPledgeGift(Guid CommandId, Guid PledgeId, Guid DonationId, Guid? RefundId) : ICommand;

/// <summary>What of a promise one gift keeps.</summary>
/// <param name="First">What it kept when it was paid.</param>
/// <param name="Now">What it keeps since money of it went back.</param>
public sealed record KeptPart(Money First, Money Now);

/// <summary>What of a gift could keep a promise and does not, since nothing was open.</summary>
public sealed record SparePart(Guid DonationId, Money Amount);

/// <content>Promises whose gifts went back (docs/decisions/0029).</content>
public sealed partial record Pledge
{
    /// <summary>Gifts that found nothing open, in the order they came.</summary>
    public ImmutableList<SparePart> Spare { get; init; } = [];

    /// <summary>What gifts kept of it before their money went back.</summary>
    public Money WentBack => Gifts.Values.Aggregate(Made.Amount with { Minor = 0 }, (sum, part) => sum + part.First - part.Now);

    /// <summary>A gift keeps no more of it than is left of the gift: what was above the promise goes back first. Said twice, late or in another order it comes to the same.</summary>
    /// <param name="left">What has not gone back of the gift.</param>
    /// <param name="isOver">Nobody is to be asked for it again: the cause takes nothing any more, or the money went back since it should not have been asked for.</param>
    /// <param name="isWrong">The money went back since it should not have been asked for: then no other gift takes its place, either.</param>
    public static Decision<IPledgeEvent> Decide(Pledge? pledge, FollowPledgeGift ask, Money left, bool isOver, bool isWrong = false)
    {
        if (pledge is null)
        {
            return new Refusal("pledge_unknown");
        }

        // A gift that found nothing open kept nothing: less of it can take another's place.
        if (!pledge.Gifts.TryGetValue(ask.DonationId, out var part))
        {
            return pledge.Spare.Find(one => one.DonationId == ask.DonationId) is { } spare && spare.Amount != left
                ? [new PledgeGiftSpare(ask.PledgeId, ask.DonationId, pledge.Made.Cause, left)] : [];
        }

        var keeps = left < part.First ? left : part.First;
        return keeps == part.Now ? [] : keeps < part.Now ? [.. pledge.Replaced(ask, part.Now - keeps, isOver, isWrong)] : pledge.Restored(ask, keeps - part.Now);
    }

    // The first of those that found nothing open comes first, whatever else is to become of the rest: its money is there.
    private IEnumerable<IPledgeEvent> Replaced(FollowPledgeGift ask, Money amount, bool isOver, bool isWrong)
    {
        var stands = State is PledgeState.Confirmed or PledgeState.Kept && !isWrong && !IsByCard;
        foreach (var spare in Spare.Where(one => stands && one.DonationId != ask.DonationId && one.Amount.Minor > 0))
        {
            if (amount.Minor > 0)
            {
                var taken = spare.Amount < amount ? spare.Amount : amount;
                amount -= taken;
                yield return new PledgeGiftReturned(ask.PledgeId, ask.DonationId, Made.Cause, taken, null);
                yield return new PledgeFulfilled(ask.PledgeId, spare.DonationId, Made.Cause, taken);
            }
        }

        if (amount.Minor > 0)
        {
            yield return Returned(ask, amount, isOver);
        }
    }

    // What was agreed to with a card was one charge: it is never charged again.
    private PledgeGiftReturned Returned(FollowPledgeGift ask, Money amount, bool isOver)
    {
        var isWaitedFor = State is PledgeState.Confirmed or PledgeState.Kept && !isOver && !IsByCard;
        return new PledgeGiftReturned(ask.PledgeId, ask.DonationId, Made.Cause, amount, isWaitedFor ? null : amount + Open, IsByCard);
    }

    // Of one that waited, and was kept by another gift meanwhile, nothing is open: then it is just a gift.
    private Decision<IPledgeEvent> Restored(FollowPledgeGift ask, Money amount)
    {
        var open = State == PledgeState.Confirmed && Open < amount ? Open : amount;
        return State == PledgeState.Kept || open.Minor == 0 ? [] : [new PledgeGiftRestored(ask.PledgeId, ask.DonationId, Made.Cause, open, State == PledgeState.Confirmed ? null : open, IsByCard)];
    }

    private Pledge After(PledgeGiftReturned fact) => WithPart(fact.DonationId, Gifts[fact.DonationId].Now - fact.Amount) with
    {
        Fulfilled = Fulfilled - fact.Amount,
        State = fact.Ends is null ? PledgeState.Confirmed : PledgeState.Returned,
    };

    private Pledge After(PledgeGiftRestored fact) => WithPart(fact.DonationId, Gifts[fact.DonationId].Now + fact.Amount) with
    {
        Fulfilled = Fulfilled + fact.Amount,
        State = Fulfilled + fact.Amount == Made.Amount ? PledgeState.Kept : State,
    };

    private Pledge After(PledgeGiftSpare fact) => this with
    {
        Spare = Spare.FindIndex(one => one.DonationId == fact.DonationId) is var at and >= 0
            ? Spare.SetItem(at, Spare[at] with { Amount = fact.Amount }) : Spare.Add(new(fact.DonationId, fact.Amount)),
    };

    // One that found nothing open first, and took another's place later in parts, keeps all of them.
    private Pledge After(PledgeFulfilled fact) => this with
    {
        Fulfilled = Fulfilled + fact.Amount,
        Gifts = Gifts.SetItem(fact.DonationId, Gifts.GetValueOrDefault(fact.DonationId) is { } part ? new(part.First + fact.Amount, part.Now + fact.Amount) : new(fact.Amount, fact.Amount)),
        Spare = Spare.FindIndex(one => one.DonationId == fact.DonationId) is var at and >= 0 ? Spare.SetItem(at, Spare[at] with { Amount = Spare[at].Amount - fact.Amount }) : Spare,
        Collected = Collected is { } c && c.Live == fact.DonationId ? c with { Live = null } : Collected,
        State = Fulfilled + fact.Amount < Made.Amount ? PledgeState.Confirmed : PledgeState.Kept,
    };

    private Pledge WithPart(Guid gift, Money now) => this with { Gifts = Gifts.SetItem(gift, Gifts[gift] with { Now = now }) };
}

internal sealed class FollowPledgeGiftHandler(Aggregates aggregates, CauseBook causes) : MediatR.IRequestHandler<FollowPledgeGift, Outcome>
{
    public async Task<Outcome> Handle(FollowPledgeGift ask, CancellationToken ct)
    {
        if ((await aggregates.Load<Donation, IDonationEvent>(ask.DonationId, ct)).State is not { } gift)
        {
            return Outcome.Refused([new Refusal("donation_unknown")]);
        }

        var left = gift.Amount with { Minor = Math.Max(0, gift.Amount.Minor - gift.Back.GoneMinor) };
        var cause = ask.RefundId is { } refund && gift.Back.Refunds.TryGetValue(refund, out var back) ? RefundCauses.Find(back.Cause) : null;
        var isWrong = cause is { EndsPromise: true };
        // A gift that keeps a promise is for the same cause.
        var isOver = isWrong || (await causes.Find(gift.Cause, ct)).Project is { IsOver: true };
        return await aggregates.Change<Pledge, IPledgeEvent>(ask.PledgeId, pledge => Pledge.Decide(pledge, ask, left, isOver, isWrong), ct);
    }
}
