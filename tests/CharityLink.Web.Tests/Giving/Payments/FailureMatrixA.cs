using CharityLink.Giving;
using CharityLink.StripeFake.Http;
using CharityLink.Web.Tests.Support;
using Dapper;
using Npgsql;

namespace CharityLink.Web.Tests.Giving.Payments;

/// <summary>What can go wrong between our decision and the provider's answer, by its number. Each ends with one page, and nothing that hangs.</summary>
[Collection(Shared.Stripe)]
public sealed class FailureMatrixA(StripeSite site) : IAsyncLifetime
{
    private static readonly TimeSpan _dead = TimeSpan.FromMinutes(7);

    // Only a test's own call is to be due.
    public async ValueTask InitializeAsync() => await site.Rest();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A1_crash_after_the_call_was_written_down_and_before_it_was_sent()
    {
        var gift = await site.Begin();
        Assert.NotEmpty(await Lease());
        Assert.Equal(0, await site.Send());
        site.Advance(_dead);
        await site.Send();
        await Opened(gift);
    }

    [Fact]
    public async Task A2_crash_after_the_provider_did_it_and_before_that_was_stored()
    {
        var gift = await site.Begin();
        var leased = Assert.Single(await Lease());
        var first = await Provider.Send(leased, StripeSite.Ct);
        site.Advance(_dead);
        await site.Send();
        Assert.Equal(first.ObjectId, (await site.Operation(gift))!.ObjectId); // It was planned.
        await Opened(gift, leased.Key);
    }

    [Theory]
    [InlineData(FaultKind.LostAnswer)]
    [InlineData(FaultKind.CutShort)]
    [InlineData(FaultKind.BrokenAfter)]
    [InlineData(FaultKind.Silence)]
    public async Task A3_the_answer_is_lost(FaultKind fault) => await Recovers(fault, 1, "unknown");

    [Theory]
    [InlineData(FaultKind.LostRequest)]
    [InlineData(FaultKind.BrokenBefore)]
    public async Task A4_the_request_is_lost(FaultKind fault) => await Recovers(fault, 1, "unknown");

    [Fact]
    public async Task A5_the_answer_is_lost_until_the_key_is_too_old_and_it_was_done()
    {
        var gift = await site.Begin();
        site.Fake.Faults.Next(FaultKind.LostAnswer, about: $"{gift}");
        await site.Send();
        site.Advance(TimeSpan.FromHours(23.2));
        await site.Send();
        var operation = (await site.Operation(gift))!; // It was planned.
        Assert.Equal(("succeeded", $"gift:{gift}:1"), (operation.State, operation.Key));
        await Opened(gift);
    }

    [Fact]
    public async Task A6_the_request_is_lost_until_the_key_is_too_old_and_it_was_not_done()
    {
        var gift = await site.Begin();
        site.Fake.Faults.Next(FaultKind.LostRequest, about: $"{gift}");
        await site.Send();
        site.Advance(TimeSpan.FromHours(23.2));
        await site.Send();
        Assert.Equal(("planned", $"gift:{gift}:1.2"), ((await site.Operation(gift))!.State, (await site.Operation(gift))!.Key)); // It was planned.
        await site.Send();
        await Opened(gift);
    }

    [Fact]
    public async Task A8_a_lock_twice_and_then_an_answer() => await Recovers(FaultKind.Conflict, 2, "unknown");

    [Fact]
    public async Task A9_too_many_requests_with_a_time_to_wait()
    {
        var gift = await site.Begin();
        site.Fake.Faults.Next(FaultKind.Busy, 1, TimeSpan.FromSeconds(90), about: $"{gift}");
        await site.Send();
        site.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(0, await site.Send());
        site.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(1, await site.Send());
        await Opened(gift, $"gift:{gift}:1");
    }

