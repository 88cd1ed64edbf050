using System.Text.Json.Nodes;
using CharityLink.Network;
using CharityLink.Projects;
using CharityLink.Store;
using CharityLink.Web.Demo;
using CharityLink.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CharityLink.Web.Tests.Projects;

/// <summary>What others see of a project that is passed on: machines, chats, notice boards.</summary>
public sealed class ShareTests : IClassFixture<ShareTests.Site>
{
    private const string Address = "https://charity.example";
    private static readonly byte[] _pixel =
        Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    private readonly SiteHost site;

    public ShareTests(Site site) => this.site = site.Host;

    [Fact]
    public async Task Chats_and_search_engines_are_told_title_summary_address_and_languages()
    {
        var project = await new StoredProject().Write(site);
        var page = await site.Visitor().Get($"/zh-CN/projects/{project.Id}");
        string? Meta(string selector) => page.Html.QuerySelector(selector)?.GetAttribute("content");
        Assert.Equal(("桐井村一百二十位长者的热午餐", "zh_CN", $"{Address}/zh-CN/projects/{project.Id}"), (Meta("meta[property='og:title']"), Meta("meta[property='og:locale']"), Meta("meta[property='og:url']")));
        Assert.Equal("每天十二元一餐，其中四元来自善款。", Meta("meta[name=description]"));
        Assert.Equal(Meta("meta[name=description]"), Meta("meta[property='og:description']"));
        Assert.Equal(["zh-CN", "en"], page.Html.QuerySelectorAll("link[hreflang]").Select(link => link.GetAttribute("hreflang")!), StringComparer.Ordinal); // Selected by it.
        Assert.Equal($"{Address}/zh-CN/projects/{project.Id}", page.Html.QuerySelector("link[rel=canonical]")?.GetAttribute("href"));
    }

    [Fact]
    public async Task The_data_for_machines_is_a_donate_action()
    {
        var project = await new StoredProject().Write(site);
        var action = JsonNode.Parse((await site.Visitor().Get($"/en/projects/{project.Id}")).Text("script[type='application/ld+json']"))!.AsObject(); // Data, not null.
        action["startTime"] = "…";
        Assert.Equal(
            $$$"""
            {"@context":"https://schema.org","@type":"DonateAction","name":"Warm lunches for 120 elders in Tongjing","description":"\u00A512 serves one lunch: \u00A55 comes from the town, \u00A53 from the elder, \u00A54 from givers like you.","url":"{{{Address}}}/en/projects/{{{project.Id}}}","inLanguage":"en","actionStatus":"https://schema.org/PotentialActionStatus","recipient":{"@type":"NGO","name":"Pengjiang District Charity Federation","identifier":"51440703MJDEM0001G"},"location":{"@type":"Place","name":"Tongjing Village, Tangxia Town, Pengjiang District"},"startTime":"\u2026","endTime":"{{{project.Deadline.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}}}","target":{"@type":"EntryPoint","urlTemplate":"{{{Address}}}/en/give?project={{{project.Id}}}"}}
            """, action.ToJsonString());
    }

