using System.Text.Json;
using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.People;
using CharityLink.Web.Giving.Account;
using CharityLink.Web.Tests.Projects.Pages;
using CharityLink.Web.Tests.Support;
using Dapper;
using Npgsql;

namespace CharityLink.Web.Tests.Giving;

/// <summary>GIV-8: a giver comes in by a mailed link and finds what was given before, decides who is told the name, takes everything away, and leaves no trace but the amounts.</summary>
[Collection(Shared.Giving)]
public sealed class GiverAccountTests(SiteHost site)
{
    private readonly string _email = $"g{Guid.CreateVersion7():N}@example.org";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("en", "Gifts of 梁小姐")]
    [InlineData("zh-CN", "梁小姐的捐赠")]
    public async Task A_link_signs_in_once_and_shows_what_was_given_before(string lang, string title)
    {
        var gift = await Give("88");
        var visitor = site.Visitor();
        var link = await Link(visitor, lang);
        var page = await visitor.Get(link);
        var home = await visitor.Follow(await visitor.Submit(page, Gifts.Form));
        Assert.Equal(title, home.Text("h1"));
        Assert.Contains("¥88.00", home.Text("table"), StringComparison.Ordinal);
        var receipt = await site.Service<Receipts>().OfDonation(gift, Ct);
        Assert.Contains(receipt?.Serial ?? "?", home.Text("table"), StringComparison.Ordinal);
        Assert.Contains("梁小姐", (await visitor.Get(home.Html.QuerySelector("td a[href*='/gifts/']")?.GetAttribute("href") ?? "")).Text(".receipt"), StringComparison.Ordinal);

        var (thief, query) = (site.Visitor(), link.Split('=', '&'));
        var token = (await thief.Get("/en/sign-in/link")).Html.QuerySelector("main input[name=_form]")?.GetAttribute("value") ?? "";
        var again = await thief.Post($"/{lang}/enter", [new("_form", token), new("link", query[1]), new("secret", query[3])]);
        Assert.Equal((422, "link_expired"), (again.Status, again.Refusals.Single()));
        Assert.Equal(422, (await site.Visitor().Get(link)).Status);
        // No appointment, no console.
        Assert.Equal(303, (await visitor.Get($"/{lang}/account")).Status);
        Assert.Equal(403, (await visitor.Get($"/{lang}/console/gifts")).Status);
    }

    [Fact]
    public async Task A_link_is_void_after_half_an_hour_and_three_are_all_a_mailbox_gets()
    {
        await Give("20");
        var visitor = site.Visitor();
        var link = await Link(visitor, "en");
        await Run("update identity.mail_link set expires_at = expires_at - interval '30 minutes'");
        Assert.Equal(["link_expired"], (await visitor.Get(link)).Refusals);
        for (var more = 0; more < 4; more++)
        {
            await Ask(visitor, "en", _email);
        }

        await using var connection = new NpgsqlConnection(site.ConnectionString);
        Assert.Equal(3, await connection.ExecuteScalarAsync<long>(
            "select count(*) from identity.mail_link where person_id = (select person_id from mailing.mail where mail_id = @id)", new { id = Guid.Parse(link.Split('=', '&')[1]) }));
    }

    [Fact]
    public async Task An_address_that_never_gave_reads_the_same_and_gets_nothing()
    {
        await Give("20");
        var (known, unknown) = (await Ask(site.Visitor(), "en", _email), await Ask(site.Visitor(), "en", "never" + _email));
        Assert.Equal(known.Text("main"), unknown.Text("main"));
        await Mailbox.Arrived(_email, mail => mail.Contains("/enter?", StringComparison.Ordinal));
        Assert.Empty(Mailbox.MailsTo("never" + _email));
        Assert.Equal(["email_malformed"], (await Ask(site.Visitor(), "en", "nobody")).Refusals);
    }

    [Fact]
    public async Task Who_is_told_the_name_changes_at_once_and_everywhere()
    {
        var (gift, visitor) = (await Give("35"), await SignedIn());
        var (receipt, officer, everybody) = (await site.Service<Receipts>().OfDonation(gift, Ct), await site.SignedIn("auditor"), site.Visitor());
        var (verify, console) = ($"/en/verify/{receipt?.Code}", $"/en/console/receipts/{receipt?.HolderId}/{receipt?.Year}/{receipt?.Number}");
        Assert.Contains("梁＊＊", (await everybody.Get(verify)).Text("main"), StringComparison.Ordinal);
        Assert.Contains("梁＊＊", (await officer.Get(console)).Text("main"), StringComparison.Ordinal);
        await Tell(visitor, gift, "charity");
        Assert.DoesNotContain("梁", (await everybody.Get(verify)).Text("main"), StringComparison.Ordinal);
        Assert.DoesNotContain("梁", (await everybody.Get($"/en/gifts/{gift}")).Text("main"), StringComparison.Ordinal);
        Assert.Contains("梁＊＊", (await officer.Get(console)).Text("main"), StringComparison.Ordinal);
        await Tell(visitor, gift, "public");
        Assert.Contains("梁＊＊", (await everybody.Get(verify)).Text("main"), StringComparison.Ordinal);
        Assert.DoesNotContain("梁", (await officer.Get(console)).Text("main"), StringComparison.Ordinal);
        Assert.Contains("Anonymous", (await officer.Get($"/en/console/gifts/{gift}")).Text("main"), StringComparison.OrdinalIgnoreCase);
        // The giver's own receipt keeps the name.
        var home = await visitor.Get("/en/account/giving");
        Assert.Contains("梁小姐", (await visitor.Get(home.Html.QuerySelector("td a[href*='/gifts/']")?.GetAttribute("href") ?? "")).Text(".receipt"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gift_of_another_is_not_there()
    {
        await Give("20");
        var visitor = await SignedIn();
        var others = await site.Visitor().GoToPayment("30", "Li");
        var home = await visitor.Get("/en/account/giving");
        var form = home.Html.QuerySelector("td form input[name=_form]")?.GetAttribute("value") ?? "";
        Assert.Equal(404, (await visitor.Post($"/en/account/giving/{Gifts.GiftIn(others.Address.PathAndQuery)}", [new("_form", form)])).Status);
    }

    [Theory]
    [InlineData("en", "‹ My gifts")]
    [InlineData("zh-CN", "‹ 我的捐赠")]
    public async Task The_pages_of_a_gift_and_a_promise_lead_back_to_the_account_for_whoever_is_signed_in_as_a_giver(string lang, string back)
    {
        var (gift, pledge) = (await Give("33"), await Promise(await site.LiveProject()));
        string Key(PersonId person) => site.Service<GiverLink>().KeyTo(person);
        var (giver, stranger, officer) = (await SignedIn(), site.Visitor(), await site.SignedIn("officer"));
        var key = Key(StartDonation.GiverOf(gift));
        foreach (var address in new[] { $"/{lang}/gifts/{gift}?key={key}", $"/{lang}/gifts/{gift}/refund?key={key}", $"/{lang}/gifts/{gift}/words?key={key}", $"/{lang}/pledges/{pledge}?key={Key(MakePledge.GiverOf(pledge))}" })
        {
            var link = Assert.Single((await giver.Get(address)).Html.QuerySelectorAll($"main a[href='/{lang}/account/giving']"));
            Assert.Equal(back, link.TextContent);
            foreach (var other in new[] { stranger, officer })
            {
                var page = await other.Get(address);
                Assert.Equal((200, 0), (page.Status, page.Html.QuerySelectorAll("main a[href$='/account/giving']").Length));
            }
        }
    }

    [Fact]
    public async Task Everything_of_ones_own_can_be_taken_away()
    {
        var gift = await Give("41");
        var visitor = await SignedIn();
        using var json = JsonDocument.Parse(await visitor.Client.GetStringAsync(new Uri("/en/account/export.json", UriKind.Relative), Ct));
        Assert.Equal(_email, json.RootElement.GetProperty("account").GetProperty("email").GetString());
        var only = Assert.Single(json.RootElement.GetProperty("gifts").EnumerateArray());
        Assert.Equal(0, only.GetProperty("returned").GetDecimal());
        Assert.Equal((gift, 41m), (only.GetProperty("id").GetGuid(), only.GetProperty("amount").GetDecimal()));
        var csv = (await visitor.Client.GetStringAsync(new Uri("/en/account/export.csv", UriKind.Relative), Ct)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, csv.Length);
        Assert.StartsWith($"{gift},paid,", csv[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_can_be_set_and_opens_the_account_by_the_address()
    {
        await Give("20");
        var visitor = await SignedIn();
        var page = await visitor.Get("/en/account/settings");
        Assert.Equal(["password_too_weak"], (await visitor.Submit(page, "form[action$='settings/password']", ("password", "short"))).Refusals);
        Assert.Equal("The new password is set.", (await visitor.Submit(page, "form[action$='settings/password']", ("password", "seven warm lunches"))).Text("[role=status]"));
        var other = site.Visitor();
        var signedIn = await other.Submit(await other.Get("/en/sign-in?return=/en/account"), "main form", ("email", _email.ToUpperInvariant()), ("password", "seven warm lunches"));
        Assert.Equal("/en/account", signedIn.Location);
        Assert.Contains("梁小姐", (await other.Get("/en/account/giving")).Text("h1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_mailbox_counts_from_its_link_on_and_the_old_one_is_let_go()
    {
        await Give("52");
        var (visitor, elsewhere, moved) = (await SignedIn(), await SignedIn(), "new" + _email);
        var page = await visitor.Get("/en/account/settings");
        Assert.Equal(200, (await visitor.Submit(page, "form[action$='settings/mail']", ("email", moved))).Status);
        var link = await Mailbox.LinkTo(moved);
        Assert.Equal(303, (await visitor.Submit(await visitor.Get(link), Gifts.Form)).Status);
        Assert.Contains(moved, (await visitor.Get("/en/account/settings")).Text("main"), StringComparison.Ordinal);
        Assert.Contains("¥52.00", (await visitor.Get("/en/account/giving")).Text("table"), StringComparison.Ordinal);
        // Other sessions ended, and whoever uses the old address is a stranger.
        Assert.Equal("/en/sign-in/link", (await elsewhere.Get("/en/account/giving")).Location);
        Assert.Null(await site.Service<GiverPersons>().Giver(_email, Ct));
    }

    [Fact]
    public async Task The_mailbox_of_another_account_cannot_be_taken()
    {
        await Give("20");
        await SignedIn();
        var other = new GiverAccountTests(site);
        await other.Give("21");
        var visitor = await other.SignedIn();
        await visitor.Submit(await visitor.Get("/en/account/settings"), "form[action$='settings/mail']", ("email", _email));
        var mail = await Mailbox.Arrived(_email, text => text.Contains("confirm your new address", StringComparison.Ordinal));
        var page = await visitor.Get(new Uri(mail[mail.IndexOf("http", StringComparison.Ordinal)..].Split('\n')[0]).PathAndQuery);
        Assert.Equal(["mailbox_taken"], (await visitor.Submit(page, Gifts.Form)).Refusals);
        Assert.DoesNotContain("¥20.00", (await visitor.Get("/en/account/giving")).Text("main"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Erasure_destroys_the_giver_ends_promises_and_leaves_books_and_log_as_they_are()
    {
        var (gift, project) = (await Give("63"), await site.LiveProject());
        var pledge = await Promise(project);
        var (visitor, elsewhere) = (await SignedIn(), await SignedIn());
        await site.CaughtUp("gift_totals");
        var (head, log, totals) = await Books(null);
        var page = await visitor.Get("/en/account/settings");
        Assert.Equal(["erasure_not_sure"], (await visitor.Submit(page, "form[action$='settings/erase']")).Refusals);
        await visitor.Submit(page, "form[action$='settings/erase']", ("sure", "yes"));
        var link = await Mailbox.Arrived(_email, mail => mail.Contains("erase your account", StringComparison.Ordinal));
        var done = await visitor.Submit(await visitor.Get(new Uri(link[link.IndexOf("http", StringComparison.Ordinal)..].Split('\n')[0]).PathAndQuery), Gifts.Form);
        Assert.Equal("You have been forgotten", done.Text("h1"));

        await site.CaughtUp("gift_totals");
        Assert.Equal((head, log, totals), await Books(head));
        Assert.IsType<PledgeCancelled>((await site.Facts(pledge))[^1]);
        Assert.Null(await site.Service<Vault>().Read(StartDonation.GiverOf(gift), Ct));
        Assert.Null(await site.Service<Vault>().Read(MakePledge.GiverOf(pledge), Ct));
        Assert.Equal("/en/sign-in/link", (await elsewhere.Get("/en/account/giving")).Location);
        var receipt = await site.Service<Receipts>().OfDonation(gift, Ct);
        Assert.DoesNotContain("梁", (await site.Visitor().Get($"/en/verify/{receipt?.Code}")).Text("main"), StringComparison.Ordinal);
        // Nobody is left to write to.
        var mails = Mailbox.MailsTo(_email).Count;
        await Ask(site.Visitor(), "en", _email);
        await site.Service<CharityLink.Web.Mail.MailCarrier>().RunOnce(Ct);
        Assert.Equal(mails, Mailbox.MailsTo(_email).Count);
    }

    [Fact]
    public async Task An_erasure_that_a_crash_cut_short_is_finished_by_the_next_round()
    {
        var gift = await Give("20");
        await SignedIn();
        await Run("insert into identity.erasure (account_id, givers, asked_at) select account_id, array_agg(giver_id), now() from identity.account_giver where giver_id = @giver group by 1",
            (await site.Service<Vault>().GiverOf(StartDonation.GiverOf(gift), Ct)).GetValueOrDefault().Value);
        await site.Service<Erasures>().RunOnce(Ct);
        Assert.Null(await site.Service<Vault>().Read(StartDonation.GiverOf(gift), Ct));
        Assert.Null(await site.Service<GiverPersons>().Giver(_email, Ct));
    }

    private static Task<Answer> Ask(Visitor visitor, string lang, string email) => Entered(visitor, $"/{lang}/sign-in/link", email);

    private static async Task<Answer> Entered(Visitor visitor, string address, string email) => await visitor.Submit(await visitor.Get(address), Gifts.Form, ("email", email));

    private async Task<string> Link(Visitor visitor, string lang)
    {
        Assert.Equal(200, (await Ask(visitor, lang, _email)).Status);
        var mail = await Mailbox.Arrived(_email, text => text.Contains("/enter?", StringComparison.Ordinal));
        return new Uri(mail[mail.IndexOf("http", StringComparison.Ordinal)..].Split('\n')[0]).PathAndQuery;
    }

    private async Task<Visitor> SignedIn()
    {
        var visitor = site.Visitor();
        var known = Mailbox.MailsTo(_email).ToHashSet(StringComparer.Ordinal);
        await Ask(visitor, "en", _email);
        var mail = await Mailbox.Arrived(_email, text => text.Contains("/enter?", StringComparison.Ordinal) && !known.Contains(text));
        var page = await visitor.Get(new Uri(mail[mail.IndexOf("http", StringComparison.Ordinal)..].Split('\n')[0]).PathAndQuery);
        Assert.Equal("/en/account/giving", (await visitor.Submit(page, Gifts.Form)).Location);
        return visitor;
    }

    private async Task<Guid> Give(string amount)
    {
        var visitor = site.Visitor();
        var begun = await visitor.Submit(await visitor.OpenForm(), Gifts.Form, ("other", amount), ("who", "named"), ("name", "梁小姐"), ("email", _email));
        var payment = await visitor.Follow(begun);
        await visitor.Follow(await visitor.Choose(payment, "pay"));
        await site.CaughtUp("donations");
        await site.CaughtUp("receipts");
        return Gifts.GiftIn(payment.Address.PathAndQuery);
    }

    private async Task<Guid> Promise(Guid project)
    {
        var visitor = site.Visitor();
        var form = await visitor.Get($"/en/pledge?project={project}");
        var day = Pledge.DayOf(TimeProvider.System.GetUtcNow()).AddDays(5).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(303, (await visitor.Submit(form, Gifts.Form, ("pledge_amount", "90"), ("first_on", day), ("pledge_name", "梁小姐"), ("pledge_email", _email))).Status);
        return Guid.Parse(form.Html.QuerySelector("input[name=pledge]")?.GetAttribute("value") ?? "");
    }

    private async Task Tell(Visitor visitor, Guid gift, string only)
    {
        var form = (await visitor.Get("/en/account/giving")).Html.QuerySelector($"form[action$='{gift}'] input[name=_form]")?.GetAttribute("value") ?? "";
        Assert.Equal(303, (await visitor.Post($"/en/account/giving/{gift}", [new("_form", form), new(only, "1")])).Status);
        await site.CaughtUp("donations");
    }

    // Every byte of the log up to a position, and every total.
    private async Task<(long Head, string? Log, string? Totals)> Books(long? upTo)
    {
        await using var connection = new NpgsqlConnection(site.ConnectionString);
        var head = upTo ?? await connection.ExecuteScalarAsync<long>("select max(seq_id) from events.mt_events");
        return (head, await connection.ExecuteScalarAsync<string>("select md5(string_agg(e::text, '|' order by seq_id)) from events.mt_events e where seq_id <= @head", new { head }),
            await connection.ExecuteScalarAsync<string>("select md5(string_agg(t::text, '|' order by t::text)) from read.gift_total t"));
    }

    private async Task Run(string sql, Guid? giver = null)
    {
        await using var connection = new NpgsqlConnection(site.ConnectionString);
        await connection.ExecuteAsync(sql, new { giver });
    }
}
