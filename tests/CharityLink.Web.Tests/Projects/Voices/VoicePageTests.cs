using CharityLink.Disclosure;
using CharityLink.Kernel;
using CharityLink.Projects;
using CharityLink.Web.Tests.Giving;
using CharityLink.Web.Tests.Projects.Pages;
using CharityLink.Web.Tests.Support;

namespace CharityLink.Web.Tests.Projects.Voices;

/// <summary>PRJ-6 over HTTP: told in the console, read in public, asked in public, answered in the console.</summary>
[Collection(Shared.Projects)]
public sealed class VoicePageTests(SiteHost site)
{
    [Fact]
    public async Task An_update_is_posted_in_the_console_and_read_by_everybody()
    {
        var (project, officer) = (await (await StoredProject.ThatMayReceive(site)).Write(site), await site.SignedIn("officer"));
        var console = await officer.Get($"/en/console/projects/{project.Id}/voices");
        var refused = await officer.Submit(console, Update, ("title_zh", "屋顶"));
        Assert.Equal((422, "屋顶"), (refused.Status, refused.Html.QuerySelector("#title_zh")?.GetAttribute("value")));
        Assert.Equal(["text_missing"], refused.Refusals);
        var posted = await officer.Submit(refused, Update, ("text_zh", "**修好了**<script>alert(1)</script>"), ("title_en", "Roof"), ("text_en", "Done, see [here](https://a.example)"));
        Assert.Equal((303, $"/en/console/projects/{project.Id}/voices?done=update"), (posted.Status, posted.Location));
        Assert.Equal("The update is public.", (await officer.Follow(posted)).Text("[role=status]"));

        var page = await officer.Get($"/zh-CN/projects/{project.Id}");
        Assert.Equal("屋顶", page.Text(".update h3"));
        Assert.Equal("修好了", page.Text(".update strong"));
        Assert.Null(page.Html.QuerySelector(".update script"));
        Assert.Equal("nofollow noopener", (await officer.Get($"/en/projects/{project.Id}/updates")).Html.QuerySelector(".update a")?.GetAttribute("rel"));
        await site.CaughtUp("causes");
        Assert.Equal("Roof", (await officer.Get($"/en/give?project={project.Id}")).Text(".calm dd a"));
    }

