using CharityLink.Giving;
using CharityLink.Web.Site;
using CharityLink.Web.Tests.Support;

namespace CharityLink.Web.Tests.Giving.Payments;

/// <summary>Payments as the platform's operator sees them: alerts, calls, notifications and providers.</summary>
[Collection(Shared.Stripe)]
public sealed class PaymentConsoleTests(StripeSite site)
{
    private const string Overview = "/en/console/payments", Notifications = "/en/console/payments/notifications";

    [Fact]
    public async Task An_alert_waits_until_somebody_looks_after_it_and_then_shows_who()
    {
        var gift = await Held();
        var admin = await site.SignedIn("admin");
        Assert.NotNull((await admin.Get("/en/console")).Html.QuerySelector("a[href='/en/console/payments'] .num"));
        var page = await admin.Get(Overview);
        var row = page.Html.QuerySelectorAll("tbody tr").Single(line => line.InnerHtml.Contains($"/console/gifts/{gift}", StringComparison.Ordinal));
        Assert.Contains("Another amount or currency than was asked", row.TextContent, StringComparison.Ordinal);
        Assert.Contains("金额或币种与要求不符", (await admin.Get("/zh-CN/console/payments")).Text("tbody"), StringComparison.Ordinal);
        var action = row.QuerySelector("form")!.GetAttribute("action"); // Nobody looks after it yet.
        var seen = await admin.Submit(page, $"form[action='{action}']");
        Assert.DoesNotContain($"{gift}", (await admin.Follow(seen)).Html.Body!.InnerHtml, StringComparison.Ordinal); // A page has a body.
        Assert.Equal(303, (await admin.Submit(page, $"form[action='{action}']")).Status);
        var all = await admin.Get($"{Overview}?alerts=all");
        Assert.Contains(all.Html.QuerySelectorAll("tbody tr"), line => line.InnerHtml.Contains($"{gift}", StringComparison.Ordinal) && line.QuerySelector("form") is null && line.Children[3].TextContent.Trim().Length > 10);
        Assert.Contains("Look after an alert about payments", (await admin.Get("/en/console/audit?show=staff")).Text("main"), StringComparison.Ordinal);
        Assert.Equal((422, "alert_unknown"), await Refused(admin, page, $"form[action='{action}']", $"/en/console/payments/alerts/{Guid.CreateVersion7()}"));
    }

    [Fact]
    public void What_a_call_is_for_is_said_in_both_languages() => Assert.All(
        site.Get<IEnumerable<IPaymentPurpose>>(), purpose => Assert.All(Language.All, language => Assert.True(Texts.In(language).Has($"payments.purpose.{purpose.Name}"), purpose.Name)));

    [Fact]
    public async Task A_notification_that_lies_aside_is_tried_again_or_given_up_for_a_reason()
    {
        var (first, second) = (await Poison(), await Poison());
        var admin = await site.SignedIn("admin");
        var page = await admin.Get(Notifications);
        Assert.Contains(first, page.Text("tbody"), StringComparison.Ordinal);
        Assert.Contains("已搁置", (await admin.Get("/zh-CN/console/payments/notifications")).Text("tbody"), StringComparison.Ordinal);
        Assert.Equal(303, (await admin.Submit(page, Form("retry", first), ("act", "retry"))).Status);
        await admin.Get(Notifications);
        Assert.Equal(("waiting", 0), (await State(first), await site.Scalar<int>("select tries from giving.payment_inbox where event_id = @first", new { first })));
        Assert.Equal("notification_not_aside", (await admin.Submit(page, Form("retry", first), ("act", "retry"), ("command", $"{Guid.CreateVersion7()}"))).Refusals[0]);

        var empty = await admin.Submit(page, Form("drop", second), ("act", "drop"), ("reason", " "));
        Assert.Equal((422, "text_missing"), (empty.Status, Assert.Single(empty.Refusals)));
        Assert.NotNull(empty.Html.QuerySelector($"details[open] {Form("drop", second)}"));
        Assert.Equal("dead", await State(second));
        var dropped = await admin.Follow(await admin.Submit(empty, Form("drop", second), ("act", "drop"), ("reason", "Booked by hand")));
        Assert.DoesNotContain(second, dropped.Text("main"), StringComparison.Ordinal);
        Assert.Equal(("dropped", true), (await State(second), await site.Scalar<bool>("select body is null from giving.payment_inbox where event_id = @second", new { second })));
        Assert.Equal("notification_not_aside", (await admin.Submit(page, Form("retry", second), ("act", "retry"))).Refusals[0]);
        Assert.Contains("Give a provider's notification up", (await admin.Get("/en/console/audit?show=staff")).Text("main"), StringComparison.Ordinal);
        await Poisoned(first);

        string Form(string act, string id) => $"form[id^={act}]:has(input[value={id}])";
    }

    [Fact]
    public async Task A_provider_that_refuses_us_is_tried_or_let_in_by_hand()
    {
        await site.Rest();
        try
        {
            site.Fake.Orders.KeysAreRevoked = true;
            await TriedAndLetIn();
        }
        finally
        {
            site.Fake.Orders.KeysAreRevoked = false;
        }
    }

