using CharityLink.Giving;
using CharityLink.Kernel;

namespace CharityLink.Tests.Giving;

using Gift = Scenario<Donation, IDonationEvent>;

/// <summary>What a bank's question does to a gift, and what a provider's bookings say.</summary>
public sealed class DisputeRulesTests
{
    private static readonly DateTimeOffset _noon = new(2026, 10, 3, 4, 0, 0, TimeSpan.Zero);
    private static readonly Guid _gift = StartRules.Id(9);
    private static readonly Money _yuan = Money.Cny(100_00);
    private static readonly GiftCause _canteen = new(StartRules.Id(1), null, StartRules.Id(3), StartRules.Id(4), StartRules.Id(5), DivisionCode.Parse("440703103201"));
    private static readonly PaidGift _paid = new(_canteen, _yuan, null, null, "stripe", "card");
    private static readonly IDonationEvent[] _given =
    [
        new DonationStarted(_gift, _canteen, _yuan, null, true, "stripe", _noon),
        new DonationPaid(_gift, StartRules.Id(1), _canteen, _yuan, null, true, "stripe", Method: "card", PaymentId: "pi_1"),
    ];

    private static readonly DisputeFundsWithdrawn _taken = new(_gift, "dp_1", "txn_1", _paid, _yuan, _yuan, Money.Cny(15_00));

    [Fact]
    public void D1_opened_taken_lost()
    {
        Gift.Given(_given).When(Told("needs_response")).Then(Opened());
        Gift.Given([.. _given, Opened()]).When(Funds(true)).Then(_taken);
        Gift.Given([.. _given, Opened(), _taken]).When(Told("lost")).Then(new DisputeClosed(_gift, "dp_1", _paid, "lost", _yuan));
    }

    [Fact]
    public void D2_won_and_given_back()
    {
        Gift.Given([.. _given, Opened(), _taken]).When(Told("won")).Then(new DisputeClosed(_gift, "dp_1", _paid, "won", Money.Cny(0)));
        Gift.Given([.. _given, Opened(), _taken]).When(Funds(false, "txn_2")).Then(new DisputeFundsReinstated(_gift, "dp_1", "txn_2", _paid, _yuan, _yuan, Money.Cny(15_00)));
    }

    [Fact]
    public void D4_of_a_part_only_the_part_is_lost() =>
        Gift.Given([.. _given, Opened(), _taken with { Moved = Money.Cny(30_00) }]).When(Told("lost")).Then(new DisputeClosed(_gift, "dp_1", _paid, "lost", Money.Cny(30_00)));

    [Fact]
    public void D5_a_question_that_is_closed_moves_nothing()
    {
        Gift.Given(_given).When(Told("warning_needs_response")).Then(Opened() with { IsInquiry = true });
        var closed = Gift.Given([.. _given, Opened() with { IsInquiry = true }]).When(Told("warning_closed")).Decision.NewFacts;
        Assert.Equal(0, Assert.IsType<DisputeClosed>(Assert.Single(closed)).Lost.Minor);
        Assert.Empty(closed.SelectMany(Postings.Of));
    }

    [Fact]
    public void A_dispute_never_turns_back_into_a_question() => Gift.Given([.. _given, Opened()]).When(Told("warning_needs_response")).Nothing();

    [Fact]
    public void A_question_may_become_a_dispute() => Gift.Given([.. _given, Opened() with { IsInquiry = true }]).When(Told("needs_response")).Then(Opened());

    [Fact]
    public void What_is_told_twice_counts_once()
    {
        Gift.Given([.. _given, Opened()]).When(Told("needs_response")).Nothing();
        Gift.Given([.. _given, Opened(), _taken]).When(Funds(true)).Nothing();
        Gift.Given([.. _given, Opened(), new DisputeClosed(_gift, "dp_1", _paid, "lost", _yuan)]).When(Told("won")).Nothing();
    }

    [Fact]
    public void A_booking_may_come_before_the_report() => Gift.Given(_given).When(Funds(true)).Then(new DisputeOpened(_gift, "dp_1", _yuan, "", false, null), _taken);

    [Fact]
    public void What_cannot_be_is_refused()
    {
        Gift.Given(_given).When(d => DisputeRules.Decide(d, Report("lost") with { Amount = Money.Cny(100_01) })).Refused("dispute_amount_wrong");
        Gift.Given(_given).When(d => DisputeRules.Decide(d, Report("lost") with { Amount = new Money(1_00, new Currency("USD")) })).Refused("dispute_amount_wrong");
        Gift.Given(_given[0]).When(Told("lost")).Refused("donation_not_paid");
        Gift.Given().When(Told("lost")).Refused("donation_unknown");
    }

    [Fact]
    public void A_dispute_is_answered_once_and_in_time()
    {
        var ask = new AnswerDispute(_gift, _gift, "dp_1", _evidence, _noon.AddDays(9));
        var (officer, open) = (new Decider(StartRules.Id(31), true), Opened() with { EvidenceBy = _noon.AddDays(9) });
        Gift.Given([.. _given, open]).When(d => DisputeRules.Decide(d, ask, officer)).Then(new DisputeAnswered(_gift, "dp_1", officer.AccountId, _paid, _evidence));
        Gift.Given([.. _given, open, new DisputeAnswered(_gift, "dp_1", null)]).When(d => DisputeRules.Decide(d, ask, officer)).Nothing();
        Gift.Given([.. _given, open]).When(d => DisputeRules.Decide(d, ask with { At = _noon.AddDays(9).AddSeconds(1) }, officer)).Refused("dispute_evidence_late");
        Gift.Given([.. _given, open]).When(d => DisputeRules.Decide(d, ask, officer with { IsOfHolder = false })).Refused("refund_not_yours");
        Gift.Given([.. _given, open, new DisputeClosed(_gift, "dp_1", _paid, "won", Money.Cny(0))]).When(d => DisputeRules.Decide(d, ask, officer)).Refused("dispute_over");
        Gift.Given(_given).When(d => DisputeRules.Decide(d, ask, officer)).Refused("dispute_unknown");
    }

