using CharityLink.Web.Tests.Projects.Pages;
using CharityLink.Web.Tests.Support;
using Dapper;
using Npgsql;

namespace CharityLink.Web.Tests.Giving;

/// <summary>GIV-5: a message and a dedication, from the giver's page over the desk of whoever reads them to the page of the program, and gone with the giver.</summary>
[Collection(Shared.Giving)]
public sealed class WordsTests(SiteHost site)
{
    private readonly string _email = $"w{Guid.CreateVersion7():N}@example.org";
    private readonly string _message = $"Eat well {Guid.CreateVersion7():N}";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("en", "In memory of 李奶奶")]
    [InlineData("zh-CN", "纪念李奶奶")]
    public async Task Nobody_reads_them_before_somebody_let_them_through(string lang, string memory)
    {
        var (visitor, officer) = (site.Visitor(), await site.SignedIn("officer"));
        var gift = await Give(visitor, lang);
        var thanks = await visitor.Get(gift);
        var page = await visitor.Get(thanks.Html.QuerySelector("a[href*='/words?']")?.GetAttribute("href") ?? "");
        (string, string)[] typed = [("message", _message), ("dedication", "memory"), ("to", "李奶奶")];
        var left = await visitor.Submit(page, "form.card", typed);
        Assert.Equal((303, 303), (left.Status, (await visitor.Submit(page, "form.card", typed)).Status));
        Assert.Equal(1, await Count("select count(*) from events.mt_events where type = 'words_left' and data ->> 'DonationId' = @id", Gifts.GiftIn(gift).ToString()));
        Assert.Contains(memory, (await visitor.Follow(left)).Text("main"), StringComparison.Ordinal);
        await site.CaughtUp("gift_words");
        Assert.DoesNotContain(_message, (await Program(lang)).Text("main"), StringComparison.Ordinal);

        await Decide(officer, "approve");
        var shown = (await Program(lang)).Text("section[aria-labelledby=words]");
        Assert.Contains(_message, shown, StringComparison.Ordinal);
        Assert.Contains(memory, shown, StringComparison.Ordinal);
        Assert.Contains("梁＊＊", shown, StringComparison.Ordinal);
        // Nothing of it stands in the log.
        Assert.Equal(0, await Count("select count(*) from events.mt_events where data::text like '%' || @id || '%'", _message));
        Assert.Equal(0, await Count("select count(*) from events.mt_events where type like 'words%' and data::text like '%' || @id || '%'", "李奶奶"));

        Assert.Equal(303, (await visitor.Submit(await visitor.Get(page.Address.PathAndQuery), "form:has(button[value=back])", ("act", "back"))).Status);
        await site.CaughtUp("gift_words");
        Assert.DoesNotContain(_message, (await Program(lang)).Text("main"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_fit_to_be_shown_comes_back_and_what_was_refused_stays_unseen()
    {
        var (visitor, officer) = (site.Visitor(), await site.SignedIn("officer"));
        var gift = await Give(visitor);
        var page = await visitor.Get(Words(await visitor.Get(gift)));
        (await visitor.Submit(page, "form.card", ("message", " "))).RefusedAt("message", "words_empty");
        (await visitor.Submit(page, "form.card", ("message", "Call 13812345678"))).RefusedAt("message", "text_names_contact");
        (await visitor.Submit(page, "form.card", ("to", "Li"))).RefusedAt("dedication", "dedication_missing");
        var nobody = await visitor.Submit(page, "form.card", ("message", _message), ("dedication", "honour"), ("to", " "));
        nobody.RefusedAt("to", "text_missing");
        Assert.Equal((_message, "honour"), (nobody.Text("textarea[name=message]"), nobody.Html.QuerySelector("select[name=dedication] option[selected]")?.GetAttribute("value")));
        Assert.Equal(303, (await visitor.Submit(nobody, "form.card", ("dedication", ""))).Status);
        await site.CaughtUp("gift_words");
        var list = await officer.Get("/en/console/words");
        var form = $"form[action$='/gifts/{Gifts.GiftIn(gift)}/words']:has(input[value=refuse])";
        (await officer.Submit(list, form, ("reason", ""))).RefusedAt("reason", "text_missing");
        Assert.Equal(303, (await officer.Submit(list, form, ("reason", "Advertising."))).Status);
        await site.CaughtUp("gift_words");
        Assert.DoesNotContain(_message, (await Program()).Text("main"), StringComparison.Ordinal);
        Assert.Contains("Not shown", (await visitor.Get(page.Address.PathAndQuery)).Text("main"), StringComparison.Ordinal);
        Assert.Contains("Advertising.", (await officer.Get("/en/console/words?state=refused")).Text("main"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_key_there_is_no_page_and_others_may_not_decide()
    {
        var visitor = site.Visitor();
        var gift = await Give(visitor);
        Assert.Equal(404, (await site.Visitor().Get($"/en/gifts/{Gifts.GiftIn(gift)}/words")).Status);
        Assert.Equal(303, (await visitor.Submit(await visitor.Get(Words(await visitor.Get(gift))), "form.card", ("message", _message))).Status);
        await site.CaughtUp("gift_words");
        var auditor = await site.SignedIn("auditor");
        var list = await auditor.Get("/en/console/words");
        Assert.Contains(_message, list.Text("main"), StringComparison.Ordinal);
        Assert.Null(list.Html.QuerySelector("main form"));
    }

    [Fact]
    public async Task Who_gave_without_a_name_speaks_as_nobody_from_the_browser_that_gave()
    {
        var (visitor, officer) = (site.Visitor(), await site.SignedIn("officer"));
        var form = await visitor.OpenForm();
        var payment = await visitor.Follow(await visitor.Give(form, "43"));
        var thanks = await visitor.Follow(await visitor.Choose(payment, "pay"));
        var gift = Gifts.GiftOf(form);
        var page = await visitor.Get(Words(thanks));
        Assert.Contains("A giver without a name", page.Text("main"), StringComparison.Ordinal);
        Assert.Null((await visitor.Get($"/en/gifts/{gift}")).Html.QuerySelector("a[href*='/refund']"));
        Assert.Equal(303, (await visitor.Submit(page, "form.card", ("message", _message))).Status);
        await site.CaughtUp("gift_words");
        Assert.DoesNotContain(_message, (await Program()).Text("main"), StringComparison.Ordinal);
        await Decide(officer, "approve");
        var card = (await Program()).Html.QuerySelectorAll("section[aria-labelledby=words] .card").Single(one => one.TextContent.Contains(_message, StringComparison.Ordinal));
        Assert.Contains("A giver without a name", card.TextContent, StringComparison.Ordinal);

        Assert.Equal(303, (await visitor.Submit(await visitor.Get(page.Address.PathAndQuery), "form:has(button[value=back])", ("act", "back"))).Status);
        await site.CaughtUp("gift_words");
        Assert.DoesNotContain(_message, (await Program()).Text("main"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_only_knows_the_id_of_a_nameless_gift_gets_no_key_by_sending_its_form_again()
    {
        var (visitor, other) = (site.Visitor(), site.Visitor());
        var form = await visitor.OpenForm();
        await visitor.Choose(await visitor.Follow(await visitor.Give(form, "44")), "pay");
        var gift = Gifts.GiftOf(form);
        Assert.Equal(303, (await other.Submit(await other.OpenForm(), Gifts.Form, ("gift", gift.ToString()), ("other", "44"), ("who", "anonymous"))).Status);
        Assert.Null((await other.Get($"/en/gifts/{gift}")).Html.QuerySelector("a[href*='/words?']"));
        Assert.NotNull((await visitor.Get($"/en/gifts/{gift}")).Html.QuerySelector("a[href*='/words?']"));
        Assert.Equal(404, (await other.Get($"/en/gifts/{gift}/words?key={new string('0', 20)}")).Status);
    }

    [Fact]
    public async Task They_are_taken_away_with_the_rest_and_forgotten_with_the_giver()
    {
        var (visitor, officer) = (site.Visitor(), await site.SignedIn("officer"));
        var gift = await Give(visitor);
        Assert.Equal(303, (await visitor.Submit(await visitor.Get(Words(await visitor.Get(gift))), "form.card", ("message", _message))).Status);
        await site.CaughtUp("gift_words");
        await Decide(officer, "approve");
        Assert.Contains(_message, (await Program()).Text("main"), StringComparison.Ordinal);
        var account = await site.Service<CharityLink.People.GiverPersons>().Giver(_email, Ct);
        await site.Service<CharityLink.People.GiverPersons>().Forget([account.GetValueOrDefault()], [], Ct);
        Assert.DoesNotContain(_message, (await Program()).Text("main"), StringComparison.Ordinal);
        Assert.DoesNotContain(_message, (await officer.Get("/en/console/words?state=approved")).Text("main"), StringComparison.Ordinal);
    }

    private static string Words(Answer thanks) => thanks.Html.QuerySelector("a[href*='/words?']")?.GetAttribute("href") ?? "";

    // Under an address nobody has asked for: public pages are made twice a second at most.
    private Task<Answer> Program(string lang = "en") => site.Visitor().Get($"/{lang}/programs/{Gifts.Canteen}?look={Guid.CreateVersion7()}");

    private async Task Decide(Visitor officer, string act)
    {
        var list = await officer.Get("/en/console/words");
        var card = list.Html.QuerySelectorAll("main .card").Single(one => one.TextContent.Contains(_message, StringComparison.Ordinal));
        var form = card.QuerySelector($"form:has(input[value={act}])")?.GetAttribute("action") ?? "";
        Assert.Equal(303, (await officer.Submit(list, $"form[action='{form}']:has(input[value={act}])")).Status);
        await site.CaughtUp("gift_words");
    }

    // The gift's own page, with its key.
    private async Task<string> Give(Visitor visitor, string lang = "en")
    {
        var begun = await visitor.Submit(await visitor.OpenForm(lang), Gifts.Form, ("other", "41"), ("who", "named"), ("name", "梁小姐"), ("email", _email));
        var thanks = await visitor.Follow(await visitor.Choose(await visitor.Follow(begun), "pay"));
        await site.CaughtUp("donations");
        return thanks.Address.PathAndQuery;
    }

    private async Task<long> Count(string sql, string id)
    {
        await using var connection = new NpgsqlConnection(site.ConnectionString);
        return await connection.ExecuteScalarAsync<long>(sql, new { id });
    }
}
