using CharityLink.Giving;
using CharityLink.Kernel;
using static CharityLink.Tests.Giving.Regular.RegularFacts;

namespace CharityLink.Tests.Giving.Regular;

using Gifts = Scenario<RegularGift, IRegularGiftEvent>;

/// <summary>Regular gifts: what follows from payments and cards, and what the giver changes.</summary>
public sealed class RegularGiverRules
{
    private static readonly RegularGiftStopped _stopped = new(Id, Cause, "giver");
    private static readonly RegularChargeDeclined _third = Declined(1, 1, DeclineClass.NeedsNewCard, 3, null);

    [Fact]
    public void It_begins_when_the_first_gift_is_paid_and_its_card_kept_in_whatever_order()
    {
        IRegularGiftEvent[] asked = [Asked, Begun(0, withGiver: true)];
        Gifts.Given(asked).When(Paying(0)).Then(Paid(0));
        Gifts.Given([.. asked, Paid(0)]).When(Keeping(Card)).Then(Kept, Began);
        Gifts.Given(asked).When(Keeping(Card)).Then(Kept);
        Gifts.Given([.. asked, Kept]).When(Paying(0)).Then(Paid(0), Began);
    }

    [Fact]
    public void A_payment_counts_once_and_one_of_another_gift_never()
    {
        Gifts.Given([.. Running, Begun(1)]).When(Paying(1)).Then(Paid(1));
        Gifts.Given([.. Running, Begun(1), Paid(1)]).When(Paying(1)).Nothing();
        Gifts.Given(Running).When(Paying(5)).Nothing();
        Gifts.Given().When(Paying(0)).Refused("regular_unknown");
    }

    [Fact]
    public void A_payment_that_is_told_after_the_end_is_still_noted() => Gifts.Given([.. Running, Begun(1), _stopped]).When(Paying(1)).Then(Paid(1));

    [Fact]
    public void A_page_that_was_left_leaves_the_period_unpaid()
    {
        Gifts.Given(Asked, Begun(0, withGiver: true)).When(Leaving(0)).Then(new RegularChargeLeft(Id, 0, Gift(0)));
        Gifts.Given([.. Running, Begun(1), _third, Paused("declined"), Begun(1, 2, true)]).When(Leaving(1, 2)).Then(new RegularChargeLeft(Id, 1, Gift(1, 2)));
        Gifts.Given([.. Running, Begun(1), _third, Paused("declined"), Begun(1, 2, true), new RegularChargeLeft(Id, 1, Gift(1, 2))]).When(Mending(Morning(3, 9))).Then(Begun(1, 3, true));
    }

    [Fact]
    public void Between_two_tries_the_giver_may_pay_and_a_page_that_was_left_changes_nothing_of_the_next()
    {
        IRegularGiftEvent[] declined = [.. Running, Begun(1), Declined(1, 1, DeclineClass.TryAgain, 1, new(2026, 3, 2))];
        Gifts.Given(declined).When(Mending(Morning(3, 1))).Then(Begun(1, 2, true));
        Gifts.Given([.. declined, Begun(1, 2, true)]).When(gift => RegularGift.Decide(gift, new BeginDueGift(Guid.Empty, Id, Morning(3, 2)), Open, Limits)).Nothing();
        Gifts.Given([.. declined, Begun(1, 2, true), new RegularChargeLeft(Id, 1, Gift(1, 2))])
            .When(gift => RegularGift.Decide(gift, new BeginDueGift(Guid.Empty, Id, Morning(3, 2)), Open, Limits)).Then(Begun(1, 3));
    }

