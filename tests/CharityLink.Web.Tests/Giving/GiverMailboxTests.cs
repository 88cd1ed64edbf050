using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Web.Tests.Projects.Pages;
using CharityLink.Web.Tests.Support;
using Dapper;
using Npgsql;

namespace CharityLink.Web.Tests.Giving;

/// <summary>GIV-8: a mailbox has its own statements, and who changes it stays one giver.</summary>
[Collection(Shared.Giving)]
public sealed class GiverMailboxTests(SiteHost site)
{
    private readonly string _email = $"m{Guid.CreateVersion7():N}@example.org";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_a_change_of_mailbox_new_gifts_count_as_the_same_givers()
    {
        var (first, moved) = (await Give("52"), new GiverMailboxTests(site));
        var visitor = await SignedIn();
        await visitor.Submit(await visitor.Get("/en/account/settings"), "form[action$='settings/mail']", ("email", moved._email));
        Assert.Equal(303, (await visitor.Submit(await visitor.Get(await moved.Confirmation()), Gifts.Form)).Status);
        var second = await moved.Give("31");
        Assert.Equal(await GiverOf(first), await GiverOf(second));
        var home = await visitor.Get("/en/account/giving");
        Assert.Contains("¥31.00", home.Text("table"), StringComparison.Ordinal);
        // Whoever gives from the old mailbox is somebody else.
        Assert.NotEqual(await GiverOf(first), await GiverOf(await Give("11")));
        Assert.DoesNotContain("¥11.00", (await visitor.Get("/en/account/giving")).Text("table"), StringComparison.Ordinal);
        // And the new one signs in to the same account.
        Assert.Contains("¥52.00", (await (await moved.SignedIn()).Get("/en/account/giving")).Text("table"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_mailbox_that_gave_before_stays_a_giver_of_its_own_in_the_same_account()
    {
        var moved = new GiverMailboxTests(site);
        var (first, second) = (await Give("52"), await moved.Give("31"));
        var visitor = await SignedIn();
        await visitor.Submit(await visitor.Get("/en/account/settings"), "form[action$='settings/mail']", ("email", moved._email));
        Assert.Equal(303, (await visitor.Submit(await visitor.Get(await moved.Confirmation()), Gifts.Form)).Status);
        Assert.Equal(await GiverOf(second), await GiverOf(await moved.Give("17")));
        Assert.NotEqual(await GiverOf(first), await GiverOf(second));
        var gifts = (await visitor.Get("/en/account/giving")).Text("table");
        Assert.Contains("¥52.00", gifts, StringComparison.Ordinal);
        Assert.Contains("¥31.00", gifts, StringComparison.Ordinal);
        Assert.Contains("¥17.00", gifts, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "Annual statement", "Jiangmen Charity Federation")]
    [InlineData("zh-CN", "年度捐赠汇总", "江门市慈善会")]
    public async Task The_annual_statements_of_a_mailbox_are_in_its_account_and_in_no_other(string lang, string title, string holder)
    {
        var gift = await Give("88");
        var visitor = await SignedIn();
        var home = await visitor.Get($"/{lang}/account/giving");
        var link = Assert.Single(home.Html.QuerySelectorAll("td a[href*='/statements/']"), a => a.TextContent != "PDF");
        var row = link.Closest("tr")?.TextContent ?? "";
        Assert.All([title, holder], said => Assert.Contains(said, row, StringComparison.Ordinal));
        var receipt = await site.Service<Receipts>().OfDonation(gift, Ct);
        var statement = await site.Visitor().Get(link.GetAttribute("href") ?? "");
        Assert.Equal(200, statement.Status);
        Assert.Contains(receipt?.Serial ?? "?", statement.Html.Body?.TextContent ?? "", StringComparison.Ordinal);
        Assert.NotNull(statement.Html.QuerySelector("meta[name=viewport]"));
        Assert.StartsWith($"/{lang}/statements/", link.Closest("tr")?.QuerySelector("a[href*='.pdf?']")?.GetAttribute("href") ?? "", StringComparison.Ordinal);

        // A year that begins the month after the gift began the calendar year before, unless the gift was in December.
        var paid = receipt!.PaidAt.ToOffset(TimeSpan.FromHours(8)); // The sheet above has its number.
        var (month, year) = (paid.Month % 12 + 1, paid.Month == 12 ? paid.Year : paid.Year - 1);
        var asked = await visitor.Get($"{home.Html.QuerySelector("form[action$='#statements']")?.GetAttribute("action")?.Split('#')[0]}?starts={month}");
        var fiscal = Assert.Single(asked.Html.QuerySelectorAll("td a[href*='/statements/']"), a => a.TextContent != "PDF").GetAttribute("href") ?? "";
        Assert.Contains($"/{year}?from={month}&", fiscal, StringComparison.Ordinal);
        Assert.Equal($"{month}", asked.Html.QuerySelector("select[name=starts] option[selected]")?.GetAttribute("value"));
        Assert.Contains(receipt.Serial, (await site.Visitor().Get(fiscal)).Html.Body?.TextContent ?? "", StringComparison.Ordinal);
        Assert.Equal(200, (await visitor.Get($"/{lang}/account/giving?starts=13")).Status);

        var other = new GiverMailboxTests(site);
        await other.Give("20");
        var own = (await (await other.SignedIn()).Get("/en/account/giving")).Html.QuerySelectorAll("td a[href*='/statements/']");
        Assert.DoesNotContain(link.GetAttribute("href")?.Split('/')[4] ?? "?", string.Concat(own.Select(a => a.GetAttribute("href"))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_has_links_mailed_to_three_new_mailboxes_and_to_no_more()
    {
        await Give("20");
        var visitor = await SignedIn();
        var page = await visitor.Get("/en/account/settings");
        for (var number = 0; number < 5; number++)
        {
            Assert.Equal(200, (await visitor.Submit(page, "form[action$='settings/mail']", ("email", $"stranger{number}{_email}"))).Status);
        }

        await using var connection = new NpgsqlConnection(site.ConnectionString);
        Assert.Equal(3, await connection.ExecuteScalarAsync<long>("select max(n) from (select count(*) n from identity.mail_link where purpose = 'mailbox' group by account_id) asked"));
    }

    [Fact]
    public async Task After_a_move_no_link_that_was_mailed_before_opens_the_account()
    {
        await Give("54");
        var (visitor, typo, moved) = (await SignedIn(), "typo" + _email, "right" + _email);
        var known = Mailbox.MailsTo(_email).ToHashSet(StringComparer.Ordinal);
        await visitor.Submit(await visitor.Get("/en/sign-in/link"), Gifts.Form, ("email", _email));
        var mail = await Mailbox.Arrived(_email, text => text.Contains("/enter?", StringComparison.Ordinal) && !known.Contains(text));
        var signIn = new Uri(mail[mail.IndexOf("http", StringComparison.Ordinal)..].Split('\n')[0]).PathAndQuery;
        var page = await visitor.Get("/en/account/settings");
        await visitor.Submit(page, "form[action$='settings/mail']", ("email", typo));
        var astray = await Mailbox.LinkTo(typo);
        await visitor.Submit(page, "form[action$='settings/mail']", ("email", moved));
        var stranger = site.Visitor();
        var opened = new[] { await stranger.Get(signIn), await stranger.Get(astray) };
        Assert.All(opened, one => Assert.Equal(200, one.Status));
        Assert.Equal(303, (await visitor.Submit(await visitor.Get(await Mailbox.LinkTo(moved)), Gifts.Form)).Status);
        foreach (var one in opened)
        {
            var late = await stranger.Submit(one, Gifts.Form);
            Assert.Equal((422, "link_expired"), (late.Status, late.Refusals.Single()));
        }

        Assert.Contains(moved, (await visitor.Get("/en/account/settings")).Text("main"), StringComparison.Ordinal);
    }

    private async Task<PersonId?> GiverOf(Guid gift) => (await site.Facts(gift)).OfType<DonationStarted>().Single().GiverId;

    // Thanks for gifts go to the same mailbox.
    private async Task<string> Confirmation()
    {
        var mail = await Mailbox.Arrived(_email, text => text.Contains("confirm your new address", StringComparison.Ordinal));
        return new Uri(mail[mail.IndexOf("http", StringComparison.Ordinal)..].Split('\n')[0]).PathAndQuery;
    }

    private async Task<Guid> Give(string amount)
    {
        var visitor = site.Visitor();
        var payment = await visitor.Follow(await visitor.Submit(await visitor.OpenForm(), Gifts.Form, ("other", amount), ("who", "named"), ("name", "梁小姐"), ("email", _email)));
        await visitor.Follow(await visitor.Choose(payment, "pay"));
        await site.CaughtUp("donations");
        await site.CaughtUp("receipts");
        return Gifts.GiftIn(payment.Address.PathAndQuery);
    }

    private async Task<Visitor> SignedIn()
    {
        var visitor = site.Visitor();
        var known = Mailbox.MailsTo(_email).ToHashSet(StringComparer.Ordinal);
        await visitor.Submit(await visitor.Get("/en/sign-in/link"), Gifts.Form, ("email", _email));
        var mail = await Mailbox.Arrived(_email, text => text.Contains("/enter?", StringComparison.Ordinal) && !known.Contains(text));
        var page = await visitor.Get(new Uri(mail[mail.IndexOf("http", StringComparison.Ordinal)..].Split('\n')[0]).PathAndQuery);
        Assert.Equal("/en/account/giving", (await visitor.Submit(page, Gifts.Form)).Location);
        return visitor;
    }
}
