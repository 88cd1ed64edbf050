using System.Text;
using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.People;
using CharityLink.Web.Tests.Support;

namespace CharityLink.Web.Tests.Giving.Payments;

/// <summary>What an officer of the organisation sees and does about disputes, held money and differences.</summary>
[Collection(Shared.Stripe)]
public sealed class MoneyBackPageTests(StripeSite site)
{
    [Fact]
    public async Task A_dispute_is_answered_by_a_form_once()
    {
        var gift = await site.Paid();
        var officer = await site.Officer(gift);
        var address = $"/en/console/gifts/{gift}/refunds";
        Assert.NotNull((await officer.Get(address)).Html.QuerySelector("select#cause"));
        var dispute = site.Fake.Bank.Dispute(await site.ChargeOf(gift));
        await site.Deliver();
        await site.Passed("refunds");
        var page = await officer.Get(address);
        // While the bank decides, no form invites to give back what would be refused.
        Assert.NotNull(page.Html.QuerySelector("#questioned"));
        Assert.Equal("¥0.00", page.Text("dl dd:nth-of-type(3)"));
        Assert.Null(page.Html.QuerySelector("select#cause"));
        var form = $"form[action$='/disputes/{dispute}']";
        var refused = await officer.Submit(page, form, ("explanation", " "), ("refund_terms", "Our terms."));
        Assert.Equal((422, "text_missing", "Our terms."), (refused.Status, Assert.Single(refused.Refusals), refused.Text("textarea[name=refund_terms]")));
        Assert.Equal(303, (await officer.Submit(refused, form, ("explanation", "Lunches were served."))).Status);
        await site.Planned();
        await site.Send();
        await site.Passed("refunds");
        var after = await officer.Get(address);
        Assert.Null(after.Html.QuerySelector(form));
        Assert.Contains("Answered", after.Text("main"), StringComparison.Ordinal);
        Assert.Contains("Answer a dispute", (await officer.Get("/en/console/audit")).Text("main"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_giver_is_told_why_a_disputed_gift_cannot_be_asked_back_and_what_follows_a_request()
    {
        var visitor = site.Visitor();
        var form = await visitor.OpenForm();
        Assert.Equal(303, (await visitor.Submit(form, Gifts.Form, ("other", "70"), ("who", "named"), ("name", "陈美玲"), ("email", "mei.back@example.org"), ("method", "card"))).Status);
        var gift = Gifts.GiftOf(form);
        await site.Planned();
        await site.Send();
        await site.Pay(gift, "pm_card_visa");
        await site.Deliver();
        var giver = (await site.Site.Facts(gift)).OfType<DonationStarted>().Single().DonorId.GetValueOrDefault();
        var address = $"/en/gifts/{gift}/refund?key={site.Get<GiverLink>().KeyTo(giver)}";
        var asking = await visitor.Get(address);
        Assert.Contains("choose it", asking.Text("main"), StringComparison.Ordinal);
        var asked = await visitor.Follow(await visitor.Submit(asking, "form.card", ("amount", "10"), ("cause", "duplicate")));
        Assert.Contains("looks at what you asked for and answers", asked.Text("main"), StringComparison.Ordinal);

        site.Fake.Bank.Dispute(await site.ChargeOf(gift));
        await site.Deliver();
        var disputed = await visitor.Get(address);
        Assert.Contains("A bank is questioning this payment", disputed.Text("#questioned"), StringComparison.Ordinal);
        Assert.DoesNotContain("choose it", disputed.Text("main"), StringComparison.Ordinal);
        Assert.Null(disputed.Html.QuerySelector("select#cause"));
    }

    [Fact]
    public async Task After_the_last_day_nothing_invites_to_an_answer_that_would_be_refused()
    {
        var gift = await site.Paid();
        var dispute = site.Fake.Bank.Dispute(await site.ChargeOf(gift));
        await site.Deliver();
        await site.Passed("refunds");
        var (address, work) = ($"/en/console/gifts/{gift}/refunds", $"a[href$='/console/gifts/{gift}/refunds']");
        Assert.NotNull((await (await site.Officer(gift)).Get("/en/console")).Html.QuerySelector(work));
        site.Advance(TimeSpan.FromDays(8));
        // Whoever was signed in is not any more.
        var officer = await site.Officer(gift);
        var page = await officer.Get(address);
        Assert.Null(page.Html.QuerySelector($"form[action$='/disputes/{dispute}']"));
        Assert.Contains("The time to answer has passed", page.Text("main"), StringComparison.Ordinal);
        Assert.Null((await officer.Get("/en/console")).Html.QuerySelector(work));
    }

    [Fact]
    public async Task Held_money_waits_on_the_list_of_work_and_is_counted_by_a_button()
    {
        var (gift, payment) = (await site.BeginAndOpen("99"), $"pi_{Guid.CreateVersion7():N}");
        var officer = await site.Officer(gift);
        await site.Do(RecordPayment.Of(gift, (await site.Operation(gift))!.Id, "stripe", payment, "card", Money.Cny(100_00))); // It was planned.
        await site.Passed("refunds");
        Assert.NotNull((await officer.Get("/en/console")).Html.QuerySelector($"a[href$='/console/gifts/{gift}/refunds']"));
        var page = await officer.Get($"/en/console/gifts/{gift}/refunds");
        Assert.Contains("Another amount or currency than was asked", page.Text("main"), StringComparison.Ordinal);
        var form = $"form[action$='/held/{payment}']";
        var unclear = await officer.Submit(page, form, ("act", "keep"));
        Assert.Equal((422, "payment_choice_missing"), (unclear.Status, Assert.Single(unclear.Refusals)));
        Assert.Equal(303, (await officer.Submit(page, $"{form}:has(input[value=count])")).Status);
        var after = await officer.Get($"/en/console/gifts/{gift}/refunds");
        Assert.Contains("Counted as the gift", after.Text("main"), StringComparison.Ordinal);
        Assert.Null(after.Html.QuerySelector(form));
    }

    [Fact]
    public async Task Whoever_asks_for_a_refund_is_told_that_another_must_agree()
    {
        var gift = await site.Paid();
        var (officer, other, address) = (await site.Officer(gift), await site.Officer(gift, "colleague"), $"/en/console/gifts/{gift}/refunds");
        var before = await officer.Get(address);
        Assert.Null(before.Html.QuerySelector("#set-aside"));
        Assert.Equal(303, (await officer.Submit(before, "form.card", ("cause", "duplicate"), ("reason", "Paid twice."))).Status);
        await site.Passed("refunds");
        // Nothing is left to give back, and the page says why.
        Assert.Contains("¥100.00 is set aside for refunds that wait", (await officer.Get(address)).Text("#set-aside"), StringComparison.Ordinal);
        Assert.Contains("another officer has to agree", (await officer.Get(address)).Text("main"), StringComparison.Ordinal);
        var page = await other.Get(address);
        Assert.DoesNotContain("another officer has to agree", page.Text("main"), StringComparison.Ordinal);
        Assert.NotNull(page.Html.QuerySelector("input[name=act][value=approve]"));
    }

    [Fact]
    public async Task Differences_are_a_sheet_too()
    {
        var auditor = await SiteHost.SignedIn("auditor", site.Visitor());
        Assert.Equal(200, (await auditor.Get("/zh-CN/console/books/differences")).Status);
        var sheet = await auditor.Client.GetAsync(new Uri("/en/console/books/differences.csv", UriKind.Relative), StripeSite.Ct);
        Assert.StartsWith("at,provider,booking,why,kind", Encoding.UTF8.GetString(await sheet.Content.ReadAsByteArrayAsync(StripeSite.Ct)).TrimStart('\uFEFF'), StringComparison.Ordinal);
    }
}
