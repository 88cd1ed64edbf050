using System.Net;
using CharityLink.Giving;
using CharityLink.Store;
using CharityLink.Web.Tests.Support;

namespace CharityLink.Web.Tests.Giving.Payments;

/// <summary>What calls and notifications leave behind goes after a while, and nothing happens twice without it.</summary>
[Collection(Shared.Stripe)]
public sealed class OldPaymentsTests(StripeSite site)
{
    private static readonly string[] _paid = ["DonationStarted", "DonationPaid"];

    [Fact]
    public async Task What_a_call_said_goes_after_a_month_and_its_row_after_the_years_audit()
    {
        var gift = await Told(out var id);
        await Age(30);
        Assert.Equal((1, 1), (await Calls(gift, "call <> '' and answer is not null"), await Words(id)));
        await Age(32);
        Assert.Equal((1, 1), (await Calls(gift, "call = '' and answer is null and state = 'succeeded' and concluded_at is not null"), await Words(id)));
        await Age(399);
        Assert.Equal((1, 1), (await Calls(gift), await Words(id)));
        await Age(401);
        Assert.Equal((0, 0), (await Calls(gift), await Words(id)));
    }

    [Fact]
    public async Task An_event_that_comes_again_when_its_row_is_gone_changes_nothing()
    {
        var gift = await Told(out var id);
        await Age(401);
        Assert.Equal(HttpStatusCode.OK, await site.Post(Event(gift, id)));
        Assert.Equal(1, await Words(id));
        await site.Act();
        Assert.Equal("done", await site.Scalar<string>("select state from giving.payment_inbox where event_id = @id", new { id }));
        Assert.Equal(_paid, await site.Story(gift));
        await site.Close();
    }

    [Fact]
    public async Task A_fact_that_is_seen_again_when_its_call_is_gone_asks_for_no_other()
    {
        var gift = await Told(out _);
        var facts = (await site.Get<EventStore>().ReadStream(gift, 0, StripeSite.Ct)).Events;
        await Age(401);
        await site.Get<IEnumerable<IReaction>>().OfType<OperationPlanner>().Single().React(facts, StripeSite.Ct);
        Assert.Equal(0, await Calls(gift));
        await site.Send();
        Assert.Equal(1, await site.Pages(gift));

        // What is new is planned as ever.
        await site.Close();
        Assert.Contains("DonationPaid", await site.Facts(await site.Paid()), StringComparer.Ordinal);
    }

    [Fact]
    public async Task What_lies_aside_is_given_up_after_half_a_year_and_says_so()
    {
        var (gift, poison) = (await site.BeginAndOpen(), $"evt_{Guid.CreateVersion7():N}");
        Assert.Equal(HttpStatusCode.OK, await site.Post(Event(gift, poison).Replace("cny", "xxx", StringComparison.Ordinal)));
        for (var tries = 0; tries < InboxWorker.TriesMax; tries++)
        {
            await site.Act();
            site.Advance(TimeSpan.FromHours(1.1));
        }

        await Age(179);
        Assert.Equal(1, await Words(poison, "state = 'dead' and body is not null"));
        await Age(181);
        Assert.Equal(1, await Words(poison, "state = 'dropped' and body is null and error = 'too_old' and done_at is not null"));
        var officer = await site.SignedIn("admin");
        Assert.Contains("its content is not kept any more", (await officer.Get("/en/console/payments/notifications?state=dropped")).Text("main"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_comes_back_to_pay_when_the_answer_is_gone_reads_that_the_page_has_closed()
    {
        var gift = await site.BeginAndOpen();
        site.Advance(TimeSpan.FromHours(26));
        await Age(32);
        var page = await site.Visitor().Get($"/en/gifts/{gift}/pay");
        Assert.Equal(0, await Calls(gift, "answer is not null"));
        Assert.Contains("The payment page has closed", page.Text("main"), StringComparison.Ordinal);
    }

    // A gift that was paid, by an event of which the id is known.
    private Task<Guid> Told(out string id)
    {
        var name = id = $"evt_{Guid.CreateVersion7():N}";
        return Tell();

        async Task<Guid> Tell()
        {
            var gift = await site.BeginAndOpen();
            Assert.Equal(HttpStatusCode.OK, await site.Post(Event(gift, name)));
            await site.Act();
            Assert.Equal(_paid, await site.Story(gift));
            return gift;
        }
    }

    private static string Event(Guid gift, string id) => $$"""
        {"id":"{{id}}","object":"event","type":"checkout.session.completed","created":1,"livemode":false,"pending_webhooks":1,"data":{"object":
          {"id":"cs_{{gift:N}}","object":"checkout.session","mode":"payment","status":"complete","payment_status":"paid","amount_total":6000,"currency":"cny","payment_intent":"pi_{{gift:N}}",
           "metadata":{"donation_id":"{{gift}}","operation_id":"{{PaymentOrder.IdOf(GiftPayment.Purpose, gift, 1)}}","method":"card"},"expires_at":1,"created":1,"livemode":false} } }
        """;

    private async Task Age(int days)
    {
        while (!(await site.Get<OldPayments>().Work(site.Site.Clock.GetUtcNow().AddDays(days), StripeSite.Ct)).IsNothing)
        {
            // As long as anything goes.
        }
    }

    private Task<int> Calls(Guid gift, string which = "true") => site.Scalar<int>($"select count(*)::int from giving.payment_operation where aggregate_id = @gift and {which}", new { gift });

    private Task<int> Words(string id, string which = "true") => site.Scalar<int>($"select count(*)::int from giving.payment_inbox where event_id = @id and {which}", new { id });
}
