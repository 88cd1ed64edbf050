using CharityLink.Giving;
using CharityLink.Kernel;

namespace CharityLink.Tests.Giving.Pledges;

using static CardPledge;
using Promise = Scenario<Pledge, IPledgeEvent>;

/// <summary>Promises by card: the card, the deadline, and collecting one attempt at a time.</summary>
public sealed class CardPledgeRules
{
    private static readonly Standing _open = new(Cause, [], Deadline);

    private static readonly MakePledge _ask = new(
        StartRules.Id(100), PledgeId, new(null, null, StartRules.Id(7), null), Money.Cny(100_00), new PersonId(StartRules.Id(8)), false, new("once", 1, new(2026, 11, 30)), false, "en", Noon, Consent);

    [Fact]
    public void It_asks_for_a_card_at_once_and_counts_for_nothing_before_there_is_one()
    {
        Assert.Equal([typeof(PledgeMade), typeof(PledgeCardAsked)], Promise.Given().When(p => Pledge.Decide(p, _ask, _open, new())).Decision.Select(fact => fact.GetType()));
        Promise.Given(Made, Asked).When(p => Pledge.Decide(p, new ConfirmPledge(StartRules.Id(101), PledgeId, Noon), _open)).Refused("pledge_needs_card");
    }

    [Fact]
    public void What_has_no_deadline_cannot_be_promised_by_card() =>
        Promise.Given().When(p => Pledge.Decide(p, _ask, new Standing(Cause, []), new())).Refused("pledge_card_needs_deadline");

    [Fact]
    public void An_open_page_is_used_again_and_a_closed_one_followed_by_another()
    {
        Promise.Given(Made, Asked).When(Asking(Noon.AddMinutes(59))).Nothing();
        Promise.Given(Made, Asked).When(Asking(Noon.AddHours(1))).Then(Asked with { Attempt = 2, At = Noon.AddHours(1) });
        Promise.Given(Made, Asked, new PledgeCardUnfit(PledgeId, Cause, Card, Face, "expires")).When(Asking(Noon)).Then(Asked with { Attempt = 2 });
        Promise.Given(Stands).When(Asking(Noon.AddMinutes(1))).Then(Asked with { Attempt = 2, At = Noon.AddMinutes(1) });
        Promise.Given(Stands).When(Asking(Deadline)).Refused("project_over");
        Promise.Given(Made with { Consent = null }).When(Asking(Noon)).Refused("pledge_not_by_card");
    }

    [Fact]
    public void It_stands_when_the_provider_keeps_the_card_however_often_that_is_said()
    {
        Promise.Given(Made, Asked).When(Keeping(Card, Face, Noon)).Then(Kept, Confirmed);
        Promise.Given(Stands).When(Keeping(Card, Face, Noon)).Nothing();
        Promise.Given(Made with { Consent = null }).When(Keeping(Card, Face, Noon)).Refused("pledge_not_by_card");
    }

    [Fact]
    public void A_card_must_still_be_good_in_the_month_of_the_deadline()
    {
        // The deadline is midnight in Jiangmen: the day after the last one.
        Promise.Given(Made, Asked).When(Keeping(Card, Face with { ExpiryMonth = 11 }, Noon)).Then(new PledgeCardUnfit(PledgeId, Cause, Card, Face with { ExpiryMonth = 11 }, "expires"));
        Promise.Given(Made, Asked).When(Keeping(Card, Face with { ExpiryMonth = 12 }, Noon)).Then(Kept, Confirmed);
        Promise.Given(Made, Asked).When(Keeping(Card, Face with { ExpiryYear = 2027, ExpiryMonth = 1 }, Noon)).Then(Kept with { Face = Face with { ExpiryYear = 2027, ExpiryMonth = 1 } }, Confirmed);
    }

    [Fact]
    public void Another_card_lets_the_first_go_and_one_that_comes_too_late_is_let_go_itself()
    {
        var other = Card with { Method = "pm_2" };
        Promise.Given(Stands).When(Keeping(other, Face, Noon)).Then(Kept with { Card = other, Replaced = Card });
        Promise.Given(Made, Asked).When(Keeping(Card, Face, Deadline)).Then(new PledgeCardUnfit(PledgeId, Cause, Card, Face, "late"));
        Promise.Given(Made, Asked, new PledgeCardUnfit(PledgeId, Cause, Card, Face, "late")).When(Keeping(Card, Face, Deadline)).Nothing();
    }

    [Fact]
    public void It_can_be_taken_back_until_the_deadline_and_afterwards_only_by_who_is_forgotten()
    {
        var cancel = new CancelPledge(StartRules.Id(102), PledgeId);
        var cancelled = new PledgeCancelled(PledgeId, Cause, Money.Cny(100_00), true, Card);
        Promise.Given(Stands).When(p => Pledge.Decide(p, cancel, false)).Then(cancelled);
        Promise.Given(Stands).When(p => Pledge.Decide(p, cancel, true)).Refused("pledge_frozen");
        Promise.Given(Stands).When(p => Pledge.Decide(p, cancel with { IsErasure = true }, true)).Then(cancelled);
    }

