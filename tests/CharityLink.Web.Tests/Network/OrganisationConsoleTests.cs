using CharityLink.Kernel;
using CharityLink.Web.Demo;
using CharityLink.Web.Tests.Support;
using System.Globalization;

namespace CharityLink.Web.Tests.Network;

/// <summary>NET-2, NET-3 in the console, entered as staff do: forms, refusals at the field, four eyes.</summary>
[Collection(Shared.Organisations)]
public sealed class OrganisationConsoleTests(SiteHost site)
{
    private const string Town = "440703101";

    [Fact]
    public async Task An_officer_registers_and_an_administrator_verifies()
    {
        var officer = await site.SignedIn("officer");
        var form = await officer.Get($"/en/console/organisations/new?division={Town}");
        var sent = await officer.Submit(form, "main form", ("kind", "Foundation"), ("name_zh", "棠下助老基金会"), ("name_en", "Tangxia Elder Fund"), ("uscc", Code(1)), ("parent", DemoId.Of("org:440703").ToString()));
        Assert.Equal(303, sent.Status);
        var page = await officer.Follow(sent);
        Assert.Equal("Tangxia Elder Fund", page.Text("h1"));
        Assert.Contains("waits to be verified", page.Text(".notice"), StringComparison.Ordinal);
        Assert.Null(page.Html.QuerySelector("form[action$='/verify']"));

        var admin = await site.SignedIn("admin");
        var waiting = await admin.Get(page.Address.AbsolutePath);
        var verified = await admin.Follow(await admin.Submit(waiting, "form[action$='/verify']", ("evidence", "Certificate seen")));
        Assert.Contains("✓ Verified", verified.Text("main"), StringComparison.Ordinal);
        Assert.Contains("✓ Verified", (await admin.Get(page.Address.AbsolutePath.Replace("/console", "", StringComparison.Ordinal))).Text("main"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("name_zh", "", "text_missing")]
    [InlineData("name_zh", "名\u202e字", "text_forbidden_character")]
    [InlineData("name_en", "tab\there", "text_forbidden_character")]
    [InlineData("uscc", "123", "uscc_malformed")]
    [InlineData("uscc", "52620600MJY949356J", "uscc_wrong_check_character")]
    [InlineData("uscc", "", "uscc_missing")]
    [InlineData("uscc", "51440700MJDEM00002", "uscc_taken")]
    [InlineData("division", "440703999", "division_unknown")]
    [InlineData("kind", "Nonsense", "kind_unknown")]
    [InlineData("kind", "VillageStation", "kind_not_at_level")]
    [InlineData("parent", "nonsense", "parent_unknown")]
    public async Task What_is_wrong_is_told_at_the_field_in_the_readers_language_and_what_was_typed_stays(string field, string value, string code)
    {
        // The city's administrator, whose area holds every division, known or not.
        var admin = await site.SignedIn("admin");
        var form = await admin.Get($"/zh-CN/console/organisations/new?division={Town}");
        var typed = new Dictionary<string, string>(StringComparer.Ordinal) { ["kind"] = "Foundation", ["name_zh"] = "某基金会", ["name_en"] = "Some Fund", ["uscc"] = Code(2), [field] = value };
        var sent = await admin.Submit(form, "main form", [.. typed.Select(pair => (pair.Key, pair.Value))]);
        Assert.Equal(422, sent.Status);
        Assert.Contains(code, sent.Refusals, StringComparer.Ordinal);
        Assert.Contains(sent.Html.QuerySelectorAll($"#{field}-error"), error => error.GetAttribute("data-code") == code && error.TextContent.Any(c => c is >= '\u4e00' and <= '\u9fff'));
        Assert.Equal(field == "name_en" ? value : "Some Fund", sent.Html.QuerySelector("input[name=name_en]")?.GetAttribute("value"));
        Assert.Equal(0, (await admin.Get($"/zh-CN/console/organisations?q=某基金会")).Html.QuerySelectorAll("tbody tr").Length);
    }

    [Fact]
    public async Task A_form_sent_twice_registers_once()
    {
        var officer = await site.SignedIn("officer");
        var form = await officer.Get($"/en/console/organisations/new?division={Town}");
        (string, string)[] typed = [("kind", "VolunteerGroup"), ("name_zh", "双击队"), ("name_en", "Double Click Group")];
        var sent = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => officer.Submit(form, "main form", typed)));
        Assert.All(sent, answer => Assert.Equal(303, answer.Status));
        Assert.Single(sent.Select(answer => answer.Location).Distinct(StringComparer.Ordinal));
        await officer.Follow(sent[0]);
        Assert.Equal(1, (await officer.Get("/en/console/organisations?q=double+click")).Html.QuerySelectorAll("tbody tr").Length);
    }

