using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Testing;

namespace CharityLink.Tests.Giving;

using Gift = Scenario<Donation, IDonationEvent>;

/// <summary>When money of a gift may go back (CN-DON-20), and how a refund goes on.</summary>
public sealed class RefundRulesTests
{
    private static readonly DateTimeOffset _noon = new(2026, 10, 3, 4, 0, 0, TimeSpan.Zero);
    private static readonly Guid _gift = StartRules.Id(9);
    private static readonly Guid _one = StartRules.Id(21);
    private static readonly Guid _two = StartRules.Id(22);
    private static readonly GiftCause _canteen = new(StartRules.Id(1), null, StartRules.Id(3), StartRules.Id(4), StartRules.Id(5), DivisionCode.Parse("440703103201"));
    private static readonly PaidGift _paid = new(_canteen, Money.Cny(100_00), null, null, StartDonation.Sandbox);
    private static readonly IDonationEvent[] _given =
    [
        new DonationStarted(_gift, _canteen, Money.Cny(100_00), null, true, StartDonation.Sandbox, _noon),
        new DonationPaid(_gift, StartRules.Id(1), _canteen, Money.Cny(100_00), null, true, StartDonation.Sandbox),
    ];

    private static readonly Decider _anne = new(StartRules.Id(31), true);
    private static readonly Decider _bo = new(StartRules.Id(32), true);
    private static readonly RefundWay _way = new(true, 90);
    private static readonly RefundLimits _limits = new() { TwoPeopleAboveMinor = 50_00 };

    [Fact]
    public void A_giver_asks_for_a_part() =>
        Gift.Given(_given).When(Asking(_one, 60_00)).Then(new RefundRequested(_gift, _one, Money.Cny(60_00), "duplicate", null, "giver", null));

    [Fact]
    public void All_of_it_may_be_asked_for_and_not_a_cent_more()
    {
        Assert.Single(Gift.Given(_given).When(Asking(_one, 100_00)).Decision.NewFacts);
        Gift.Given(_given).When(Asking(_one, 100_01)).RefusedAt("refund_exceeds_gift", "amount");
    }

    [Fact]
    public void F2_what_is_asked_for_cannot_be_asked_for_again() =>
        Gift.Given([.. _given, Asked(_one, 60_00)]).When(Asking(_two, 60_00)).RefusedAt("refund_exceeds_gift", "amount");

    [Fact]
    public void The_rest_may_be_asked_for() => Assert.Single(Gift.Given([.. _given, Asked(_one, 60_00)]).When(Asking(_two, 40_00)).Decision.NewFacts);

    [Fact]
    public void What_was_refused_is_free_again() =>
        Assert.Single(Gift.Given([.. _given, Asked(_one, 60_00), new RefundRejected(_gift, _one, "no", null)]).When(Asking(_two, 100_00)).Decision.NewFacts);

    [Fact]
    public void Asking_twice_with_one_id_asks_once() => Gift.Given([.. _given, Asked(_one, 60_00)]).When(Asking(_one, 60_00)).Nothing();

    [Fact]
    public void One_id_with_another_amount_is_refused() => Gift.Given([.. _given, Asked(_one, 60_00)]).When(Asking(_one, 50_00)).Refused("refund_id_reused");

    [Fact]
    public void What_was_not_paid_goes_nowhere() => Gift.Given(_given[0]).When(Asking(_one, 1)).Refused("donation_not_paid");

    [Fact]
    public void A_gift_that_never_was_goes_nowhere() => Gift.Given().When(Asking(_one, 1)).Refused("donation_unknown");

    [Theory, Keeps("CN-DON-20", Shows.ByConstruction)]
    [InlineData("changed_my_mind", "giver")]
    [InlineData("unlawful_money", "giver")]
    [InlineData("provider_console", "officer")]
    public void A_gift_is_not_taken_back_at_will(string cause, string from) =>
        Gift.Given(_given).When(d => RefundRules.Request(d, _one, Money.Cny(1), cause, null, from, null)).RefusedAt("refund_not_allowed", "cause");

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Nothing_is_no_refund(long fen) => Gift.Given(_given).When(Asking(_one, fen)).RefusedAt("refund_amount_not_positive", "amount");

    [Fact]
    public void Money_goes_back_in_the_gifts_currency() =>
        Gift.Given(_given).When(d => RefundRules.Request(d, _one, new Money(1_00, new Currency("USD")), "duplicate", null, "giver", null)).RefusedAt("refund_currency_differs", "amount");

    [Fact]
    public void Nothing_goes_back_while_a_bank_questions_the_payment()
    {
        Gift.Given([.. _given, Opened(false)]).When(Asking(_one, 1_00)).Refused("refund_while_disputed");
        Gift.Given([.. _given, Asked(_one, 50_00), Opened(false)]).When(Approving(_anne)).Refused("refund_while_disputed");
    }