    private async Task TriedAndLetIn()
    {
        await site.Begin();
        await site.Send();
        var admin = await site.SignedIn("admin");
        Assert.NotNull((await admin.Get("/en/console")).Html.QuerySelector("main .places"));
        var page = await admin.Get(Overview);
        Assert.Contains("Refuses our access", page.Text("main"), StringComparison.Ordinal);
        Assert.Contains("拒绝访问", (await admin.Get("/zh-CN/console/payments")).Text("main"), StringComparison.Ordinal);
        await admin.Follow(await admin.Submit(page, "form[action$='/circuits/stripe']", ("act", "try")));
        Assert.Equal(1, await site.Send());
        Assert.Single(await site.Get<PaymentCircuits>().All(StripeSite.Ct));
        site.Fake.Orders.KeysAreRevoked = false;
        Assert.Equal(404, (await admin.Submit(page, "form[action$='/circuits/stripe']", ("act", "other"))).Status);
        await admin.Follow(await admin.Submit(page, "form[action$='/circuits/stripe']", ("act", "close"), ("command", $"{Guid.CreateVersion7()}")));
        Assert.Empty(await site.Get<PaymentCircuits>().All(StripeSite.Ct));
        Assert.Equal(1, await site.Send());
        Assert.Equal((422, "circuit_not_open"), await Refused(admin, page, "form[action$='/circuits/stripe']", null));
        await site.Close();
    }

    [Fact]
    public async Task Clock_and_secrets_of_a_provider_are_shown_and_no_secret_is()
    {
        site.Advance(TimeSpan.FromHours(1));
        await site.BeginAndOpen();
        var text = (await (await site.SignedIn("admin")).Get(Overview)).Text("main");
        Assert.Contains("Genuine notifications are refused", text, StringComparison.Ordinal);
        Assert.Contains("Secret 1: current", text, StringComparison.Ordinal);
        Assert.Contains("Secret 2: old, taken until", text, StringComparison.Ordinal);
        Assert.DoesNotContain("whsec", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_are_found_by_state_and_by_any_of_their_numbers()
    {
        var gift = await site.BeginAndOpen();
        var operation = (await site.Operation(gift))!; // Its page is open.
        var admin = await site.SignedIn("admin");
        foreach (var reference in new[] { $"{gift}", $"{operation.Id}", operation.Key })
        {
            Assert.Contains($"/console/gifts/{gift}", Assert.Single((await admin.Get($"/en/console/payments/operations?q={reference}")).Html.QuerySelectorAll("tbody tr")).InnerHtml, StringComparison.Ordinal);
        }

        // By the provider's id it looks back ninety days from now, as the gift's own id tells the time; the site's clock may be months ahead here.
        Assert.Equal(operation.Id, Assert.Single(await site.Get<PaymentWatch>().Operations(null, operation.ObjectId, null, TimeProvider.System.GetUtcNow(), 10, StripeSite.Ct)).Id);
        Assert.Contains("Nothing was found", (await admin.Get("/en/console/payments/operations?q=nothing")).Text("main"), StringComparison.Ordinal);
        Assert.Contains($"{gift}", (await admin.Get("/zh-CN/console/payments/operations?state=succeeded")).Text("tbody"), StringComparison.Ordinal);
        Assert.DoesNotContain($"{gift}", (await admin.Get("/en/console/payments/operations?state=planned")).Text("main"), StringComparison.Ordinal);
        Assert.DoesNotContain("unit_amount", (await admin.Get($"/en/console/payments/operations?q={gift}")).Text("main"), StringComparison.Ordinal);
    }

    private static async Task<(int, string)> Refused(Visitor visitor, Answer page, string form, string? address)
    {
        var fields = page.Html.QuerySelector(form)!.QuerySelectorAll("input").Select(input => KeyValuePair.Create(input.GetAttribute("name")!, input.GetAttribute("value") ?? "")); // The page has it.
        var answer = await visitor.Post(
            address ?? page.Html.QuerySelector(form)!.GetAttribute("action")!, fields.Where(field => field.Key is not ("command" or "act")).Append(new("command", $"{Guid.CreateVersion7()}")).Append(new("act", "close"))); // The same.
        return (answer.Status, answer.Refusals is [var why, ..] ? why : "");
    }

    private Task<string?> State(string id) => site.Scalar<string>("select state from giving.payment_inbox where event_id = @id", new { id });

    // Money that is not what was asked.
    private async Task<Guid> Held()
    {
        var gift = await site.BeginAndOpen();
        await site.Get<SystemCommands>().Send(
            RecordPayment.Of(gift, (await site.Operation(gift))!.Id, "stripe", $"pi_{gift:N}", "card", CharityLink.Kernel.Money.Cny(1)), StripeSite.Ct); // Its page is open.
        Assert.NotNull(await site.Alert("held", gift));
        return gift;
    }

    // Lies aside: nobody can act on it.
    private async Task<string> Poison()
    {
        var id = $"evt_{Guid.CreateVersion7():N}";
        await site.Post($$"""{"id":"{{id}}","object":"event","type":"checkout.session.completed","created":1,"livemode":false,"pending_webhooks":1,"data":{"object":{"id":1} } }""");
        await Poisoned(id);
        return id;
    }

    private async Task Poisoned(string id)
    {
        for (var tries = 0; tries < InboxWorker.TriesMax; tries++)
        {
            await site.Act();
            site.Advance(TimeSpan.FromHours(1.1));
        }

        Assert.Equal("dead", await State(id));
    }
}