    [Fact]
    public async Task Suspending_is_public_at_once_with_its_reason_and_resuming_ends_it()
    {
        var admin = await site.SignedIn("admin");
        var address = $"/en/console/organisations/{DemoId.Of("org:440705")}";
        Assert.Equal("text_missing", Assert.Single((await admin.Submit(await admin.Get(address), "form[action$='/suspend']", ("reason", " "))).Refusals));
        var open = await admin.Get(address);
        await admin.Follow(await admin.Submit(open, "form[action$='/suspend']", ("reason", "Books under review")));
        Assert.Equal(["form_gone"], (await admin.Submit(open, "form[action$='/suspend']", ("reason", " "))).Refusals);
        Assert.Contains("Books under review", (await admin.Get($"/en/organisations/{DemoId.Of("org:440705")}")).Text(".notice"), StringComparison.Ordinal);
        var resumed = await admin.Follow(await admin.Submit(await admin.Get(address), "form[action$='/resume']"));
        Assert.DoesNotContain("Books under review", resumed.Text("main"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_several_forms_only_the_one_sent_shows_what_was_wrong_and_what_was_typed()
    {
        var admin = await site.SignedIn("admin");
        var page = await admin.Get($"/en/console/organisations/{DemoId.Of("org:bamboo")}");
        var (evidence, reason) = ("form[action$='/verify'] textarea", "form[action$='/suspend'] textarea");
        var tooLong = new string('x', 501);

        var unverified = await admin.Submit(page, "form[action$='/verify']", ("evidence", tooLong));
        Assert.Equal(("text_too_long", tooLong, ""), (Assert.Single(unverified.Refusals), unverified.Text(evidence), unverified.Text(reason)));
        Assert.Null(unverified.Html.QuerySelector(reason)?.GetAttribute("aria-invalid"));

        var active = await admin.Submit(page, "form[action$='/suspend']", ("reason", tooLong));
        Assert.Equal(("text_too_long", "", tooLong), (Assert.Single(active.Refusals), active.Text(evidence), active.Text(reason)));
        Assert.Equal("true", active.Html.QuerySelector(reason)?.GetAttribute("aria-invalid"));
    }

    [Fact]
    public async Task A_parent_of_the_same_level_is_refused_and_one_above_is_taken()
    {
        var admin = await site.SignedIn("admin");
        var address = $"/en/console/organisations/{DemoId.Of("org:440704101001")}";
        var branch = $"/en/console/organisations/{DemoId.Of("org:440704004")}";
        Assert.Equal(404, (await admin.Get(address)).Status);
        var refused = await admin.Submit(await admin.Get(branch), "form[action$='/link']", ("parent", DemoId.Of("org:440704001").ToString()));
        Assert.Equal((422, "parent_not_higher"), (refused.Status, Assert.Single(refused.Refusals)));
        Assert.NotEmpty(refused.Html.QuerySelector("form[action$='/change'] #name_zh")?.GetAttribute("value") ?? "");
        Assert.Contains("new parent", (await admin.Follow(await admin.Submit(await admin.Get(branch), "form[action$='/link']", ("parent", DemoId.Of("org:jmcf").ToString())))).Text(".notice"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_officer_reads_the_own_county_and_is_offered_nothing_elsewhere()
    {
        var officer = await site.SignedIn("officer");
        Assert.Equal(404, (await officer.Get($"/en/console/organisations/{DemoId.Of("org:440704")}")).Status);
        Assert.All((await officer.Get("/en/console/organisations")).Html.QuerySelectorAll("tbody td:nth-child(3)"), cell => Assert.Contains("Pengjiang District", cell.TextContent, StringComparison.Ordinal));
        Assert.Contains(await Found(officer, "tangxia"), place => place.Contains("Tangxia Town", StringComparison.Ordinal));
        Assert.Empty(await Found(officer, "xinhui"));
    }

    [Theory]
    [InlineData("town")]
    [InlineData("auditor")]
    public async Task Who_only_reads_sees_no_form(string account)
    {
        var reader = await site.SignedIn(account);
        Assert.Equal(403, (await reader.Get("/en/console/organisations/new")).Status);
        var branch = (await reader.Get("/en/console/organisations")).Html.QuerySelector("tbody a")?.GetAttribute("href") ?? throw new InvalidOperationException();
        Assert.Empty((await reader.Get(branch)).Html.QuerySelectorAll("main form"));
    }

    private static async Task<IReadOnlyList<string>> Found(Visitor visitor, string text) =>
        [.. (await visitor.Get($"/en/console/organisations/new?place={text}")).Html.QuerySelectorAll("main li a").Select(link => link.TextContent)];

    private static string Code(int number)
    {
        var seventeen = string.Create(CultureInfo.InvariantCulture, $"53440703MJWEB{number:0000}");
        return seventeen + Uscc.CheckCharacter(seventeen);
    }
}
