using System.Net;
using System.Text;
using CharityLink.Giving;
using CharityLink.Web.Tests.Support;

namespace CharityLink.Web.Tests.Giving.Payments;

/// <summary>The port fits a provider that shows a code or opens an app, calls back with a signature, and keeps no list of events.</summary>
[Collection(Shared.Stripe)]
public sealed class QrProviderTests(StripeSite site)
{
    private QrProvider Provider => (QrProvider)site.Get<PaymentProviders>().Find("qr")!; // The site has it.

    [Fact]
    public async Task A_code_is_shown_and_its_signed_callback_pays_the_gift_once()
    {
        var gift = await site.BeginAndOpen(method: PaymentMethod.WechatPay, program: QrProvider.Children);
        var page = await site.Visitor().Get($"/en/gifts/{gift}/pay");
        Assert.Equal((200, "Pay with your phone", "Code for paying"), (page.Status, page.Text("h1"), page.Html.QuerySelector(".qr svg")?.GetAttribute("aria-label")));
        Assert.Equal("用手机支付", (await site.Visitor().Get($"/zh-CN/gifts/{gift}/pay")).Text("h1"));

        var (body, headers) = Provider.CarryOut(Page(gift));
        Assert.Equal(HttpStatusCode.BadRequest, (await Call(page.Address, body.Replace("6000", "6001", StringComparison.Ordinal), headers)).Status);
        Assert.Equal((HttpStatusCode.OK, QrProvider.Taken), await Call(page.Address, body, headers));
        Assert.Equal((HttpStatusCode.OK, QrProvider.Taken), await Call(page.Address, body, headers));
        await site.Act();
        Assert.Equal(["DonationStarted", "DonationPaid"], await site.Story(gift));
        Assert.Equal(303, (await site.Visitor().Get($"/en/gifts/{gift}/pay")).Status);
        await site.Close();
    }

    [Fact]
    public async Task On_a_phone_a_link_opens_the_app_and_a_code_that_is_over_is_not_shown()
    {
        Provider.IsOnPhone = true;
        var gift = await site.BeginAndOpen(method: PaymentMethod.WechatPay, program: QrProvider.Children);
        Provider.IsOnPhone = false;
        var page = await site.Visitor().Get($"/en/gifts/{gift}/pay");
        Assert.Equal("https://wallet.example/h5?p=1", page.Html.QuerySelector("main a.primary")?.GetAttribute("href"));
        site.Advance(TimeSpan.FromHours(2.1));
        var over = await site.Visitor().Get($"/en/gifts/{gift}/pay");
        Assert.Null(over.Html.QuerySelector("a[href^='https://wallet']"));
        Assert.Contains(QrProvider.Children.ToString(), over.Html.QuerySelector("main a.primary")?.GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Callbacks_that_never_come_are_made_good_by_asking_and_a_refund_is_told_later()
    {
        var gift = await site.BeginAndOpen(method: PaymentMethod.WechatPay, program: QrProvider.Children);
        site.Advance(TimeSpan.FromHours(3));
        await Look();
        Assert.Equal(["DonationStarted"], await site.Facts(gift));
        Provider.CarryOut(Page(gift));
        site.Advance(TimeSpan.FromMinutes(5));
        await Look();
        Assert.Equal(["DonationStarted", "DonationPaid"], await site.Facts(gift));

        var refund = await site.GiveBack(gift, 60_00);
        await site.Send();
        await site.Passed("refunds");
        Assert.Equal("RefundPending", (await site.Facts(gift))[^1]);
        Provider.CarryOut(PaymentOrder.IdOf(RefundPayment.Purpose, refund, 1));
        site.Advance(TimeSpan.FromDays(3));
        await Look();
        Assert.Equal("RefundCompleted", (await site.Facts(gift))[^1]);
        await site.Close();
    }

    private static Guid Page(Guid gift) => PaymentOrder.IdOf(GiftPayment.Purpose, gift, 1);

    private async Task Look()
    {
        await site.Passed("donations");
        await site.Get<EventPoller>().Work(StripeSite.Ct);
        await site.Act();
    }

    private static async Task<(HttpStatusCode Status, string Word)> Call(Uri at, string body, Dictionary<string, string> headers)
    {
        using var http = new HttpClient();
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers)
        {
            content.Headers.TryAddWithoutValidation(name, value);
        }

        var answer = await http.PostAsync(new Uri(at, "/webhooks/qr"), content, StripeSite.Ct);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(StripeSite.Ct));
    }
}