    [Fact]
    public void Mending_asks_for_what_is_unpaid_and_never_twice()
    {
        IRegularGiftEvent[] paused = [.. Running, Begun(1), _third, Paused("declined")];
        Gifts.Given(paused).When(Mending(Morning(3, 9))).Then(Begun(1, 2, true));
        Gifts.Given([.. paused, Begun(1, 2, true)]).When(Mending(Morning(3, 9))).Nothing();
        Gifts.Given(Running).When(Mending(Morning(3, 9))).Refused("regular_nothing_unpaid");
        Gifts.Given([.. Running, Begun(1)]).When(Mending(Morning(3, 9))).Refused("regular_charge_under_way");
        Gifts.Given([.. Running, _stopped]).When(Mending(Morning(3, 9))).Refused("regular_over");
        Gifts.Given(paused).When(gift => RegularGift.Decide(gift, new MendRegularGift(Guid.Empty, Id, Morning(3, 9)), new Standing(null, [new Refusal("project_over", "project")]))).Refused("project_over");
        Gifts.Given().When(Mending(Noon)).Refused("regular_unknown");
    }

    [Fact]
    public void What_three_declines_had_stopped_goes_on_once_it_is_paid_and_asks_for_nothing_that_passed() => Gifts.Given(
        [.. Running, Begun(1), _third, Paused("declined"), Begun(1, 2, true)]).When(gift => RegularGift.Decide(gift, new RecordRegularPaid(Guid.Empty, Id, Gift(1, 2), Morning(5, 1))))
        .Then(Paid(1, 2), new RegularGiftResumed(Id, 4));

    [Fact]
    public void Another_card_takes_the_place_of_the_last_and_that_is_given_up()
    {
        Gifts.Given(Running).When(Keeping(Other)).Then(new RegularCardKept(Id, Other, Face), new RegularCardGivenUp(Id, Cause.HolderId, Card));
        Gifts.Given(Running).When(Keeping(Card)).Nothing();
        Gifts.Given([.. Running, _stopped]).When(Keeping(Other)).Then(new RegularCardGivenUp(Id, Cause.HolderId, Other));
        Gifts.Given().When(Keeping(Card)).Refused("regular_unknown");
    }

    [Fact]
    public void With_another_card_the_next_step_charges_again() => Gifts.Given(
        [.. Running, Begun(1), Declined(1, 1, DeclineClass.NeedsNewCard, 1, new(2026, 3, 2)), new RegularCardKept(Id, Other, Face), new RegularCardGivenUp(Id, Cause.HolderId, Card)])
        .When(gift => RegularGift.Decide(gift, new BeginDueGift(Guid.Empty, Id, Morning(3, 2)), Open, Limits)).Then(Begun(1, 2));

    [Fact]
    public void For_another_card_there_is_one_page_at_a_time()
    {
        var asked = new RegularCardAsked(Id, 1, "stripe", Cause.HolderId, Currency.Cny, "en", Noon, Noon.AddHours(23));
        Gifts.Given(Running).When(AskingCard(Noon)).Then(asked);
        Gifts.Given([.. Running, asked]).When(AskingCard(Noon.AddHours(23).AddTicks(-1))).Nothing();
        Gifts.Given([.. Running, asked]).When(AskingCard(Noon.AddHours(23))).Then(asked with { Attempt = 2, AskedAt = Noon.AddHours(23), Until = Noon.AddHours(46) });
        Gifts.Given([.. Running, asked]).When(gift => RegularGift.Decide(gift, new LeaveRegularCard(Guid.Empty, Id, 1))).Then(new RegularCardLeft(Id, 1));
        Gifts.Given([.. Running, asked]).When(gift => RegularGift.Decide(gift, new LeaveRegularCard(Guid.Empty, Id, 2))).Nothing();
        Gifts.Given([.. Running, asked, new RegularCardLeft(Id, 1)]).When(AskingCard(Noon)).Then(asked with { Attempt = 2 });
        Gifts.Given(Asked, Begun(0, withGiver: true)).When(AskingCard(Noon)).Refused("regular_over");
        Gifts.Given(Asked, Begun(0, withGiver: true), Paid(0)).When(AskingCard(Noon)).Then(asked);
    }

    [Fact]
    public void Another_amount_holds_from_the_next_gift_on()
    {
        Gifts.Given(Running).When(Changing(80_00)).Then(new RegularAmountChanged(Id, Money.Cny(80_00)));
        Gifts.Given(Running).When(Changing(50_00)).Nothing();
        Gifts.Given(Running).When(Changing(99)).Refused("amount_too_small");
        Gifts.Given([.. Running, _stopped]).When(Changing(80_00)).Refused("regular_over");
        Gifts.Given([.. Running, new RegularAmountChanged(Id, Money.Cny(80_00))])
            .When(gift => RegularGift.Decide(gift, new BeginDueGift(Guid.Empty, Id, Morning(2, 28)), Open, Limits)).Then(Begun(1, fen: 80_00));
    }