    [Fact]
    public void A_mere_question_stops_nothing() => Assert.Single(Gift.Given([.. _given, Opened(true)]).When(Asking(_one, 1_00)).Decision.NewFacts);

    [Fact]
    public void Up_to_the_limit_one_person_agrees() =>
        Gift.Given([.. _given, Asked(_one, 50_00)]).When(Approving(_anne)).Then(new RefundApproved(_gift, _one, Refund.ByProvider, _anne.AccountId));

    [Fact]
    public void Above_it_two_people_agree()
    {
        var agreed = new RefundAgreed(_gift, _one, _anne.AccountId!.Value); // Set above.
        Gift.Given([.. _given, Asked(_one, 50_01)]).When(Approving(_anne)).Then(agreed);
        Gift.Given([.. _given, Asked(_one, 50_01), agreed]).When(Approving(_anne)).Nothing();
        Gift.Given([.. _given, Asked(_one, 50_01), agreed]).When(Approving(_bo)).Then(new RefundApproved(_gift, _one, Refund.ByProvider, _bo.AccountId));
    }

    [Fact]
    public void Many_small_ones_are_one_above_the_limit()
    {
        var agreed = new RefundAgreed(_gift, _two, _anne.AccountId!.Value); // Set above.
        Func<Donation?, Decision<IDonationEvent>> second = d => RefundRules.Approve(d, Approval(Refund.ByProvider, _noon) with { RefundId = _two }, _anne, _way, _limits);
        Gift.Given([.. _given, Asked(_one, 50_00), new RefundApproved(_gift, _one, Refund.ByProvider, null), Asked(_two, 1)]).When(second).Then(agreed);
        Assert.Single(Gift.Given([.. _given, Asked(_one, 50_00), new RefundRejected(_gift, _one, "no", null), Asked(_two, 1)]).When(second).Decision.NewFacts.OfType<RefundApproved>());
    }

    [Fact]
    public void What_is_gone_by_another_way_is_not_agreed_to() =>
        Gift.Given([.. _given, Asked(_one, 50_00), .. Foreign(50_01)]).When(Approving(_anne)).Refused("refund_exceeds_gift");

    [Fact]
    public void Who_asked_does_not_agree() =>
        Gift.Given([.. _given, Asked(_one, 50_00, _anne.AccountId)]).When(Approving(_anne)).Refused("refund_asked_it");

    [Fact]
    public void Another_organisations_officer_does_not_decide()
    {
        Gift.Given([.. _given, Asked(_one, 50_00)]).When(Approving(_anne with { IsOfHolder = false })).Refused("refund_not_yours");
        Gift.Given([.. _given, Asked(_one, 50_00)]).When(d => RefundRules.Reject(d, Rejecting(), _anne with { IsOfHolder = false })).Refused("refund_not_yours");
    }

    [Fact]
    public void F4_after_its_window_a_provider_gives_nothing_back_but_a_bank_transfer_does()
    {
        var gift = Gift.Given([.. _given, Asked(_one, 50_00)]);
        Assert.Single(gift.When(Approving(_anne, at: _noon.AddDays(90))).Decision.NewFacts);
        gift.When(Approving(_anne, at: _noon.AddDays(90).AddSeconds(1))).RefusedAt("refund_window_passed", "route");
        gift.When(Approving(_anne, at: _noon.AddDays(91), route: Refund.ByBankTransfer)).Then(new RefundApproved(_gift, _one, Refund.ByBankTransfer, _anne.AccountId));
    }

    [Fact]
    public void The_windows_are_ninety_and_a_hundred_and_eighty_days() =>
        Assert.Equal((90, 180, null), (new RefundLimits().WindowOf("alipay"), new RefundLimits().WindowOf("wechat_pay"), new RefundLimits().WindowOf("card")));

    [Fact]
    public void A_way_there_is_not_is_refused()
    {
        Gift.Given([.. _given, Asked(_one, 50_00)]).When(d => RefundRules.Approve(d, Approval(Refund.ByProvider, _noon), _anne, new(false, null), _limits)).RefusedAt("refund_route_not_offered", "route");
        Gift.Given([.. _given, Asked(_one, 50_00)]).When(Approving(_anne, route: "pigeon")).RefusedAt("refund_route_unknown", "route");
    }

    [Fact]
    public void Only_what_waits_is_decided()
    {
        Gift.Given(_given).When(Approving(_anne)).Refused("refund_unknown");
        Gift.Given([.. _given, Asked(_one, 50_00), new RefundRejected(_gift, _one, "no", null)]).When(Approving(_anne)).Refused("refund_not_waiting");
        Gift.Given(Approved()).When(d => RefundRules.Reject(d, Rejecting(), _bo)).Refused("refund_not_waiting");
        Gift.Given([.. _given, Asked(_one, 50_00), new RefundRejected(_gift, _one, "no", null)]).When(d => RefundRules.Reject(d, Rejecting(), _bo)).Nothing();
    }