    [Fact]
    public async Task A_picture_is_chosen_in_the_console_and_stands_on_card_page_and_where_it_is_passed_on()
    {
        var project = await new StoredProject { TitleEn = "Pictured delta" }.Write(site);
        var officer = await site.SignedIn("officer");
        var console = await officer.Get($"/zh-CN/console/projects/{project.Id}");
        const string form = "form[action$='/cover']";
        var refused = await officer.Upload(console, form, "cover", [], ("alt_zh", "长者"), ("alt_en", "Elders"));
        Assert.Equal((422, "cover_missing"), (refused.Status, Assert.Single(refused.Refusals)));
        Assert.Equal("长者", refused.Html.QuerySelector("#cover_alt_zh")?.GetAttribute("value"));
        refused = await officer.Upload(console, form, "cover", [("a.png", _pixel)], ("alt_zh", ""), ("alt_en", "Elders at lunch"));
        Assert.Equal((422, "text_missing"), (refused.Status, Assert.Single(refused.Refusals)));
        Assert.Equal(303, (await officer.Upload(refused, form, "cover", [], ("alt_zh", "长者在用午餐"))).Status);
        Assert.Contains("长者在用午餐", (await officer.Get($"/zh-CN/console/projects/{project.Id}")).Html.QuerySelector("#cover_alt_zh")?.GetAttribute("value"), StringComparison.Ordinal);

        // Whoever chose it sees it at once, everybody else a moment later.
        var page = await officer.Get($"/en/projects/{project.Id}?cover");
        var picture = page.Html.QuerySelector("img.cover");
        Assert.Equal("Elders at lunch", picture?.GetAttribute("alt"));
        var address = picture?.GetAttribute("src") ?? "";
        Assert.Equal($"{Address}{address}", page.Html.QuerySelector("meta[property='og:image']")?.GetAttribute("content"));
        Assert.Equal("Elders at lunch", page.Html.QuerySelector("meta[property='og:image:alt']")?.GetAttribute("content"));
        Assert.Equal($"{Address}{address}", (string?)JsonNode.Parse(page.Text("script[type='application/ld+json']"))!["image"]!["url"]); // Data, not null.
        Assert.Equal("image/png", (await site.Visitor().Client.GetAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken)).Content.Headers.ContentType?.MediaType);
        Assert.Equal("长者在用午餐", (await site.Visitor().Get("/zh-CN/projects?q=delta&cover")).Html.QuerySelector(".card img.cover")?.GetAttribute("alt"));
        Assert.Null((await (await site.SignedIn("auditor")).Get($"/en/console/projects/{project.Id}")).Html.QuerySelector(form));
    }

    [Fact]
    public async Task A_project_that_is_over_offers_no_gift_to_machines()
    {
        var project = await new StoredProject().Write(site, true, id => new ProjectEnded(id, StoredProject.EndOfDay(-1), CharityLink.Kernel.Money.Cny(1), 1, false, "deadline"));
        var action = JsonNode.Parse((await site.Visitor().Get($"/en/projects/{project.Id}")).Text("script[type='application/ld+json']"))!; // Data, not null.
        Assert.Equal(("https://schema.org/FailedActionStatus", null), ((string?)action["actionStatus"], action["target"]));
    }

    [Fact]
    public async Task A_title_that_carries_markup_stays_text_everywhere()
    {
        const string evil = "</script><script>alert(1)</script>\"><img src=x onerror=alert(1)>";
        var project = await new StoredProject { TitleEn = evil, TitleZh = evil, Deadline = StoredProject.EndOfDay(0) }.Write(site);
        foreach (var path in new[] { $"/projects/{project.Id}", $"/projects/{project.Id}/share", $"/projects/{project.Id}/poster", "/projects", "", "/divisions/440703101201" })
        {
            foreach (var language in new[] { "en", "zh-CN" })
            {
                var page = await site.Visitor().Get($"/{language}{path}");
                Assert.Equal(200, page.Status);
                Assert.Contains("alert(1)", page.Text("main"), StringComparison.Ordinal);
                Assert.Empty(page.Html.QuerySelectorAll("img:not(.cover), script:not([type='application/ld+json'])"));
            }
        }

        var data = (await site.Visitor().Get($"/en/projects/{project.Id}")).Text("script[type='application/ld+json']");
        Assert.Equal(evil, (string?)JsonNode.Parse(data)!["name"]); // Data, not null.
    }

    [Theory]
    [InlineData("en", "Organiser, holds the funds", "Filing number", "Contact", "How to check")]
    [InlineData("zh-CN", "募捐组织（善款管理）", "募捐备案编号", "联系地址", "查询方式")]
    public async Task Poster_and_page_show_what_every_appeal_shows(string language, params string[] labels)
    {
        var project = await new StoredProject().Write(site);
        foreach (var path in new[] { "", "/poster" })
        {
            var page = await site.Visitor().Get($"/{language}/projects/{project.Id}{path}");
            Assert.Superset(labels.ToHashSet(StringComparer.Ordinal), page.Html.QuerySelectorAll(".pairs dt").Select(label => label.TextContent).ToHashSet(StringComparer.Ordinal));
        }

        var poster = await site.Visitor().Get($"/{language}/projects/{project.Id}/poster");
        Assert.NotNull(poster.Html.QuerySelector(".poster .qr svg[role=img][aria-label]"));
        Assert.Contains($"{Address}/{language}/projects/{project.Id}", poster.Text(".poster"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_certificate_stands_on_page_and_poster_and_so_does_its_withdrawal()
    {
        var (project, credentials) = (await new StoredProject { Organiser = DemoId.Of("org:440784") }.Write(site), Guid.CreateVersion7());
        var qualification = Guid.CreateVersion7();
        await Credential(credentials, 0, new QualificationEntered(DemoId.Of("org:440784"), qualification, "C-2026-7", new DateOnly(2026, 1, 1), "seen", null));
        await Credential(credentials, 1, new QualificationGranted(DemoId.Of("org:440784"), qualification, "C-2026-7", new DateOnly(2026, 1, 1), null));
        foreach (var path in new[] { "", "/poster" })
        {
            Assert.Contains("C-2026-7", (await site.Visitor().Get($"/en/projects/{project.Id}{path}")).Text(".pairs"), StringComparison.Ordinal);
        }

        await Credential(credentials, 2, new QualificationRevoked(DemoId.Of("org:440784"), qualification, new DateOnly(2026, 11, 2), "late", null));
        Assert.Contains("C-2026-7 · withdrawn on 2 November 2026", (await site.Visitor().Get($"/en/projects/{project.Id}?again")).Text(".pairs"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_share_page_holds_the_address_to_copy_and_a_code()
    {
        var project = await new StoredProject().Write(site);
        var page = await site.Visitor().Get($"/en/projects/{project.Id}/share");
        Assert.Equal($"{Address}/en/projects/{project.Id}", page.Html.QuerySelector("#link")?.GetAttribute("value"));
        Assert.NotNull(page.Html.QuerySelector(".qr svg"));
    }

    private async Task Credential(Guid stream, int version, object fact)
    {
        var written = Assert.IsType<AppendResult.Appended>(await site.App.Services.GetRequiredService<EventStore>().Append([new StreamChange(stream, "credentials", version, [fact])], EventMetadata.None, TestContext.Current.CancellationToken));
        Assert.True(await site.App.Services.GetRequiredService<ReadModelHost>().WaitFor("organisation_credentials", written.Position, TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));
    }

    /// <summary>A site that knows its public address.</summary>
    public sealed class Site : IAsyncLifetime
    {
        public SiteHost Host { get; } = new SiteHost().With("CHARITYLINK_ADDRESS", Address);

        public ValueTask InitializeAsync() => Host.InitializeAsync();

        public ValueTask DisposeAsync() => Host.DisposeAsync();
    }
}