    [Fact]
    public void One_period_is_left_out_however_often_the_button_is_pressed()
    {
        var skipped = new RegularPeriodSkipped(Id, 1);
        Gifts.Given(Running).When(Skipping(1)).Then(skipped);
        Gifts.Given([.. Running, skipped]).When(Skipping(1)).Nothing();
        Gifts.Given(Running).When(Skipping(2)).Refused("regular_not_next");
        Gifts.Given([.. Running, Paused("giver")]).When(Skipping(1)).Refused("regular_paused");
        Gifts.Given([.. Running, _stopped]).When(Skipping(1)).Refused("regular_over");
        Gifts.Given([.. Running, skipped]).When(gift => RegularGift.Decide(gift, new BeginDueGift(Guid.Empty, Id, Morning(2, 28)), Open, Limits)).Nothing();
        Gifts.Given([.. Running, skipped]).When(gift => RegularGift.Decide(gift, new BeginDueGift(Guid.Empty, Id, Morning(3, 31)), Open, Limits)).Then(Begun(2));
    }

    [Fact]
    public void A_pause_charges_nothing_and_what_passed_in_it_is_not_asked_for()
    {
        Gifts.Given(Running).When(gift => RegularGift.Decide(gift, new PauseRegularGift(Guid.Empty, Id))).Then(Paused("giver"));
        Gifts.Given([.. Running, Paused("giver")]).When(gift => RegularGift.Decide(gift, new PauseRegularGift(Guid.Empty, Id))).Nothing();
        Gifts.Given([.. Running, _stopped]).When(gift => RegularGift.Decide(gift, new PauseRegularGift(Guid.Empty, Id))).Refused("regular_over");
        Gifts.Given([.. Running, Paused("giver")]).When(gift => RegularGift.Decide(gift, new BeginDueGift(Guid.Empty, Id, Morning(2, 28)), Open, Limits)).Nothing();
        Gifts.Given([.. Running, Paused("giver")]).When(Resuming(Morning(4, 29))).Then(new RegularGiftResumed(Id, 3));
        Gifts.Given([.. Running, Paused("giver")]).When(Resuming(Noon)).Then(new RegularGiftResumed(Id, 1));
        Gifts.Given([.. Running, new RegularPeriodSkipped(Id, 1), Paused("giver")]).When(Resuming(Noon)).Then(new RegularGiftResumed(Id, 2));
        Gifts.Given(Running).When(Resuming(Noon)).Nothing();
        Gifts.Given([.. Running, _stopped]).When(Resuming(Noon)).Refused("regular_over");
        Gifts.Given([.. Running, Paused("amount")]).When(gift => RegularGift.Decide(gift, new ResumeRegularGift(Guid.Empty, Id, Noon), Limits with { MinMinor = 60_00 })).Refused("amount_too_small");
    }

    [Fact]
    public void A_card_that_fails_does_not_resume_by_itself()
    {
        Gifts.Given([.. Running, Begun(1), _third, Paused("declined")]).When(Resuming(Morning(3, 9))).Refused("regular_card_needed");
        Gifts.Given([.. Running, Begun(1), _third, Paused("declined"), new RegularCardKept(Id, Other, Face)]).When(Resuming(Morning(3, 9))).Then(new RegularGiftResumed(Id, 2));
    }