    [Fact]
    public void It_starts_when_agreed_to_and_once()
    {
        var start = new StartRefund(_one, _gift, _one);
        Gift.Given([.. _given, Asked(_one, 50_00)]).When(d => RefundProgress.Start(d, start)).Refused("refund_not_approved");
        Gift.Given(Approved()).When(d => RefundProgress.Start(d, start)).Then(Started());
        Gift.Given([.. Approved(), Started()]).When(d => RefundProgress.Start(d, start)).Nothing();
    }

    [Fact]
    public void A_refund_whose_money_went_another_way_meanwhile_is_not_started() =>
        Gift.Given([.. Approved(), .. Foreign(50_01)]).When(d => RefundProgress.Start(d, new StartRefund(_one, _gift, _one))).Then(new RefundRejected(_gift, _one, "gone_meanwhile", null));

    [Fact]
    public void F1_a_result_told_twice_is_one_refund()
    {
        Gift.Given([.. Approved(), Started()]).When(Result("succeeded")).Then(Completed());
        Gift.Given([.. Approved(), Started(), Completed()]).When(Result("succeeded")).Nothing();
    }

    [Fact]
    public void F5_a_refund_that_waits_for_the_providers_money_is_pending_and_then_done()
    {
        Gift.Given([.. Approved(), Started()]).When(Result("pending")).Then(new RefundPending(_gift, _one, "re_1"));
        Gift.Given([.. Approved(), Started(), new RefundPending(_gift, _one, "re_1")]).When(Result("pending")).Nothing();
        Gift.Given([.. Approved(), Started(), new RefundPending(_gift, _one, "re_1")]).When(Result("failed")).Then(Failed(false));
        Gift.Given([.. Approved(), Started(), Completed()]).When(Result("pending")).Nothing();
    }

    [Fact]
    public void A_refund_may_come_back_after_it_was_done() => Gift.Given([.. Approved(), Started(), Completed()]).When(Result("failed")).Then(Failed(true));

    [Fact]
    public void What_came_back_can_be_asked_for_again() =>
        Assert.Single(Gift.Given([.. Approved(), Started(), Completed(), Failed(true)]).When(Asking(_two, 100_00)).Decision.NewFacts);

    [Fact]
    public void A_result_before_its_start_waits()
    {
        Gift.Given(Approved()).When(Result("succeeded")).Refused("refund_not_started");
        Gift.Given([.. Approved(), Started()]).When(Result("perhaps")).Refused("refund_result_unknown");
    }

    [Fact]
    public void F7_a_refund_made_in_the_providers_console_is_recognised_once()
    {
        Gift.Given(_given).When(d => RefundProgress.Record(d, Seen("succeeded"))).Then([.. Foreign(40_00)]);
        Gift.Given([.. _given, .. Foreign(40_00)]).When(d => RefundProgress.Record(d, Seen("succeeded"))).Nothing();
        Gift.Given([.. Approved(), Started(), new RefundPending(_gift, _one, "re_1")]).When(d => RefundProgress.Record(d, Seen("succeeded") with { ProviderRefundId = "re_1" })).Then(Completed());
        Gift.Given(_given[0]).When(d => RefundProgress.Record(d, Seen("succeeded"))).Refused("donation_not_paid");
    }

    [Fact]
    public void All_that_is_left_of_a_gift_to_a_failed_project_goes_back()
    {
        var ask = new ReturnGift(_two, _gift, _noon);
        var id = ReturnGift.IdOf(_gift);
        Gift.Given([.. _given, .. Foreign(40_00)]).When(d => RefundRules.Return(d, ask, _way)).Then(
            new RefundRequested(_gift, id, Money.Cny(60_00), "project_failed", null, "platform", null), new RefundApproved(_gift, id, Refund.ByProvider, null));
        Gift.Given([.. _given, .. Foreign(100_00)]).When(d => RefundRules.Return(d, ask, _way)).Nothing();
        Assert.Equal(Refund.ByBankTransfer, Assert.IsType<RefundApproved>(Gift.Given(_given).When(d => RefundRules.Return(d, ask with { At = _noon.AddDays(91) }, _way)).Decision.NewFacts[1]).Route);
        Gift.Given([.. _given, Opened(false)]).When(d => RefundRules.Return(d, ask, _way)).Refused("refund_while_disputed");
        Gift.Given(_given[0]).When(d => RefundRules.Return(d, ask, _way)).Refused("donation_not_paid");
    }