    [Fact]
    public async Task A_correction_stands_beside_the_update()
    {
        var (project, officer) = (await new StoredProject().Write(site), await site.SignedIn("officer"));
        var console = await Told(officer, project.Id);
        var corrected = await officer.Submit(console, $"form[action$='{project.Id}/voices/correct']", ("correction_en", "Four homes, not five"));
        Assert.Equal(303, corrected.Status);
        var page = await officer.Get($"/en/projects/{project.Id}");
        Assert.Contains("Four homes", page.Text(".update .notice"), StringComparison.Ordinal);
        Assert.Contains("Five homes", page.Text(".update"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_does_not_speak_for_the_project_is_told_so()
    {
        var project = await new StoredProject().Write(site);
        var auditor = await site.SignedIn("auditor");
        var page = await auditor.Get($"/en/console/projects/{project.Id}/voices");
        Assert.Equal((200, true), (page.Status, page.Html.QuerySelector(Update) is null));
        var token = page.Html.QuerySelector("input[name=_form]")?.GetAttribute("value") ?? "";
        Assert.Equal(403, (await auditor.Post($"/en/console/projects/{project.Id}/voices/answer", [KeyValuePair.Create("_form", token)])).Status);
        Assert.Equal(404, (await (await site.SignedIn("officer")).Get($"/en/console/projects/{Guid.CreateVersion7()}/voices")).Status);
    }

    [Fact]
    public async Task A_question_is_read_by_staff_before_everybody_reads_it_with_its_answer()
    {
        var (project, visitor, officer) = (await new StoredProject().Write(site), site.Visitor(), await site.SignedIn("officer"));
        var form = await visitor.Get($"/zh-CN/projects/{project.Id}/ask");
        var refused = await visitor.Submit(form, Ask, ("question", "打13800138000"), ("email", "nobody"));
        Assert.Equal((422, "打13800138000", "nobody"), (refused.Status, refused.Text("#question"), refused.Html.QuerySelector("#email")?.GetAttribute("value")));
        Assert.Equal(["text_names_contact", "email_malformed"], refused.Refusals);
        var sent = await visitor.Submit(refused, Ask, ("question", "什么时候完工？"), ("email", "asker@example.org"));
        Assert.Equal(303, sent.Status);
        Assert.Equal("谢谢您的提问", (await visitor.Follow(sent)).Text("h1"));
        Assert.Equal(303, (await visitor.Submit(refused, Ask, ("question", "什么时候完工？"), ("email", "asker@example.org"))).Status);

        var voices = site.Service<VoiceList>();
        var waiting = await Waiting(voices, project.Id);
        Assert.DoesNotContain("什么时候完工", (await officer.Get($"/zh-CN/projects/{project.Id}")).Text("main"), StringComparison.Ordinal);
        var console = await officer.Get($"/en/console/projects/{project.Id}/voices?question={waiting.QuestionId}");
        Assert.Contains("by mail", console.Text("main"), StringComparison.Ordinal);
        var answered = await officer.Submit(console, "form[action$='voices/answer']", ("answer_zh", "十二月"));
        Assert.Equal(303, answered.Status);
        Assert.Contains("十二月", (await officer.Get($"/zh-CN/projects/{project.Id}")).Text(".question"), StringComparison.Ordinal);
        Assert.Contains("什么时候完工", (await officer.Get($"/en/projects/{project.Id}/questions")).Text(".question"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_question_is_let_through_or_kept_back()
    {
        var (project, visitor, officer) = (await new StoredProject().Write(site), site.Visitor(), await site.SignedIn("officer"));
        await visitor.Submit(await visitor.Get($"/en/projects/{project.Id}/ask"), Ask, ("question", "Who builds?"));
        await Waiting(site.Service<VoiceList>(), project.Id);
        var console = await officer.Get($"/en/console/projects/{project.Id}/voices");
        Assert.Equal(303, (await officer.Submit(console, "form[action$='voices/approve']")).Status);
        Assert.Contains("Not answered yet", (await officer.Get($"/en/projects/{project.Id}")).Text(".question"), StringComparison.Ordinal);
        var unreasoned = await officer.Submit(await officer.Get($"/en/console/projects/{project.Id}/voices"), "form[action$='voices/refuse']", ("reason", ""));
        Assert.Equal((422, "text_missing"), (unreasoned.Status, Assert.Single(unreasoned.Refusals)));
        Assert.Equal(303, (await officer.Submit(unreasoned, "form[action$='voices/refuse']", ("reason", "an insult"))).Status);
        Assert.Null((await officer.Get($"/en/projects/{project.Id}")).Html.QuerySelector(".question"));
    }

    [Fact]
    public async Task A_program_that_fills_in_the_hidden_field_is_thanked_and_forgotten()
    {
        var (project, visitor) = (await new StoredProject().Write(site), site.Visitor());
        var sent = await visitor.Submit(await visitor.Get($"/en/projects/{project.Id}/ask"), Ask, ("question", "Buy now"), ("website", "https://spam.example"));
        Assert.Equal(303, sent.Status);
        Assert.Empty((await site.Service<CharityLink.Store.EventStore>().ReadStream(ProjectVoices.StreamOf(project.Id), 0, TestContext.Current.CancellationToken)).Events);
    }

    [Fact]
    public async Task Of_a_project_that_is_not_open_nothing_is_shown()
    {
        var project = await new StoredProject().Write(site, opened: false);
        foreach (var page in new[] { "ask", "updates", "questions" })
        {
            Assert.Equal(404, (await site.Visitor().Get($"/en/projects/{project.Id}/{page}")).Status);
        }
    }

    [Fact]
    public async Task Before_paying_a_giver_sees_what_is_known_in_both_languages()
    {
        var project = await (await StoredProject.ThatMayReceive(site)).Write(site);
        await site.CaughtUp("causes");
        var zh = await site.Visitor().Get($"/zh-CN/give?project={project.Id}");
        Assert.Equal(["暂无", "¥0，目标 ¥120,000", "尚未报告", "暂无"], zh.Html.QuerySelectorAll(".calm dd").Skip(1).Select(dd => dd.TextContent.Trim()), StringComparer.Ordinal);
        Assert.Contains("年", zh.Html.QuerySelectorAll(".calm dd")[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("Not yet reported", (await site.Visitor().Get($"/en/give?project={project.Id}")).Text(".calm"), StringComparison.Ordinal);
        Assert.Null((await site.Visitor().Get($"/en/give?program={Gifts.Canteen}")).Html.QuerySelector(".calm"));
    }

    [Fact]
    public async Task What_the_last_report_says_of_the_money_stands_there_too()
    {
        var (project, ct) = ((await (await StoredProject.ThatMayReceive(site)).Write(site)).Id, TestContext.Current.CancellationToken);
        ReportPublished Report(int day, long spent) => new(
            project, Guid.CreateVersion7(), ReportKind.Interim, new DateOnly(2026, 10, 1), new DateOnly(2026, 10, day), new Account(Money.Cny(90_00), Money.Cny(spent), "报告", "Report"), [], new DateOnly(2026, 10, day), null);
        var done = Assert.IsType<CharityLink.Store.AppendResult.Appended>(await site.Service<CharityLink.Store.EventStore>().Append(
            [new CharityLink.Store.StreamChange(Guid.CreateVersion7(), "project_reports", 0, [Report(10, 10_00), Report(20, 45_00)])], CharityLink.Store.EventMetadata.None, ct));
        Assert.True(await site.Service<CharityLink.Store.ReadModelHost>().WaitFor("duties", done.Position, TimeSpan.FromSeconds(10), ct));
        await site.CaughtUp("causes");
        var calm = (await site.Visitor().Get($"/en/give?project={project}")).Html.QuerySelectorAll(".calm dd").Select(dd => dd.TextContent.Trim()).ToList();
        Assert.Equal(["¥45", "20 October 2026"], calm[^2..], StringComparer.Ordinal);
    }

    private const string Ask = "main form";

    private const string Update = "form[action$='voices/update']";

    private static async Task<Answer> Told(Visitor officer, Guid project)
    {
        var posted = await officer.Submit(await officer.Get($"/en/console/projects/{project}/voices"), Update, ("title_en", "Roofs"), ("text_en", "Five homes are dry"));
        return await officer.Follow(posted);
    }

    private async Task<QuestionRow> Waiting(VoiceList voices, Guid project)
    {
        var stream = await site.Service<CharityLink.Store.EventStore>().ReadStream(ProjectVoices.StreamOf(project), 0, TestContext.Current.CancellationToken);
        Assert.True(await site.Service<CharityLink.Store.ReadModelHost>().WaitFor(voices.Name, stream.Events[^1].Position, TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));
        return Assert.Single(await voices.WaitingAt(project, 10, TestContext.Current.CancellationToken));
    }
}
