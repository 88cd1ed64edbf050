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
    public void What_the_provider_keeps_of_held_money_is_booked()
    {
        var booking = new RecordSettlement(_gift, _gift, "txn_1", "charge", null, Money.Cny(99_00), Money.Cny(3_00), Money.Cny(96_00), "pi_1");
        var settled = Assert.IsType<PaymentSettled>(Assert.Single(Gift.Given(_held).When(d => DisputeRules.Decide(d, booking)).Decision.NewFacts));
        Assert.Equal(Money.Cny(99_00), settled.Moved);
        Gift.Given([.. _held, settled]).When(d => DisputeRules.Decide(d, booking)).Nothing();
        Gift.Given(_held).When(d => DisputeRules.Decide(d, booking with { PaymentId = "pi_2" })).Refused("donation_not_paid");
    }

    private static ReturnHeld Ask(DateTimeOffset at) => new(_gift, _gift, "pi_1", at);

    private static Func<Donation?, Decision<IDonationEvent>> Returning() => d => HeldRules.Return(d, Ask(_noon), _anne, _way);

    private static Func<Donation?, Decision<IDonationEvent>> Counting(Refusal? closed = null) => d => HeldRules.Count(d, new CountHeld(_gift, _gift, "pi_1"), _anne, closed);

    private static Func<Donation?, Decision<IDonationEvent>> Told(string result) =>
        d => HeldRules.Record(d, RecordHeldResult.Of(_gift, HeldReturn.IdOf(_gift, "pi_1"), 1, "re_1", result, null));

    private static Func<Donation?, Decision<IDonationEvent>> Console(long fen) =>
        d => RefundProgress.Record(d, RecordForeignRefund.Of(_gift, "pi_1", "re_1", Money.Cny(fen), "succeeded", null));
}
