using CharityLink.Giving;
using CharityLink.Kernel;

namespace CharityLink.Tests.Giving.Pledges;

using Promise = Scenario<Pledge, IPledgeEvent>;

/// <summary>Promises by card: the card, the deadline, and collecting one attempt at a time.</summary>
public sealed class CardPledgeRules
{
    private static readonly DateTimeOffset _noon = new(2026, 10, 3, 4, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset _deadline = new(2026, 11, 30, 16, 0, 0, TimeSpan.Zero);
    private static readonly Guid _id = StartRules.Id(9);
    private static readonly GiftCause _cause = new(null, null, StartRules.Id(3), StartRules.Id(5), StartRules.Id(5), DivisionCode.Parse("440703103201"), StartRules.Id(7));
    private static readonly Standing _open = new(_cause, [], _deadline);
    private static readonly CardConsent _consent = new("stripe", "I agree.", "en", _deadline);
    private static readonly SavedCard _card = new("stripe", "cus_1", "pm_1", CardUse.Unscheduled);
    private static readonly CardFace _face = new("visa", 2026, 12);

    private static readonly MakePledge _ask = new(
        StartRules.Id(100), _id, new(null, null, StartRules.Id(7), null), Money.Cny(100_00), new PersonId(StartRules.Id(8)), false, new("once", 1, new(2026, 11, 30)), false, "en", _noon, _consent);

    private static readonly PledgeMade _made = new(
        _id, _cause, Money.Cny(100_00), new PersonId(StartRules.Id(8)), false, [new(1, new(2026, 11, 30), Money.Cny(100_00))], false, "en", _noon, _consent);

    private static readonly PledgeCardAsked _asked = new(_id, _cause, 1, "stripe", "en", _noon);
    private static readonly PledgeCardKept _kept = new(_id, _cause, _card, _face, null);
    private static readonly PledgeConfirmed _confirmed = new(_id, _cause, Money.Cny(100_00), true);
    private static readonly CollectedProject _met = new(true, true, _deadline, null);
    private static readonly PledgeChargeBegun _begun = new(_id, _cause, 1, Pledge.ChargeOf(_id, 1), false, _deadline);

    private static IPledgeEvent[] Stands => [_made, _asked, _kept, _confirmed];

    [Fact]
    public void It_asks_for_a_card_at_once_and_counts_for_nothing_before_there_is_one()
    {
        Assert.Equal([typeof(PledgeMade), typeof(PledgeCardAsked)], Promise.Given().When(p => Pledge.Decide(p, _ask, _open, new())).Decision.Select(fact => fact.GetType()));
        Promise.Given(_made, _asked).When(p => Pledge.Decide(p, new ConfirmPledge(StartRules.Id(101), _id, _noon), _open)).Refused("pledge_needs_card");
    }

    [Fact]
    public void What_has_no_deadline_cannot_be_promised_by_card() =>
        Promise.Given().When(p => Pledge.Decide(p, _ask, new Standing(_cause, []), new())).Refused("pledge_card_needs_deadline");

    [Fact]
    public void An_open_page_is_used_again_and_a_closed_one_followed_by_another()
    {
        Promise.Given(_made, _asked).When(Asking(_noon.AddMinutes(59))).Nothing();
        Promise.Given(_made, _asked).When(Asking(_noon.AddHours(1))).Then(_asked with { Attempt = 2, At = _noon.AddHours(1) });
        Promise.Given(_made, _asked, new PledgeCardUnfit(_id, _cause, _card, _face, "expires")).When(Asking(_noon)).Then(_asked with { Attempt = 2 });
        Promise.Given(Stands).When(Asking(_noon.AddMinutes(1))).Then(_asked with { Attempt = 2, At = _noon.AddMinutes(1) });
        Promise.Given(Stands).When(Asking(_deadline)).Refused("project_over");
        Promise.Given(_made with { Consent = null }).When(Asking(_noon)).Refused("pledge_not_by_card");
    }

    [Fact]
    public void It_stands_when_the_provider_keeps_the_card_however_often_that_is_said()
    {
        Promise.Given(_made, _asked).When(Keeping(_card, _face, _noon)).Then(_kept, _confirmed);
        Promise.Given(Stands).When(Keeping(_card, _face, _noon)).Nothing();
        Promise.Given(_made with { Consent = null }).When(Keeping(_card, _face, _noon)).Refused("pledge_not_by_card");
    }

    [Fact]
    public void A_card_must_still_be_good_in_the_month_of_the_deadline()
    {
        // The deadline is midnight in Jiangmen: the day after the last one.
        Promise.Given(_made, _asked).When(Keeping(_card, _face with { ExpiryMonth = 11 }, _noon)).Then(new PledgeCardUnfit(_id, _cause, _card, _face with { ExpiryMonth = 11 }, "expires"));
        Promise.Given(_made, _asked).When(Keeping(_card, _face with { ExpiryMonth = 12 }, _noon)).Then(_kept, _confirmed);
        Promise.Given(_made, _asked).When(Keeping(_card, _face with { ExpiryYear = 2027, ExpiryMonth = 1 }, _noon)).Then(_kept with { Face = _face with { ExpiryYear = 2027, ExpiryMonth = 1 } }, _confirmed);
    }

    [Fact]
    public void Another_card_lets_the_first_go_and_one_that_comes_too_late_is_let_go_itself()
    {
        var other = _card with { Method = "pm_2" };
        Promise.Given(Stands).When(Keeping(other, _face, _noon)).Then(_kept with { Card = other, Replaced = _card });
        Promise.Given(_made, _asked).When(Keeping(_card, _face, _deadline)).Then(new PledgeCardUnfit(_id, _cause, _card, _face, "late"));
        Promise.Given(_made, _asked, new PledgeCardUnfit(_id, _cause, _card, _face, "late")).When(Keeping(_card, _face, _deadline)).Nothing();
    }

    [Fact]
    public void It_can_be_taken_back_until_the_deadline_and_afterwards_only_by_who_is_forgotten()
    {
        var cancel = new CancelPledge(StartRules.Id(102), _id);
        var cancelled = new PledgeCancelled(_id, _cause, Money.Cny(100_00), true, _card);
        Promise.Given(Stands).When(p => Pledge.Decide(p, cancel, false)).Then(cancelled);
        Promise.Given(Stands).When(p => Pledge.Decide(p, cancel, true)).Refused("pledge_frozen");
        Promise.Given(Stands).When(p => Pledge.Decide(p, cancel with { IsErasure = true }, true)).Then(cancelled);
    }

    [Fact]
    public void Nothing_is_collected_before_the_decision_and_nothing_where_the_goal_was_missed()
    {
        Promise.Given(Stands).When(Collecting(_deadline, _met with { HasEnded = false })).Refused("pledge_not_due");
        Promise.Given(Stands).When(Collecting(_deadline, _met with { IsMet = false })).Then(new PledgeLapsed(_id, _cause, Money.Cny(100_00), true, "goal_missed", _card));
        Promise.Given(_made, _asked).When(Collecting(_deadline, _met)).Nothing();
        Promise.Given(Stands).When(Collecting(_deadline, _met with { Refusal = new("project_paused") })).Refused("project_paused");
        Promise.Given([.. Stands, new PledgeCardMissing(_id, _cause, _deadline.AddDays(7), _deadline)]).When(Collecting(_deadline.AddDays(1), _met with { Refusal = new("project_over") })).Refused("project_over");
    }

    [Fact]
    public void While_its_receiver_is_suspended_nothing_is_charged_and_it_is_waited_for_no_longer_than_the_giver_was_told()
    {
        var suspended = _met with { Refusal = new("payee_suspended"), EndedAt = _deadline };
        Promise.Given(Stands).When(Collecting(_deadline.AddDays(7).AddTicks(-1), suspended)).Refused("payee_suspended");
        Promise.Given(Stands).When(Collecting(_deadline.AddDays(7), suspended)).Then(new PledgeLapsed(_id, _cause, Money.Cny(100_00), true, "not_collected", _card));
        var failed = new PledgeChargeFailed(_id, _cause, _begun.DonationId, DeclineClass.TryAgain, _deadline.AddDays(1), _deadline);
        Promise.Given([.. Stands, _begun, failed]).When(Collecting(_deadline.AddDays(1), suspended)).Refused("payee_suspended");
        Promise.Given([.. Stands, _begun, failed]).When(Collecting(_deadline.AddDays(7), suspended)).Then(new PledgeLapsed(_id, _cause, Money.Cny(100_00), true, "not_collected", _card));
        Promise.Given([.. Stands, _begun, failed]).When(p => Pledge.Decide(p, new PayPledge(StartRules.Id(108), _id, "stripe", "card", "en", _deadline.AddDays(1)), suspended)).Refused("payee_suspended");
    }

    [Fact]
    public void One_attempt_is_begun_and_no_other_while_it_lives()
    {
        Promise.Given(Stands).When(Collecting(_deadline, _met)).Then(_begun);
        Promise.Given([.. Stands, _begun]).When(Collecting(_deadline.AddDays(9), _met)).Nothing();
        Promise.Given([.. Stands, _begun]).When(Paying(_deadline)).Refused("pledge_charge_running");
        Promise.Given(Stands).When(Paying(_deadline)).Refused("pledge_not_due");
    }

    [Theory]
    [InlineData(DeclineClass.TryAgain, 1)]
    [InlineData(DeclineClass.Operator, 1)]
    [InlineData(DeclineClass.NeedsGiver, 7)]
    [InlineData(DeclineClass.NeedsNewCard, 7)]
    public void What_another_day_may_help_is_tried_again_and_nothing_else(DeclineClass kind, int days)
    {
        var failed = new PledgeChargeFailed(_id, _cause, _begun.DonationId, kind, _deadline.AddDays(days), _deadline);
        Promise.Given([.. Stands, _begun]).When(p => Pledge.Decide(p, new EndPledgeCharge(StartRules.Id(103), _id, _begun.DonationId, kind, _deadline))).Then(failed);
        Promise.Given([.. Stands, _begun, failed]).When(p => Pledge.Decide(p, new EndPledgeCharge(StartRules.Id(103), _id, _begun.DonationId, kind, _deadline))).Nothing();
        var soon = Promise.Given([.. Stands, _begun, failed]).When(Collecting(_deadline.AddDays(1).AddTicks(-1), _met));
        soon.Nothing();
        var next = Promise.Given([.. Stands, _begun, failed]).When(Collecting(_deadline.AddDays(1), _met));
        if (days == 1)
        {
            next.Then(_begun with { Attempt = 2, DonationId = Pledge.ChargeOf(_id, 2), At = _deadline.AddDays(1) });
        }
        else
        {
            next.Nothing();
        }
    }

    [Fact]
    public void When_the_grace_is_over_there_is_one_last_try_and_then_an_end()
    {
        var failed = new PledgeChargeFailed(_id, _cause, _begun.DonationId, DeclineClass.TryAgain, _deadline.AddDays(1), _deadline);
        var last = _begun with { Attempt = 2, DonationId = Pledge.ChargeOf(_id, 2), At = _deadline.AddDays(7) };
        Promise.Given([.. Stands, _begun, failed]).When(Collecting(_deadline.AddDays(7), _met)).Then(last);
        var dropped = new PledgeLapsed(_id, _cause, Money.Cny(100_00), true, "not_collected", _card);
        Promise.Given([.. Stands, _begun, failed, last, failed with { DonationId = last.DonationId }]).When(Collecting(_deadline.AddDays(7), _met)).Then(dropped);
        Promise.Given([.. Stands, _begun, failed with { Class = DeclineClass.NeedsGiver }]).When(Collecting(_deadline.AddDays(7), _met)).Then(dropped);
    }

    [Fact]
    public void The_giver_pays_on_one_page_and_is_not_charged_while_it_is_open()
    {
        var failed = new PledgeChargeFailed(_id, _cause, _begun.DonationId, DeclineClass.TryAgain, _deadline.AddDays(1), _deadline);
        var page = _begun with { Attempt = 2, DonationId = Pledge.ChargeOf(_id, 2), WithGiver = true, At = _deadline.AddHours(20) };
        Promise.Given([.. Stands, _begun, failed]).When(Paying(_deadline.AddHours(20))).Then(page);
        Promise.Given([.. Stands, _begun, failed, page]).When(Paying(_deadline.AddHours(44))).Nothing();
        Promise.Given([.. Stands, _begun, failed, page]).When(Collecting(_deadline.AddHours(44), _met)).Nothing();
        var left = new PledgeChargeFailed(_id, _cause, page.DonationId, null, _deadline.AddDays(1), _deadline.AddHours(45));
        Promise.Given([.. Stands, _begun, failed, page]).When(Collecting(_deadline.AddHours(45), _met)).Then(left);
        Promise.Given([.. Stands, _begun, failed, page]).When(Paying(_deadline.AddHours(45))).Then(left, page with { Attempt = 3, DonationId = Pledge.ChargeOf(_id, 3), At = _deadline.AddHours(45) });
        Promise.Given([.. Stands, _begun, failed, page, new PledgeFulfilled(_id, page.DonationId, _cause, Money.Cny(100_00), _card)]).When(Paying(_deadline.AddHours(21))).Refused("pledge_paid_already");
        Promise.Given(_made with { Consent = null }).When(Paying(_deadline)).Refused("pledge_not_by_card");
    }

    [Fact]
    public void A_gift_that_keeps_it_lets_the_card_go() =>
        Promise.Given([.. Stands, _begun]).When(p => Pledge.Decide(p, new FulfilPledge(StartRules.Id(104), _id, _begun.DonationId, Money.Cny(100_00))))
            .Then(new PledgeFulfilled(_id, _begun.DonationId, _cause, Money.Cny(100_00), _card));

    [Theory]
    [InlineData(PaymentMethod.Alipay, 75, true)]
    [InlineData(PaymentMethod.WechatPay, 165, true)]
    [InlineData(PaymentMethod.Card, 999, true)]
    public void What_is_paid_at_once_must_be_able_to_go_back_after_the_deadline(string method, int days, bool could)
    {
        var project = new CauseProject(
            StartRules.Id(7), null, StartRules.Id(3), StartRules.Id(5), "x", "x", _cause.Division, CharityLink.Projects.FundingModel.AllOrNothing, 1, 1, CharityLink.Projects.ProjectState.Live, false,
            _noon.AddDays(days), null, false, null, [], "CN", 1);
        var can = PaymentMethodCapabilities.Of(method);
        Assert.Equal(could, PaidNow.CouldGoBack(can, project, _noon));
        Assert.Equal(method == PaymentMethod.Card, PaidNow.CouldGoBack(can, project with { DeadlineAt = project.DeadlineAt?.AddTicks(1) }, _noon));
        Assert.True(PaidNow.CouldGoBack(can, project with { DeadlineAt = _noon.AddDays(999), Model = CharityLink.Projects.FundingModel.KeepWhatIsRaised }, _noon));
        Assert.True(PaidNow.CouldGoBack(can, null, _noon));
        // Whether enough comes in is known a week and a day after the deadline.
        var strict = project with { MinCollectPercent = 80, DeadlineAt = project.DeadlineAt?.AddDays(-8) };
        Assert.Equal(could, PaidNow.CouldGoBack(can, strict, _noon));
        Assert.Equal(method == PaymentMethod.Card, PaidNow.CouldGoBack(can, strict with { DeadlineAt = strict.DeadlineAt?.AddTicks(1) }, _noon));
    }

    private static Func<Pledge?, Decision<IPledgeEvent>> Asking(DateTimeOffset at) => p => Pledge.Decide(p, new AskPledgeCard(StartRules.Id(105), _id, "en", at), _open);

    private static Func<Pledge?, Decision<IPledgeEvent>> Keeping(SavedCard card, CardFace face, DateTimeOffset now) =>
        p => Pledge.Decide(p, new KeepPledgeCard(StartRules.Id(106), _id, card, face), _deadline, now);

    private static Func<Pledge?, Decision<IPledgeEvent>> Collecting(DateTimeOffset at, CollectedProject project) => p => Pledge.Decide(p, new CollectPledge(StartRules.Id(107), _id, at), project);

    private static Func<Pledge?, Decision<IPledgeEvent>> Paying(DateTimeOffset at) => p => Pledge.Decide(p, new PayPledge(StartRules.Id(108), _id, "stripe", "card", "en", at), _met);
}