    [Fact]
    public void Nothing_is_collected_before_the_decision_and_nothing_where_the_goal_was_missed()
    {
        Promise.Given(Stands).When(Collecting(Deadline, Met with { HasEnded = false })).Refused("pledge_not_due");
        Promise.Given(Stands).When(Collecting(Deadline, Met with { IsMet = false })).Then(new PledgeLapsed(PledgeId, Cause, Money.Cny(100_00), true, "goal_missed", Card));
        Promise.Given(Made, Asked).When(Collecting(Deadline, Met)).Nothing();
        Promise.Given(Stands).When(Collecting(Deadline, Met with { Refusal = new("project_paused") })).Refused("project_paused");
        Promise.Given([.. Stands, new PledgeCardMissing(PledgeId, Cause, Deadline.AddDays(7), Deadline)]).When(Collecting(Deadline.AddDays(1), Met with { Refusal = new("project_over") })).Refused("project_over");
    }

    [Fact]
    public void While_its_receiver_is_suspended_nothing_is_charged_and_it_is_waited_for_no_longer_than_the_giver_was_told()
    {
        var suspended = Met with { Refusal = new("payee_suspended"), EndedAt = Deadline };
        Promise.Given(Stands).When(Collecting(Deadline.AddDays(7).AddTicks(-1), suspended)).Refused("payee_suspended");
        Promise.Given(Stands).When(Collecting(Deadline.AddDays(7), suspended)).Then(new PledgeLapsed(PledgeId, Cause, Money.Cny(100_00), true, "not_collected", Card));
        Promise.Given([.. Stands, Begun, Failed]).When(Collecting(Deadline.AddDays(1), suspended)).Refused("payee_suspended");
        Promise.Given([.. Stands, Begun, Failed]).When(Collecting(Deadline.AddDays(7), suspended)).Then(new PledgeLapsed(PledgeId, Cause, Money.Cny(100_00), true, "not_collected", Card));
        Promise.Given([.. Stands, Begun, Failed]).When(p => Pledge.Decide(p, new PayPledge(StartRules.Id(108), PledgeId, "stripe", "card", "en", Deadline.AddDays(1)), suspended)).Refused("payee_suspended");
    }

    [Fact]
    public void One_attempt_is_begun_and_no_other_while_it_lives()
    {
        Promise.Given(Stands).When(Collecting(Deadline, Met)).Then(Begun);
        Promise.Given([.. Stands, Begun]).When(Collecting(Deadline.AddDays(9), Met)).Nothing();
        Promise.Given([.. Stands, Begun]).When(Paying(Deadline)).Refused("pledge_charge_running");
        Promise.Given(Stands).When(Paying(Deadline)).Refused("pledge_not_due");
    }

    [Theory]
    [InlineData(DeclineClass.TryAgain, 1)]
    [InlineData(DeclineClass.Operator, 1)]
    [InlineData(DeclineClass.NeedsGiver, 7)]
    [InlineData(DeclineClass.NeedsNewCard, 7)]
    public void What_another_day_may_help_is_tried_again_and_nothing_else(DeclineClass kind, int days)
    {
        var failed = new PledgeChargeFailed(PledgeId, Cause, Begun.DonationId, kind, Deadline.AddDays(days), Deadline);
        Promise.Given([.. Stands, Begun]).When(p => Pledge.Decide(p, new EndPledgeCharge(StartRules.Id(103), PledgeId, Begun.DonationId, kind, Deadline))).Then(failed);
        Promise.Given([.. Stands, Begun, failed]).When(p => Pledge.Decide(p, new EndPledgeCharge(StartRules.Id(103), PledgeId, Begun.DonationId, kind, Deadline))).Nothing();
        var soon = Promise.Given([.. Stands, Begun, failed]).When(Collecting(Deadline.AddDays(1).AddTicks(-1), Met));
        soon.Nothing();
        var next = Promise.Given([.. Stands, Begun, failed]).When(Collecting(Deadline.AddDays(1), Met));
        if (days == 1)
        {
            next.Then(Begun with { Attempt = 2, DonationId = Pledge.ChargeOf(PledgeId, 2), At = Deadline.AddDays(1) });
        }
        else
        {
            next.Nothing();
        }
    }

    [Fact]
    public void When_the_grace_is_over_there_is_one_last_try_and_then_an_end()
    {
        var last = Begun with { Attempt = 2, DonationId = Pledge.ChargeOf(PledgeId, 2), At = Deadline.AddDays(7) };
        Promise.Given([.. Stands, Begun, Failed]).When(Collecting(Deadline.AddDays(7), Met)).Then(last);
        var dropped = new PledgeLapsed(PledgeId, Cause, Money.Cny(100_00), true, "not_collected", Card);
        Promise.Given([.. Stands, Begun, Failed, last, Failed with { DonationId = last.DonationId }]).When(Collecting(Deadline.AddDays(7), Met)).Then(dropped);
        Promise.Given([.. Stands, Begun, Failed with { Class = DeclineClass.NeedsGiver }]).When(Collecting(Deadline.AddDays(7), Met)).Then(dropped);
    }