    [Fact]
    public void What_passed_without_a_gift_is_given_after_all_when_the_giver_says_so()
    {
        IRegularGiftEvent[] missed = [.. Running, Missed(1, 3, "standstill"), Begun(4), Paid(4)];
        Gifts.Given(missed).When(CatchingUp(2)).Then(Begun(2));
        Gifts.Given([.. missed, Begun(2)]).When(CatchingUp(2)).Nothing();
        Gifts.Given([.. missed, Begun(2)]).When(CatchingUp(1)).Refused("regular_charge_under_way");
        Gifts.Given([.. missed, Begun(2), Paid(2)]).When(CatchingUp(2)).Refused("regular_nothing_unpaid");
        Gifts.Given([.. missed, Paused("giver")]).When(CatchingUp(2)).Refused("regular_paused");
        Gifts.Given([.. missed, _stopped]).When(CatchingUp(2)).Refused("regular_over");
        Gifts.Given([.. missed, Begun(2), Declined(2, 1, DeclineClass.NeedsNewCard, 3, null), Paused("declined"), new RegularGiftResumed(Id, 5)]).When(CatchingUp(1)).Refused("regular_card_needed");
        Gifts.Given().When(CatchingUp(2)).Refused("regular_unknown");
    }

    [Fact]
    public void It_ends_at_any_time_and_lets_the_card_go()
    {
        RegularCardGivenUp let = new(Id, Cause.HolderId, Card);
        Gifts.Given(Running).When(gift => RegularGift.Decide(gift, new StopRegularGift(Guid.Empty, Id))).Then(_stopped, let);
        Gifts.Given([.. Running, _stopped, let]).When(gift => RegularGift.Decide(gift, new StopRegularGift(Guid.Empty, Id))).Nothing();
        Gifts.Given(Asked, Begun(0, withGiver: true)).When(gift => RegularGift.Decide(gift, new StopRegularGift(Guid.Empty, Id))).Then(_stopped);
        Gifts.Given(Running).When(gift => RegularGift.Decide(gift, new EndRegularGift(Guid.Empty, Id))).Then(_stopped with { Why = "erased" }, let);
        Gifts.Given([.. Running, _stopped, let]).When(gift => RegularGift.Decide(gift, new EndRegularGift(Guid.Empty, Id))).Nothing();
        Gifts.Given([.. Running, _stopped, let]).When(gift => RegularGift.Decide(gift, new BeginDueGift(Guid.Empty, Id, Morning(2, 28)), Open, Limits)).Nothing();
    }

    private static Func<RegularGift?, Decision<IRegularGiftEvent>> Paying(int period) => gift => RegularGift.Decide(gift, new RecordRegularPaid(Guid.Empty, Id, Gift(period), Morning(2, 28)));

    private static Func<RegularGift?, Decision<IRegularGiftEvent>> Leaving(int period, int number = 1) => gift => RegularGift.Decide(gift, new RecordRegularUnpaid(Guid.Empty, Id, Gift(period, number), false));

    private static Func<RegularGift?, Decision<IRegularGiftEvent>> Keeping(SavedCard card) => gift => RegularGift.Decide(gift, new KeepRegularCard(Guid.Empty, Id, card, Face));

    private static Func<RegularGift?, Decision<IRegularGiftEvent>> AskingCard(DateTimeOffset at) => gift => RegularGift.Decide(gift, new AskRegularCard(Guid.Empty, Id, "en", at));

    private static Func<RegularGift?, Decision<IRegularGiftEvent>> Mending(DateTimeOffset at) => gift => RegularGift.Decide(gift, new MendRegularGift(Guid.Empty, Id, at), Open);

    private static Func<RegularGift?, Decision<IRegularGiftEvent>> Changing(long fen) => gift => RegularGift.Decide(gift, new ChangeRegularAmount(Guid.Empty, Id, Money.Cny(fen)), Limits);

    private static Func<RegularGift?, Decision<IRegularGiftEvent>> Skipping(int period) => gift => RegularGift.Decide(gift, new SkipRegularPeriod(Guid.Empty, Id, period));

    private static Func<RegularGift?, Decision<IRegularGiftEvent>> Resuming(DateTimeOffset at) => gift => RegularGift.Decide(gift, new ResumeRegularGift(Guid.Empty, Id, at), Limits);

    private static Func<RegularGift?, Decision<IRegularGiftEvent>> CatchingUp(int period) => gift => RegularGift.Decide(gift, new CatchUpPeriod(Guid.Empty, Id, period, Morning(6, 9)), Open);
}
