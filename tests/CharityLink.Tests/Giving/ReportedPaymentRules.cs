using CharityLink.Giving;
using CharityLink.Kernel;
using FsCheck;
using FsCheck.Fluent;

namespace CharityLink.Tests.Giving;

using Gift = Scenario<Donation, IDonationEvent>;

/// <summary>What a provider reports about the payment of a gift, in any order and any number of times.</summary>
public sealed class ReportedPaymentRules
{
    private static readonly DateTimeOffset _noon = new(2026, 10, 3, 4, 0, 0, TimeSpan.Zero);
    private static readonly GiftCause _canteen = new(StartRules.Id(1), null, StartRules.Id(3), StartRules.Id(4), StartRules.Id(5), DivisionCode.Parse("440703103201"));
    private static readonly Guid _gift = StartRules.Id(9);
    private static readonly DonationStarted _begun = new(_gift, _canteen, Money.Cny(60_00), null, true, "stripe", _noon, Method: "card", Language: "en");

    [Fact]
    public void The_money_arrives() => Gift.Given(_begun).When(Reporting("pi_1")).Then(Paid("pi_1"));

    [Fact]
    public void The_same_payment_is_reported_again() => Gift.Given(_begun, Paid("pi_1")).When(Reporting("pi_1")).Then();

    [Fact]
    public void A_second_payment_of_one_gift_is_held() => Gift.Given(_begun, Paid("pi_1")).When(Reporting("pi_2")).Then(Held("pi_2", "paid_twice", 60_00));

    [Fact]
    public void What_is_held_is_reported_again() => Gift.Given(_begun, Held("pi_1", "amount_differs", 60_01)).When(Reporting("pi_1", 60_01)).Then();

    [Theory]
    [InlineData(60_01)]
    [InlineData(59_99)]
    public void Another_amount_than_was_asked_is_held(long fen) => Gift.Given(_begun).When(Reporting("pi_1", fen)).Then(Held("pi_1", "amount_differs", fen));

    [Fact]
    public void The_amount_in_another_currency_is_held() => Gift.Given(_begun)
        .When(donation => Donation.Record(donation, Report("pi_1", 60_00) with { Amount = new Money(60_00, new Currency("USD")) }))
        .Then(Held("pi_1", "amount_differs", 60_00) with { Received = new Money(60_00, new Currency("USD")) });

    [Fact]
    public void The_right_amount_counts_after_a_wrong_one() => Gift.Given(_begun, Held("pi_1", "amount_differs", 1)).When(Reporting("pi_2")).Then(Paid("pi_2"));

    [Fact]
    public void Money_for_a_project_that_has_failed_is_held() =>
        Gift.Given(_begun).When(donation => Donation.Record(donation, Report("pi_1", 60_00), new Refusal("project_failed"))).Then(Held("pi_1", "project_failed", 60_00));

    [Fact]
    public void A_gift_that_was_paid_before_its_project_failed_stays_paid() =>
        Gift.Given(_begun, Paid("pi_1")).When(donation => Donation.Record(donation, Report("pi_1", 60_00), new Refusal("project_failed"))).Then();

    [Fact]
    public void A_gift_that_was_never_begun() => Gift.Given().When(Reporting("pi_1")).Refused("donation_unknown");

    [Fact]
    public void A_gift_of_another_provider() => Gift.Given(_begun with { Provider = "sandbox" }).When(Reporting("pi_1")).Refused("donation_other_provider");

    [Fact]
    public void A_decline_is_noted() => Gift.Given(_begun).When(Ending(1, PaymentResult.Declined)).Then(new PaymentDeclined(_gift, StartRules.Id(1), "insufficient_funds"));

    [Fact]
    public void A_page_that_closed_is_noted() => Gift.Given(_begun).When(Ending(1, PaymentResult.Abandoned)).Then(new PaymentAbandoned(_gift, StartRules.Id(1)));

    [Fact]
    public void A_decline_is_noted_once() => Gift.Given(_begun, new PaymentDeclined(_gift, StartRules.Id(1), "x")).When(Ending(1, PaymentResult.Declined)).Then();

    [Fact]
    public void A_decline_that_comes_after_the_money_changes_nothing() => Gift.Given(_begun, Paid("pi_1")).When(Ending(1, PaymentResult.Declined)).Then();

    [Fact]
    public void The_money_arrives_on_a_page_that_was_called_closed() =>
        Gift.Given(_begun, new PaymentAbandoned(_gift, StartRules.Id(50))).When(Reporting("pi_1")).Then(Paid("pi_1"));

    [Fact]
    public void A_decline_of_a_gift_that_was_never_begun() => Gift.Given().When(Ending(1, PaymentResult.Declined)).Refused("donation_unknown");

    [Fact]
    public void A_decline_of_a_gift_of_another_provider() =>
        Gift.Given(_begun with { Provider = "sandbox" }).When(Ending(1, PaymentResult.Declined)).Refused("donation_other_provider");

    [Fact]
    public void Whatever_is_reported_in_whatever_order_each_payment_counts_or_is_held_once() => Check.QuickThrowOnFailure(Prop.ForAll(
        Gen.ArrayOf(Gen.Zip(Gen.Choose(1, 4), Gen.Elements(60_00L, 60_00L, 61_00L))).ToArbitrary(),
        reports =>
        {
            var facts = new List<IDonationEvent> { _begun };
            foreach (var (payment, fen) in reports)
            {
                facts.AddRange(Reporting($"pi_{payment}", fen)(facts.Aggregate((Donation?)null, Donation.Evolve)));
            }

            var money = facts.OfType<DonationPaid>().Select(e => e.PaymentId).Concat(facts.OfType<PaymentHeld>().Select(e => e.PaymentId)).ToList();
            return facts.OfType<DonationPaid>().Count() <= 1 && money.Distinct(StringComparer.Ordinal).Count() == money.Count && money.Count == reports.Select(one => one.Item1).Distinct().Count();
        }));

    private static DonationPaid Paid(string payment) =>
        new(_gift, StartRules.Id(50), _canteen, Money.Cny(60_00), null, true, "stripe", Method: "card", PaymentId: payment);

    private static PaymentHeld Held(string payment, string why, long fen) => new(_gift, StartRules.Id(50), Money.Cny(fen), why, "stripe", payment, "card", _canteen);

    private static RecordPayment Report(string payment, long fen) => RecordPayment.Of(_gift, StartRules.Id(50), "stripe", payment, "card", Money.Cny(fen));

    private static Func<Donation?, Decision<IDonationEvent>> Reporting(string payment, long fen = 60_00) => donation => Donation.Record(donation, Report(payment, fen));

    private static Func<Donation?, Decision<IDonationEvent>> Ending(int attempt, PaymentResult result) =>
        donation => Donation.Record(donation, RecordUnpaid.Of(_gift, StartRules.Id(attempt), "stripe", result, result == PaymentResult.Declined ? "insufficient_funds" : ""));
}
