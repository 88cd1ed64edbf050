using CharityLink.Giving;
using CharityLink.Kernel;

namespace CharityLink.Tests.Giving;

using Gift = Scenario<Donation, IDonationEvent>;

/// <summary>Money that arrived and does not count goes back whole, once, or is the gift after all.</summary>
public sealed class HeldRulesTests
{
    private static readonly DateTimeOffset _noon = new(2026, 10, 3, 4, 0, 0, TimeSpan.Zero);
    private static readonly Guid _gift = StartRules.Id(9);
    private static readonly GiftCause _canteen = new(StartRules.Id(1), null, StartRules.Id(3), StartRules.Id(4), StartRules.Id(5), DivisionCode.Parse("440703103201"));
    private static readonly HeldMoney _money = new(_canteen, Money.Cny(99_00), "amount_differs", "stripe", "card");
    private static readonly DonationStarted _started = new(_gift, _canteen, Money.Cny(100_00), null, true, "stripe", _noon, Method: "card");
    private static readonly IDonationEvent[] _held = [_started, new PaymentHeld(_gift, StartRules.Id(50), Money.Cny(99_00), "amount_differs", "stripe", "pi_1", "card", _canteen)];
    private static readonly Decider _anne = new(StartRules.Id(31), true);
    private static readonly RefundWay _way = new(true, 90);
    private static readonly HeldReturnStarted _first = new(_gift, "pi_1", _money, 1, _anne.AccountId);
    private static readonly HeldReturned _gone = new(_gift, "pi_1", _money, 1, "re_1");
    private static readonly HeldReturnFailed _back = new(_gift, "pi_1", _money, 1, "closed", true);

    private static readonly Decider _ben = new(StartRules.Id(32), true);
    private static readonly DateOnly _today = new(2027, 1, 5);
    private static readonly HeldTransferEntered _entered = new(_gift, "pi_1", new(2027, 1, 4), "ref 7", "The wallet is closed.", _anne.AccountId);
    private static readonly HeldReturnedByHand _byHand = new(_gift, "pi_1", _money, _ben.AccountId);
    private static readonly PaidGift _asPaid = new(_canteen, Money.Cny(99_00), null, null, "stripe", "card");
    private static readonly DisputeOpened _disputed = new(_gift, "dp_1", Money.Cny(99_00), "fraudulent", false, null, "pi_1");
    private static readonly DisputeFundsWithdrawn _moved = new(_gift, "dp_1", "txn_1", _asPaid, Money.Cny(99_00), Money.Cny(99_00), Money.Cny(15_00));
    private static readonly HeldDisputeClosed _lost = new(_gift, "pi_1", "dp_1", _money, "lost", Money.Cny(99_00));

    [Fact]
    public void It_is_sent_back_once()
    {
        Gift.Given(_held).When(Returning()).Then(_first);
        Gift.Given([.. _held, _first]).When(Returning()).Nothing();
        Gift.Given([.. _held, _first, _gone]).When(Returning()).Nothing();
    }

    [Fact]
    public void What_did_not_arrive_is_sent_again_as_another_try() =>
        Gift.Given([.. _held, _first, _gone, _back]).When(Returning()).Then(_first with { Attempt = 2 });

    [Theory]
    [InlineData(Role.FederationOfficer, "440703", true)]
    [InlineData(Role.FederationOfficer, "440704", false)]
    [InlineData(Role.CharityOfficer, "440703", false)]
    [InlineData(Role.Administrator, "440703", false)]
    public void Only_an_officer_of_a_federation_of_that_area_stands_in_for_a_receiver(Role role, string division, bool may) => Assert.Equal(
        may, HeldRules.MayStandIn(new Caller(StartRules.Id(40), CallerKind.Account, [new Appointment(role, StartRules.Id(41), DivisionCode.Parse(division))]), _canteen.Division, _canteen.HolderId));

    [Fact]
    public void Only_by_its_holder_through_its_provider_and_up_to_the_last_day()
    {
        Gift.Given(_held).When(d => HeldRules.Return(d, Ask(_noon), _anne with { IsOfHolder = false }, _way)).Refused("refund_not_yours");
        Gift.Given(_held).When(d => HeldRules.Return(d, Ask(_noon), _anne, _way with { ByProvider = false })).Refused("refund_route_not_offered");
        Gift.Given(_held).When(d => HeldRules.Return(d, Ask(_noon.AddDays(90)), _anne, _way)).Then(_first);
        Gift.Given(_held).When(d => HeldRules.Return(d, Ask(_noon.AddDays(90).AddTicks(1)), _anne, _way)).Refused("refund_window_passed");
        Gift.Given(_started).When(Returning()).Refused("held_unknown");
    }

