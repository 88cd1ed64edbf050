using CharityLink.Stripe.Wire;
using CharityLink.StripeFake;

namespace CharityLink.Stripe.Tests;

/// <summary>Keys, modes, and what is never sent.</summary>
public sealed class GuardTests : StripeTest
{
    protected override StripeFakeOptions Setup => new() { Livemode = true };

    [Fact]
    public async Task A_stand_in_that_is_started_anew_gives_no_id_a_second_time()
    {
        var start = new DateTimeOffset(2026, 11, 26, 8, 0, 0, TimeSpan.Zero);
        HashSet<string> ids = new(StringComparer.Ordinal);
        foreach (var startedAt in new[] { start, start.AddSeconds(1) })
        {
            await using var stand = await FakeStripe.Start(StripeFakeProgram.Read(["--port", "0"], startedAt));
            var client = NewClient(new StripeOptions { SecretKey = "sk_test_1", Address = stand.Address });
            Assert.True(ids.Add((await client.Send(Customers.Create(new CustomerFields()), "k", Ct)).Must().Id));
            Assert.Empty(stand.Journal.Complaints);
        }
    }

    [Fact]
    public async Task An_object_of_the_other_mode_is_told_apart()
    {
        var made = await Client.Send(Customers.Create(new CustomerFields()), "k", Ct);
        Assert.Equal(StripeOutcome.WrongMode, made.Outcome);
        Assert.NotNull(made.Value);
        Assert.Throws<InvalidOperationException>(made.Must);
    }

    [Fact]
    public async Task A_key_that_is_not_taken_stops_everything_and_loses_nothing()
    {
        Fake.Orders.KeysAreRevoked = true;
        var refused = await Client.Send(Refunds.Create(new RefundCreate { Charge = "ch_1" }), "k", Ct);
        Assert.Equal((StripeOutcome.NotAllowed, 401, 1), (refused.Outcome, refused.Status, refused.Tries));
        Fake.Orders.KeysAreRevoked = false;
        Assert.Equal((StripeOutcome.Refused, 404), await Again());
    }

    [Fact]
    public async Task A_key_without_rights_stops_everything_too()
    {
        Fake.Orders.KeysLackRights = true;
        var refused = await Client.Send(Refunds.Create(new RefundCreate { Charge = "ch_1" }), "k", Ct);
        Assert.Equal((StripeOutcome.NotAllowed, 403, 1), (refused.Outcome, refused.Status, refused.Tries));
    }

    [Fact]
    public async Task A_call_can_be_made_for_a_connected_account_and_again_from_what_was_written_down()
    {
        var call = Customers.Create(new CustomerFields { Name = "李雷" }) with { OnAccount = "acct_1" };
        var first = await Client.Send(call, "k", Ct);
        var written = new StripeCall<Customer>(new HttpMethod("POST"), call.Path, call.Form, StripeJson.Default.Customer) { OnAccount = "acct_1" };
        var again = await Client.Send(written, "k", Ct);
        Assert.True(again.Replayed);
        Assert.Equal(first.Value!.Id, again.Value!.Id);
        Assert.All(Fake.Journal.Entries, e => Assert.Equal("acct_1", e.Account));
    }

    [Fact]
    public async Task Every_call_names_the_version_and_posts_their_key()
    {
        await Client.Send(Customers.Create(new CustomerFields()), "customer:1:1", Ct);
        await Client.Send(Customers.List(new ListRequest()), Ct);
        Assert.Equal("customer:1:1,", string.Join(',', Fake.Journal.Entries.Select(e => e.Key)));
        Assert.All(Fake.Journal.Entries, e => Assert.Equal("2026-10-28.endive", e.Version));
    }

    [Fact]
    public async Task A_post_without_a_good_key_is_a_bug_and_is_not_sent()
    {
        var call = Customers.Create(new CustomerFields());
        await Assert.ThrowsAsync<ArgumentException>(() => Client.Send(call, Ct));
        await Assert.ThrowsAsync<ArgumentException>(() => Client.Send(call, " ", Ct));
        await Assert.ThrowsAsync<ArgumentException>(() => Client.Send(call, new string('k', 256), Ct));
        Assert.Empty(Fake.Journal.Entries);
        Assert.Equal(StripeOutcome.WrongMode, (await Client.Send(call, new string('k', 255), Ct)).Outcome);
    }

    [Fact]
    public async Task A_caller_who_gives_up_is_told_so()
    {
        using var given = new CancellationTokenSource();
        await given.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Client.Send(Customers.List(new ListRequest()), given.Token));
    }

    [Theory]
    [InlineData(1, 0, 0.5)]
    [InlineData(1, 1, 0.5)]
    [InlineData(2, 0, 0.75)]
    [InlineData(2, 1, 1)]
    [InlineData(4, 1, 4)]
    [InlineData(5, 1, 5)]
    [InlineData(9, 0, 3.75)]
    public void Waits_double_up_to_five_seconds_and_are_never_below_half_of_one(int tries, double chance, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), RetryDelay.For(tries, chance, null));

    [Fact]
    public void A_longer_wait_that_Stripe_asks_for_is_kept()
    {
        Assert.Equal(TimeSpan.FromSeconds(3), RetryDelay.For(1, 1, TimeSpan.FromSeconds(3)));
        Assert.Equal(TimeSpan.FromSeconds(4), RetryDelay.For(4, 1, TimeSpan.FromSeconds(3)));
    }

    private async Task<(StripeOutcome Outcome, int? Status)> Again()
    {
        var answer = await Client.Send(Refunds.Create(new RefundCreate { Charge = "ch_1" }), "k", Ct);
        return (answer.Outcome, answer.Status);
    }
}
