namespace CharityLink.Stripe.Tests;

/// <summary>Charities' accounts, money passed on to them, and lists.</summary>
public sealed class PassingOnTests : StripeTest
{
    [Fact]
    public async Task A_charity_is_connected_answers_questions_and_can_then_be_charged_for()
    {
        var charity = await Do(Accounts.Create(new AccountCreate { Type = "express", Country = "SG", BusinessType = "non_profit", Email = "books@charity.example" }));
        Assert.False(charity.ChargesEnabled);
        var link = await Do(Accounts.Link(new AccountLinkCreate { Account = charity.Id, Type = "account_onboarding", RefreshUrl = "https://charity.example/again", ReturnUrl = "https://charity.example/done" }));
        Assert.Equal(Fake.Clock.GetUtcNow().AddMinutes(5), link.ExpiresAt, TimeSpan.FromSeconds(10));
        Fake.Bank.Onboard(charity.Id);
        var ready = await Do(Accounts.Get(charity.Id));
        Assert.True(ready is { ChargesEnabled: true, PayoutsEnabled: true, DetailsSubmitted: true, DefaultCurrency: "sgd" });
        Assert.Equal("active", ready.Capabilities!["card_payments"]);
        Assert.Equal(charity.Id, Assert.Single((await Do(Events.List(new ListRequest { Type = "account.updated" }))).Data).Account);
        Assert.Single((await Do(Accounts.List(new ListRequest()))).Data);
    }

    [Fact]
    public async Task A_payment_for_a_charity_is_passed_on_and_taken_back_with_the_refund()
    {
        var charity = await Do(Accounts.Create(new AccountCreate { Country = "GB" }));
        var paid = await Do(PaymentIntents.Create(Pay("pm_card_visa") with
        {
            OnBehalfOf = charity.Id,
            TransferData = new() { Destination = charity.Id },
            TransferGroup = "d-1",
        }));
        var transfer = Assert.Single((await Do(Transfers.List(new ListRequest { TransferGroup = "d-1" }))).Data);
        Assert.Equal((100_00L, charity.Id), (transfer.Amount, transfer.Destination!.Id));
        await Do(Refunds.Create(new RefundCreate { PaymentIntent = paid.Id, Amount = 25_00, ReverseTransfer = true, RefundApplicationFee = false }));
        Assert.Equal(25_00, (await Do(Transfers.Get(transfer.Id))).AmountReversed);
    }

    [Fact]
    public async Task Money_can_be_passed_on_by_hand_and_taken_back_in_part()
    {
        var charity = await Do(Accounts.Create(new AccountCreate { Country = "GB" }));
        var sent = await Do(Transfers.Create(new TransferCreate { Amount = 70_00, Currency = "hkd", Destination = charity.Id, TransferGroup = "d-2" }));
        var back = await Do(Transfers.Reverse(sent.Id, new TransferReversalCreate { Amount = 20_00 }));
        Assert.Equal((20_00L, sent.Id), (back.Amount, back.Transfer!.Id));
        var tooMuch = await Client.Send(Transfers.Reverse(sent.Id, new TransferReversalCreate { Amount = 50_01 }), "k", Ct);
        Assert.Equal(StripeOutcome.Refused, tooMuch.Outcome);
        var lines = await Do(BalanceTransactions.List(new ListRequest { Type = "transfer" }));
        Assert.Equal(-70_00, Assert.Single(lines.Data).Net);
    }

    [Fact]
    public async Task A_payout_names_every_line_it_paid_out()
    {
        await Do(PaymentIntents.Create(Pay("pm_card_visa")));
        await Do(PaymentIntents.Create(Pay("pm_card_visa", 50_00)));
        Fake.Clock.Advance(TimeSpan.FromDays(3));
        var payout = Fake.Bank.PayOut("hkd");
        var lines = await Do(BalanceTransactions.List(new ListRequest { Payout = payout }));
        Assert.Equal((2, 96_26 + 47_96), (lines.Data.Count, lines.Data.Sum(l => l.Net)));
        Assert.All(lines.Data, l => Assert.Equal("available", l.Status));
    }

    [Fact]
    public async Task The_balance_is_what_its_lines_add_up_to_whether_or_not_it_can_be_had_yet()
    {
        await Do(PaymentIntents.Create(Pay("pm_card_visa")));
        Fake.Clock.Advance(TimeSpan.FromDays(3));
        await Do(PaymentIntents.Create(Pay("pm_card_visa", 50_00)));
        var balance = await Do(Balances.Get());
        Assert.Equal((96_26L, "hkd"), (Assert.Single(balance.Available).Amount, balance.Available[0].Currency));
        Assert.Equal(47_96, Assert.Single(balance.Pending).Amount);
        Fake.Bank.PayOut("hkd");
        Assert.Equal(0, (await Do(Balances.Get())).Available.Sum(part => part.Amount));
    }

    [Fact]
    public async Task A_long_list_is_read_to_its_end_each_object_once()
    {
        for (var i = 0; i < 7; i++)
        {
            await Do(Customers.Create(new CustomerFields { Name = $"Giver {i}" }));
        }

        var names = new List<string>();
        await foreach (var customer in Client.All(Customers.List, new ListRequest { Limit = 3 }, Ct))
        {
            names.Add(customer.Name!);
        }

        Assert.Equal("6543210", string.Concat(names.Select(n => n[^1])));
        Assert.Equal(3, Fake.Journal.Entries.Count(e => e.Operation == "Customers_list"));
        var newest = await Do(Customers.List(new ListRequest { Limit = 2 }));
        var after = await Do(Customers.List(new ListRequest { EndingBefore = newest.Data[1].Id }));
        Assert.Equal("Giver 6", Assert.Single(after.Data).Name);
    }
}
