using System.Net.Http.Headers;
using System.Text;
using AngleSharp.Html.Parser;
using CharityLink.Projects;
using CharityLink.Web.Tests.Support;

namespace CharityLink.Web.Tests.Projects;

/// <summary>Proposals from a table over HTTP: the template goes out, comes back, and is imported once.</summary>
[Collection(Shared.Projects)]
public sealed class ImportPageTests(SiteHost site)
{
    [Fact]
    public async Task The_template_comes_back_as_a_draft_and_a_second_time_as_nothing_new()
    {
        var village = await site.SignedIn("village");
        var template = await Template(village);
        Assert.Equal(Encoding.UTF8.GetPreamble(), template[..3]);
        const string title = "示例项目再传";
        template = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(template).Replace("示例项目", title, StringComparison.Ordinal));
        for (var time = 0; time < 2; time++)
        {
            var done = await Upload(village, template);
            Assert.Equal((303, "/en/console/projects/import?done=1"), (done.Status, done.Location));
            Assert.Contains("1 drafts were imported", (await village.Follow(done)).Text(".notice"), StringComparison.Ordinal);
        }

        Assert.Single((await village.Get($"/zh-CN/console/projects?state=Draft&q={title}")).Html.QuerySelectorAll("tbody tr"));
    }

    [Theory]
    [InlineData("en", "All or nothing")]
    [InlineData("zh-CN", "达标方成")]
    public async Task The_template_and_the_page_say_the_way_of_funding_in_words(string lang, string words)
    {
        var village = await site.SignedIn("village");
        var template = await Template(village, lang);
        Assert.Contains($",{words},", Encoding.UTF8.GetString(template), StringComparison.Ordinal);
        Assert.Equal(303, (await Upload(village, template)).Status);
        Assert.Contains(words, (await village.Get($"/{lang}/console/projects/import")).Text("main"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_is_named_by_line_and_column_in_the_readers_language_and_shown_as_text()
    {
        var village = await site.SignedIn("village");
        var text = Encoding.UTF8.GetString(await Template(village)).Replace("home_repair", "<b>bakery</b>", StringComparison.Ordinal);
        var refused = await Upload(village, Encoding.UTF8.GetBytes(text));
        Assert.Equal((422, "project_kind_unknown"), (refused.Status, Assert.Single(refused.Refusals)));
        Assert.Equal(["2", "kind", "Please choose a kind of project from the list."], refused.Html.QuerySelectorAll("[data-code] td").Select(cell => cell.TextContent.Trim()), StringComparer.Ordinal);
        Assert.Equal("csv_not_utf8", Assert.Single((await Upload(village, [0xd0, 0xde])).Refusals));
        Assert.Equal("csv_missing", Assert.Single((await Upload(village, [])).Refusals));
        Assert.Equal("csv_too_large", Assert.Single((await Upload(village, new byte[ProposalFile.BytesMax + 1])).Refusals));
        Assert.Equal(413, (await Upload(village, new byte[300 * 1024])).Status);
    }

    private static async Task<byte[]> Template(Visitor visitor, string lang = "en")
    {
        using var response = await visitor.Client.GetAsync(new Uri($"/{lang}/console/projects/import/template.csv", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal("text/csv", response.Content.Headers.ContentType?.MediaType);
        return await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<Answer> Upload(Visitor visitor, byte[] file)
    {
        var page = await visitor.Get("/en/console/projects/import");
        using var content = new MultipartFormDataContent();
        foreach (var name in new[] { "_form", "proposer" })
        {
            var field = page.Html.QuerySelector($"[name={name}]")!; // The form has both.
            content.Add(new StringContent(field.GetAttribute("value") ?? field.QuerySelector("option")?.GetAttribute("value") ?? ""), name);
        }

        var part = new ByteArrayContent(file);
        part.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        content.Add(part, "file", "proposals.csv");
        var response = await visitor.Client.PostAsync(new Uri("/en/console/projects/import", UriKind.Relative), content);
        return new Answer((int)response.StatusCode, response.RequestMessage!.RequestUri!, response, await new HtmlParser().ParseDocumentAsync(await response.Content.ReadAsStringAsync())); // A response has its request.
    }
}
