using CharityLink.Giving;
using CharityLink.People;
using CharityLink.Web.Demo;
using CharityLink.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CharityLink.Web.Tests.Giving;

/// <summary>The giving form: what it takes, what it refuses and how.</summary>
[Collection(Shared.Giving)]
public sealed class GiveFormTests(SiteHost site)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_page_says_what_an_amount_buys_and_who_receives_it()
    {
        var page = await site.Visitor().OpenForm();
        Assert.Equal(200, page.Status);
        Assert.Equal("Give to Hegang Village Canteen", page.Text("h1"));
        Assert.Equal(["¥205 lunches", "¥6015 lunches", "¥20050 lunches"], page.Html.QuerySelectorAll(".amounts label").Select(label => label.TextContent.Trim()), StringComparer.Ordinal);
        Assert.Contains("Jiangmen Charity Federation", page.Text("dl"), StringComparison.Ordinal);
        Assert.Contains("no-store", page.Response.Headers.CacheControl?.ToString() ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_amount_in_the_address_is_chosen_or_typed_in()
    {
        var visitor = site.Visitor();
        var chosen = await visitor.Get($"/en/give?program={Gifts.Canteen}&amount=200");
        Assert.Equal("200", chosen.Html.QuerySelector("input[name=amount][checked]")?.GetAttribute("value"));
        var typed = await visitor.Get($"/en/give?program={Gifts.Canteen}&amount=77.70");
        Assert.Null(typed.Html.QuerySelector("input[name=amount][checked]"));
        Assert.Equal("77.70", typed.Html.QuerySelector("input[name=other]")?.GetAttribute("value"));
        var wrong = await visitor.Get($"/en/give?program={Gifts.Canteen}&amount=abc");
        Assert.Equal((422, "abc"), (wrong.Status, wrong.Html.QuerySelector("input[name=other]")?.GetAttribute("value")));
        Assert.Equal(["amount_not_a_number"], wrong.Refusals);
    }

    [Theory]
    [InlineData("", "", "amount_missing")]
    [InlineData("", "0", "amount_zero")]
    [InlineData("", "-5", "amount_negative")]
    [InlineData("", "0.001", "amount_too_precise")]
    [InlineData("", "1e9", "amount_exponent")]
    [InlineData("", "sixty", "amount_not_a_number")]
    [InlineData("", "0.99", "amount_too_small")]
    [InlineData("", "10000000.01", "amount_too_large")]
    [InlineData("20.5.1", "", "amount_not_a_number")]
    public async Task A_wrong_amount_is_refused_at_its_field_in_the_readers_language_with_the_values_kept(string chosen, string typed, string code)
    {
        foreach (var lang in new[] { "en", "zh-CN" })
        {
            var visitor = site.Visitor();
            var form = await visitor.OpenForm(lang);
            var refused = await visitor.Submit(form, Gifts.Form, ("amount", chosen), ("other", typed), ("who", "named"), ("name", "陈美玲"), ("email", "mei@example.org"));

            refused.RefusedAt("amount", code);
            Assert.Equal([code], refused.Refusals);
            Assert.Equal("alert", refused.Html.QuerySelector("#amount-error")?.GetAttribute("role"));
            Assert.Equal("true", refused.Html.QuerySelector("#other")?.GetAttribute("aria-invalid"));
            Assert.Equal(typed.Length > 0 ? typed : chosen, refused.Html.QuerySelector("#other")?.GetAttribute("value"));
            Assert.Equal(("陈美玲", "mei@example.org"), (refused.Html.QuerySelector("#name")?.GetAttribute("value"), refused.Html.QuerySelector("#email")?.GetAttribute("value")));
            Assert.Equal(Gifts.GiftOf(form), Gifts.GiftOf(refused));
            Assert.Empty(await site.Facts(Gifts.GiftOf(form)));
            Assert.Null(await site.App.Services.GetRequiredService<Vault>().Read(StartDonation.GiverOf(Gifts.GiftOf(form)), Ct));
        }
    }

    [Theory]
    [InlineData("６０", 60_00)]
    [InlineData("￥１，２３４．５０", 1_234_50)]
    [InlineData("1 000 元", 1_000_00)]
    public async Task An_amount_is_taken_as_people_type_it(string typed, long fen)
    {
        var payment = await site.Visitor().GoToPayment(typed);
        Assert.Equal(fen, Assert.IsType<DonationStarted>(Assert.Single(await site.Facts(Gifts.GiftIn(payment.Address.AbsolutePath)))).Amount.Minor);
    }

    [Theory]
    [InlineData("program", "no-guid", "program_unknown")]
    [InlineData("program", "11111111-1111-1111-1111-111111111111", "program_unknown")]
    [InlineData("site", "no-guid", "site_unknown")]
    [InlineData("site", "11111111-1111-1111-1111-111111111111", "site_unknown")]
    [InlineData("site", "closed", "site_closed")]
    [InlineData("who", "", "who_missing")]
    [InlineData("who", "nobody", "who_missing")]
    [InlineData("name", "", "name_missing")]
    [InlineData("name", "a\u0007b", "name_has_control_characters")]
    [InlineData("name", "a\u202eb", "name_has_control_characters")]
    [InlineData("name", "long", "name_too_long")]
    [InlineData("email", "mei@", "email_malformed")]
    public async Task What_cannot_be_is_refused_at_its_field(string field, string value, string code)
    {
        value = value switch { "long" => new string('好', 101), "closed" => Gifts.Site("440781001012").ToString(), _ => value };
        var visitor = site.Visitor();
        var form = await visitor.OpenForm();
        var refused = await visitor.Submit(form, Gifts.Form, ("who", "named"), ("name", "陈美玲"), (field, value));

        Assert.Equal(422, refused.Status);
        Assert.Equal([code], refused.Refusals);
        Assert.NotNull(refused.Html.QuerySelector($"#{field}-error[data-code={code}]"));
        Assert.Empty(await site.Facts(Gifts.GiftOf(form)));
    }

    [Theory]
    [InlineData("%FF%FE")]
    [InlineData("%00")]
    [InlineData("Mei%E4%B8+Ling")]
    [InlineData("%ED%A0%80")]
    public async Task A_name_that_is_no_text_is_refused_at_its_field_with_the_other_values_kept(string bytes)
    {
        var visitor = site.Visitor();
        var form = await visitor.OpenForm("zh-CN");
        var token = form.Html.QuerySelector("input[name=_form]")!.GetAttribute("value"); // Every form has one.
        using var body = new StringContent(
            $"_form={Uri.EscapeDataString(token!)}&gift={Gifts.GiftOf(form)}&program={Gifts.Canteen}&who=named&other=60.5&email=mei%2Bling%40example.org&name={bytes}",
            System.Text.Encoding.ASCII, "application/x-www-form-urlencoded");

        using var response = await visitor.Client.PostAsync(new Uri("/zh-CN/give", UriKind.Relative), body, Ct);
        var refused = await new AngleSharp.Html.Parser.HtmlParser().ParseDocumentAsync(await response.Content.ReadAsStringAsync(Ct), Ct);

        Assert.Equal(422, (int)response.StatusCode);
        Assert.NotNull(refused.QuerySelector("#name-error[data-code=name_has_control_characters]"));
        Assert.Equal(("60.5", "mei+ling@example.org"), (refused.QuerySelector("#other")?.GetAttribute("value"), refused.QuerySelector("#email")?.GetAttribute("value")));
        Assert.Empty(await site.Facts(Gifts.GiftOf(form)));
    }

    [Fact]
    public async Task The_id_of_another_thing_is_no_gift_however_often_it_is_tried()
    {
        var visitor = site.Visitor();
        var form = await visitor.OpenForm();
        for (var tries = 0; tries < 2; tries++)
        {
            var refused = await visitor.Submit(form, Gifts.Form, ("gift", DemoId.Of("org:jmcf").ToString()), ("other", "60"), ("who", "named"), ("name", "陈美玲"));
            Assert.Equal((422, "id_taken"), (refused.Status, Assert.Single(refused.Refusals)));
        }
    }

    [Fact]
    public async Task A_program_of_nobody_is_not_found_and_the_way_back_is_shown()
    {
        var page = await site.Visitor().Get($"/en/give?program={Guid.CreateVersion7()}");
        Assert.Equal(404, page.Status);
        Assert.NotNull(page.Html.QuerySelector("main a[href='/en/programs']"));
        Assert.Equal("/en/programs", (await site.Visitor().Get("/en/give")).Location);
    }
}