    [Fact]
    public void An_answer_that_was_not_taken_is_given_again_and_an_old_refusal_changes_nothing()
    {
        var (officer, first) = (new Decider(StartRules.Id(31), true), new DisputeAnswered(_gift, "dp_1", null, _paid, _evidence));
        var refused = new RecordAnswerRefused(_gift, _gift, DisputeAnswer.IdOf(_gift, "dp_1"), 1, "late");
        Gift.Given([.. _given, Opened(), first]).When(d => DisputeRules.Decide(d, refused)).Then(new DisputeAnswerRefused(_gift, "dp_1", 1, "late"));
        IDonationEvent[] again = [.. _given, Opened(), first, new DisputeAnswerRefused(_gift, "dp_1", 1, "late")];
        Gift.Given(again).When(d => DisputeRules.Decide(d, refused)).Nothing();
        Gift.Given(again).When(d => DisputeRules.Decide(d, new AnswerDispute(_gift, _gift, "dp_1", _evidence, _noon), officer))
            .Then(new DisputeAnswered(_gift, "dp_1", officer.AccountId, _paid, _evidence, 2));
        Gift.Given([.. again, first with { Attempt = 2 }]).When(d => DisputeRules.Decide(d, refused)).Nothing();
        Gift.Given(_given).When(d => DisputeRules.Decide(d, refused)).Refused("dispute_unknown");
    }

    [Fact]
    public void A_question_about_another_payment_of_the_gift_is_not_about_what_counts() =>
        Gift.Given(_given).When(d => DisputeRules.Decide(d, Report("lost") with { PaymentId = "pi_other" })).Refused("donation_not_paid");

    [Fact]
    public void X1_a_fee_that_comes_later_is_booked_once()
    {
        var booking = new RecordSettlement(_gift, _gift, "txn_9", "charge", null, _yuan, Money.Cny(3_74), Money.Cny(96_26));
        var settled = new PaymentSettled(_gift, "txn_9", "charge", _paid, _yuan, _yuan, Money.Cny(3_74), Money.Cny(96_26));
        Gift.Given(_given).When(d => DisputeRules.Decide(d, booking)).Then(settled);
        Gift.Given([.. _given, settled]).When(d => DisputeRules.Decide(d, booking)).Nothing();
        Gift.Given(_given).When(d => DisputeRules.Decide(d, booking with { Kind = "refund" })).Refused("refund_unknown");
        Gift.Given(_given[0]).When(d => DisputeRules.Decide(d, booking)).Refused("donation_not_paid");
        Assert.Equal("settlement_does_not_add_up", Assert.Single((booking with { Net = _yuan }).Validate()).Code);
        Assert.Equal("settlement_kind_unknown", Assert.Single((booking with { Kind = "gift" }).Validate()).Code);
        Assert.Empty(booking.Validate());
    }

    [Fact]
    public void T1_what_was_passed_on_is_booked_once_and_says_nothing_of_the_gift()
    {
        var gone = Money.Cny(-100_00);
        var booking = new RecordSettlement(_gift, _gift, "txn_8", "passed", null, gone, Money.Cny(0), gone);
        var passed = new PaymentSettled(_gift, "txn_8", "passed", _paid, gone, gone, Money.Cny(0), gone);
        Gift.Given(_given).When(d => DisputeRules.Decide(d, booking)).Then(passed);
        Gift.Given([.. _given, passed]).When(d => DisputeRules.Decide(d, booking)).Nothing();
        Gift.Given(_given[0]).When(d => DisputeRules.Decide(d, booking)).Refused("donation_not_paid");
        Assert.Empty(booking.Validate());
        var forth = Assert.Single(Postings.Of(passed));
        Assert.Equal((Accounts.Own(_paid.Provider), Accounts.Pending(_paid.Provider), 100_00L), (forth.Debit, forth.Credit, forth.Amount.Minor));
        var back = Assert.Single(Postings.Of(passed with { Gross = Money.Cny(40_00), Moved = Money.Cny(40_00), Net = Money.Cny(40_00) }));
        Assert.Equal((Accounts.Pending(_paid.Provider), Accounts.Own(_paid.Provider), 40_00L), (back.Debit, back.Credit, back.Amount.Minor));
    }

    private static readonly DisputeEvidence _evidence = new("Lunches were served.", null);

    private static DisputeOpened Opened() => new(_gift, "dp_1", _yuan, "fraudulent", false, null);

    private static RecordDispute Report(string status) => new(_gift, _gift, "dp_1", status, _yuan, "fraudulent", null);

    private static Func<Donation?, Decision<IDonationEvent>> Told(string status) => d => DisputeRules.Decide(d, Report(status));

    private static Func<Donation?, Decision<IDonationEvent>> Funds(bool taken, string id = "txn_1") =>
        d => DisputeRules.Decide(d, new RecordDisputeFunds(_gift, _gift, "dp_1", id, taken, _yuan, _yuan, Money.Cny(15_00)));
}
