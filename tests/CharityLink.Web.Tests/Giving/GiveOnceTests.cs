using System.Net;
using CharityLink.Giving;
using CharityLink.People;
using CharityLink.Web.Demo;
using CharityLink.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CharityLink.Web.Tests.Giving;

/// <summary>One form makes one gift, whatever is pressed; a form that is not ours makes none.</summary>
[Collection(Shared.Giving)]
public sealed class GiveOnceTests(SiteHost site)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_form_sent_twice_and_from_two_tabs_is_one_gift()
    {
        var visitor = site.Visitor();
        var form = await visitor.OpenForm();
        var answers = new[] { await visitor.Give(form), await visitor.Give(form), await visitor.Give(form) };
        Assert.All(answers, answer => Assert.Equal(($"/en/sandbox-pay/{Gifts.GiftOf(form)}", 303), (answer.Location, answer.Status)));
        Assert.Single(await site.Facts(Gifts.GiftOf(form)));
    }

    [Fact]
    public async Task Twenty_equal_forms_at_once_are_one_gift_and_one_person()
    {
        var visitor = site.Visitor();
        var form = await visitor.OpenForm();
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => visitor.Give(form, "88.88", "陈美玲")));
        Assert.All(answers, answer => Assert.Equal((303, Gifts.GiftOf(form)), (answer.Status, Gifts.GiftIn(answer.Location))));
        var begun = Assert.IsType<DonationStarted>(Assert.Single(await site.Facts(Gifts.GiftOf(form))));
        Assert.Equal("陈美玲", (await site.App.Services.GetRequiredService<Vault>().Read(begun.DonorId!.Value, Ct))?.Name); // A named gift.
    }

    [Theory]
    [InlineData("61", null)]
    [InlineData("60", "李四")]
    public async Task One_form_sent_with_other_values_is_refused_once_and_then_begins_another(string amount, string? name)
    {
        var visitor = site.Visitor();
        var form = await visitor.OpenForm();
        Assert.Equal(303, (await visitor.Give(form)).Status);
        var refused = await visitor.Give(form, amount, name);

        Assert.Equal((422, "donation_id_reused"), (refused.Status, Assert.Single(refused.Refusals)));
        Assert.Equal($"/en/gifts/{Gifts.GiftOf(form)}", refused.Html.QuerySelector("main a[href*='/gifts/']")?.GetAttribute("href"));
        Assert.NotEqual(Gifts.GiftOf(form), Gifts.GiftOf(refused));
        Assert.Null(await site.App.Services.GetRequiredService<Vault>().Read(StartDonation.GiverOf(Gifts.GiftOf(form)), Ct));
        Assert.Equal(303, (await visitor.Give(refused, amount, name)).Status);
        Assert.Single(await site.Facts(Gifts.GiftOf(form)));
    }

    [Fact]
    public async Task A_form_with_another_persons_name_under_the_same_gift_does_not_change_who_gave()
    {
        var visitor = site.Visitor();
        var form = await visitor.OpenForm();
        await visitor.Give(form, "60", "陈美玲");
        Assert.Equal(["donation_id_reused"], (await visitor.Give(form, "60", "李四")).Refusals);
        Assert.Equal("陈美玲", (await site.App.Services.GetRequiredService<Vault>().Read(StartDonation.GiverOf(Gifts.GiftOf(form)), Ct))?.Name);
    }

    [Fact]
    public async Task A_forged_form_changes_nothing()
    {
        var visitor = site.Visitor();
        var form = await visitor.OpenForm();
        var token = form.Html.QuerySelector("main form input")!.GetAttribute("name")!; // The form begins with its token.
        Assert.Equal(400, (await visitor.Submit(form, Gifts.Form, (token, "forged"), ("who", "anonymous"))).Status);
        Assert.Equal(400, (await visitor.Post("/en/give", [new("gift", Gifts.GiftOf(form).ToString())])).Status);
        // A stranger's cookie does not fit the form of another.
        Assert.Equal(400, (await site.Visitor().Submit(form, Gifts.Form, ("who", "anonymous"))).Status);
        Assert.Empty(await site.Facts(Gifts.GiftOf(form)));
    }

    [Theory]
    [InlineData("", "form_incomplete")]
    [InlineData("no-guid", "form_incomplete")]
    [InlineData("00000000-0000-0000-0000-000000000000", "form_incomplete")]
    [InlineData("federation", "id_taken")]
    public async Task A_form_with_a_made_up_gift_is_renewed(string gift, string code)
    {
        var visitor = site.Visitor();
        var refused = await visitor.Submit(
            await visitor.OpenForm(), Gifts.Form, ("who", "named"), ("name", "陈美玲"), ("gift", gift == "federation" ? DemoId.Of("org:jmcf").ToString() : gift));
        Assert.Equal((422, code), (refused.Status, Assert.Single(refused.Refusals)));
        Assert.Equal(303, (await visitor.Give(refused)).Status);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_refused()
    {
        var visitor = site.Visitor();
        var form = await visitor.OpenForm();
        var token = form.Html.QuerySelector("main form input")!; // The form begins with its token.
        using var body = new ByteArrayContent([.. System.Text.Encoding.ASCII.GetBytes(
            $"{token.GetAttribute("name")}={WebUtility.UrlEncode(token.GetAttribute("value"))}&gift={Gifts.GiftOf(form)}&program={Gifts.Canteen}&amount=60&who=named&name="), 0xff, 0xfe, 0xc3]);
        body.Headers.ContentType = new("application/x-www-form-urlencoded");
        using var answer = await visitor.Client.PostAsync(new Uri("/en/give", UriKind.Relative), body, Ct);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Empty(await site.Facts(Gifts.GiftOf(form)));
    }
}
