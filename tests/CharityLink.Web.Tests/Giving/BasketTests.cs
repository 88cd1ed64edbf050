using CharityLink.Giving;
using CharityLink.Web.Demo;
using CharityLink.Web.Giving.Basket;
using CharityLink.Web.Tests.Support;

namespace CharityLink.Web.Tests.Giving;

/// <summary>One gift to several causes: gathered in the browser, given with one form, each paid by itself.</summary>
[Collection(Shared.Giving)]
public sealed class BasketTests(SiteHost site)
{
    private const string Giving = "form[action='/en/basket/give']";

    [Fact]
    public async Task Two_causes_are_gathered_changed_given_with_one_form_and_paid_one_after_the_other()
    {
        var (visitor, project) = (site.Visitor(), await site.LiveProject());
        await Put(visitor, $"program={Gifts.Canteen}&site={Gifts.Site()}", "60");
        var basket = await Put(visitor, $"project={project}", "20.50");
        Assert.Equal(["60", "20.5"], Amounts(basket));

        var changed = await visitor.Follow(await Change(visitor, basket, "61", "30"));
        Assert.Equal(["61", "30"], Amounts(changed));
        Assert.Contains("¥91.00 in all, for 2 causes", changed.Text(Giving), StringComparison.Ordinal);

        var given = await visitor.Follow(await visitor.Submit(changed, Giving, ("who", "anonymous")));
        Assert.Contains("0 of 2 gifts paid", given.Text("main"), StringComparison.Ordinal);
        Assert.Empty(given.Html.QuerySelectorAll(Giving));
        var gifts = given.Html.QuerySelectorAll(".card a.button").Select(link => Gifts.GiftIn(link.GetAttribute("href"))).ToList();
        var begun = await Task.WhenAll(gifts.Select(Begun));
        Assert.Equal([61_00L, 30_00L], begun.Select(gift => gift.Amount.Minor));

        foreach (var gift in gifts)
        {
            var payment = await visitor.Follow(await visitor.Get($"/en/gifts/{gift}/pay"));
            var paid = await visitor.Follow(await visitor.Choose(payment, "pay"));
            Assert.NotNull(paid.Html.QuerySelector("a[href='/en/basket']"));
        }

        Assert.Contains("All 2 gifts are paid. Thank you!", (await visitor.Get("/en/basket")).Text("main"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_amount_typed_over_counts_when_the_basket_is_given()
    {
        var visitor = site.Visitor();
        var basket = await Put(visitor, $"program={Gifts.Canteen}", "60");
        var given = await visitor.Follow(await visitor.Submit(basket, Giving, ("amount", "75"), ("who", "anonymous")));
        Assert.Equal(75_00, (await Begun(Gifts.GiftIn(given.Html.QuerySelector(".card a.button")?.GetAttribute("href")))).Amount.Minor);

        var wrong = await visitor.Submit(await Put(visitor, $"program={Gifts.Canteen}", "60"), Giving, ("amount", "much"), ("who", "anonymous"));
        Assert.Equal((422, "much"), (wrong.Status, Assert.Single(Amounts(wrong))));

        // A form without its id could be given again and again.
        var bare = await visitor.Submit(await Put(visitor, $"program={Gifts.Canteen}", "60"), Giving, ("gift", ""), ("who", "anonymous"));
        Assert.Equal((422, "form_incomplete"), (bare.Status, Assert.Single(bare.Refusals)));
    }

    [Fact]
    public async Task The_same_form_sent_twice_gives_once_and_what_another_tab_changed_meanwhile_is_not_given()
    {
        var visitor = site.Visitor();
        var basket = await Put(visitor, $"program={Gifts.Canteen}", "60");
        await Put(visitor, $"program={Gifts.Canteen}", "500");
        foreach (var _ in new[] { 1, 2 })
        {
            Assert.Equal(303, (await visitor.Submit(basket, Giving, ("who", "anonymous"))).Status);
        }

        var gift = BasketDesk.GiftOf(
            Guid.Parse(basket.Html.QuerySelector($"{Giving} input[name=gift]")?.GetAttribute("value") ?? ""), new(new CauseChoice(Gifts.Canteen, null, null, null), "60"));
        Assert.Equal(60_00, (await Begun(gift)).Amount.Minor);
        Assert.Empty(Amounts(await visitor.Get("/en/basket")));
    }

    [Fact]
    public async Task A_named_giver_is_kept_for_each_gift_and_finds_the_way_to_each_receipt()
    {
        var visitor = site.Visitor();
        await Put(visitor, $"program={Gifts.Canteen}", "60");
        var basket = await Put(visitor, $"program={DemoId.Of("program:homes")}", "20");
        var given = await visitor.Follow(await visitor.Submit(basket, Giving, ("who", "named"), ("name", "陈美玲"), ("email", "")));
        foreach (var link in given.Html.QuerySelectorAll(".card a.button"))
        {
            Assert.Contains("key=", link.GetAttribute("href"), StringComparison.Ordinal);
            var gift = Gifts.GiftIn(link.GetAttribute("href"));
            Assert.Equal(StartDonation.GiverOf(gift), (await Begun(gift)).DonorId);
        }
    }

    [Theory]
    [InlineData("", "amount_missing")]
    [InlineData("sixty", "amount_not_a_number")]
    public async Task A_wrong_amount_is_told_at_its_line_with_what_was_typed(string typed, string code)
    {
        var visitor = site.Visitor();
        await Put(visitor, $"program={Gifts.Canteen}&site={Gifts.Site()}", "60");
        var basket = await Put(visitor, $"program={Gifts.Canteen}", "20");
        var refused = await Change(visitor, basket, "61", typed);

        Assert.Equal((422, code), (refused.Status, refused.Html.QuerySelector("#amount-1-error")?.GetAttribute("data-code")));
        Assert.Equal(["61", typed], Amounts(refused));
        Assert.Equal(["60", "20"], Amounts(await visitor.Get("/en/basket")));
    }

    [Fact]
    public async Task When_one_cause_cannot_be_given_to_nothing_is_begun_and_it_says_which()
    {
        var (visitor, project) = (site.Visitor(), await site.LiveProject());
        await Put(visitor, $"program={Gifts.Canteen}", "60");
        await Put(visitor, $"project={project}", "20");
        var basket = await visitor.Get("/en/basket");
        var form = Guid.Parse(basket.Html.QuerySelector($"{Giving} input[name=gift]")?.GetAttribute("value") ?? "");
        // A line that names what was never there, as from an old browser.
        var line = $"project={Guid.CreateVersion7()}&amount=20";
        var refused = await visitor.Post("/en/basket/give",
        [
            .. Token(basket, Giving), KeyValuePair.Create("gift", form.ToString()), KeyValuePair.Create("who", "anonymous"),
            KeyValuePair.Create("line", $"program={Gifts.Canteen}&amount=60"), KeyValuePair.Create("amount", "60"), KeyValuePair.Create("line", line), KeyValuePair.Create("amount", "20"),
        ]);

        Assert.Equal(422, refused.Status);
        Assert.Equal("project_unknown", refused.Html.QuerySelector("#amount-1-error")?.GetAttribute("data-code"));
        Assert.Empty(await site.Facts(BasketDesk.GiftOf(form, new(new CauseChoice(Gifts.Canteen, null, null, null), "60"))));
    }

    [Fact]
    public async Task Who_gives_is_asked_once_for_all_and_told_once()
    {
        var visitor = site.Visitor();
        await Put(visitor, $"program={Gifts.Canteen}&site={Gifts.Site()}", "60");
        var basket = await Put(visitor, $"program={Gifts.Canteen}", "20");
        var refused = await visitor.Submit(basket, Giving, ("who", "named"), ("name", ""), ("email", "mei@"));
        Assert.Equal(422, refused.Status);
        Assert.Single(refused.Html.QuerySelectorAll("[data-code=name_missing]"));
        Assert.Equal("mei@", refused.Html.QuerySelector("#email")?.GetAttribute("value"));
    }

    [Fact]
    public async Task A_full_basket_takes_no_more_and_a_line_can_be_taken_out()
    {
        var visitor = site.Visitor();
        for (var i = 0; i < GiftBasket.Most; i++)
        {
            await Put(visitor, $"project={await site.LiveProject()}", "20");
        }

        var form = await visitor.Get($"/en/give?program={Gifts.Canteen}");
        var refused = await visitor.Submit(form, Gifts.Form, ("other", "60"), ("basket", "add"));
        Assert.Equal(422, refused.Status);
        Assert.Equal(["basket_full"], refused.Refusals);

        var basket = await visitor.Get("/en/basket");
        var removed = await visitor.Follow(await Change(visitor, basket, [.. Amounts(basket), "remove"]));
        Assert.Equal(GiftBasket.Most - 1, Amounts(removed).Count);
    }

    [Fact]
    public async Task Taking_a_line_out_keeps_what_was_typed_about_the_giver_and_in_the_other_lines()
    {
        var visitor = site.Visitor();
        await Put(visitor, $"program={Gifts.Canteen}&site={Gifts.Site()}", "60");
        await Put(visitor, $"program={Gifts.Canteen}", "20");
        var basket = await Put(visitor, $"program={DemoId.Of("program:homes")}", "30");
        var changed = await visitor.Post("/en/basket/change",
        [
            .. Token(basket, Giving),
            .. basket.Html.QuerySelectorAll($"{Giving} input[name=line]").Select(line => KeyValuePair.Create("line", line.GetAttribute("value") ?? "")),
            KeyValuePair.Create("amount", "60"), KeyValuePair.Create("amount", "21"), KeyValuePair.Create("amount", "much"),
            KeyValuePair.Create("remove", "0"), KeyValuePair.Create("who", "named"), KeyValuePair.Create("name", "陈美玲"), KeyValuePair.Create("email", "mei@example.org"),
        ]);

        Assert.Equal(["21", "much"], Amounts(changed));
        Assert.Equal("amount_not_a_number", changed.Html.QuerySelector("#amount-1-error")?.GetAttribute("data-code"));
        Assert.Equal(("陈美玲", "mei@example.org"), (changed.Html.QuerySelector("#name")?.GetAttribute("value"), changed.Html.QuerySelector("#email")?.GetAttribute("value")));
        Assert.Equal(["21", "30"], Amounts(await visitor.Get("/en/basket")));
    }

    [Fact]
    public async Task A_wrong_amount_and_a_wrong_address_are_told_together_and_nothing_is_given()
    {
        var visitor = site.Visitor();
        var basket = await Put(visitor, $"program={Gifts.Canteen}", "60");
        var refused = await visitor.Submit(basket, Giving, ("amount", "much"), ("who", "named"), ("name", "陈美玲"), ("email", "mei@"));
        Assert.Equal(422, refused.Status);
        Assert.Equal("amount_not_a_number email_malformed", string.Join(' ', refused.Refusals.Order(StringComparer.Ordinal)));
        Assert.Single(Amounts(await visitor.Get("/en/basket")));
    }

    [Theory]
    [InlineData("", "amount_missing")]
    [InlineData("0", "amount_zero")]
    [InlineData("0.001", "amount_too_precise")]
    [InlineData("abc", "amount_not_a_number")]
    [InlineData("-5", "amount_negative")]
    public async Task What_is_no_amount_does_not_go_into_the_basket_and_stays_in_its_field(string typed, string code)
    {
        foreach (var lang in new[] { "en", "zh-CN" })
        {
            var visitor = site.Visitor();
            var form = await visitor.OpenForm(lang);
            var refused = await visitor.Submit(form, Gifts.Form, ("amount", ""), ("other", typed), ("name", "陈美玲"), ("basket", "add"));
            refused.RefusedAt("amount", code);
            Assert.Equal((typed, "陈美玲"), (refused.Html.QuerySelector("#other")?.GetAttribute("value") ?? "", refused.Html.QuerySelector("#name")?.GetAttribute("value")));
            Assert.Empty(Amounts(await visitor.Get("/en/basket")));
        }
    }

    [Fact]
    public async Task A_gift_for_every_month_does_not_go_into_the_basket_as_one_given_once()
    {
        var visitor = site.Visitor();
        var form = await visitor.Get($"/en/give?program={Gifts.Canteen}");
        var refused = await visitor.Submit(form, Gifts.Form, ("other", "60"), ("basket", "add"), ("every", "month"));
        Assert.Equal(422, refused.Status);
        Assert.Equal(["basket_once"], refused.Refusals);
        Assert.Empty(Amounts(await visitor.Get("/en/basket")));
        Assert.Equal(303, (await visitor.Submit(form, Gifts.Form, ("other", "60"), ("basket", "add"), ("every", "once"))).Status);
    }

    [Fact]
    public async Task An_empty_basket_says_how_it_is_filled()
    {
        var empty = await site.Visitor().Get("/zh-CN/basket");
        Assert.Contains("捐赠篮还是空的", empty.Text("main"), StringComparison.Ordinal);
    }

    private static async Task<Answer> Put(Visitor visitor, string cause, string amount)
    {
        var form = await visitor.Get($"/en/give?{cause}");
        return await visitor.Follow(await visitor.Submit(form, Gifts.Form, ("other", amount), ("basket", "add")));
    }

    // As a browser sends it: each line with its amount, and the button that was pressed.
    private static Task<Answer> Change(Visitor visitor, Answer basket, params string[] amounts) => visitor.Post("/en/basket/change",
    [
        .. Token(basket, Giving),
        .. basket.Html.QuerySelectorAll($"{Giving} input[name=line]").Select(line => KeyValuePair.Create("line", line.GetAttribute("value") ?? "")),
        .. amounts.Where(amount => amount != "remove").Select(amount => KeyValuePair.Create("amount", amount)),
        .. amounts.Where(amount => amount == "remove").Select(_ => KeyValuePair.Create("remove", "0")),
    ]);

    private static List<string> Amounts(Answer basket) => [.. basket.Html.QuerySelectorAll("input[name=amount]").Select(field => field.GetAttribute("value") ?? "")];

    private static IEnumerable<KeyValuePair<string, string>> Token(Answer page, string form) =>
        [KeyValuePair.Create("_form", page.Html.QuerySelector($"{form} input[name=_form]")?.GetAttribute("value") ?? "")];

    private async Task<DonationStarted> Begun(Guid gift) => Assert.IsType<DonationStarted>((await site.Facts(gift))[0]);
}
