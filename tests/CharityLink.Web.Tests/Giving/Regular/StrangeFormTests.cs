using System.Text;
using CharityLink.Web.Tests.Giving.Payments;
using CharityLink.Web.Tests.Support;

namespace CharityLink.Web.Tests.Giving.Regular;

/// <summary>Forms as no page of ours sends them: each is answered with a sentence, and nothing is stored.</summary>
[Collection(Shared.KeptCards)]
public sealed class StrangeFormTests(StripeSite site)
{
    private const string Address = "/en/give";

    [Theory]
    [InlineData("other", "100|200", "amount_not_a_number")]
    [InlineData("other", "-50", "amount_negative")]
    [InlineData("other", "%EF%BC%99%EF%BC%99%EF%BC%99%EF%BC%99%EF%BC%99%EF%BC%99%EF%BC%99%EF%BC%99%EF%BC%99%EF%BC%99%EF%BC%99", "amount_too_large")]
    [InlineData("other", "99999999999999999999999999999", "amount_too_long")]
    [InlineData("other", "50%00", "amount_not_a_number")]
    [InlineData("other", "%FF%FE", "amount_not_a_number")]
    [InlineData("other", "", "amount_missing")]
    [InlineData("every", "month|year", "regular_every_unknown")]
    [InlineData("every", "month%0A", "regular_every_unknown")]
    [InlineData("every", "MONTH", "regular_every_unknown")]
    [InlineData("every", "%C3%28", "regular_every_unknown")]
    [InlineData("who", "anonymous", "regular_needs_mail")]
    [InlineData("email", "", "regular_needs_mail")]
    [InlineData("email", "a%40example.org|b%40example.org", "email_malformed")]
    [InlineData("email", "a%0D%0Abcc:b%40example.org", "email_malformed")]
    [InlineData("name", "Li%00", "name_has_control_characters")]
    [InlineData("name", "long", "name_too_long")]
    [InlineData("method", "gold", "method_missing")]
    [InlineData("program", "{0}|{0}", "program_unknown")]
    [InlineData("program", "00000000-0000-0000-0000-000000000000", "program_unknown")]
    [InlineData("gift", "", "form_incomplete")]
    [InlineData("gift", "00000000-0000-0000-0000-000000000000", "form_incomplete")]
    [InlineData("_form", "", "stale_form")]
    [InlineData("_form", "old", "stale_form")]
    public async Task A_regular_gift_is_not_begun(string field, string values, string code)
    {
        var visitor = site.Visitor();
        var page = await visitor.OpenForm();
        var before = await Stored();
        var typed = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["_form"] = Uri.EscapeDataString(Token(page)), ["gift"] = Gifts.GiftOf(page).ToString(), ["program"] = Gifts.Canteen.ToString(), ["other"] = "50", ["every"] = "month",
            ["who"] = "named", ["name"] = "Li", ["email"] = $"s{Guid.CreateVersion7():N}%40example.org", ["method"] = "card",
        };
        var sent = values switch { "long" => new string('x', 5_000), "old" => Uri.EscapeDataString(Token(await site.Visitor().OpenForm())), _ => values.Replace("{0}", Gifts.Canteen.ToString(), StringComparison.Ordinal) };
        typed.Remove(field);
        var body = typed.Select(one => $"{one.Key}={one.Value}").Concat(sent.Split('|').Select(value => $"{field}={value}"));
        Refused(await Send(visitor, Address, body), code);
        Assert.Equal(before, await Stored());
        Assert.Empty(await site.Site.Facts(Gifts.GiftOf(page)));
    }

    [Theory]
    [InlineData("act=amount&amount=100&amount=200", "amount_not_a_number")]
    [InlineData("act=amount&amount=-80", "amount_negative")]
    [InlineData("act=amount&amount=99999999999", null)]
    [InlineData("act=amount&amount=%FF", "amount_not_a_number")]
    [InlineData("act=amount", "amount_missing")]
    [InlineData("act=skip&period=-1", "form_incomplete")]
    [InlineData("act=skip&period=2147483647", null)]
    [InlineData("act=skip&period=1&period=2", "form_incomplete")]
    [InlineData("act=catch_up&period=2147483647", null)]
    [InlineData("act=catch_up&period=-2147483648", null)]
    [InlineData("act=catch_up&period=0", null)]
    [InlineData("act=mend", null)]
    [InlineData("act=stop&act=pause", "payment_choice_missing")]
    [InlineData("act=%00", "payment_choice_missing")]
    [InlineData("", "payment_choice_missing")]
    public async Task A_regular_gift_that_runs_stays_as_it_is(string fields, string? code)
    {
        var asked = await site.Regular();
        var page = await asked.Page();
        var before = await site.History(asked);
        var answer = await Send(asked.Visitor, page.Html.QuerySelector("form:has(#amount)")?.GetAttribute("action") ?? "", [$"_form={Uri.EscapeDataString(Token(page))}", fields]);
        Refused(answer, code);
        Assert.Equal(before, await site.History(asked));
    }

    [Fact]
    public async Task With_the_key_to_ones_own_nothing_of_another_is_changed()
    {
        var (mine, others) = (await site.Regular(), await site.Regular());
        var page = await mine.Page();
        var own = page.Html.QuerySelector("form:has(#amount)")?.GetAttribute("action") ?? "";
        var before = await site.History(others);
        foreach (var act in (string[])["stop", "pause", "skip&period=1", "amount&amount=9999", "card", "mend"])
        {
            var answer = await Send(mine.Visitor, own.Replace(mine.Id.ToString(), others.Id.ToString(), StringComparison.Ordinal), [$"_form={Uri.EscapeDataString(Token(page))}", $"act={act}"]);
            Assert.Equal(404, answer.Status);
        }

        Assert.Equal(before, await site.History(others));
        Assert.Equal(404, (await Send(mine.Visitor, own.Replace(mine.Id.ToString(), Gifts.Canteen.ToString(), StringComparison.Ordinal), [$"_form={Uri.EscapeDataString(Token(page))}", "act=stop"])).Status);
    }

    [Fact]
    public async Task The_forms_of_ones_account_change_nothing_by_what_they_do_not_hold()
    {
        var (asked, other) = (await site.Regular(), await site.Paid());
        var visitor = asked.Visitor;
        await visitor.Submit(await visitor.Get("/en/sign-in/link"), Gifts.Form, ("email", asked.Email));
        var mail = await Mailbox.Arrived(asked.Email, text => text.Contains("/enter?", StringComparison.Ordinal));
        await visitor.Submit(await visitor.Get(mail[mail.IndexOf("/en/enter?", StringComparison.Ordinal)..].Split('\n', ' ')[0]), Gifts.Form);
        var page = await visitor.Get("/en/account/settings");
        Assert.Equal(200, page.Status);
        var (token, before, own) = ($"_form={Uri.EscapeDataString(Token(page))}", await Stored(), Shown(page));
        foreach (var (address, fields, status) in new (string, string, int)[]
        {
            ("settings/name", "", 422), ("settings/name", $"name={new string('x', 5_000)}&language=en", 422), ("settings/name", "name=Li%00&language=en", 422), ("settings/name", "name=%FF&language=en", 422),
            ("settings/mail", "", 422), ("settings/mail", "email=a%40example.org&email=b%40example.org", 422), ("settings/mail", $"email={new string('x', 5_000)}%40example.org", 422),
            ("settings/password", "", 422), ("settings/password", "password=%00", 422), ("settings/erase", "", 422), ("settings/nothing", "name=Li", 404),
            ($"giving/{other}", "public=1", 404), ($"giving/{Guid.CreateVersion7()}", "public=1", 404), ($"giving/{Gifts.Canteen}", "public=1", 404), ("giving/no-id", "public=1", 404),
        })
        {
            var answer = await Send(visitor, $"/en/account/{address}", [token, fields]);
            Assert.True(answer.Status == status, $"{address} {fields[..Math.Min(40, fields.Length)]}: {answer.Status}");
            Assert.NotEmpty(answer.Text("main"));
        }

        foreach (var query in (string[])["before=-1", "before=9223372036854775807", "starts=99", "starts=-1", "starts=%FF", "before=1&before=2", "before=x"])
        {
            var answer = await visitor.Get($"/en/account/giving?{query}");
            Assert.True(answer.Status is 200 or 400, $"{query}: {answer.Status}");
        }

        Assert.Equal(before, await Stored());
        Assert.Equal(own, Shown(await visitor.Get("/en/account/settings")));
    }

    private static string Shown(Answer settings) => $"{settings.Html.QuerySelector("input[name=name]")?.GetAttribute("value")} {settings.Html.QuerySelector("input[name=email]")?.GetAttribute("value")}";

    private static string Token(Answer page) => page.Html.QuerySelector("main input[name=_form]")?.GetAttribute("value") ?? throw new InvalidOperationException($"No form at {page.Address}.");

    // What no worker writes by itself.
    private async Task<string?> Stored() => await site.Scalar<string>(
        "select string_agg(type || ' ' || n, ', ' order by type) from (select type, count(*) n from events.mt_events where type in ('donation_started', 'regular_gift_asked', 'donation_anonymity_changed', 'regular_gift_stopped') group by type) found");

    private static void Refused(Answer answer, string? code)
    {
        if (code == "stale_form")
        {
            // No form to come back to: a page that says so.
            Assert.Equal((400, true), (answer.Status, answer.Text("main").Length > 0));
            return;
        }

        Assert.Equal(422, answer.Status);
        Assert.NotEmpty(answer.Refusals);
        Assert.All(answer.Html.QuerySelectorAll("[data-code]"), told => Assert.NotEmpty(told.TextContent.Trim()));
        if (code is not null)
        {
            Assert.Contains(code, answer.Refusals, StringComparer.Ordinal);
        }
    }

    // As it is written here, whatever that is.
    private static async Task<Answer> Send(Visitor visitor, string address, IEnumerable<string> fields)
    {
        using var body = new StringContent(string.Join('&', fields), Encoding.ASCII, "application/x-www-form-urlencoded");
        return await visitor.Send(address, body);
    }
}
