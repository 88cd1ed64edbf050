using System.Collections.Immutable;
using System.Text.Json.Serialization;
using CharityLink.Kernel;

namespace CharityLink.Giving;

/// <summary>Where a regular gift stands. Names are shown and stored: they never change.</summary>
public enum RegularState
{
    /// <summary>The first gift is not paid yet, or its card not kept: nothing recurs.</summary>
    Asked,

    /// <summary>It is given regularly.</summary>
    Running,

    /// <summary>Nothing is charged until somebody resumes it.</summary>
    Paused,

    /// <summary>Over for good.</summary>
    Stopped,
}

/// <summary>A period that is being paid or tried again.</summary>
/// <param name="Number">How many tries were begun.</param>
/// <param name="Declines">How many brought nothing, in a row.</param>
/// <param name="AgainOn">When the next step is due; null while one is under way or none will come.</param>
/// <param name="Gift">The gift under way; null between tries.</param>
/// <param name="WithGiver">The giver pays it on a page.</param>
public sealed record PeriodTries(int Period, int Number, int Declines, DateOnly? AgainOn, Guid? Gift, bool WithGiver);

/// <summary>One regular gift: what, how often, with which card, which period comes next, and what became of the last one.</summary>
/// <param name="NextPeriod">The first period of which nothing was decided yet.</param>
public sealed partial record RegularGift(RegularGiftAsked Asked, RegularState State, Money Amount, int NextPeriod) : IState<RegularGift, IRegularGiftEvent>
{
    /// <summary>The kept card; null while there is none.</summary>
    public SavedCard? Card { get; init; }

    /// <summary>What may be shown of it; null with the card.</summary>
    public CardFace? Face { get; init; }

    /// <summary>The last page on which a card was to be left: which one, and until when it is open; null when none is.</summary>
    public RegularCardAsked? CardPage { get; init; }

    /// <summary>How many such pages there were.</summary>
    public int CardPages { get; init; }

    /// <summary>The period under way; null when all that was due is paid or passed.</summary>
    public PeriodTries? Trying { get; init; }

    /// <summary>Periods without a gift that the giver may give after all, each with the number of its tries.</summary>
    public ImmutableSortedDictionary<int, int> Missed { get; init; } = ImmutableSortedDictionary<int, int>.Empty;

    /// <summary>The gifts that were begun and not paid, each with its period.</summary>
    public ImmutableDictionary<Guid, int> Begun { get; init; } = ImmutableDictionary<Guid, int>.Empty;

    /// <summary>Why the card cannot be charged without the giver; null when it can.</summary>
    public DeclineClass? CardFails { get; init; }

    /// <summary>Why it is paused or stopped; null otherwise.</summary>
    public string? Why { get; init; }

    /// <summary>The first gift has been paid.</summary>
    public bool IsFirstPaid { get; init; }

    /// <summary>The period the giver can pay now on a page, and which try of it that would be; null when nothing is unpaid.</summary>
    [JsonIgnore]
    public (int Period, int Number)? Unpaid => Trying is { } trying ? (trying.Period, trying.Number + 1)
        : Missed.Count > 0 ? (Missed.Keys.Last(), Missed[Missed.Keys.Last()] + 1)
        : null;

    /// <summary>When it is to be looked at next; null while nothing can become due.</summary>
    [JsonIgnore]
    public DateTimeOffset? DueAt => State != RegularState.Running || Trying?.Gift is not null ? null
        : Trying?.AgainOn is { } again && Asked.Calendar.InstantOf(again) is var step && step < Asked.Calendar.DueAt(NextPeriod) ? step
        : Asked.Calendar.DueAt(NextPeriod);

