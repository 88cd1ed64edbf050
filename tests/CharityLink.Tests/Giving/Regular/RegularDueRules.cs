using CharityLink.Giving;
using CharityLink.Kernel;
using static CharityLink.Tests.Giving.Regular.RegularFacts;

namespace CharityLink.Tests.Giving.Regular;

using Gifts = Scenario<RegularGift, IRegularGiftEvent>;

/// <summary>Regular gifts: asked for, due, declined, and what is never charged.</summary>
public sealed class RegularDueRules
{
    [Fact]
    public void Asking_begins_the_first_gift_with_the_giver() => Gifts.Given().When(Asking(Ask)).Then(Asked, Begun(0, withGiver: true));

    [Fact]
    public void The_same_form_again_changes_nothing() => Gifts.Given(Asked).When(Asking(Ask with { At = Noon.AddHours(1) })).Nothing();

    [Fact]
    public void One_id_with_another_wish_is_refused()
    {
        Gifts.Given(Asked).When(Asking(Ask with { Amount = Money.Cny(51_00) })).Refused("regular_id_reused");
        Gifts.Given(Asked).When(Asking(Ask with { Every = "week" })).Refused("regular_id_reused");
    }

    [Fact]
    public void Only_known_ways_to_recur_are_taken() => Gifts.Given().When(Asking(Ask with { Every = "fortnight" })).RefusedAt("regular_every_unknown", "every");

    [Fact]
    public void What_takes_no_gifts_is_not_given_to_regularly() =>
        Gifts.Given().When(gift => RegularGift.Decide(gift, Ask, Closed("program_suspended"))).Refused("program_suspended");

    [Fact]
    public void Nothing_is_due_before_the_first_gift_is_paid() => Gifts.Given(Asked, Begun(0, withGiver: true)).When(Due(Morning(2, 28))).Nothing();

    [Fact]
    public void What_was_never_asked_for_is_never_due() => Gifts.Given().When(Due(Noon)).Refused("regular_unknown");

    [Fact]
    public void A_period_is_charged_when_its_morning_has_come_and_not_before()
    {
        Gifts.Given(Running).When(Due(Morning(2, 28).AddTicks(-1))).Nothing();
        Gifts.Given(Running).When(Due(Morning(2, 28))).Then(Begun(1));
    }

    [Fact]
    public void A_period_is_charged_once_however_often_it_is_due()
    {
        Gifts.Given([.. Running, Begun(1)]).When(Due(Morning(2, 28))).Nothing();
        Gifts.Given([.. Running, Begun(1), Paid(1)]).When(Due(Morning(3, 30))).Nothing();
        Gifts.Given([.. Running, Begun(1), Paid(1)]).When(Due(Morning(3, 31))).Then(Begun(2));
    }

    [Fact]
    public void While_a_charge_is_under_way_no_other_begins() => Gifts.Given([.. Running, Begun(1)]).When(Due(Morning(5, 31))).Nothing();

    [Fact]
    public void After_a_standstill_only_the_period_that_runs_is_charged() =>
        Gifts.Given(Running).When(Due(Morning(5, 31))).Then(Missed(1, 3, "standstill"), Begun(4));

    [Fact]
    public void What_was_to_be_tried_again_during_a_standstill_is_missed() =>
        Gifts.Given([.. Running, Begun(1), Declined(1, 1, DeclineClass.TryAgain, 1, new(2026, 3, 2))]).When(Due(Morning(4, 30))).Then(Missed(1, 1, "unpaid"), Missed(2, 2, "standstill"), Begun(3));

    [Theory]
    [InlineData("site_closed")]
    [InlineData("project_over")]
    public void A_cause_that_ended_ends_the_gift_and_is_never_charged(string code)
    {
        Gifts.Given(Running).When(Due(Noon, code)).Then(new RegularGiftStopped(Id, Cause, "cause_over"), new RegularCardGivenUp(Id, Cause.HolderId, Card));
        Gifts.Given([.. Running, Paused("giver")]).When(Due(Noon, code)).Then(new RegularGiftStopped(Id, Cause, "cause_over"), new RegularCardGivenUp(Id, Cause.HolderId, Card));
        Gifts.Given([.. Running, new RegularGiftStopped(Id, Cause, "giver")]).When(Due(Noon, code)).Nothing();
    }

    [Fact]
    public void A_cause_that_is_closed_for_a_while_is_not_charged_and_the_period_is_missed()
    {
        Gifts.Given(Running).When(Due(Morning(2, 28), "project_paused")).Then(Missed(1, 1, "cause_closed"));
        Gifts.Given([.. Running, Begun(1), Declined(1, 1, DeclineClass.TryAgain, 1, new(2026, 3, 2))]).When(Due(Morning(3, 2), "payee_suspended")).Then(Missed(1, 1, "cause_closed"));
        Gifts.Given(Running).When(Due(Noon, "project_paused")).Nothing();
    }

    [Theory]
    [InlineData("program_unknown")]
    [InlineData("site_unknown")]
    [InlineData("project_unknown")]
    public void Of_a_cause_nothing_is_known_of_at_the_moment_nothing_is_decided(string code) => Gifts.Given(Running).When(Due(Morning(2, 28), code)).Nothing();

