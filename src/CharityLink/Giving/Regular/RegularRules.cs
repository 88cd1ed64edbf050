using CharityLink.Kernel;

namespace CharityLink.Giving;

/// <content>What may be done with a regular gift, and what follows.</content>
public sealed partial record RegularGift
{
    /// <summary>What kept cards are labelled with.</summary>
    public const string CardOwner = "regular";

    /// <summary>After so many in a row nothing more is tried.</summary>
    public const int DeclinesMax = 3;

    // Days to the next step after the first and the second: all steps of a period lie within a week, so that periods never overlap.
    private static readonly int[] DaysToNext = [2, 3];

    // The cause has ended, and will not come back.
    private static readonly string[] Over = ["site_closed", "project_over"];

    // Nothing is known of it at this moment: no reason to decide anything.
    private static readonly string[] Unknown = ["program_unknown", "site_unknown", "project_unknown"];

    /// <summary>The same form again changes nothing.</summary>
    public static Decision<IRegularGiftEvent> Decide(RegularGift? gift, AskRegularGift ask, Standing standing) => gift switch
    {
        { } asked => asked.IsSame(ask) ? [] : new Refusal("regular_id_reused"),
        _ when !RegularCalendar.Ways.Contains(ask.Every, StringComparer.Ordinal) => new Refusal("regular_every_unknown", "every"),
        _ when standing.At(ask.At).Refusals is { Count: > 0 } why => CharityLink.Kernel.Decision.Refused<IRegularGiftEvent>(why),
        _ when new RegularCalendar(ask.Every, default, ask.Zone).LocalDay(ask.At) is var day => [
            new RegularGiftAsked(
                ask.RegularGiftId, standing.Cause!, ask.Amount, new(ask.Every, day, ask.Zone), ask.DonorId, ask.GiverId, ask.IsAnonymous, ask.Provider, ask.Method, ask.Language, ask.At), // Nothing was refused.
            new RegularChargeBegun(ask.RegularGiftId, 0, 1, GiftOf(ask.RegularGiftId, 0, 1), ask.Amount, true)],
        _ => throw new InvalidOperationException("A day is always one."),
    };

    /// <summary>What is due at an instant: a period, another try, a word to the giver, or the end. Asked twice, the second finds nothing due.</summary>
    /// <param name="standing">Of its cause.</param>
    /// <param name="limits">What a gift may be.</param>
    public static Decision<IRegularGiftEvent> Decide(RegularGift? gift, BeginDueGift ask, Standing standing, GiftLimits limits)
    {
        if (gift is null)
        {
            return new Refusal("regular_unknown");
        }

        var closed = standing.At(ask.At).Refusals;
        if (gift.State is RegularState.Running or RegularState.Paused && closed.Any(why => Over.Contains(why.Code, StringComparer.Ordinal)))
        {
            return gift.Stop("cause_over");
        }

        if (gift.State != RegularState.Running || gift.Trying?.Gift is not null || closed.Any(why => Unknown.Contains(why.Code, StringComparer.Ordinal)))
        {
            return [];
        }

        var (calendar, period) = (gift.Asked.Calendar, gift.Asked.Calendar.PeriodAt(ask.At));
        return period >= gift.NextPeriod ? gift.Due(period, calendar.LocalDay(ask.At), closed, limits)
            : gift.Trying is { AgainOn: { } again } && calendar.InstantOf(again) <= ask.At ? gift.Again(calendar.LocalDay(ask.At), closed)
            : [];
    }

    /// <summary>The giver pays on a page what is unpaid, with any card; asked again it is the same page.</summary>
    public static Decision<IRegularGiftEvent> Decide(RegularGift? gift, MendRegularGift ask, Standing standing) => gift switch
    {
        null => new Refusal("regular_unknown"),
        { State: not (RegularState.Running or RegularState.Paused) } => new Refusal("regular_over"),
        { Trying: { Gift: not null, WithGiver: true } } => [],
        { Trying.Gift: not null } => new Refusal("regular_charge_under_way"),
        { Unpaid: null } => new Refusal("regular_nothing_unpaid"),
        _ when standing.At(ask.At).Refusals is { Count: > 0 } why => CharityLink.Kernel.Decision.Refused<IRegularGiftEvent>(why),
        { Unpaid: (var period, var number) } => [gift.Charge(period, number, withGiver: true)],
    };

