using CharityLink.Giving;
using CharityLink.Kernel;
using FsCheck;
using FsCheck.Fluent;

namespace CharityLink.Tests.Giving;

using Gift = Scenario<Donation, IDonationEvent>;

/// <summary>Paying a gift on the sandbox's page.</summary>
public sealed class PaymentRules
{
    private static readonly DateTimeOffset _noon = new(2026, 10, 3, 4, 0, 0, TimeSpan.Zero);
    private static readonly GiftCause _canteen = new(StartRules.Id(1), null, StartRules.Id(3), StartRules.Id(4), StartRules.Id(5), DivisionCode.Parse("440703103201"));
    private static readonly GiftLimits _limits = new();
    private static readonly Guid _gift = StartRules.Id(9);
    private static readonly DonationStarted _begun = new(_gift, _canteen, Money.Cny(60_00), null, true, StartDonation.Sandbox, _noon);

    [Fact]
    public void The_money_arrives() => Gift.Given(_begun).When(Trying(1, PaymentResult.Paid)).Then(Paid(1));

    [Fact]
    public void An_attempt_is_declined() => Gift.Given(_begun).When(Trying(1, PaymentResult.Declined)).Then(Declined(1));

    [Fact]
    public void The_giver_leaves() => Gift.Given(_begun).When(Trying(1, PaymentResult.Abandoned)).Then(new PaymentAbandoned(_gift, StartRules.Id(1)));

    [Fact]
    public void A_declined_gift_can_be_tried_again() => Gift.Given(_begun, Declined(1)).When(Trying(2, PaymentResult.Paid)).Then(Paid(2));

    [Fact]
    public void An_abandoned_gift_can_be_paid() => Gift.Given(_begun, new PaymentAbandoned(_gift, StartRules.Id(1))).When(Trying(2, PaymentResult.Paid)).Then(Paid(2));

    [Fact]
    public void Paying_twice_pays_once() => Gift.Given(_begun, Paid(1)).When(Trying(2, PaymentResult.Paid)).Then();

    [Fact]
    public void One_attempt_sent_twice_counts_once() => Gift.Given(_begun, Declined(1)).When(Trying(1, PaymentResult.Declined)).Then();

    [Fact]
    public void One_attempt_ends_one_way() => Gift.Given(_begun, Declined(1)).When(Trying(1, PaymentResult.Paid)).Refused("attempt_id_reused");

    [Fact]
    public void A_paid_gift_stays_paid() => Gift.Given(_begun, Paid(1)).When(Trying(2, PaymentResult.Declined)).Refused("donation_already_paid");

    [Fact]
    public void Leaving_after_paying_changes_nothing() => Gift.Given(_begun, Paid(1)).When(Trying(2, PaymentResult.Abandoned)).Then();

    [Fact]
    public void A_gift_that_was_never_begun_cannot_be_paid() => Gift.Given().When(Trying(1, PaymentResult.Paid)).Refused("donation_unknown");

    [Fact]
    public void A_gift_of_another_provider_is_not_paid_here() =>
        Gift.Given(_begun with { Provider = "stripe" }).When(Trying(1, PaymentResult.Paid)).Refused("donation_not_sandbox");

    [Fact]
    public void A_gift_can_be_paid_up_to_its_last_moment() => Gift.Given(_begun).When(Trying(1, PaymentResult.Paid, TimeSpan.FromHours(24))).Then(Paid(1));

    [Fact]
    public void A_gift_cannot_be_paid_after_its_last_moment() =>
        Gift.Given(_begun).When(Trying(1, PaymentResult.Paid, TimeSpan.FromHours(24) + TimeSpan.FromTicks(1))).Refused("donation_expired");

    [Fact]
    public void A_paid_gift_does_not_expire() => Gift.Given(_begun, Paid(1)).When(Trying(2, PaymentResult.Paid, TimeSpan.FromDays(30))).Then();

    [Fact]
    public void What_its_project_says_no_to_is_not_paid() =>
        Gift.Given(_begun).When(donation => Donation.Record(donation, Try(1, PaymentResult.Paid), _limits, new Refusal("project_failed"))).Refused("project_failed");

    [Fact]
    public void Leaving_and_declining_need_no_project() =>
        Gift.Given(_begun).When(donation => Donation.Record(donation, Try(1, PaymentResult.Declined), _limits, new Refusal("project_failed"))).Then(Declined(1));

    [Fact]
    public void A_gift_that_was_paid_stays_paid_when_its_project_fails() =>
        Gift.Given(_begun, Paid(1)).When(donation => Donation.Record(donation, Try(2, PaymentResult.Paid), _limits, new Refusal("project_failed"))).Nothing();

    [Theory]
    [InlineData(null)]
    [InlineData("the giver's life story")]
    public void A_decline_says_why_in_a_known_word(string? reason) =>
        Assert.Equal("payment_reason_unknown", Assert.Single(Try(1, PaymentResult.Declined) with { Reason = reason } is var ask ? ask.Validate() : []).Code);

    [Fact]
    public void However_it_is_tried_the_money_arrives_at_most_once() => Check.QuickThrowOnFailure(Prop.ForAll(
        Gen.ArrayOf(Gen.Zip(Gen.Choose(1, 5), Gen.Elements(Enum.GetValues<PaymentResult>()))).ToArbitrary(),
        tries =>
        {
            var facts = new List<IDonationEvent> { _begun };
            foreach (var (attempt, result) in tries)
            {
                facts.AddRange(Trying(attempt, result)(facts.Aggregate((Donation?)null, Donation.Evolve)));
            }

            return facts.OfType<DonationPaid>().Count() <= 1
                && (facts.OfType<DonationPaid>().Any() == (facts[^1] is DonationPaid));
        }));

    private static DonationPaid Paid(int attempt) => new(_gift, StartRules.Id(attempt), _canteen, Money.Cny(60_00), null, true, StartDonation.Sandbox);

    private static PaymentDeclined Declined(int attempt) => new(_gift, StartRules.Id(attempt), RecordSandboxPayment.InsufficientFunds);

    private static RecordSandboxPayment Try(int attempt, PaymentResult result) => new(
        StartRules.Id(100), _gift, StartRules.Id(attempt), result, result == PaymentResult.Declined ? RecordSandboxPayment.InsufficientFunds : null, _noon);

    private static Func<Donation?, Decision<IDonationEvent>> Trying(int attempt, PaymentResult result, TimeSpan after = default) =>
        donation => Donation.Record(donation, Try(attempt, result) with { At = _noon + after }, _limits);
}