    [Fact]
    public void An_amount_that_is_not_taken_any_more_pauses_it() =>
        Gifts.Given(Running).When(gift => RegularGift.Decide(gift, At(Morning(2, 28)), Open, Limits with { MinMinor = 50_01 })).Then(Paused("amount"));

    [Theory]
    [InlineData(DeclineClass.TryAgain)]
    [InlineData(DeclineClass.NeedsGiver)]
    [InlineData(DeclineClass.NeedsNewCard)]
    public void A_decline_says_when_the_next_step_is(DeclineClass why) =>
        Gifts.Given([.. Running, Begun(1)]).When(Declining(1, 1, why, Morning(2, 28))).Then(Declined(1, 1, why, 1, new(2026, 3, 2)));

    [Fact]
    public void The_same_decline_again_changes_nothing() =>
        Gifts.Given([.. Running, Begun(1), Declined(1, 1, DeclineClass.TryAgain, 1, new(2026, 3, 2))]).When(Declining(1, 1, DeclineClass.TryAgain, Morning(2, 28))).Nothing();

    [Fact]
    public void A_card_that_may_work_is_charged_again_on_its_day()
    {
        IRegularGiftEvent[] declined = [.. Running, Begun(1), Declined(1, 1, DeclineClass.TryAgain, 1, new(2026, 3, 2))];
        Gifts.Given(declined).When(Due(Morning(3, 2).AddTicks(-1))).Nothing();
        Gifts.Given(declined).When(Due(Morning(3, 2))).Then(Begun(1, 2));
        Gifts.Given([.. declined, Begun(1, 2)]).When(Declining(1, 2, DeclineClass.TryAgain, Morning(3, 2))).Then(Declined(1, 2, DeclineClass.TryAgain, 2, new(2026, 3, 5)));
    }

    [Fact]
    public void Three_declines_in_a_row_pause_it() => Gifts.Given(
        [.. Running, Begun(1), Declined(1, 1, DeclineClass.TryAgain, 1, new(2026, 3, 2)), Begun(1, 2), Declined(1, 2, DeclineClass.TryAgain, 2, new(2026, 3, 5)), Begun(1, 3)])
        .When(Declining(1, 3, DeclineClass.TryAgain, Morning(3, 5))).Then(Declined(1, 3, DeclineClass.TryAgain, 3, null), Paused("declined"));

    [Fact]
    public void A_card_that_needs_the_giver_is_not_charged_again_but_they_are_reminded()
    {
        IRegularGiftEvent[] declined = [.. Running, Begun(1), Declined(1, 1, DeclineClass.NeedsGiver, 1, new(2026, 3, 2))];
        Gifts.Given(declined).When(Due(Morning(3, 2))).Then(new RegularGiverReminded(Id, 1, 2, new(2026, 3, 5)));
        Gifts.Given([.. declined, new RegularGiverReminded(Id, 1, 2, new(2026, 3, 5))]).When(Due(Morning(3, 5))).Then(new RegularGiverReminded(Id, 1, 3, null), Paused("declined"));
    }

    [Fact]
    public void What_is_no_fault_of_the_givers_is_missed_and_the_next_period_comes()
    {
        Gifts.Given([.. Running, Begun(1)]).When(Declining(1, 1, DeclineClass.Operator, Morning(2, 28))).Then(Missed(1, 1, "refused"));
        Gifts.Given([.. Running, Begun(1), Missed(1, 1, "refused")]).When(Due(Morning(3, 31))).Then(Begun(2));
    }

    [Fact]
    public void Money_that_cannot_count_ends_the_period() =>
        Gifts.Given([.. Running, Begun(1)]).When(gift => RegularGift.Decide(gift, new RecordRegularUnpaid(Guid.Empty, Id, Gift(1), true))).Then(Missed(1, 1, "held"));

    [Fact]
    public void A_decline_while_paused_is_tried_no_more()
    {
        Gifts.Given([.. Running, Begun(1), Paused("giver")]).When(Declining(1, 1, DeclineClass.TryAgain, Morning(2, 28))).Then(Declined(1, 1, DeclineClass.TryAgain, 1, null));
        Gifts.Given([.. Running, Begun(1), Paused("giver"), Declined(1, 1, DeclineClass.TryAgain, 1, null), new RegularGiftResumed(Id, 2)]).When(Due(Morning(3, 30))).Nothing();
    }

    private static Standing Closed(string code) => new(null, [new Refusal(code, "program")]);

    private static BeginDueGift At(DateTimeOffset at) => new(Guid.Empty, Id, at);

    private static Func<RegularGift?, Decision<IRegularGiftEvent>> Asking(AskRegularGift ask) => gift => RegularGift.Decide(gift, ask, Open);

    private static Func<RegularGift?, Decision<IRegularGiftEvent>> Due(DateTimeOffset at, string? closed = null) =>
        gift => RegularGift.Decide(gift, At(at), closed is null ? Open : Closed(closed), Limits);

    private static Func<RegularGift?, Decision<IRegularGiftEvent>> Declining(int period, int number, DeclineClass why, DateTimeOffset at) =>
        gift => RegularGift.Decide(gift, new RecordRegularDecline(Guid.Empty, Id, Gift(period, number), why, at));
}
