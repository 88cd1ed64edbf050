using CharityLink.Giving;
using CharityLink.Kernel;
using Settled = CharityLink.Giving.Settlement;

namespace CharityLink.Tests.Giving;

using Book = Scenario<Settled, ISettlementEvent>;

/// <summary>What a provider booked or paid out counts once, in whatever order it is told.</summary>
public sealed class SettlementRulesTests
{
    private static readonly IReadOnlyList<RemittanceShare> _shares = [new(StartRules.Id(5), Money.Cny(96_26))];
    private static readonly RecordRemittance _payout = new(StartRules.Id(1), "stripe", "po_1", Money.Cny(96_26), false, ["txn_1"]);
    private static readonly RemittancePaid _paid = new("stripe", "po_1", Money.Cny(96_26), _shares);
    private static readonly RemittanceFailed _failed = new("stripe", "po_1", Money.Cny(96_26), _shares);

    [Fact]
    public void A_payout_is_paid_once()
    {
        Book.Given().When(Told(false)).Then(_paid);
        Book.Given(_paid).When(Told(false)).Nothing();
    }

    [Fact]
    public void A_payout_that_comes_back_fails_once_and_stays_so()
    {
        Book.Given(_paid).When(Told(true)).Then(_failed);
        Book.Given().When(Told(true)).Then(_paid, _failed);
        Book.Given(_paid, _failed).When(Told(true)).Nothing();
        Book.Given(_paid, _failed).When(Told(false)).Nothing();
    }

    [Fact]
    public void A_payout_waits_for_the_bookings_in_it() => Book.Given().When(state => Settled.Decide(state, _payout, null)).Refused("payout_bookings_missing");

    [Fact]
    public void What_came_back_from_the_bank_is_paid_out_again_from_what_is_available()
    {
        var again = _paid with { RemittanceId = "po_2", Shares = [.. _shares, _shares[0] with { Amount = Money.Cny(50_00), IsAgain = true }] };
        Assert.Equal(
            [("pending:stripe", 96_26L), ("available:stripe", 96_26L), ("available:stripe", 50_00L)], Postings.Of(again).Select(posting => (posting.Credit, posting.Amount.Minor)));
    }

    [Fact]
    public void What_nobody_can_explain_is_put_in_suspense_once()
    {
        var ask = new RecordUnexplained(StartRules.Id(1), "stripe", "txn_2", "odd", Money.Cny(-5_00), Money.Cny(0), Money.Cny(-5_00));
        var fact = new BookingUnexplained("stripe", "txn_2", "odd", Money.Cny(-5_00), Money.Cny(0), Money.Cny(-5_00));
        Book.Given().When(state => Settled.Decide(state, ask)).Then(fact);
        Book.Given(fact).When(state => Settled.Decide(state, ask)).Nothing();
    }

    private static Func<Settled?, Decision<ISettlementEvent>> Told(bool hasFailed) => state => Settled.Decide(state, _payout with { HasFailed = hasFailed }, _shares);
}