    /// <summary>The id of the gift of a period: it follows from both, so that there is one, whoever begins it and however often.</summary>
    public static Guid GiftOf(Guid regularGift, int period, int number) => StableId.Beside(
        regularGift, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"period {period}{(number == 1 ? "" : $" try {number}")}"));

    /// <summary>The gift of a period, to be begun as any other is.</summary>
    internal StartDonation Begin(RegularChargeBegun charge, DateTimeOffset at)
    {
        var choice = CauseChoice.Of(Asked.Cause);
        return new(
            charge.DonationId, charge.DonationId, choice.ProgramId, choice.SiteId, charge.Amount, Asked.DonorId, Asked.IsAnonymous, Asked.Provider, at, choice.ProjectId, choice.PageId,
            Asked.GiverId, null, Asked.Method, Asked.Language, charge.WithGiver ? null : Card, charge.WithGiver ? CardUse.Recurring : null, Asked.RegularGiftId);
    }

    /// <inheritdoc/>
    public static RegularGift Evolve(RegularGift? state, IRegularGiftEvent fact) => (state, fact) switch
    {
        (null, RegularGiftAsked e) => new(e, RegularState.Asked, e.Amount, 0),
        ({ State: RegularState.Asked } g, RegularGiftBegan) => g with { State = RegularState.Running },
        ({ State: not RegularState.Stopped } g, RegularChargeBegun e) => g.Begin(e),
        ({ } g, RegularChargePaid e) => g.Pay(e),
        ({ } g, RegularChargeDeclined e) => g.Fail(e.Declines, e.AgainOn) with { CardFails = e.Why == DeclineClass.TryAgain ? g.CardFails : e.Why },
        ({ State: RegularState.Running } g, RegularGiverReminded e) => g.Open(e.Period).Fail(e.Declines, e.AgainOn),
        ({ } g, RegularChargeLeft e) => g.Leave(e),
        ({ } g, RegularPeriodsMissed e) => g.Miss(e),
        ({ State: RegularState.Running } g, RegularPeriodSkipped e) => g with { NextPeriod = e.Period + 1 },
        ({ State: not RegularState.Stopped } g, RegularAmountChanged e) => g with { Amount = e.Amount },
        ({ State: RegularState.Running } g, RegularGiftPaused e) => g.LaidAside() with { State = RegularState.Paused, Why = e.Why },
        ({ State: RegularState.Paused } g, RegularGiftResumed e) => g with { State = RegularState.Running, Why = null, NextPeriod = e.FromPeriod },
        ({ } g, RegularCardAsked e) => g with { CardPage = e, CardPages = e.Attempt },
        ({ } g, RegularCardLeft e) => g with { CardPage = g.CardPage?.Attempt == e.Attempt ? null : g.CardPage },
        ({ } g, RegularCardKept e) => g with { Card = e.Card, Face = e.Face, CardFails = null, CardPage = null },
        ({ State: RegularState.Asked } g, RegularCardLost) => g with { Card = null, Face = null },
        ({ } g, RegularCardLost) => g with { Card = null, Face = null, CardFails = DeclineClass.NeedsNewCard },
        ({ } g, RegularCardRenewed e) => g with { Face = e.Face, CardFails = g.CardFails == DeclineClass.NeedsNewCard ? null : g.CardFails },
        ({ } g, RegularCardGivenUp e) => g.Card == e.Card ? g with { Card = null, Face = null } : g,
        ({ State: not RegularState.Stopped } g, RegularGiftStopped e) => g with { State = RegularState.Stopped, Why = e.Why },
        _ => throw new CorruptStreamException(state, fact),
    };

    private RegularGift Begin(RegularChargeBegun e) => this with
    {
        Trying = new(e.Period, e.Number, Trying?.Period == e.Period ? Trying.Declines : 0, Trying?.Period == e.Period ? Trying.AgainOn : null, e.DonationId, e.WithGiver),
        NextPeriod = Math.Max(NextPeriod, e.Period + 1),
        Missed = Missed.Remove(e.Period),
        Begun = Begun.SetItem(e.DonationId, e.Period),
    };

    // Paid is paid, by whichever try: nothing of the period is open any more.
    private RegularGift Pay(RegularChargePaid e) => this with
    {
        Trying = Trying?.Period == e.Period ? null : Trying,
        Missed = Missed.Remove(e.Period),
        Begun = Begun.Remove(e.DonationId),
        // However it was paid: what is gone stays gone.
        CardFails = Card is null ? CardFails : null,
        IsFirstPaid = IsFirstPaid || e.Period == 0,
    };

    // A period that nothing was begun for.
    private RegularGift Open(int period) => Trying?.Period == period ? this : this with
    {
        Trying = new(period, 0, 0, null, null, false),
        NextPeriod = Math.Max(NextPeriod, period + 1),
        Missed = Missed.Remove(period),
    };

    private RegularGift Fail(int declines, DateOnly? againOn)
    {
        var between = Trying is null ? this : this with { Trying = Trying with { Declines = declines, AgainOn = againOn, Gift = null, WithGiver = false } };
        return State == RegularState.Running ? between : between.LaidAside();
    }

    private RegularGift Leave(RegularChargeLeft e) => Trying?.Gift != e.DonationId ? this
        : State == RegularState.Running && Trying.AgainOn is not null ? this with { Trying = Trying with { Gift = null, WithGiver = false } }
        : (this with { Trying = Trying with { Gift = null } }).LaidAside();

    private RegularGift Miss(RegularPeriodsMissed e) => this with
    {
        Trying = Trying is { } trying && trying.Period >= e.From && trying.Period <= e.Upto ? null : Trying,
        NextPeriod = Math.Max(NextPeriod, e.Upto + 1),
        Missed = Missed.SetItems(Enumerable.Range(e.From, e.Upto - e.From + 1).Select(period => KeyValuePair.Create(period, Trying?.Period == period ? Trying.Number : 0))),
    };

    // What is not under way waits for the giver to give it after all; the first gift is another thing.
    private RegularGift LaidAside() => Trying is { Gift: null } trying && State != RegularState.Asked
        ? this with { Trying = null, Missed = Missed.SetItem(trying.Period, trying.Number) }
        : this;
}
