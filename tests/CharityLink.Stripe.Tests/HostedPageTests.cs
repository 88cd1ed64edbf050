using System.Net;

namespace CharityLink.Stripe.Tests;

/// <summary>The hosted page as a person's browser sees it.</summary>
public sealed class HostedPageTests : StripeTest
{
    private static readonly HttpClient Browser = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    [Fact]
    public async Task A_person_pays_after_the_bank_asked()
    {
        var page = await Do(CheckoutSessions.Create(Page("card", "wechat_pay") with { CustomerEmail = "a&b@example.org" }));
        var html = await Browser.GetStringAsync(new Uri(page.Url!), Ct);
        Assert.Contains("HKD 100.00", html, StringComparison.Ordinal);
        Assert.Contains("no money moves", html, StringComparison.Ordinal);
        Assert.Contains("a&amp;b@example.org", html, StringComparison.Ordinal);
        Assert.Contains("wechat_pay: opens the wallet", html, StringComparison.Ordinal);
        Assert.DoesNotContain("alipay", html, StringComparison.Ordinal);
        Assert.Contains("https://charity.example/back", html, StringComparison.Ordinal);

        var bank = await Post(new Uri(page.Url!), ("card", "pm_card_authenticationRequired"), ("email", "giver@example.org"));
        Assert.Contains("HKD 100.00", await Browser.GetStringAsync(bank, Ct), StringComparison.Ordinal);
        var thanks = await Post(bank, ("answer", "yes"));
        Assert.Equal($"https://charity.example/thanks?s={page.Id}", thanks.ToString());
        Assert.Contains("closed", await Browser.GetStringAsync(new Uri(page.Url!), Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_decline_is_shown_on_the_page()
    {
        var page = await Do(CheckoutSessions.Create(Page("card")));
        var back = await Post(new Uri(page.Url!), ("card", "pm_card_chargeDeclined"), ("email", "giver@example.org"));
        Assert.Contains("Your card was declined.", await Browser.GetStringAsync(back, Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_is_not_there_or_over_says_so()
    {
        using var missing = await Browser.GetAsync(new Uri(Fake.Address, "/checkout/cs_none"), Ct);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        var page = await Do(CheckoutSessions.Create(Page("card")));
        await Do(CheckoutSessions.Expire(page.Id));
        using var form = new FormUrlEncodedContent([new("card", "pm_card_visa"), new("email", "giver@example.org")]);
        using var late = await Browser.PostAsync(new Uri(page.Url!), form, Ct);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, late.StatusCode);
    }

    private async Task<Uri> Post(Uri url, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        using var answer = await Browser.PostAsync(url, form, Ct);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return new Uri(Fake.Address, answer.Headers.Location!);
    }
}
