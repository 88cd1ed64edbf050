using CharityLink.Network;
using CharityLink.Store;
using CharityLink.Web.Demo;
using CharityLink.Web.Tests.Giving;
using CharityLink.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CharityLink.Web.Tests.Network;

/// <summary>NET-2 in the console: credentials entered as staff do, by four eyes, and what everybody sees of them.</summary>
[Collection(Shared.Organisations)]
public sealed class CredentialPageTests(SiteHost site)
{
    private static readonly Guid _county = DemoId.Of("org:440703");

    private static string Page => $"/en/console/organisations/{_county}/credentials";

    [Fact]
    public async Task A_certificate_is_entered_by_one_and_confirmed_by_another_and_everybody_sees_it()
    {
        var officer = await site.SignedIn("officer");
        var organisation = await officer.Get($"/en/console/organisations/{_county}");
        Assert.NotNull(organisation.Html.QuerySelector($"a[href='{Page}']"));
        var sent = await officer.Submit(await officer.Get(Page), "form[action$='/qualification']", ("certificate", "GD-JM-001"), ("issued_on", "2024-10-01"), ("evidence", "Original seen"));
        var mine = await officer.Follow(sent);
        Assert.Contains("waits for a second person", mine.Text(".notice"), StringComparison.Ordinal);
        Assert.Null(mine.Html.QuerySelector("form[action$='/confirm-qualification']"));
        Assert.Contains("None", (await officer.Get($"/en/organisations/{_county}")).Text("dl.pairs"), StringComparison.Ordinal);

        var admin = await site.SignedIn("admin");
        var confirmed = await admin.Follow(await admin.Submit(await admin.Get(Page), "form[action$='/confirm-qualification']"));
        Assert.Contains("✓ In force", confirmed.Text("main"), StringComparison.Ordinal);
        var shown = (await admin.Get($"/en/organisations/{_county}")).Text("dl.pairs");
        Assert.Contains("Certificate GD-JM-001, valid since 1 October 2024", shown, StringComparison.Ordinal);
        Assert.Contains("证书编号GD-JM-001", (await admin.Get($"/zh-CN/organisations/{_county}")).Text("dl.pairs"), StringComparison.Ordinal);

        await admin.Follow(await admin.Submit(await admin.Get(Page), "form[action$='/revoke']", ("revoked_on", "2024-10-02"), ("reason", "Lent to others")));
        Assert.Contains("Revoked on 2 October 2024", (await admin.Get($"/en/organisations/{_county}")).Text("dl.pairs"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("qualification", "q-certificate", "certificate", "", "text_missing")]
    [InlineData("qualification", "q-issued_on", "issued_on", "", "day_missing")]
    [InlineData("qualification", "q-issued_on", "issued_on", "yesterday", "day_malformed")]
    [InlineData("qualification", "q-issued_on", "issued_on", "2999-01-01", "day_in_future")]
    [InlineData("account", "a-last_four", "last_four", "6222020000001234567", "account_last_four")]
    [InlineData("account", "a-is_own", "is_own", "", "account_not_own")]
    [InlineData("person", "p-person_name", "person_name", " ", "name_missing")]
    [InlineData("person", "p-person_name", "has_capacity", "", "person_disqualified")]
    [InlineData("tax-listing", "t-from", "from", "1900-01-01", "day_too_early")]
    [InlineData("past-year", "b-year", "year", "MMXX", "number_malformed")]
    [InlineData("past-year", "b-raised", "raised", "much", "amount_not_a_number")]
    public async Task What_is_wrong_is_told_at_its_field_and_what_was_typed_stays(string act, string id, string field, string value, string code)
    {
        var admin = await site.SignedIn("admin");
        var page = await admin.Get($"/zh-CN/console/organisations/{DemoId.Of("org:440704")}/credentials");
        var typed = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["certificate"] = "C", ["issued_on"] = "2024-10-01", ["evidence"] = "seen", ["bank"] = "某银行", ["last_four"] = "4567", ["is_own"] = "yes", ["person_name"] = "陈某",
            ["named_on"] = "2024-10-01", ["has_capacity"] = "yes", ["from"] = "2026-01-01", ["notice"] = "公告", ["year"] = "2025", ["raised"] = "100", [field] = value,
        };
        var sent = await admin.Submit(page, $"form[action$='/{act}']", [.. typed.Select(pair => (pair.Key, pair.Value))]);
        Assert.Equal(422, sent.Status);
        Assert.Contains(sent.Html.QuerySelectorAll($"#{id}-error"), error => error.GetAttribute("data-code") == code && error.TextContent.Any(c => c is >= '\u4e00' and <= '\u9fff'));
        Assert.NotNull(sent.Html.QuerySelector($"form[action$='/{act}']")?.Closest("details[open]"));
        if (field is not ("is_own" or "has_capacity"))
        {
            Assert.Equal(value, sent.Html.QuerySelector($"#{id}")?.GetAttribute("value"));
        }
    }

    [Fact]
    public async Task A_persons_name_is_shown_to_those_who_act_and_stands_in_no_fact()
    {
        const string name = "Zhong Unmistakable";
        var officer = await site.SignedIn("officer");
        var sent = await officer.Submit(
            await officer.Get(Page), "form[action$='/person']", ("person_name", name), ("post", "campaign_leader"), ("named_on", "2024-01-01"), ("is_full_time", "yes"), ("has_capacity", "yes"));
        var page = await officer.Follow(sent);
        Assert.Contains(name, page.Text("main"), StringComparison.Ordinal);
        Assert.DoesNotContain(name, sent.Location ?? "", StringComparison.Ordinal);
        var auditor = await site.SignedIn("auditor");
        Assert.DoesNotContain(name, (await auditor.Get(Page)).Text("main"), StringComparison.Ordinal);
        Assert.Empty((await auditor.Get(Page)).Html.QuerySelectorAll("main form"));
        var facts = await site.App.Services.GetRequiredService<EventStore>().ReadStream(OrganisationCredentials.StreamOf(_county), 0, TestContext.Current.CancellationToken);
        Assert.DoesNotContain(name, System.Text.Json.JsonSerializer.Serialize(facts.Events.Select(fact => fact.Data)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Applying_shows_every_missing_point_beside_it()
    {
        var admin = await site.SignedIn("admin");
        var charity = DemoId.Of("org:440705");
        var address = $"/en/console/organisations/{charity}/credentials";
        await admin.Submit(await admin.Get(address), "form[action$='/standing']", ("registered_on", "2020-01-01"));
        await admin.Submit(await admin.Get(address), "form[action$='/condition']", ("condition", "council"), ("is_met", "yes"), ("evidence", "Minutes"));
        var refused = await admin.Submit(await admin.Get(address), "form[action$='/apply']", ("applied_on", "2026-11-25"));
        Assert.Equal(422, refused.Status);
        Assert.Equal(8, refused.Refusals.Count(code => code == "qualification_condition_unmet"));
        Assert.Null(refused.Html.QuerySelector("#council-error"));
        Assert.NotNull(refused.Html.QuerySelector("#rating-error"));
    }

    [Theory]
    [InlineData("en")]
    [InlineData("zh-CN")]
    public async Task What_comes_when_its_form_is_gone_is_told_so(string lang)
    {
        var (admin, charity) = (await site.SignedIn("admin"), DemoId.Of(lang == "en" ? "org:440783" : "org:440784"));
        var page = await admin.Get($"/{lang}/console/organisations/{charity}/credentials");
        Assert.Equal(["day_missing"], (await Enter()).Refusals);
        await site.Qualify(charity);
        await site.Caught("organisation_credentials");
        var late = await Enter();
        Assert.Null(late.Html.QuerySelector("form[action$='/qualification']"));
        Assert.Equal((422, "form_gone"), (late.Status, Assert.Single(late.Refusals)));
        Assert.Equal(lang == "zh-CN", late.Text("[data-code=form_gone]").Contains("变化", StringComparison.Ordinal));

        Task<Answer> Enter() => admin.Submit(page, "form[action$='/qualification']", ("certificate", "C"), ("issued_on", ""), ("evidence", "seen"));
    }

    [Fact]
    public async Task A_branch_has_none_and_what_does_not_exist_is_not_found()
    {
        var officer = await site.SignedIn("officer");
        Assert.NotNull((await officer.Get($"/en/console/organisations/{DemoId.Of("org:440703101")}/credentials")).Html.QuerySelector(".empty"));
        Assert.Equal(404, (await officer.Get($"/en/console/organisations/{DemoId.Of("org:440704")}/credentials")).Status);
        Assert.Equal(404, (await officer.Get($"/en/console/organisations/{Guid.CreateVersion7()}/credentials")).Status);
        var page = await officer.Get(Page);
        page.Html.QuerySelector("form[action$='/unit']")?.SetAttribute("action", $"{Page}/nonsense");
        Assert.Equal(404, (await officer.Submit(page, "form[action$='/nonsense']")).Status);
    }
}