    [Fact]
    public void A_bank_transfer_is_entered_by_one_person_and_confirmed_by_another()
    {
        var today = new DateOnly(2026, 10, 5);
        var enter = new EnterRefundTransfer(_two, _gift, _one, today, " T-1 ");
        var entered = new RefundTransferEntered(_gift, _one, today, "T-1", _anne.AccountId);
        var confirm = new ConfirmRefundTransfer(_two, _gift, _one, true, null);
        IDonationEvent[] byHand = [.. _given, Asked(_one, 50_00), new RefundApproved(_gift, _one, Refund.ByBankTransfer, _bo.AccountId), Started() with { Route = Refund.ByBankTransfer }];
        Gift.Given(byHand).When(d => RefundProgress.Enter(d, enter, today, _anne)).Then(entered);
        Gift.Given(byHand).When(d => RefundProgress.Enter(d, enter, today.AddDays(-1), _anne)).RefusedAt("date_in_future", "paid_on");
        Gift.Given([.. byHand, entered]).When(d => RefundProgress.Enter(d, enter, today, _anne)).Nothing();
        Gift.Given([.. byHand, entered]).When(d => RefundProgress.Enter(d, enter with { Reference = "T-2" }, today, _anne)).Refused("refund_transfer_entered");
        Gift.Given([.. Approved(), Started()]).When(d => RefundProgress.Enter(d, enter, today, _anne)).Refused("refund_not_by_hand");
        Gift.Given(byHand).When(d => RefundProgress.Confirm(d, confirm, _bo)).Refused("refund_transfer_missing");
        Gift.Given([.. byHand, entered]).When(d => RefundProgress.Confirm(d, confirm, _anne)).Refused("refund_entered_it");
        Gift.Given([.. byHand, entered]).When(d => RefundProgress.Confirm(d, confirm, _bo)).Then(Completed() with { Route = Refund.ByBankTransfer, ProviderRefundId = null, By = _bo.AccountId });
        Gift.Given([.. byHand, entered]).When(d => RefundProgress.Confirm(d, confirm with { IsSeen = false, Reason = "not there" }, _bo)).Then(new RefundTransferDenied(_gift, _one, "not there", _bo.AccountId));
    }

    private static Func<Donation?, Decision<IDonationEvent>> Asking(Guid id, long fen) => d => RefundRules.Request(d, id, Money.Cny(fen), "duplicate", null, "giver", null);

    private static Func<Donation?, Decision<IDonationEvent>> Approving(Decider by, DateTimeOffset? at = null, string route = Refund.ByProvider) =>
        d => RefundRules.Approve(d, Approval(route, at ?? _noon), by, _way, _limits);

    private static Func<Donation?, Decision<IDonationEvent>> Result(string result) => d => RefundProgress.Record(d, new RecordRefundResult(_two, _gift, _one, "re_1", result, null));

    private static ApproveRefund Approval(string route, DateTimeOffset at) => new(_two, _gift, _one, route, at);

    private static RejectRefund Rejecting() => new(_two, _gift, _one, "no");

    private static RecordForeignRefund Seen(string result) => new(_two, _gift, "re_9", Money.Cny(40_00), result, null);

    private static RefundRequested Asked(Guid id, long fen, Guid? by = null) => new(_gift, id, Money.Cny(fen), "duplicate", null, by is null ? "giver" : "officer", by);

    private static DisputeOpened Opened(bool isInquiry) => new(_gift, "dp_1", Money.Cny(100_00), "fraudulent", isInquiry, null);

    private static IDonationEvent[] Approved() => [.. _given, Asked(_one, 50_00), new RefundApproved(_gift, _one, Refund.ByProvider, _anne.AccountId)];

    private static RefundStarted Started() => new(_gift, _one, _paid, Money.Cny(50_00), Refund.ByProvider, null, "duplicate");

    private static RefundCompleted Completed() => new(_gift, _one, _paid, Money.Cny(50_00), Refund.ByProvider, "re_1", null);

    private static RefundFailed Failed(bool after) => new(_gift, _one, _paid, Money.Cny(50_00), Refund.ByProvider, "failed", after);

    private static IDonationEvent[] Foreign(long fen)
    {
        var id = RecordForeignRefund.IdOf(_gift, "re_9");
        return
        [
            new RefundRequested(_gift, id, Money.Cny(fen), "provider_console", null, "provider", null), new RefundApproved(_gift, id, Refund.ByProvider, null),
            new RefundStarted(_gift, id, _paid, Money.Cny(fen), Refund.ByProvider, null, "provider_console"), new RefundCompleted(_gift, id, _paid, Money.Cny(fen), Refund.ByProvider, "re_9", null),
        ];
    }
}