    [Fact]
    public void It_counts_once_for_a_gift_that_is_not_paid()
    {
        var paid = new DonationPaid(_gift, HeldReturn.IdOf(_gift, "pi_1"), _canteen, Money.Cny(99_00), null, true, "stripe", Method: "card", PaymentId: "pi_1");
        var counted = new HeldCounted(_gift, "pi_1", _money, _anne.AccountId);
        Gift.Given(_held).When(Counting()).Then(counted, paid);
        Gift.Given([.. _held, counted, paid]).When(Counting()).Nothing();
        Gift.Given([.. _held, counted, paid]).When(Returning()).Refused("held_counted_already");
        Gift.Given([.. _held, _first]).When(Counting()).Refused("held_going_back");
        Gift.Given([.. _held, paid with { PaymentId = "pi_2" }]).When(Counting()).Refused("donation_already_paid");
        Gift.Given(_held).When(Counting(new Refusal("project_failed"))).Refused("project_failed");
        Gift.Given([_started, new PaymentHeld(_gift, StartRules.Id(50), new Money(99_00, new Currency("USD")), "amount_differs", "stripe", "pi_1", "card", _canteen)]).When(Counting()).Refused("held_other_currency");
    }

    [Fact]
    public void Reports_come_twice_late_and_about_earlier_tries()
    {
        Gift.Given([.. _held, _first]).When(Told("pending")).Nothing();
        Gift.Given([.. _held, _first]).When(Told("succeeded")).Then(_gone);
        Gift.Given([.. _held, _first, _gone]).When(Told("succeeded")).Nothing();
        Gift.Given([.. _held, _first, _gone]).When(Told("failed")).Then(_back with { Reason = "failed" });
        Gift.Given([.. _held, _first]).When(Told("canceled")).Then(_back with { Reason = "canceled", AfterCompletion = false });
        Gift.Given([.. _held, _first, _gone, _back, _first with { Attempt = 2 }]).When(Told("failed")).Nothing();
    }

    [Fact]
    public void One_made_in_the_providers_console_is_recognised_whole()
    {
        Gift.Given(_held).When(Console(99_00)).Then(_first with { By = null }, _gone);
        Gift.Given([.. _held, _first with { By = null }, _gone]).When(Console(99_00)).Nothing();
        Gift.Given(_held).When(Console(98_99)).Refused("held_part_returned");
    }

    [Fact]
    public void It_goes_back_by_hand_only_where_the_provider_cannot_and_two_people_say_so()
    {
        var late = _noon.AddDays(90).AddTicks(1);
        Gift.Given(_held).When(Entering(late)).Then(_entered);
        Gift.Given(_held).When(Entering(_noon.AddDays(90))).Refused("held_goes_by_provider");
        Gift.Given(_held).When(d => HeldRules.Enter(d, ByHand(_noon), _today, _anne, _way with { ByProvider = false })).Then(_entered);
        // What the provider could not carry out once may go by hand at once.
        Gift.Given([.. _held, _first, _gone, _back]).When(Entering(_noon)).Then(_entered);
        Gift.Given([.. _held, _entered]).When(Entering(late)).Nothing();
        Gift.Given([.. _held, _entered]).When(d => HeldRules.Enter(d, ByHand(late) with { Reference = "other" }, _today, _anne, _way)).Refused("refund_transfer_entered");
        Gift.Given(_held).When(d => HeldRules.Enter(d, ByHand(late) with { PaidOn = _today.AddDays(1) }, _today, _anne, _way)).Refused("date_in_future");
        Gift.Given(_held).When(d => HeldRules.Enter(d, ByHand(late), _today, _anne with { IsOfHolder = false }, _way)).Refused("refund_not_yours");
        Gift.Given([.. _held, _first]).When(Entering(late)).Refused("held_going_back");
        Gift.Given(_started).When(Entering(late)).Refused("held_unknown");
        Gift.Given([.. _held, _entered]).When(Confirming(_anne)).Refused("refund_entered_it");
        Gift.Given([.. _held, _entered]).When(Confirming(_ben with { IsOfHolder = false })).Refused("refund_not_yours");
        Gift.Given(_held).When(Confirming(_ben)).Refused("refund_transfer_missing");
        Gift.Given([.. _held, _entered]).When(Confirming(_ben)).Then(_byHand);
        Gift.Given([.. _held, _entered, _byHand]).When(Confirming(_ben)).Nothing();
        Gift.Given([.. _held, _entered]).When(Confirming(_ben, false)).Then(new HeldTransferDenied(_gift, "pi_1", "not there", _ben.AccountId));
    }

