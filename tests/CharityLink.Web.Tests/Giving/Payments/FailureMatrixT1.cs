using CharityLink.Giving;
using CharityLink.Network;
using CharityLink.Stripe;
using CharityLink.StripeFake.Http;
using CharityLink.Web.Giving.Payments;
using CharityLink.Web.Tests.Support;

namespace CharityLink.Web.Tests.Giving.Payments;

/// <summary>A charity that is the merchant itself: what is passed on to its own account, comes back from there and is passed on again, by number. Each ends with books that hold.</summary>
[Collection(Shared.Stripe)]
public sealed class FailureMatrixT1(StripeSite site)
{
    [Fact]
    public async Task T1_a_gift_is_passed_on_with_its_payment_and_comes_back_with_its_refund()
    {
        var gift = await site.Paid(program: OwnAccount.School);
        var transfer = Assert.Single(await Passed(gift));
        Assert.Equal((100_00L, Merchant.OwnAccount), (transfer.Amount, transfer.Destination?.Id));
        // The platform paid the fee, and the charity has all of it.
        Assert.Equal((100_00, -3_74), await Booked(gift));
        await site.GiveBack(gift, 25_00);
        await site.Send();
        await site.Deliver(2, 1);
        Assert.Equal(25_00, Assert.Single(await Passed(gift)).AmountReversed);
        Assert.Equal((75_00, -3_74), await Booked(gift));
        Assert.Equal((75_00, -3_74), await Booked(gift));
        // Whose money stays on the platform's account has nothing to be called back from.
        Assert.Equal(0, await site.Scalar<long>("select count(*) from giving.payment_operation where purpose in ('recall', 'pass_on') and holder_id <> @own", new { own = OwnAccount.Holder }));
        Assert.DoesNotContain(await site.Get<ProviderBooks>().Differences([OwnAccount.Holder], 1_000, StripeSite.Ct), row => row.DonationId == gift);
        await site.Close();
    }

    [Fact]
    public async Task T1_what_the_platform_is_paid_out_is_booked_though_some_of_it_was_passed_on()
    {
        // What other tests left at the provider goes out first.
        site.Advance(TimeSpan.FromDays(3));
        await Reconcile();
        site.Fake.Bank.PayOut("cny");
        await site.Deliver();
        var gift = await site.Paid(program: OwnAccount.School);
        site.Advance(TimeSpan.FromDays(3));
        await Reconcile();
        var payout = site.Fake.Bank.PayOut("cny");
        await site.Deliver(2, 1);
        Assert.Equal("done", await site.Scalar<string>("select state from giving.payment_inbox where kind = 'payout.paid' and object_id = @payout", new { payout }));
        var shares = await site.All<string>("select s ->> 'HolderId' from events.mt_events, jsonb_array_elements(data -> 'Shares') s where type = 'remittance_paid' and data ->> 'RemittanceId' = @payout", new { payout });
        Assert.Contains(OwnAccount.Holder.ToString(), shares, StringComparer.Ordinal);
        Assert.DoesNotContain(Settlement.Nobody.ToString(), shares, StringComparer.Ordinal);
        Assert.Contains("PaymentSettled", await site.Facts(gift), StringComparer.Ordinal);
        await site.Close();
    }

    [Theory]
    [InlineData(FaultKind.LostAnswer)]
    [InlineData(FaultKind.LostRequest)]
    public async Task T1_what_a_bank_takes_is_called_back_once_and_passed_on_again_once_when_it_was_won(FaultKind fault)
    {
        var gift = await site.Paid(program: OwnAccount.School);
        var dispute = site.Fake.Bank.Dispute(await site.ChargeOf(gift), 40_00);
        await site.Deliver(2, 1);
        await Fails(fault, Assert.Single(await Passed(gift)).Id);
        Assert.Equal(40_00, Assert.Single(await Passed(gift)).AmountReversed);
        // Only the fees are left to the platform.
        Assert.Equal((60_00, -3_74 - 15_00), await Booked(gift));

        site.Fake.Bank.Decide(dispute, isWon: true);
        await site.Deliver(2, 2);
        await Fails(fault, $"{gift}");
        Assert.Equal([40_00L, 100_00L], (await Passed(gift)).Select(transfer => transfer.Amount).Order());
        Assert.Equal((100_00, -3_74 - 15_00), await Booked(gift));
        await site.Close();
    }

