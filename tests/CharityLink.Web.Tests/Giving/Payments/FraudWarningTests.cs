using CharityLink.Giving;
using CharityLink.Web.Tests.Support;

namespace CharityLink.Web.Tests.Giving.Payments;

/// <summary>A card network's warning about a gift: those who may give it back see it and decide. No machine does.</summary>
[Collection(Shared.Stripe)]
public sealed class FraudWarningTests(StripeSite site)
{
    [Fact]
    public async Task A_warning_is_one_alert_and_offers_a_refund_that_nobody_starts_but_a_person()
    {
        var gift = await site.Paid();
        var officer = await site.Officer(gift);
        site.Fake.Bank.Warn(await site.ChargeOf(gift));
        await site.Deliver(3, 1);
        var alert = await site.Alert(GiftWarnings.Kind, gift);
        Assert.Equal("made_with_stolen_card", alert?.Code);
        Assert.Equal(1, await site.Scalar<long>("select count(*) from payment_alert where about_id = @gift", new { gift }));
        Assert.DoesNotContain(await site.Facts(gift), fact => fact.StartsWith("Refund", StringComparison.Ordinal));

        Assert.NotNull((await officer.Get("/en/console")).Html.QuerySelector($"#warnings a[href='/en/console/gifts/{gift}/refunds']"));
        var page = await officer.Get($"/en/console/gifts/{gift}/refunds");
        Assert.Contains("the card was stolen", page.Text("#fraud-warning"), StringComparison.Ordinal);
        Assert.Contains("You decide", page.Text("#fraud-warning"), StringComparison.Ordinal);
        // Who only reads is not told to decide.
        Assert.Contains("The charity that received it decides", (await (await site.SignedIn("auditor")).Get($"/en/console/gifts/{gift}/refunds")).Text("#fraud-warning"), StringComparison.Ordinal);
        Assert.Contains("卡被盗用", (await officer.Get($"/zh-CN/console/gifts/{gift}/refunds")).Text("#fraud-warning"), StringComparison.Ordinal);
        Assert.Contains($"/console/gifts/{gift}/refunds", (await (await site.SignedIn("admin")).Get("/en/console/payments?alerts=all")).Html.QuerySelector("tbody")!.InnerHtml, StringComparison.Ordinal); // There is one.

        Assert.Equal(303, (await officer.Submit(page, "form.card", ("cause", "unauthorised"), ("reason", "The network warned."))).Status);
        await site.Passed("refunds");
        Assert.Null((await officer.Get("/en/console")).Html.QuerySelector($"#warnings a[href='/en/console/gifts/{gift}/refunds']"));
        await site.Close();
    }

    [Fact]
    public async Task A_warning_that_comes_after_the_money_went_back_or_the_bank_asked_is_for_nobody()
    {
        var (back, asked) = (await site.Paid(), await site.Paid());
        await site.GiveBack(back);
        await site.Send();
        site.Fake.Bank.Warn(await site.ChargeOf(back));
        var charge = await site.ChargeOf(asked);
        site.Fake.Bank.Dispute(charge);
        site.Fake.Bank.Warn(charge);
        await site.Deliver(2, 1);
        Assert.Null(await site.Alert(GiftWarnings.Kind, back));
        Assert.Null(await site.Alert(GiftWarnings.Kind, asked));
        Assert.Equal(0, await site.Scalar<long>("select count(*) from giving.payment_inbox where kind like 'radar.%' and state <> 'done'"));
        await site.Close();
    }
}