    [Fact]
    public void While_a_transfer_waits_for_its_second_person_nothing_else_becomes_of_it()
    {
        Gift.Given([.. _held, _entered]).When(Returning()).Refused("held_going_back");
        Gift.Given([.. _held, _entered]).When(Counting()).Refused("held_going_back");
        Gift.Given([.. _held, _entered, new HeldTransferDenied(_gift, "pi_1", "not there", null)]).When(Returning()).Then(_first);
        Gift.Given([.. _held, _entered]).When(Console(99_00)).Refused("held_returned_by_hand");
        Gift.Given([.. _held, _entered, _byHand]).When(Console(99_00)).Refused("held_returned_by_hand");
    }

    [Fact]
    public void A_bank_may_question_it_and_then_nothing_is_decided_before_the_bank()
    {
        Gift.Given(_held).When(Asked("needs_response")).Then(_disputed);
        Gift.Given([.. _held, _disputed]).When(Returning()).Refused("refund_while_disputed");
        Gift.Given([.. _held, _disputed]).When(Counting()).Refused("refund_while_disputed");
        Gift.Given([.. _held, _disputed]).When(Entering(_noon.AddDays(91))).Refused("refund_while_disputed");
        Gift.Given([.. _held, _disputed]).When(Moving(true)).Then(_moved);
        Gift.Given([.. _held, _disputed, _moved]).When(Moving(true)).Nothing();
        Gift.Given(_held).When(Moving(true)).Then(_disputed with { Reason = "" }, _moved);
        Gift.Given([.. _held, _disputed, _moved]).When(Asked("lost")).Then(_lost);
        Gift.Given([.. _held, _disputed, _moved, _lost]).When(Asked("lost")).Nothing();
        Gift.Given([.. _held, _disputed, _moved, _lost]).When(Returning()).Refused("held_taken");
        Gift.Given([.. _held, _disputed, _moved, _lost]).When(Counting()).Refused("held_taken");
        Gift.Given(_held).When(Asked("needs_response", 99_01)).Refused("dispute_amount_wrong");
    }

    [Fact]
    public void Won_it_is_held_as_before_and_what_a_bank_left_of_it_is_held()
    {
        var won = _lost with { Outcome = "won", Lost = Money.Cny(0) };
        Gift.Given([.. _held, _disputed, _moved]).When(Asked("won")).Then(won);
        Gift.Given([.. _held, _disputed, _moved, won]).When(Returning()).Then(_first);
        IDonationEvent[] part = [.. _held, _disputed with { Amount = Money.Cny(40_00) }, _moved with { Moved = Money.Cny(40_00) }, _lost with { Lost = Money.Cny(40_00) }];
        Gift.Given(part).When(Returning()).Then(_first with { Held = _money with { Amount = Money.Cny(59_00) } });
        // The same report again, of more than is left now.
        Gift.Given([.. _held, _disputed with { Amount = Money.Cny(60_00) }, _lost with { Lost = Money.Cny(60_00) }]).When(Asked("lost", 60_00)).Nothing();
    }

    [Fact]
    public void A_question_about_it_does_not_stop_refunds_of_the_gift_itself_and_takes_nothing_of_it()
    {
        var paid = new DonationPaid(_gift, StartRules.Id(1), _canteen, Money.Cny(100_00), null, true, "stripe", Method: "card", PaymentId: "pi_2");
        var back = Gift.Given([_started, paid, _held[1], _disputed, _moved]).State!.Back; // It was begun.
        Assert.Equal((false, true, 0L), (back.IsDisputed, back.IsHeldDisputed("pi_1"), back.GoneMinor));
        Assert.Equal(100_00, Gift.Given([_started, paid, _held[1], _disputed, _moved, _lost]).State!.Back.FreeMinor(Money.Cny(100_00))); // It was begun.
    }

    [Fact]
    public void The_bank_is_answered_about_it_as_about_a_gift()
    {
        var evidence = new DisputeEvidence("It was given back already.", null);
        Gift.Given([.. _held, _disputed]).When(d => DisputeRules.Decide(d, new AnswerDispute(_gift, _gift, "dp_1", evidence, _noon), _anne))
            .Then(new DisputeAnswered(_gift, "dp_1", _anne.AccountId, _asPaid, evidence));
    }