    [Fact]
    public async Task T1_what_cannot_be_called_back_is_told_to_a_person()
    {
        var gift = await site.Paid(program: OwnAccount.School);
        var transfer = Assert.Single(await Passed(gift)).Id;
        Assert.Equal(StripeOutcome.Done, (await site.Get<StripeClient>().Send(Transfers.Reverse(transfer, new TransferReversalCreate()), $"by hand {gift}", StripeSite.Ct)).Outcome);
        var dispute = site.Fake.Bank.Dispute(await site.ChargeOf(gift));
        await site.Deliver();
        await site.Planned();
        await site.Send();
        var booking = (await site.Site.Facts(gift)).OfType<DisputeFundsWithdrawn>().Single(taken => taken.DisputeId == dispute).TransactionId;
        Assert.NotNull(await site.Alert("passing_on_refused", PaymentOrder.IdOf(PassedRecall.Purpose, PassedRecall.IdOf(gift, booking), 1)));
        await Reconcile();
        await site.Close();
    }

    [Fact]
    public async Task T3_what_was_won_back_waits_while_its_charity_is_suspended()
    {
        var gift = await site.Paid(program: OwnAccount.School);
        var dispute = site.Fake.Bank.Dispute(await site.ChargeOf(gift));
        await site.Deliver();
        await site.Planned();
        await site.Send();
        await Suspend(true);
        try
        {
            site.Fake.Bank.Decide(dispute, isWon: true);
            await site.Deliver();
            await site.Planned();
            await site.Send();
        }
        finally
        {
            await Suspend(false);
        }

        Assert.Single(await Passed(gift));
        var booking = (await site.Site.Facts(gift)).OfType<DisputeFundsReinstated>().Single().TransactionId;
        Assert.Equal("payee_suspended", (await site.Alert("passing_on_refused", PaymentOrder.IdOf(PassedAgain.Purpose, PassedRecall.IdOf(gift, booking), 1)))?.Code);
        // A person passes it on at the provider, under the gift's number: the books know it.
        var byHand = Transfers.Create(new TransferCreate { Amount = 100_00, Currency = "cny", Destination = Merchant.Account, TransferGroup = $"{gift}" });
        Assert.Equal(StripeOutcome.Done, (await site.Get<StripeClient>().Send(byHand, $"by hand {gift}", StripeSite.Ct)).Outcome);
        Assert.Equal(100_00, (await Booked(gift)).Own);
        await site.Close();
    }

    private Merchant Merchant => site.Get<PaymentSettings>().MerchantOf(OwnAccount.Holder, null) ?? throw new InvalidOperationException("It has an account.");

    // The call meets the fault, and its key is too old when somebody looks again: it is found among the provider's lists, or sent under another.
    private async Task Fails(FaultKind fault, string about)
    {
        await site.Planned();
        site.Fake.Faults.Next(fault, about: about);
        await site.Send();
        site.Advance(TimeSpan.FromHours(23.2));
        await site.Send();
        site.Advance(TimeSpan.FromMinutes(20));
        await site.Send();
    }

    private async Task<IReadOnlyList<Transfer>> Passed(Guid gift)
    {
        var found = new List<Transfer>();
        await foreach (var transfer in site.Get<StripeLine>().All(Transfers.List, new ListRequest { TransferGroup = $"{gift}" }, StripeSite.Ct))
        {
            found.Add(transfer);
        }

        return found;
    }

    // What the books have of a gift: in the charity's own account, and with the platform's.
    private async Task<(long Own, long Pending)> Booked(Guid gift)
    {
        await Reconcile();
        var rows = await site.Get<Ledger>().OfGift(gift, StripeSite.Ct);
        long Of(string account) => rows.Sum(row => row.Debit == account ? row.Amount.Minor : row.Credit == account ? -row.Amount.Minor : 0);
        return (Of(CharityLink.Giving.Accounts.Own("stripe")), Of(CharityLink.Giving.Accounts.Pending("stripe")));
    }

    private async Task Reconcile()
    {
        await site.Get<Reconciliation>().Work(StripeSite.Ct);
        await site.Started();
        await site.Passed("ledger");
    }

    private async Task Suspend(bool yes)
    {
        await site.Do(yes ? new SuspendOrganisation(Guid.CreateVersion7(), OwnAccount.Holder, "An inquiry.") : new ResumeOrganisation(Guid.CreateVersion7(), OwnAccount.Holder));
        await site.Passed("causes");
        while (await site.Get<CauseBook>().Suspended(OwnAccount.Holder, OwnAccount.Holder, null, StripeSite.Ct) is not null != yes)
        {
            await Task.Delay(20, StripeSite.Ct);
        }
    }
}
