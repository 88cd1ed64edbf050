using CharityLink.Web.Tests.Support;

namespace CharityLink.Web.Tests.Console;

/// <summary>Appointing over the console's form: once, at the right place, with every mistake at its field.</summary>
public sealed class StaffPageTests(SiteHost site) : IClassFixture<SiteHost>
{
    private const string Form = "form[action$='/console/staff']";

    [Fact]
    public async Task Somebody_new_is_invited_by_mail_and_can_work_after_setting_a_password()
    {
        var officer = await site.SignedIn("officer");
        var page = await officer.Get("/en/console/staff");
        var done = await officer.Submit(page, Form, ("email", "new@demo.charitylink.example"), ("name", "吴小明"), ("role", "TownWorker"), ("organisation", Branch(page)));
        Assert.Equal((303, "/en/console/staff?done=appointed"), (done.Status, done.Location));
        Assert.Contains("吴小明", (await officer.Follow(done)).Text("table"), StringComparison.Ordinal);

        var visitor = site.Visitor();
        var set = await visitor.Submit(await visitor.Get(await Mailbox.LinkTo("new@demo.charitylink.example")), "main form", ("password", "a bowl of soup"));
        var signedIn = await visitor.Submit(set, "main form", ("password", "a bowl of soup"));
        Assert.Equal("My work", (await visitor.Follow(signedIn)).Text("h1"));
        Assert.Equal(403, (await visitor.Get("/en/console/staff")).Status);
    }

    [Fact]
    public async Task A_form_sent_twice_appoints_once()
    {
        var officer = await site.SignedIn("officer");
        var page = await officer.Get("/en/console/staff");
        var before = page.Html.QuerySelectorAll("tbody tr").Length;
        (string, string)[] typed = [("email", "charity@demo.charitylink.example"), ("role", "TownWorker"), ("organisation", Branch(page))];

        await officer.Submit(page, Form, typed);
        var again = await officer.Submit(page, Form, typed);

        Assert.Equal(303, again.Status);
        Assert.Equal(before + 1, (await officer.Follow(again)).Html.QuerySelectorAll("tbody tr").Length);
    }

    [Theory]
    [InlineData("email", "", "account_missing")]
    [InlineData("email", "not an address", "account_email_malformed")]
    [InlineData("name", "", "display_name_missing")]
    [InlineData("name", "two\u0007bells", "name_has_control_characters")]
    [InlineData("role", "King", "role_unknown")]
    [InlineData("role", "Administrator", "role_not_yours_to_give")]
    [InlineData("role", "VillageWorker", "role_not_at_level")]
    [InlineData("organisation", "", "organisation_unknown")]
    public async Task A_mistake_is_told_at_its_field_and_what_was_typed_stays(string field, string value, string code)
    {
        var officer = await site.SignedIn("officer");
        var page = await officer.Get("/en/console/staff");
        var typed = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["email"] = "somebody.else@demo.charitylink.example", ["name"] = "黄小红", ["role"] = "TownWorker", ["organisation"] = Branch(page), [field] = value,
        };

        var refused = await officer.Submit(page, Form, [.. typed.Select(one => (one.Key, one.Value))]);

        refused.RefusedAt(field, code);
        Assert.Equal(typed["email"], refused.Html.QuerySelector("#email")?.GetAttribute("value"));
        Assert.Empty(Mailbox.MailsTo("somebody.else@demo.charitylink.example"));
    }

    [Fact]
    public async Task Who_only_watches_sees_the_staff_and_no_form()
    {
        var auditor = await site.SignedIn("auditor");

        var page = await auditor.Get("/en/console/staff");

        Assert.Contains("Demo Officer", page.Text("table"), StringComparison.Ordinal);
        Assert.Null(page.Html.QuerySelector("main form"));
    }

    [Fact]
    public async Task A_role_that_was_taken_back_closes_the_door()
    {
        var administrator = await site.SignedIn("admin");
        var village = await site.SignedIn("village");
        Assert.Equal(200, (await village.Get("/en/console/gifts")).Status);

        var page = await administrator.Get("/en/console/staff");
        var row = page.Html.QuerySelectorAll("tbody tr").Single(tr => tr.TextContent.Contains("Demo Village", StringComparison.Ordinal));
        var ended = await administrator.Submit(page, $"form[action='{row.QuerySelector("form")?.GetAttribute("action")}']");
        Assert.Equal("/en/console/staff?done=ended", ended.Location);

        Assert.Equal(403, await Until403(village));
    }

    // A role taken back stops working within two seconds.
    private static async Task<int> Until403(Visitor visitor)
    {
        var last = 0;
        for (var tries = 0; tries < 60 && last != 403; tries++)
        {
            last = (await visitor.Get("/en/console/gifts")).Status;
            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }

        return last;
    }

    private static string Branch(Answer page) => page.Html.QuerySelectorAll("#organisation option")
        .First(option => option.TextContent.Contains("Charity Branch", StringComparison.Ordinal)).GetAttribute("value") ?? "";
}