    [Fact]
    public void What_the_provider_keeps_of_held_money_is_booked()
    {
        var booking = new RecordSettlement(_gift, _gift, "txn_1", "charge", null, Money.Cny(99_00), Money.Cny(3_00), Money.Cny(96_00), "pi_1");
        var settled = Assert.IsType<PaymentSettled>(Assert.Single(Gift.Given(_held).When(d => DisputeRules.Decide(d, booking)).Decision.NewFacts));
        Assert.Equal(Money.Cny(99_00), settled.Moved);
        Gift.Given([.. _held, settled]).When(d => DisputeRules.Decide(d, booking)).Nothing();
        Gift.Given(_held).When(d => DisputeRules.Decide(d, booking with { PaymentId = "pi_2" })).Refused("donation_not_paid");
        // What was passed on of it to the charity's own account is the charity's, whatever is decided about it.
        var passed = booking with { Kind = "passed", Gross = Money.Cny(-99_00), Cost = Money.Cny(0), Net = Money.Cny(-99_00), PaymentId = null };
        Assert.Equal(settled.Gift, Assert.IsType<PaymentSettled>(Assert.Single(Gift.Given(_held).When(d => DisputeRules.Decide(d, passed)).Decision.NewFacts)).Gift);
    }

    [Fact]
    public void Counting_is_offered_only_where_it_is_not_refused_whatever_the_gift_says()
    {
        var suspended = new Refusal("payee_suspended");
        Assert.Null(HeldRules.WhyNotCounted(false, Currency.Cny, Currency.Cny, null, null));
        Assert.Equal("donation_already_paid", HeldRules.WhyNotCounted(true, Currency.Cny, new Currency("USD"), null, suspended)?.Code);
        Assert.Equal("held_other_currency", HeldRules.WhyNotCounted(false, Currency.Cny, new Currency("USD"), null, suspended)?.Code);
        Assert.Equal("payee_suspended", HeldRules.WhyNotCounted(false, Currency.Cny, Currency.Cny, null, suspended)?.Code);
        Assert.Null(Cause("amount_differs", "CNY").WhyNotCounted(null, null));
        Assert.Equal("donation_already_paid", Cause("paid_twice", "CNY").WhyNotCounted(null, null)?.Code);
        Assert.Equal("held_other_currency", Cause("amount_differs", "USD").WhyNotCounted(null, null)?.Code);

        static HeldCause Cause(string reason, string currency) => new(
            _canteen.HolderId, _canteen.OrganisationId, "440703103201", _canteen.ProgramId, null, null, reason, currency, "CNY", 1, 99_00, _noon.UtcDateTime, _noon.UtcDateTime);
    }

    private static EnterHeldTransfer ByHand(DateTimeOffset at) => new(_gift, _gift, "pi_1", new(2027, 1, 4), " ref 7 ", "The wallet is closed.", at);

    private static Func<Donation?, Decision<IDonationEvent>> Entering(DateTimeOffset at) => d => HeldRules.Enter(d, ByHand(at), _today, _anne, _way);

    private static Func<Donation?, Decision<IDonationEvent>> Confirming(Decider by, bool isSeen = true) =>
        d => HeldRules.Confirm(d, new ConfirmHeldTransfer(_gift, _gift, "pi_1", isSeen, isSeen ? null : "not there"), by);

    private static Func<Donation?, Decision<IDonationEvent>> Asked(string status, long fen = 99_00) =>
        d => DisputeRules.Decide(d, new RecordDispute(_gift, _gift, "dp_1", status, Money.Cny(fen), "fraudulent", null, "pi_1"));

    private static Func<Donation?, Decision<IDonationEvent>> Moving(bool isWithdrawn) =>
        d => DisputeRules.Decide(d, new RecordDisputeFunds(_gift, _gift, "dp_1", "txn_1", isWithdrawn, Money.Cny(99_00), Money.Cny(99_00), Money.Cny(15_00), "pi_1"));

    private static ReturnHeld Ask(DateTimeOffset at) => new(_gift, _gift, "pi_1", at);

    private static Func<Donation?, Decision<IDonationEvent>> Returning() => d => HeldRules.Return(d, Ask(_noon), _anne, _way);

    private static Func<Donation?, Decision<IDonationEvent>> Counting(Refusal? closed = null) => d => HeldRules.Count(d, new CountHeld(_gift, _gift, "pi_1"), _anne, closed);

    private static Func<Donation?, Decision<IDonationEvent>> Told(string result) =>
        d => HeldRules.Record(d, RecordHeldResult.Of(_gift, HeldReturn.IdOf(_gift, "pi_1"), 1, "re_1", result, null));

    private static Func<Donation?, Decision<IDonationEvent>> Console(long fen) =>
        d => RefundProgress.Record(d, RecordForeignRefund.Of(_gift, "pi_1", "re_1", Money.Cny(fen), "succeeded", null));
}