    [Fact]
    public async Task A10_a_key_is_used_again_for_another_amount()
    {
        var gift = await site.Begin();
        site.Fake.Faults.Next(FaultKind.LostAnswer, about: $"{gift}");
        await site.Send();
        await using var connection = new NpgsqlConnection(site.Site.ConnectionString);
        await connection.ExecuteAsync("update giving.payment_operation set call = replace(call, 'unit_amount]=6000', 'unit_amount]=6001') where aggregate_id = @gift", new { gift });
        site.Advance(TimeSpan.FromMinutes(1));
        await site.Send();
        Assert.Equal(("failed", "key_reused"), ((await site.Operation(gift))!.State, (await site.Operation(gift))!.Error)); // It was planned.
        Assert.NotNull(await site.Alert("key_reused", (await site.Operation(gift))!.Id)); // It was planned.
        Assert.Equal(1, await site.Pages(gift));
        Assert.Equal(["DonationStarted", "PaymentDeclined"], await site.Facts(gift));
        Assert.Contains("could not be begun", (await site.Visitor().Get($"/en/gifts/{gift}/pay")).Text("h1"), StringComparison.Ordinal);
        await site.Close();
    }

    [Fact]
    public async Task A11_a_double_click_two_tabs_and_the_back_button_are_one_page()
    {
        var visitor = site.Visitor();
        var form = await visitor.OpenForm();
        var gift = Gifts.GiftOf(form);
        (string, string)[] typed = [("other", "60"), ("who", "anonymous"), ("method", "card")];
        var answers = await Task.WhenAll(visitor.Submit(form, Gifts.Form, typed), visitor.Submit(form, Gifts.Form, typed), visitor.Submit(form, Gifts.Form, typed));
        Assert.All(answers, answer => Assert.Equal((303, $"/en/gifts/{gift}/pay"), (answer.Status, answer.Location)));
        await site.Planned();
        var waiting = Enumerable.Range(0, 5).Select(_ => visitor.Follow(answers[0])).ToList();
        await site.Send();
        var pages = (await Task.WhenAll(waiting)).Append(await visitor.Follow(answers[0])).Select(page => (page.Status, page.Location)).Distinct();
        Assert.Equal((303, new Uri(site.Fake.Address, $"/checkout/{(await site.Operation(gift))!.ObjectId}").ToString()), Assert.Single(pages)); // It was planned.
        await Opened(gift);
    }

