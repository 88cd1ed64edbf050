namespace CharityLink.Stripe.Tests;

/// <summary>Hosted pages: pay, decline, the bank asks, turn back, come back a day later, leave a card.</summary>
public sealed class CheckoutTests : StripeTest
{
    [Fact]
    public async Task A_giver_pays_on_the_page_and_lands_on_ours()
    {
        var page = await Do(CheckoutSessions.Create(Page("card")));
        Assert.Equal(("open", "unpaid", 100_00L, "hkd"), (page.Status, page.PaymentStatus, page.AmountTotal, page.Currency));
        Assert.StartsWith(Fake.Address.ToString(), page.Url, StringComparison.Ordinal);
        Assert.Equal($"https://charity.example/thanks?s={page.Id}", Fake.Giver.Pay(page.Id, "4242 4242 4242 4242"));

        var paid = await Do(CheckoutSessions.Get(page.Id, "payment_intent"));
        Assert.Equal(("complete", "paid", "d-1", null), (paid.Status, paid.PaymentStatus, paid.ClientReferenceId, paid.Url));
        Assert.Equal(("succeeded", "d-1"), (paid.PaymentIntent!.Value!.Status, paid.PaymentIntent.Value.Metadata!["donation_id"]));
    }

    [Fact]
    public async Task After_a_decline_the_page_stays_open_for_another_card()
    {
        var page = await Do(CheckoutSessions.Create(Page("card")));
        Assert.Equal($"/checkout/{page.Id}", Fake.Giver.Pay(page.Id, "4000 0000 0000 0002"));
        Assert.Equal("open", (await Do(CheckoutSessions.Get(page.Id))).Status);
        Fake.Giver.Pay(page.Id, "4242424242424242");
        var payments = await Do(PaymentIntents.List(new ListRequest()));
        Assert.Equal("succeeded", Assert.Single(payments.Data).Status);
    }

    [Theory]
    [InlineData("card", "pm_card_authenticationRequired")]
    [InlineData("alipay", "pm_fake_alipay")]
    [InlineData("wechat_pay", "pm_fake_wechat_pay")]
    public async Task The_bank_or_the_wallet_asks_in_between(string type, string token)
    {
        var page = await Do(CheckoutSessions.Create(Page(type)));
        var next = Fake.Giver.Pay(page.Id, token);
        Assert.Contains("/bank/pi_", next, StringComparison.Ordinal);
        Assert.Equal("unpaid", (await Do(CheckoutSessions.Get(page.Id))).PaymentStatus);
        Assert.StartsWith("https://charity.example/thanks", Fake.Giver.Authenticate(next.Split('/')[^1]), StringComparison.Ordinal);
        Assert.Equal("paid", (await Do(CheckoutSessions.Get(page.Id))).PaymentStatus);
    }

    [Fact]
    public async Task A_payment_that_takes_a_day_leaves_the_page_complete_but_unpaid()
    {
        var page = await Do(CheckoutSessions.Create(Page("card")));
        Assert.StartsWith("https://charity.example/thanks", Fake.Giver.Pay(page.Id, "pm_fake_delayed"), StringComparison.Ordinal);
        var waiting = await Do(CheckoutSessions.Get(page.Id));
        Assert.Equal(("complete", "unpaid"), (waiting.Status, waiting.PaymentStatus));
        Fake.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal("paid", (await Do(CheckoutSessions.Get(page.Id))).PaymentStatus);
        Assert.Single((await Do(Events.List(new ListRequest { Type = "checkout.session.async_payment_succeeded" }))).Data);
    }

    [Fact]
    public async Task A_page_closes_by_hand_or_by_time()
    {
        var first = await Do(CheckoutSessions.Create(Page("card")));
        Assert.Equal("expired", (await Do(CheckoutSessions.Expire(first.Id))).Status);
        var second = await Do(CheckoutSessions.Create(Page("card") with { ExpiresAt = first.Created.AddMinutes(45) }));
        Fake.Clock.Advance(TimeSpan.FromMinutes(46));
        Assert.Equal("expired", (await Do(CheckoutSessions.Get(second.Id))).Status);
        Assert.Throws<InvalidOperationException>(() => Fake.Giver.Pay(second.Id, "pm_card_visa"));
        Assert.Equal(2, (await Do(Events.List(new ListRequest { Types = ["checkout.session.expired"] }))).Data.Count);
    }

    [Fact]
    public async Task A_card_left_for_later_is_charged_without_the_giver_and_can_be_taken_away()
    {
        var customer = await Do(Customers.Create(new CustomerFields { PreferredLocales = ["zh"] }));
        var page = await Do(CheckoutSessions.Create(new CheckoutSessionCreate
        {
            Mode = "setup",
            Currency = "hkd",
            Customer = customer.Id,
            AllowedPaymentMethodTypes = ["card"],
            SetupIntentData = new() { Metadata = new Dictionary<string, string>(StringComparer.Ordinal) { ["pledge_id"] = "p-1" } },
            PaymentMethodOptions = new() { Card = new() { RequestThreeDSecure = "any" } },
            SuccessUrl = "https://charity.example/pledged",
        }));
        var bank = Fake.Giver.Pay(page.Id, "4000 0025 0000 3155");
        Assert.Equal("https://charity.example/pledged", Fake.Giver.Authenticate(bank.Split('/')[^1]));

        var kept = (await Do(CheckoutSessions.Get(page.Id, "setup_intent.payment_method"))).SetupIntent!.Value!;
        Assert.Equal(("succeeded", "p-1", "3155"), (kept.Status, kept.Metadata!["pledge_id"], kept.PaymentMethod!.Value!.Card!.Last4));
        var card = kept.PaymentMethod.Id;
        var charge = Pay(card) with { Customer = customer.Id, OffSession = true, PaymentMethodOptions = new() { Card = new() { StoredCredentialUsage = "unscheduled" } } };
        Assert.Equal("succeeded", (await Do(PaymentIntents.Create(charge))).Status);

        Assert.Equal(card, Assert.Single((await Do(Customers.PaymentMethods(customer.Id, new ListRequest { Type = "card" }))).Data).Id);
        Assert.Null((await Do(PaymentMethods.Detach(card))).Customer);
        Assert.True((await Do(Customers.Delete(customer.Id))).IsDeleted);
        Assert.True((await Do(Customers.Get(customer.Id))).Deleted);
    }

    [Fact]
    public async Task A_set_up_without_a_page_can_be_made_read_and_ended()
    {
        var customer = await Do(Customers.Create(new CustomerFields()));
        var kept = await Do(SetupIntents.Create(new SetupIntentCreate { Customer = customer.Id, PaymentMethod = "pm_card_visa", Usage = "off_session", Confirm = true }));
        Assert.Equal("succeeded", (await Do(SetupIntents.Get(kept.Id))).Status);
        var open = await Do(SetupIntents.Create(new SetupIntentCreate { Customer = customer.Id }));
        Assert.Equal("canceled", (await Do(SetupIntents.Cancel(open.Id, new CancelReason { CancellationReason = "abandoned" }))).Status);
        Assert.Equal(2, (await Do(SetupIntents.List(new ListRequest { Customer = customer.Id }))).Data.Count);
        var method = await Do(PaymentMethods.Attach("pm_card_mastercard", customer.Id));
        Assert.Equal("mastercard", (await Do(PaymentMethods.Get(method.Id))).Card!.Brand);
    }
}
