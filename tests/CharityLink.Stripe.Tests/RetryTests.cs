using CharityLink.StripeFake.Http;

namespace CharityLink.Stripe.Tests;

/// <summary>Every way in which a call can go wrong: what is sent again, under which key, and what is known in the end.</summary>
public sealed class RetryTests : StripeTest
{
    [Theory]
    [InlineData(FaultKind.LostRequest)]
    [InlineData(FaultKind.LostAnswer)]
    [InlineData(FaultKind.CutShort)]
    [InlineData(FaultKind.BrokenBefore)]
    [InlineData(FaultKind.BrokenAfter)]
    [InlineData(FaultKind.Conflict)]
    public async Task A_fault_is_survived_with_the_same_key_and_one_charge(FaultKind fault)
    {
        Fake.Faults.Next(fault);
        var answer = await Charge("pledge-charge:1:1");
        Assert.Equal((StripeOutcome.Done, 2), (answer.Outcome, answer.Tries));
        Assert.Equal(fault is FaultKind.LostAnswer or FaultKind.CutShort or FaultKind.BrokenAfter, answer.Replayed);
        await OneCharge();
        Assert.Equal("pledge-charge:1:1", Assert.Single(Fake.Journal.Entries.Where(e => e.Method == "POST").Select(e => e.Key).Distinct(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task An_answer_that_never_comes_is_given_up_and_asked_for_again()
    {
        var hasty = NewClient(new StripeOptions { SecretKey = "sk_test_1", Address = Fake.Address }, TimeSpan.FromSeconds(1));
        Fake.Faults.Next(FaultKind.Silence);
        var answer = await hasty.Send(PaymentIntents.Create(Pay("pm_card_visa")), "k", Ct);
        Assert.Equal((StripeOutcome.Done, 2, true), (answer.Outcome, answer.Tries, answer.Replayed));
        await OneCharge();
    }

    [Theory]
    [InlineData(FaultKind.LostRequest, null)]
    [InlineData(FaultKind.LostAnswer, null)]
    [InlineData(FaultKind.BrokenBefore, 500)]
    [InlineData(FaultKind.Conflict, 409)]
    public async Task After_three_tries_it_is_unknown_and_the_same_key_finds_out_later(FaultKind fault, int? status)
    {
        Fake.Faults.Next(fault, times: 3);
        var unknown = await Charge("k");
        Assert.Equal((StripeOutcome.Unknown, 3, status), (unknown.Outcome, unknown.Tries, unknown.Status));
        Assert.Equal(StripeOutcome.Done, (await Charge("k")).Outcome);
        await OneCharge();
    }

    [Fact]
    public async Task A_500_that_Stripe_keeps_stays_unknown_under_its_key()
    {
        Fake.Faults.Next(FaultKind.BrokenForGood);
        var unknown = await Charge("k");
        Assert.Equal((StripeOutcome.Unknown, 500, true), (unknown.Outcome, unknown.Status, unknown.Replayed));
        Assert.Empty((await Do(PaymentIntents.List(new ListRequest()))).Data);
    }

    [Fact]
    public async Task Too_many_requests_wait_as_long_as_Stripe_asks_when_that_is_short()
    {
        Fake.Faults.Next(FaultKind.Busy, retryAfter: TimeSpan.FromSeconds(5));
        Assert.Equal((StripeOutcome.Done, 2), Ended(await Charge("k")));
        Assert.Equal(TimeSpan.FromSeconds(5), Assert.Single(Time.Waits));
    }

    [Theory]
    [InlineData(6)]
    [InlineData(null)]
    public async Task Too_many_requests_are_left_to_the_queue_when_the_wait_is_long_or_not_said(int? seconds)
    {
        Fake.Faults.Next(FaultKind.Busy, retryAfter: seconds is { } s ? TimeSpan.FromSeconds(s) : null);
        var busy = await Charge("k");
        Assert.Equal((StripeOutcome.Busy, 1, seconds), (busy.Outcome, busy.Tries, (int?)busy.RetryAfter?.TotalSeconds));
        Assert.Equal((StripeOutcome.Done, 1), Ended(await Charge("k")));
    }

    [Fact]
    public async Task Stripe_decides_whether_a_500_is_sent_again()
    {
        Fake.Faults.Next(FaultKind.BrokenBefore, shouldRetry: false);
        Assert.Equal((StripeOutcome.Unknown, 1), Ended(await Charge("k")));
    }

    [Fact]
    public async Task Stripe_decides_whether_a_429_is_sent_again()
    {
        Fake.Faults.Next(FaultKind.Busy, times: 2, shouldRetry: true);
        Assert.Equal((StripeOutcome.Done, 3), Ended(await Charge("k")));
    }

    [Fact]
    public async Task Without_repeats_a_call_is_sent_once()
    {
        var client = NewClient(new StripeOptions { SecretKey = "sk_test_1", Address = Fake.Address, RetriesMax = 0 });
        Fake.Faults.Next(FaultKind.BrokenBefore);
        Assert.Equal((StripeOutcome.Unknown, 1), Ended(await client.Send(PaymentIntents.Create(Pay("pm_card_visa")), "k", Ct)));
    }

    [Fact]
    public async Task A_key_used_for_something_else_is_refused_and_nothing_is_charged()
    {
        await Charge("k");
        var refused = await Client.Send(PaymentIntents.Create(Pay("pm_card_visa", 99_00)), "k", Ct);
        Assert.Equal((StripeOutcome.Refused, 400, 1, true), (refused.Outcome, refused.Status, refused.Tries, refused.Error!.IsKeyReused));
        await OneCharge();
    }

    [Fact]
    public async Task A_decline_is_kept_for_its_key_and_another_try_needs_another()
    {
        var first = await Client.Send(PaymentIntents.Create(Pay("pm_card_chargeDeclined")), "k", Ct);
        var again = await Client.Send(PaymentIntents.Create(Pay("pm_card_chargeDeclined")), "k", Ct);
        Assert.True(again.Replayed);
        Assert.Equal(first.Error!.PaymentIntent!.Id, again.Error!.PaymentIntent!.Id);
    }

    [Fact]
    public async Task A_key_is_forgotten_after_a_day()
    {
        await Charge("k");
        Fake.Clock.Advance(TimeSpan.FromHours(23));
        Assert.True((await Charge("k")).Replayed);
        Fake.Clock.Advance(TimeSpan.FromHours(1));
        Assert.False((await Charge("k")).Replayed);
    }

    private Task<StripeAnswer<PaymentIntent>> Charge(string key) => Client.Send(PaymentIntents.Create(Pay("pm_card_visa")), key, Ct);

    private static (StripeOutcome Outcome, int Tries) Ended(StripeAnswer<PaymentIntent> answer) => (answer.Outcome, answer.Tries);

    private async Task OneCharge() => Assert.Single((await Do(Charges.List(new ListRequest()))).Data);
}