    [Fact]
    public void The_giver_pays_on_one_page_and_is_not_charged_while_it_is_open()
    {
        var page = Begun with { Attempt = 2, DonationId = Pledge.ChargeOf(PledgeId, 2), WithGiver = true, At = Deadline.AddHours(20) };
        Promise.Given([.. Stands, Begun, Failed]).When(Paying(Deadline.AddHours(20))).Then(page);
        Promise.Given([.. Stands, Begun, Failed, page]).When(Paying(Deadline.AddHours(44))).Nothing();
        Promise.Given([.. Stands, Begun, Failed, page]).When(Collecting(Deadline.AddHours(44), Met)).Nothing();
        var left = new PledgeChargeFailed(PledgeId, Cause, page.DonationId, null, Deadline.AddDays(1), Deadline.AddHours(45));
        Promise.Given([.. Stands, Begun, Failed, page]).When(Collecting(Deadline.AddHours(45), Met)).Then(left);
        Promise.Given([.. Stands, Begun, Failed, page]).When(Paying(Deadline.AddHours(45))).Then(left, page with { Attempt = 3, DonationId = Pledge.ChargeOf(PledgeId, 3), At = Deadline.AddHours(45) });
        Promise.Given([.. Stands, Begun, Failed, page, new PledgeFulfilled(PledgeId, page.DonationId, Cause, Money.Cny(100_00), Card)]).When(Paying(Deadline.AddHours(21))).Refused("pledge_paid_already");
        Promise.Given(Made with { Consent = null }).When(Paying(Deadline)).Refused("pledge_not_by_card");
    }

    [Fact]
    public void A_gift_that_keeps_it_lets_the_card_go() =>
        Promise.Given([.. Stands, Begun]).When(p => Pledge.Decide(p, new FulfilPledge(StartRules.Id(104), PledgeId, Begun.DonationId, Money.Cny(100_00))))
            .Then(new PledgeFulfilled(PledgeId, Begun.DonationId, Cause, Money.Cny(100_00), Card));

    [Theory]
    [InlineData(PaymentMethod.Alipay, 75, true)]
    [InlineData(PaymentMethod.WechatPay, 165, true)]
    [InlineData(PaymentMethod.Card, 999, true)]
    public void What_is_paid_at_once_must_be_able_to_go_back_after_the_deadline(string method, int days, bool could)
    {
        var project = new CauseProject(
            StartRules.Id(7), null, StartRules.Id(3), StartRules.Id(5), "x", "x", Cause.Division, CharityLink.Projects.FundingModel.AllOrNothing, 1, 1, CharityLink.Projects.ProjectState.Live, false,
            Noon.AddDays(days), null, false, null, [], "CN", 1);
        var can = PaymentMethodCapabilities.Of(method);
        Assert.Equal(could, PaidNow.CouldGoBack(can, project, Noon));
        Assert.Equal(method == PaymentMethod.Card, PaidNow.CouldGoBack(can, project with { DeadlineAt = project.DeadlineAt?.AddTicks(1) }, Noon));
        Assert.True(PaidNow.CouldGoBack(can, project with { DeadlineAt = Noon.AddDays(999), Model = CharityLink.Projects.FundingModel.KeepWhatIsRaised }, Noon));
        Assert.True(PaidNow.CouldGoBack(can, null, Noon));
        // Whether enough comes in is known a week and a day after the deadline.
        var strict = project with { MinCollectPercent = 80, DeadlineAt = project.DeadlineAt?.AddDays(-8) };
        Assert.Equal(could, PaidNow.CouldGoBack(can, strict, Noon));
        Assert.Equal(method == PaymentMethod.Card, PaidNow.CouldGoBack(can, strict with { DeadlineAt = strict.DeadlineAt?.AddTicks(1) }, Noon));
    }

    private static Func<Pledge?, Decision<IPledgeEvent>> Asking(DateTimeOffset at) => p => Pledge.Decide(p, new AskPledgeCard(StartRules.Id(105), PledgeId, "en", at), _open);

    private static Func<Pledge?, Decision<IPledgeEvent>> Keeping(SavedCard card, CardFace face, DateTimeOffset now) =>
        p => Pledge.Decide(p, new KeepPledgeCard(StartRules.Id(106), PledgeId, card, face), Deadline, now);

    private static Func<Pledge?, Decision<IPledgeEvent>> Collecting(DateTimeOffset at, CollectedProject project) => p => Pledge.Decide(p, new CollectPledge(StartRules.Id(107), PledgeId, at), project);

    private static Func<Pledge?, Decision<IPledgeEvent>> Paying(DateTimeOffset at) => p => Pledge.Decide(p, new PayPledge(StartRules.Id(108), PledgeId, "stripe", "card", "en", at), Met);
}
