using CharityLink.Giving;
using CharityLink.Kernel;
using FsCheck;
using FsCheck.Fluent;

namespace CharityLink.Tests.Giving;

/// <summary>I11: whatever order reports of a provider come in, and however often, the books end the same; I1 and I4 on the way.</summary>
public sealed class LedgerProperties
{
    private static readonly DateTimeOffset _noon = new(2026, 10, 3, 4, 0, 0, TimeSpan.Zero);
    private static readonly Guid _gift = StartRules.Id(9);
    private static readonly Guid _asked = StartRules.Id(21);
    private static readonly GiftCause _canteen = new(StartRules.Id(1), null, StartRules.Id(3), StartRules.Id(4), StartRules.Id(5), DivisionCode.Parse("440703103201"));
    private static readonly Currency _dollar = new("USD");

    private delegate Decision<IDonationEvent> Report(Donation? donation);

    [Fact]
    public void I11_reports_in_any_order_and_any_number_end_in_the_same_books() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(500),
        Prop.ForAll(Gen.Choose(0, 7).ToArbitrary(), Gen.ArrayOf(Gen.Choose(0, 10_000)).ToArbitrary(), (story, chance) =>
        {
            var reports = Story(story);
            var shuffled = reports.Concat(reports.Where((_, i) => chance.Length > 0 && chance[i % chance.Length] % 2 == 0))
                .Select((report, i) => (report, At: chance.Length == 0 ? i : chance[(i * 7) % chance.Length] + i)).OrderBy(one => one.At).Select(one => one.report).ToList();
            var (ordered, mixed) = (Books(Told(reports)), Books(Told(shuffled)));
            Assert.Equal(ordered, mixed);
            Assert.All(ordered.GroupBy(balance => balance.Key.Currency), currency => Assert.Equal(0, currency.Sum(balance => balance.Value)));
        }));

    [Fact]
    public void The_example_of_the_contract_is_booked_as_it_says()
    {
        var facts = Told([Paid, Settled("txn_1", 100_00, 3_74)]);
        Assert.Equal(
            new Dictionary<(string, Currency), long> { [("pending:stripe", Currency.Cny)] = 96_26, [("processor_fee", Currency.Cny)] = 3_74, [("charity_payable", Currency.Cny)] = -100_00 },
            Books(facts));
    }

    [Fact]
    public void X2_a_booking_that_differs_by_one_stands_in_suspense() =>
        Assert.Equal((1, 99_99 + 2 - 3_74), (-Books(Told([Paid, Settled("txn_1", 100_01, 3_74)]))[("suspense", Currency.Cny)], Books(Told([Paid, Settled("txn_1", 100_01, 3_74)]))[("pending:stripe", Currency.Cny)]));

    [Fact]
    public void D4_another_currency_goes_through_clearing_at_the_providers_rate()
    {
        var books = Books(Told([Paid, Dollars("txn_1", 14_00, 50), Withdrawn(30_00, new Money(4_20, _dollar), new Money(15_00, _dollar)), Dispute("lost", 30_00)]));
        Assert.Equal(14_00 - 50 - 4_20 - 15_00, books[("pending:stripe", _dollar)]);
        Assert.Equal(-70_00, books[("charity_payable", Currency.Cny)]);
        Assert.False(books.ContainsKey(("dispute_hold", Currency.Cny)));
        Assert.False(books.ContainsKey(("pending:stripe", Currency.Cny)));
    }

    // What a provider may report of one gift, in the order in which it happened.
    private static Report[] Story(int number) =>
    [
        Paid, number % 2 == 0 ? Settled("txn_1", 100_00, 3_74) : Dollars("txn_1", 14_00, 50),
        Console("re_1", 10_00, "pending"), Console("re_1", 10_00, number % 3 == 0 ? "failed" : "succeeded"),
        Console("re_2", 20_00, "succeeded"), .. number > 3 ? new[] { Console("re_2", 20_00, "failed") } : [],
        .. number switch
        {
            0 or 4 => new[] { Dispute("warning_needs_response", 50_00), Dispute("warning_closed", 50_00) },
            1 or 5 => [Dispute("needs_response", 50_00), Withdrawn(50_00, Money.Cny(50_00), Money.Cny(15_00)), Dispute("lost", 50_00)],
            2 or 6 => [Dispute("needs_response", 50_00), Withdrawn(50_00, Money.Cny(50_00), Money.Cny(15_00)), Dispute("under_review", 50_00), Reinstated(50_00), Dispute("won", 50_00)],
            _ => [Withdrawn(50_00, new Money(7_00, _dollar), new Money(15_00, _dollar)), Dispute("lost", 50_00)],
        },
    ];

    // As the inbox does: what cannot be acted on yet is tried again later.
    private static List<IDonationEvent> Told(IEnumerable<Report> reports)
    {
        List<IDonationEvent> facts = [new DonationStarted(_gift, _canteen, Money.Cny(100_00), null, true, "stripe", _noon)];
        var waiting = reports.ToList();
        for (var before = -1; waiting.Count > 0 && before != waiting.Count;)
        {
            before = waiting.Count;
            List<Report> again = [];
            foreach (var report in waiting)
            {
                var decision = report(facts.Aggregate((Donation?)null, Donation.Evolve));
                facts.AddRange(decision.NewFacts);
                if (decision.Refusals.Count > 0)
                {
                    again.Add(report);
                }
            }

            waiting = again;
        }

        Assert.Empty(waiting);
        return facts;
    }

    private static Dictionary<(string Account, Currency Currency), long> Books(IEnumerable<IDonationEvent> facts)
    {
        var books = new Dictionary<(string, Currency), long>();
        foreach (var posting in facts.SelectMany(Postings.Of).DistinctBy(posting => (posting.Kind, posting.Id, posting.Part)))
        {
            Assert.True(posting.Amount.Minor > 0 && posting.Debit != posting.Credit, $"{posting}");
            books[(posting.Debit, posting.Amount.Currency)] = books.GetValueOrDefault((posting.Debit, posting.Amount.Currency)) + posting.Amount.Minor;
            books[(posting.Credit, posting.Amount.Currency)] = books.GetValueOrDefault((posting.Credit, posting.Amount.Currency)) - posting.Amount.Minor;
        }

        return books.Where(balance => balance.Value != 0).OrderBy(balance => balance.Key.Item1, StringComparer.Ordinal).ThenBy(balance => balance.Key.Item2.Code, StringComparer.Ordinal).ToDictionary();
    }

    private static Decision<IDonationEvent> Paid(Donation? donation) =>
        donation!.IsPaid ? [] : [new DonationPaid(_gift, StartRules.Id(1), _canteen, Money.Cny(100_00), null, true, "stripe", Method: "card", PaymentId: "pi_1")]; // It was begun.

    private static Report Settled(string id, long gross, long fee) =>
        donation => DisputeRules.Decide(donation, new RecordSettlement(_gift, _gift, id, "charge", null, Money.Cny(gross), Money.Cny(fee), Money.Cny(gross - fee)));

    private static Report Dollars(string id, long gross, long fee) =>
        donation => DisputeRules.Decide(donation, new RecordSettlement(_gift, _gift, id, "charge", null, new(gross, _dollar), new(fee, _dollar), new(gross - fee, _dollar)));

    private static Report Console(string id, long fen, string result) => donation => RefundProgress.Record(donation, new RecordForeignRefund(_asked, _gift, id, Money.Cny(fen), result, null));

    private static Report Dispute(string status, long fen) => donation => DisputeRules.Decide(donation, new RecordDispute(_gift, _gift, "dp_1", status, Money.Cny(fen), "fraudulent", null));

    private static Report Withdrawn(long fen, Money amount, Money fee) =>
        donation => DisputeRules.Decide(donation, new RecordDisputeFunds(_gift, _gift, "dp_1", "txn_7", true, Money.Cny(fen), amount, fee));

    private static Report Reinstated(long fen) =>
        donation => DisputeRules.Decide(donation, new RecordDisputeFunds(_gift, _gift, "dp_1", "txn_8", false, Money.Cny(fen), Money.Cny(fen), Money.Cny(15_00)));
}
