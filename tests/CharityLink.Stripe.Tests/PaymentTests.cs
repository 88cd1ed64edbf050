namespace CharityLink.Stripe.Tests;

/// <summary>Payments, from the first try to the books.</summary>
public sealed class PaymentTests : StripeTest
{
    [Fact]
    public async Task A_card_pays_and_the_fee_is_in_the_books()
    {
        var paid = await Do(PaymentIntents.Create(Pay("pm_card_visa")));
        Assert.Equal(("succeeded", 100_00L, "op-1"), (paid.Status, paid.AmountReceived, paid.Metadata!["operation_id"]));
        var line = paid.LatestCharge!.Value!.BalanceTransaction!.Value!;
        Assert.Equal((100_00, 3_74, 96_26, "charge", paid.LatestCharge.Id), (line.Amount, line.Fee, line.Net, line.Type, line.SourceId));
    }

    [Fact]
    public async Task A_declined_card_is_a_refusal_that_carries_the_payment()
    {
        var answer = await Client.Send(PaymentIntents.Create(Pay("pm_card_chargeDeclinedInsufficientFunds")), "k", Ct);
        Assert.Equal((StripeOutcome.Refused, 402, "card_declined"), (answer.Outcome, answer.Status, answer.Error!.Code));
        Assert.Equal(("requires_payment_method", NextStep.RetryLater), (answer.Error.PaymentIntent!.Status, answer.Error.Next));
        Assert.Equal(1, answer.Tries);
    }

    [Fact]
    public async Task Off_session_a_bank_that_asks_is_a_refusal_and_the_payment_needs_a_method_again()
    {
        var answer = await Client.Send(PaymentIntents.Create(Pay("pm_card_authenticationRequired") with { OffSession = true }), "k", Ct);
        Assert.Equal((StripeOutcome.Refused, 402, "authentication_required"), (answer.Outcome, answer.Status, answer.Error!.Code));
        Assert.Equal(("requires_payment_method", NextStep.AskToAuthenticate), (answer.Error.PaymentIntent!.Status, answer.Error.Next));
    }

    [Theory]
    [InlineData(true, "succeeded")]
    [InlineData(false, "requires_payment_method")]
    public async Task With_the_giver_there_the_bank_asks_and_the_answer_counts(bool isApproved, string status)
    {
        var asked = await Do(PaymentIntents.Create(Pay("pm_card_authenticationRequired") with { ReturnUrl = "https://charity.example/r" }));
        Assert.Equal(("requires_action", "redirect_to_url"), (asked.Status, asked.NextAction!.Type));
        Assert.Equal("https://charity.example/r", Fake.Giver.Authenticate(asked.Id, isApproved));
        Assert.Equal(status, (await Do(PaymentIntents.Get(asked.Id))).Status);
    }

    [Fact]
    public async Task A_recovery_confirms_the_same_payment_with_another_card()
    {
        var refused = await Client.Send(PaymentIntents.Create(Pay("pm_card_chargeDeclined")), "k", Ct);
        var id = refused.Error!.PaymentIntent!.Id;
        var paid = await Do(PaymentIntents.Confirm(id, new PaymentIntentConfirm { PaymentMethod = "pm_card_visa", OffSession = false }));
        Assert.Equal((id, "succeeded"), (paid.Id, paid.Status));
        Assert.Equal("canceled payment_intent_unexpected_state", await CancelTwice());
    }

    [Fact]
    public async Task A_fee_that_is_known_late_is_missing_at_first_and_told_by_an_event()
    {
        Fake.Orders.FeesComeLater = true;
        var paid = await Do(PaymentIntents.Create(Pay("pm_card_visa")));
        Assert.Null(paid.LatestCharge!.Value!.BalanceTransaction);
        Fake.Clock.Advance(TimeSpan.FromHours(1));
        var charge = await Do(Charges.Get(paid.LatestCharge.Id, "balance_transaction"));
        Assert.Equal(3_74, charge.BalanceTransaction!.Value!.Fee);
        Assert.Single((await Do(Events.List(new ListRequest { Type = "charge.updated" }))).Data, e => e.ObjectId == charge.Id);
    }

    [Fact]
    public async Task A_sum_that_is_too_small_is_refused()
    {
        var answer = await Client.Send(PaymentIntents.Create(Pay("pm_card_visa", 3_99)), "k", Ct);
        Assert.Equal((StripeOutcome.Refused, "amount_too_small", "amount"), (answer.Outcome, answer.Error!.Code, answer.Error.Param));
    }

    [Fact]
    public async Task A_payment_is_found_again_by_customer_time_and_label()
    {
        var customer = await Do(Customers.Create(new CustomerFields { Email = "li.lei+gift@example.org", Name = "李雷" }));
        var paid = await Do(PaymentIntents.Create(Pay("pm_card_visa") with { Customer = customer.Id }));
        var found = await Do(PaymentIntents.List(new ListRequest { Customer = customer.Id, Created = new() { Gte = paid.Created, Lt = paid.Created.AddSeconds(60) } }));
        Assert.Equal(paid.Id, Assert.Single(found.Data, p => p.Metadata!["operation_id"] == "op-1").Id);
        Assert.Empty((await Do(PaymentIntents.List(new ListRequest { Created = new() { Gte = paid.Created.AddHours(1) } }))).Data);
    }

    private async Task<string> CancelTwice()
    {
        var open = await Do(PaymentIntents.Create(new PaymentIntentCreate { Amount = 5_00, Currency = "hkd" }));
        var ended = await Do(PaymentIntents.Cancel(open.Id, new CancelReason { CancellationReason = "abandoned" }));
        var again = await Client.Send(PaymentIntents.Cancel(open.Id, new CancelReason()), "k2", Ct);
        return $"{ended.Status} {again.Error!.Code}";
    }
}