    /// <summary>The giver gives a period after all that passed without a gift, by the kept card.</summary>
    public static Decision<IRegularGiftEvent> Decide(RegularGift? gift, CatchUpPeriod ask, Standing standing) => gift switch
    {
        null => new Refusal("regular_unknown"),
        { State: not RegularState.Running } => new Refusal(gift.State == RegularState.Paused ? "regular_paused" : "regular_over"),
        { Trying.Period: var trying } when trying == ask.Period => [],
        { Trying: not null } => new Refusal("regular_charge_under_way"),
        _ when !gift.Missed.TryGetValue(ask.Period, out _) => new Refusal("regular_nothing_unpaid"),
        { CardFails: not null } => new Refusal("regular_card_needed"),
        _ when standing.At(ask.At).Refusals is { Count: > 0 } why => CharityLink.Kernel.Decision.Refused<IRegularGiftEvent>(why),
        _ => [gift.Charge(ask.Period, gift.Missed[ask.Period] + 1, withGiver: false)],
    };

    // One charge, for the period that runs. What passed before it is written down and not asked for: nobody finds three months of gifts taken on one day.
    private Decision<IRegularGiftEvent> Due(int period, DateOnly day, IReadOnlyList<Refusal> closed, GiftLimits limits)
    {
        var unpaid = Trying is { } left ? new RegularPeriodsMissed(Asked.RegularGiftId, left.Period, left.Period, "unpaid") : null;
        var passed = period > NextPeriod ? new RegularPeriodsMissed(Asked.RegularGiftId, NextPeriod, period - 1, "standstill") : null;
        IRegularGiftEvent then = closed.Count > 0 ? new RegularPeriodsMissed(Asked.RegularGiftId, period, period, "cause_closed")
            : limits.Check(Amount).Any() ? new RegularGiftPaused(Asked.RegularGiftId, "amount")
            // Its card is gone: nothing is begun that could not be paid.
            : Card is null ? new RegularGiverReminded(Asked.RegularGiftId, period, 1, NextStep(day, 1))
            : Charge(period, 1, withGiver: false);
        return CharityLink.Kernel.Decision.Facts<IRegularGiftEvent>([.. new[] { unpaid, passed }.OfType<IRegularGiftEvent>(), then]);
    }

    private Decision<IRegularGiftEvent> Again(DateOnly day, IReadOnlyList<Refusal> closed) => (Trying, closed.Count) switch
    {
        (null, _) => [],
        ({ } trying, > 0) => [new RegularPeriodsMissed(Asked.RegularGiftId, trying.Period, trying.Period, "cause_closed")],
        ({ } trying, _) when CardFails is null => [Charge(trying.Period, trying.Number + 1, withGiver: false)],
        ({ } trying, _) when trying.Declines + 1 is var declines => Step(declines, new RegularGiverReminded(Asked.RegularGiftId, trying.Period, declines, NextStep(day, declines))),
        _ => throw new InvalidOperationException("A number is always one."),
    };

    private Decision<IRegularGiftEvent> Step(int declines, IRegularGiftEvent step) =>
        declines < DeclinesMax ? [step] : [step, new RegularGiftPaused(Asked.RegularGiftId, "declined")];

    private static DateOnly? NextStep(DateOnly day, int declines) => declines < DeclinesMax ? day.AddDays(DaysToNext[declines - 1]) : null;

    private RegularChargeBegun Charge(int period, int number, bool withGiver) =>
        new(Asked.RegularGiftId, period, number, GiftOf(Asked.RegularGiftId, period, number), Amount, withGiver);

    private Decision<IRegularGiftEvent> Stop(string why) => Card is { } card
        ? [new RegularGiftStopped(Asked.RegularGiftId, Asked.Cause, why), GiveUp(card)]
        : [new RegularGiftStopped(Asked.RegularGiftId, Asked.Cause, why)];

    private RegularCardGivenUp GiveUp(SavedCard card) => new(Asked.RegularGiftId, Asked.Cause.HolderId, card);

    // The time is left out: the second press of a button comes later than the first.
    private bool IsSame(AskRegularGift ask) =>
        (ask.Choice, ask.Amount, ask.DonorId, ask.IsAnonymous, ask.Every, ask.Method, ask.Provider)
        == (CauseChoice.Of(Asked.Cause), Asked.Amount, Asked.DonorId, Asked.IsAnonymous, Asked.Calendar.Every, Asked.Method, Asked.Provider);
}
