using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Web.Tests.Support;

namespace CharityLink.Web.Tests.Giving.Payments;

/// <summary>Where the provider's books and ours could part (X), and money on its way to the bank (T), by number. Each ends with books that hold.</summary>
[Collection(Shared.Stripe)]
public sealed class FailureMatrixX(StripeSite site)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task X1_the_fee_is_not_known_at_once(bool isTold)
    {
        site.Fake.Orders.FeesComeLater = true;
        var gift = await site.Paid();
        site.Fake.Orders.FeesComeLater = false;
        await Reconcile();
        Assert.Equal((100_00L, 0L), (await Booked(gift, "gift"), await Booked(gift, "settled")));
        if (!isTold)
        {
            site.Fake.Webhooks.LoseNext(100);
        }

        site.Fake.Bank.SettleFee(await site.ChargeOf(gift));
        site.Fake.Webhooks.LoseNext(isTold ? 0 : -100);
        await site.Deliver(2, 1);
        await Reconcile();
        Assert.Equal(3_74, await Booked(gift, "settled"));
        Assert.Single(await site.Facts(gift), "PaymentSettled");
        await site.Close();
    }

    [Fact]
    public async Task X2_the_provider_booked_another_amount_than_the_gift_says()
    {
        var gift = await site.Paid();
        await site.Do(new RecordSettlement(Guid.CreateVersion7(), gift, $"txn_off_{gift:N}", "charge", null, Money.Cny(100_01), Money.Cny(3_74), Money.Cny(96_27)));
        await site.Passed("ledger");
        Assert.Equal(1, await site.Scalar<long>("select sum(minor) from ledger_entry where donation_id = @gift and credit = 'suspense'", new { gift }));
        await site.Close();
        await site.Scalar<int>(
            "insert into giving.provider_booking select provider, transaction_id, kind, null, gross_minor, cost_minor, net_minor, currency, at, at from ledger_booking where transaction_id = @id",
            new { id = $"txn_off_{gift:N}" });
        var shown = Assert.Single(await Differences(), row => row.DonationId == gift && row.Why == "gift_differs");
        Assert.Equal((Money.Cny(100_01), Money.Cny(100_00)), (shown.There, shown.Here));
        // Each organisation is shown its own, however many others have.
        Assert.Equal(shown.HolderId, Assert.Single(await site.Get<ProviderBooks>().Differences([shown.HolderId.GetValueOrDefault()], 1, StripeSite.Ct)).HolderId);
        // The same again changes nothing: it is shown, not put right.
        await Reconcile();
        Assert.Equal(1, await site.Scalar<long>("select sum(minor) from ledger_entry where donation_id = @gift and credit = 'suspense'", new { gift }));
    }

    [Fact]
    public async Task X3_a_booking_of_a_kind_that_nobody_knows()
    {
        var gift = await site.Paid();
        var id = site.Fake.Bank.Book("climate_order_purchase", await site.ChargeOf(gift), -5_00);
        await Reconcile();
        await Reconcile();
        Assert.Equal(("unexplained", "climate_order_purchase"), Assert.Single(await Differences(), row => row.TransactionId == id) switch { var row => (row.Why, row.Kind) });
        Assert.Equal([Settlement.Nobody], (await site.Get<ProviderBooks>().Differences([Settlement.Nobody], 1_000, StripeSite.Ct)).Select(row => row.HolderId ?? Settlement.Nobody).Distinct());
        Assert.Equal(1, await site.Scalar<long>("select count(*) from ledger_entry where source_kind = 'unexplained' and source_id = @id and debit = 'suspense' and minor = 500", new { id }));
        Assert.Equal(1, await site.Scalar<long>("select count(*) from events.mt_events where type = 'payment_alert_raised' and data ->> 'Kind' = 'booking_unexplained' and data ->> 'Code' = 'climate_order_purchase'"));
        var page = await (await SiteHost.SignedIn("auditor", site.Visitor())).Get("/en/console/books/differences");
        Assert.Contains(id, page.Text("main"), StringComparison.Ordinal);
        await site.Close();
    }

    [Fact]
    public async Task X4_what_no_notification_told_is_found_in_the_providers_books()
    {
        var gift = await site.Paid();
        var refund = await site.GiveBack(gift, 40_00);
        await site.Send();
        await Reconcile();
        await Reconcile();
        Assert.Equal(2, (await site.Facts(gift)).Count(fact => fact == "PaymentSettled"));
        Assert.Equal(refund, (await site.Site.Facts(gift)).OfType<RefundCompleted>().Single().RefundId);
        Assert.DoesNotContain(await Differences(), row => row.DonationId == gift);
        await site.Close();
    }

    [Fact]
    public async Task T4_a_payout_comes_back()
    {
        // What others left with the provider is paid out first.
        site.Advance(TimeSpan.FromDays(3));
        site.Fake.Webhooks.LoseNext(2);
        site.Fake.Bank.PayOut("cny");
        var gift = await site.Paid();
        site.Advance(TimeSpan.FromDays(3));
        await Reconcile();
        await site.Passed("ledger");
        var holder = (await site.Site.Facts(gift)).OfType<DonationPaid>().Single().Cause.HolderId;
        var before = await Balance(holder, CharityLink.Giving.Accounts.Bank);
        var payout = site.Fake.Bank.PayOut("cny");
        await site.Deliver(2, 1);
        await site.Passed("ledger");
        var paid = await Balance(holder, CharityLink.Giving.Accounts.Bank) - before;
        Assert.Equal(96_26, paid);
        site.Fake.Bank.ReturnPayout(payout);
        await site.Deliver(2, 2);
        await Reconcile();
        await site.Close();
        Assert.Equal((before, 96_26L), (await Balance(holder, CharityLink.Giving.Accounts.Bank), await Balance(holder, CharityLink.Giving.Accounts.Available("stripe"))));
        Assert.Single(await site.All<string>("select type from events.mt_events where type = 'remittance_failed' and data ->> 'RemittanceId' = @payout", new { payout }));

        // The next one takes it along, and it is still the same organisation's.
        await site.Paid("50");
        site.Advance(TimeSpan.FromDays(3));
        await Reconcile();
        site.Fake.Bank.PayOut("cny");
        await site.Deliver(2, 1);
        await site.Close();
        Assert.Equal((before + 96_26 + 47_96, 0L), (await Balance(holder, CharityLink.Giving.Accounts.Bank), await Balance(holder, CharityLink.Giving.Accounts.Available("stripe"))));
    }

    private async Task Reconcile()
    {
        await site.Get<Reconciliation>().Work(StripeSite.Ct);
        await site.Started();
        await site.Passed("ledger");
    }

    private async Task<IReadOnlyList<BookDifference>> Differences() => await site.Get<ProviderBooks>().Differences(
        [.. (await site.Get<Ledger>().Balances(StripeSite.Ct)).Select(balance => balance.HolderId), Settlement.Nobody], 1_000, StripeSite.Ct);

    private async Task<long> Balance(Guid holder, string account) =>
        (await site.Get<Ledger>().Balances([holder], StripeSite.Ct)).SingleOrDefault(row => row.Account == account && row.Balance.Currency == Currency.Cny)?.Balance.Minor ?? 0;

    private async Task<long> Booked(Guid gift, string kind)
    {
        await site.Passed("ledger");
        return await site.Scalar<long>("select coalesce(sum(minor), 0) from ledger_entry where donation_id = @gift and source_kind = @kind and part = 0", new { gift, kind });
    }
}
