using System.Globalization;
using System.Net;
using CharityLink.Giving;
using CharityLink.Stripe;
using CharityLink.Web.Tests.Support;
using Dapper;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace CharityLink.Web.Tests.Giving.Payments;

/// <summary>What can go wrong between the provider's word and our facts, by its number.</summary>
[Collection(Shared.Stripe)]
public sealed class FailureMatrixB(StripeSite site)
{
    private const string Expiry = "Payments:Stripe:WebhookSecrets:1:ExpiresAt";
    private static readonly string[] _paid = ["DonationStarted", "DonationPaid"];

    [Fact]
    public async Task B1_the_same_event_five_times_at_once()
    {
        var gift = await site.BeginAndOpen();
        var (body, id) = (await Completed(gift), $"evt_{Guid.CreateVersion7():N}");
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => site.Post(body.Replace("EVENT", id, StringComparison.Ordinal))));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer));
        await site.Act();
        Assert.Equal(1, await site.Scalar<long>("select count(*) from giving.payment_inbox where event_id = @id", new { id }));
        await Ends(gift, _paid);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task B2_events_in_any_order_and_twice(int seed)
    {
        var gift = await site.BeginAndOpen();
        await site.Pay(gift, "pm_card_chargeDeclined");
        await site.Pay(gift);
        await site.Deliver(2, seed);
        var facts = await site.Facts(gift);
        Assert.Single(facts, "DonationPaid");
        await site.Close();
    }

    [Fact]
    public async Task B2_a_refund_is_told_before_its_payment_and_the_books_are_as_in_order()
    {
        var inOrder = await PaidAndGivenBack();
        await site.Deliver();
        var gift = await PaidAndGivenBack();
        site.Fake.Webhooks.TurnRound();
        await site.Deliver();
        // What came before its payment waits a little and is tried again.
        for (var tries = 1; tries < 3; tries++)
        {
            site.Advance(TimeSpan.FromMinutes(1));
            await site.Act();
        }

        Assert.Equal((await site.Story(inOrder)).Order(StringComparer.Ordinal), (await site.Story(gift)).Order(StringComparer.Ordinal));
        await site.Close();
        Assert.Equal(await Books(inOrder), await Books(gift));

        async Task<Guid> PaidAndGivenBack()
        {
            var begun = await site.BeginAndOpen();
            await site.Pay(begun);
            var call = CharityLink.Stripe.Refunds.Create(new RefundCreate { PaymentIntent = await site.PaymentOf(begun), Amount = 20_00 });
            Assert.Equal(StripeOutcome.Done, (await site.Get<StripeClient>().Send(call, $"outside:{begun}", StripeSite.Ct)).Outcome);
            return begun;
        }

        Task<IReadOnlyList<string>> Books(Guid of) => site.All<string>(
            "select concat_ws(' ', source_kind, part, debit, credit, minor, currency) from ledger_entry where donation_id = @of order by 1", new { of });
    }

    [Fact]
    public async Task B3_a_decline_is_told_after_the_payment()
    {
        var gift = await site.BeginAndOpen();
        await site.Pay(gift);
        await site.Deliver();
        Assert.Equal(HttpStatusCode.OK, await site.Post(Event("payment_intent.payment_failed", $$"""
            {"id":"pi_late","object":"payment_intent","status":"requires_payment_method","amount":6000,"currency":"cny","metadata":{{await Labels(gift)}} }
            """)));
        await site.Act();
        await Ends(gift, _paid);
    }

    [Fact]
    public async Task B5_the_webhook_never_arrives() => await Heals(TimeSpan.FromMinutes(5));

    [Fact]
    public async Task B6_our_endpoint_is_down_for_four_days() => await Heals(TimeSpan.FromDays(4));

    [Fact]
    public async Task B8_crash_after_the_notification_was_kept_and_before_it_was_acted_on()
    {
        var gift = await site.BeginAndOpen();
        await site.Pay(gift);
        await site.Fake.Webhooks.Deliver(ct: StripeSite.Ct);
        Assert.NotEmpty(await site.Get<PaymentInbox>().Lease(500, TimeSpan.FromMinutes(2), StripeSite.Ct));
        await site.Act();
        Assert.Equal(["DonationStarted"], await site.Facts(gift));
        site.Advance(TimeSpan.FromMinutes(3));
        await site.Act();
        await Ends(gift, _paid);
    }

    [Fact]
    public async Task B9_crash_after_the_effect_and_before_the_notification_was_done()
    {
        var gift = await site.BeginAndOpen();
        await site.Pay(gift);
        await site.Fake.Webhooks.Deliver(ct: StripeSite.Ct);
        foreach (var entry in await site.Get<PaymentInbox>().Lease(500, TimeSpan.FromMinutes(2), StripeSite.Ct))
        {
            await site.Get<SystemCommands>().SendAll(await site.Get<PaymentProviders>().Find("stripe")!.Understand(entry.Notification, StripeSite.Ct), StripeSite.Ct); // It is configured.
        }

        Assert.Equal(_paid, await site.Facts(gift));
        site.Advance(TimeSpan.FromMinutes(3));
        await site.Act();
        await Ends(gift, _paid);
    }

    [Fact]
    public async Task B9_crash_in_the_effect_takes_it_back_whole()
    {
        var gift = await site.BeginAndOpen();
        await site.Pay(gift);
        await site.Fake.Webhooks.Deliver(ct: StripeSite.Ct);
        await using var other = new NpgsqlConnection(site.Site.ConnectionString);
        await other.OpenAsync(StripeSite.Ct);
        await using var holding = await other.BeginTransactionAsync(StripeSite.Ct);
        await other.ExecuteAsync("select version from events.mt_streams where id = @gift for update", new { gift });
        var acting = site.Act();
        // In the middle of its statement the server's side of the writer dies.
        while (await site.Scalar<long>("select count(pg_terminate_backend(pid)) from pg_stat_activity where @mine = any(pg_blocking_pids(pid))", new { mine = other.ProcessID }) == 0)
        {
            await Task.Delay(5, StripeSite.Ct);
        }

        Assert.Equal(["DonationStarted"], await site.All<string>(
            "select case type when 'donation_started' then 'DonationStarted' else type end from events.mt_events where stream_id = @gift order by version", new { gift }));
        await holding.RollbackAsync(StripeSite.Ct);
        await acting;
        await Ends(gift, _paid);
    }

    [Fact]
    public async Task B10_a_notification_that_can_never_be_acted_on_is_laid_aside_and_the_others_go_on()
    {
        var gift = await site.BeginAndOpen();
        var poison = $"evt_{Guid.CreateVersion7():N}";
        var body = await Completed(gift);
        Assert.Equal(HttpStatusCode.OK, await site.Post(body.Replace("EVENT", poison, StringComparison.Ordinal).Replace("cny", "xxx", StringComparison.Ordinal)));
        await site.Pay(gift);
        await site.Deliver();
        Assert.Equal(_paid, await site.Facts(gift));
        for (var tries = 1; tries < InboxWorker.TriesMax; tries++)
        {
            Assert.Equal("waiting", await State());
            site.Advance(TimeSpan.FromHours(1.1));
            await site.Act();
        }

        Assert.Equal("dead", await State());
        // A person is told: the console counts it among what waits, and shows it.
        Assert.True((await site.Get<PaymentWatch>().Work(StripeSite.Ct)).Aside > 0);
        Assert.Contains(await site.Get<PaymentWatch>().Notifications("dead", null, 100, StripeSite.Ct), row => row.EventId == poison);
        await Ends(gift, _paid);

        Task<string?> State() => site.Scalar<string>("select state from giving.payment_inbox where event_id = @poison", new { poison });
    }

    [Fact]
    public async Task B11_forged_altered_stale_and_unsigned_deliveries_are_refused_and_nothing_is_kept()
    {
        var before = await Kept();
        var body = Event("checkout.session.completed", "{\"id\":\"cs_1\",\"object\":\"checkout.session\"}");
        HttpStatusCode[] answers =
        [
            await site.Post(body, "whsec_somebody_elses"), await site.Post(body, at: site.Site.Clock.GetUtcNow().AddMinutes(-6)), await site.Post(body, signature: ""),
            await site.Post(body, signature: "t=1,v1=00"), await site.Post(body.Replace("cs_1", "cs_2", StringComparison.Ordinal), signature: site.Sign(body)), await site.Post("", StripeSite.Secret), await site.Post("{}", StripeSite.Secret),
        ];
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.BadRequest, answer));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await site.Post(new string(' ', 300_000)));
        Assert.Equal(before, await Kept());
        await site.Close();

        Task<long> Kept() => site.Scalar<long>("select count(*) from giving.payment_inbox");
    }

    [Fact]
    public async Task B12_a_secret_is_rolled_both_are_taken_and_then_the_old_one_no_longer()
    {
        var body = Event("something.new", "{\"id\":\"x_1\",\"object\":\"x\"}");
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK], [await Post(StripeSite.Secret), await Post(StripeSite.OldSecret)]);
        var settings = (IConfigurationRoot)site.Get<IConfiguration>();
        var expiry = settings[Expiry];
        settings[Expiry] = site.Site.Clock.GetUtcNow().AddSeconds(-1).ToString("O", CultureInfo.InvariantCulture);
        settings.Reload();
        var before = await site.Scalar<long>("select count(*) from giving.payment_inbox");
        Assert.Equal([HttpStatusCode.BadRequest, HttpStatusCode.BadRequest], [await Post(StripeSite.OldSecret), await Post("whsec_never")]);
        Assert.Equal(before, await site.Scalar<long>("select count(*) from giving.payment_inbox"));
        Assert.Equal(HttpStatusCode.OK, await Post(StripeSite.Secret));
        settings[Expiry] = expiry;
        settings.Reload();
        await site.Act();
        await site.Close();

        Task<HttpStatusCode> Post(string secret) => site.Post(body.Replace("EVENT", $"evt_{Guid.CreateVersion7():N}", StringComparison.Ordinal), secret);
    }

    [Theory]
    [InlineData("something.new", "{\"id\":\"x_1\",\"object\":\"x\",\"brand_new\":[1]}", "done")]
    [InlineData("checkout.session.completed", "{\"id\":\"cs_2\",\"object\":\"checkout.session\",\"mode\":\"payment\",\"payment_status\":\"brand_new\",\"new\":{}}", "done")]
    public async Task B13_what_is_unknown_is_kept_and_does_no_harm(string type, string about, string state)
    {
        var id = $"evt_{Guid.CreateVersion7():N}";
        Assert.Equal(HttpStatusCode.OK, await site.Post(Event(type, about).Replace("EVENT", id, StringComparison.Ordinal)));
        await site.Act();
        Assert.Equal((state, null), (await site.Scalar<string>("select state from giving.payment_inbox where event_id = @id", new { id }), await site.Scalar<byte[]>("select body from giving.payment_inbox where event_id = @id", new { id })));
        await site.Close();
    }

    [Theory]
    [InlineData("\"livemode\":true", "other_mode")]
    [InlineData("\"livemode\":false,\"account\":\"acct_foreign\"", "foreign_account")]
    public async Task An_event_of_the_other_mode_or_of_somebody_elses_account_is_kept_and_not_acted_on(string members, string why)
    {
        var gift = await site.BeginAndOpen();
        var id = $"evt_{Guid.CreateVersion7():N}";
        var body = await Completed(gift);
        Assert.Equal(HttpStatusCode.OK, await site.Post(body.Replace("EVENT", id, StringComparison.Ordinal).Replace("\"livemode\":false", members, StringComparison.Ordinal)));
        await site.Act();
        Assert.Equal(["DonationStarted"], await site.Facts(gift));
        Assert.Equal(why, await site.Scalar<string>("select error from giving.payment_inbox where event_id = @id and state = 'unheeded' and body is null", new { id }));
    }

    [Fact]
    public async Task B15_coming_back_from_the_payment_page_proves_nothing()
    {
        var gift = await site.BeginAndOpen();
        var page = await site.Visitor().Get($"/en/gifts/{gift}?back=1");
        Assert.Equal("Your payment is being processed", page.Text("h1"));
        await Ends(gift, ["DonationStarted"]);
        Assert.Equal(0, await site.Scalar<long>("select count(*) from ledger_entry where donation_id = @gift", new { gift }));
    }

    [Theory]
    [InlineData("\"amount_total\":6000", "\"amount_total\":6001")]
    [InlineData("\"cny\"", "\"usd\"")]
    public async Task B17_another_amount_or_currency_than_was_asked_is_held_and_not_counted(string asked, string came)
    {
        var gift = await site.BeginAndOpen();
        var body = await Completed(gift);
        Assert.Equal(HttpStatusCode.OK, await site.Post(body.Replace("EVENT", $"evt_{Guid.CreateVersion7():N}", StringComparison.Ordinal).Replace(asked, came, StringComparison.Ordinal)));
        await site.Act();
        Assert.Equal("amount_differs", Assert.Single((await site.Site.Facts(gift)).OfType<PaymentHeld>()).Reason);
        Assert.Equal("amount_differs", (await site.Alert("held", gift))?.Code);
        Assert.Equal("Your payment cannot be counted", (await site.Visitor().Get($"/en/gifts/{gift}")).Text("h1"));
        await Ends(gift, ["DonationStarted", "PaymentHeld"]);
    }

    private async Task Heals(TimeSpan after)
    {
        await site.Get<EventPoller>().Work(StripeSite.Ct);
        var gift = await site.BeginAndOpen();
        site.Fake.Webhooks.LoseNext(100);
        await site.Pay(gift);
        site.Fake.Webhooks.LoseNext(-100);
        site.Advance(after);
        await site.Get<EventPoller>().Work(StripeSite.Ct);
        await site.Act();
        await Ends(gift, _paid);
    }

    private async Task Ends(Guid gift, string[] facts)
    {
        Assert.Equal(facts, await site.Facts(gift));
        await site.Close();
    }

    private async Task<string> Labels(Guid gift) => $$"""{"operation_id":"{{(await site.Operation(gift))!.Id}}","donation_id":"{{gift}}","method":"card"}"""; // Its page is open.

    private async Task<string> Completed(Guid gift) => Event("checkout.session.completed", $$"""
        {"id":"{{(await site.Operation(gift))!.ObjectId}}","object":"checkout.session","mode":"payment","status":"complete","payment_status":"paid","amount_total":6000,"currency":"cny","payment_intent":"pi_{{gift:N}}","metadata":{{await Labels(gift)}},"expires_at":1,"created":1,"livemode":false}
        """); // Its page is open.

    private static string Event(string type, string about) =>
        $$"""{"id":"EVENT","object":"event","type":"{{type}}","created":1,"livemode":false,"pending_webhooks":1,"data":{"object":{{about}} } }""".Replace("\"id\":\"EVENT\"", type.StartsWith("payment_intent", StringComparison.Ordinal) ? $"\"id\":\"evt_{Guid.CreateVersion7():N}\"" : "\"id\":\"EVENT\"", StringComparison.Ordinal);
}