    [Fact]
    public async Task A12_two_workers_want_the_same_call()
    {
        var gift = await site.Begin();
        var sent = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => site.Send()));
        Assert.Equal(1, sent.Sum());
        Assert.Single(site.Fake.Journal.Entries, entry => entry.Key == $"gift:{gift}:1");
        await Opened(gift);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A13_our_key_is_refused(bool isRevoked)
    {
        var gift = await site.Begin();
        Refuse(true);
        await site.Send();
        Assert.Equal("planned", (await site.Operation(gift))!.State); // It was planned.
        Assert.Equal("stripe", Assert.Single(await site.Get<PaymentCircuits>().All(StripeSite.Ct)).Provider);
        Assert.NotNull(await site.Alert("access_refused", null));
        var second = await site.Begin();
        Assert.Equal(0, await site.Send());
        Refuse(false);
        site.Advance(PaymentCircuits.Pause + TimeSpan.FromSeconds(1));
        Assert.Equal(1, await site.Send());
        Assert.Equal(1, await site.Send());
        Assert.Empty(await site.Get<PaymentCircuits>().All(StripeSite.Ct));
        await Opened(gift);
        await Opened(second);

        void Refuse(bool yes) => (site.Fake.Orders.KeysAreRevoked, site.Fake.Orders.KeysLackRights) = (yes && isRevoked, yes && !isRevoked);
    }

    [Theory]
    [InlineData(1, 3)] // It may not be tried yet.
    [InlineData(-1, 4)] // One call tries it.
    public async Task A13_a_provider_that_refuses_us_holds_back_no_calls_but_its_own(int minutes, int sent)
    {
        var held = new[] { await site.Begin(), await site.Begin() };
        var others = new[] { await site.Begin(), await site.Begin(), await site.Begin() };
        await using var connection = new NpgsqlConnection(site.Site.ConnectionString);
        await connection.ExecuteAsync("update giving.payment_operation set provider = 'closed', next_try_at = next_try_at - interval '1 day' where aggregate_id = any (@held)", new { held });
        var now = site.Site.Clock.GetUtcNow().ToUniversalTime();
        await connection.ExecuteAsync("insert into giving.payment_circuit (provider, reason, since, retry_at) values ('closed', '', @now, @at)", new { now, at = now.AddMinutes(minutes) });

        var leased = await Lease();

        Assert.Equal(sent, leased.Count);
        Assert.Equal(others.Order(), leased.Where(one => one.Provider == "stripe").Select(one => one.AggregateId).Order());
        Assert.All(leased, one => Assert.Equal(one.Provider == "closed", one.IsSuspended));
        await connection.ExecuteAsync("delete from giving.payment_circuit");
        await connection.ExecuteAsync("update giving.payment_operation set provider = 'stripe' where aggregate_id = any (@held)", new { held });
        await site.Rest();
        await Opened(held[1]);
    }

    [Fact]
    public async Task A13_while_one_call_tries_a_provider_no_other_goes_until_it_answers_or_its_sender_is_dead()
    {
        await site.Rest();
        var gifts = new[] { await site.Begin(), await site.Begin(), await site.Begin() };
        await Refused();
        var tried = Assert.Single((await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Lease()))).SelectMany(leased => leased));
        Assert.Empty(await Lease());
        site.Advance(TimeSpan.FromMinutes(6));
        var second = Assert.Single(await Lease());
        Assert.Empty(await Lease());
        site.Advance(TimeSpan.FromMinutes(6));

        // One whose answer is lost says nothing of our access: the next one tries.
        site.Fake.Faults.Next(FaultKind.LostAnswer, about: $"{gifts.Single(gift => gift != tried.AggregateId && gift != second.AggregateId)}");
        Assert.Equal(1, await site.Send());
        Assert.Single(await site.Get<PaymentCircuits>().All(StripeSite.Ct));
        Assert.Equal(1, await site.Send());
        Assert.Empty(await site.Get<PaymentCircuits>().All(StripeSite.Ct));
        await site.Rest();
        Assert.All(await Task.WhenAll(gifts.Select(site.Operation)), operation => Assert.Equal("succeeded", operation!.State)); // It was planned.

        async Task Refused()
        {
            await using var connection = new NpgsqlConnection(site.Site.ConnectionString);
            var now = site.Site.Clock.GetUtcNow().ToUniversalTime();
            await connection.ExecuteAsync("insert into giving.payment_circuit (provider, reason, since, retry_at) values ('stripe', '', @now, @now)", new { now });
        }
    }

    [Fact]
    public async Task A13_no_more_is_taken_than_there_are_places_for()
    {
        var gifts = new[] { await site.Begin(), await site.Begin(), await site.Begin() };
        Assert.Equal(2, (await site.Get<PaymentOperations>().Lease(2, TimeSpan.FromMinutes(6), StripeSite.Ct)).Count);
        await site.Rest();
        await Opened(gifts[0]);
    }

    private IPaymentProvider Provider => site.Get<PaymentProviders>().Find("stripe")!; // It is configured.

    private Task<IReadOnlyList<PaymentOperation>> Lease() => site.Get<PaymentOperations>().Lease(64, TimeSpan.FromMinutes(6), StripeSite.Ct);

    private async Task Recovers(FaultKind fault, int times, string meanwhile)
    {
        var gift = await site.Begin();
        site.Fake.Faults.Next(fault, times, about: $"{gift}");
        for (var i = 0; i < times; i++)
        {
            await site.Send();
            Assert.Equal(meanwhile, (await site.Operation(gift))!.State); // It was planned.
            site.Advance(TimeSpan.FromMinutes(1));
        }

        await site.Send();
        await Opened(gift, $"gift:{gift}:1");
    }

    // One page, which can be paid, and paid it counts once.
    private async Task Opened(Guid gift, string? key = null)
    {
        var operation = (await site.Operation(gift))!; // It was planned.
        Assert.Equal(("succeeded", key ?? operation.Key, 1), (operation.State, operation.Key, await site.Pages(gift)));
        await site.Pay(gift);
        await site.Deliver();
        Assert.Equal(["DonationStarted", "DonationPaid"], await site.Facts(gift));
        Assert.Equal(1, site.Charges(gift));
        await site.Close();
        Assert.Equal(1, await site.Scalar<long>("select count(*) from ledger_entry where donation_id = @gift and source_kind = 'gift'", new { gift }));
    }
}
