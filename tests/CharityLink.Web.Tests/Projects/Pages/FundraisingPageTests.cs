using CharityLink.Store;
using CharityLink.Web.Tests.Giving;
using CharityLink.Web.Tests.Support;

namespace CharityLink.Web.Tests.Projects.Pages;

/// <summary>PRJ-7 over HTTP: a page is opened without an account, confirmed by mail, given by, reported and taken off.</summary>
[Collection(Shared.Projects)]
public sealed class FundraisingPageTests(SiteHost site)
{
    private const string Form = "main form";

    [Fact]
    public async Task A_page_is_opened_confirmed_by_mail_and_every_yuan_goes_to_the_project()
    {
        var (project, visitor) = (await Project(), site.Visitor());
        var form = await visitor.Get($"/zh-CN/projects/{project}/pages/new");
        var refused = await visitor.Submit(form, Form, ("title", "为老屋"), ("text", "打13800138000"), ("goal", "many"), ("name", ""), ("email", ""));
        Assert.Equal((422, "为老屋"), (refused.Status, refused.Html.QuerySelector("#title")?.GetAttribute("value")));
        Assert.Equal(["amount_not_a_number", "email", "name_missing", "page_promise_missing", "text_names_contact"], refused.Refusals.Select(code => code == "page_email_missing" ? "email" : code).Order(StringComparer.Ordinal), StringComparer.Ordinal);
        var email = $"owner{Guid.CreateVersion7():N}@example.org";
        var sent = await visitor.Submit(refused, Form, ("text", "我在这里**长大**"), ("goal", "500"), ("name", "陈美玲"), ("email", email), ("shows_name", "1"), ("promise", "1"));
        Assert.Equal(303, sent.Status);
        Assert.Equal("请查收邮件", (await visitor.Follow(sent)).Text("h1"));

        var link = await Mailbox.LinkTo(email);
        var address = link[..link.IndexOf("/edit", StringComparison.Ordinal)];
        var own = await visitor.Get(link);
        Assert.Equal(404, (await visitor.Get(address)).Status);
        Assert.Equal(303, (await visitor.Submit(own, "form[action$=confirm]")).Status);
        var page = await visitor.Get(address);
        Assert.Equal((200, "为老屋"), (page.Status, page.Text("h1")));
        Assert.Contains("陈美玲", page.Text("article"), StringComparison.Ordinal);
        Assert.Contains("每一元都直接进入项目的专项基金", page.Text(".notice"), StringComparison.Ordinal);

        var giving = await visitor.Get(page.Html.QuerySelector("a.primary")?.GetAttribute("href") ?? "");
        Assert.Contains("为老屋", giving.Text(".giving"), StringComparison.Ordinal);
        await visitor.Choose(await visitor.Follow(await visitor.Give(giving, "60")), "pay");
        var id = Guid.Parse(address[^36..]);
        await site.CaughtUp("gift_totals");
        Assert.Contains("¥60", (await visitor.Get($"{address}?fresh=1")).Text(".raised"), StringComparison.Ordinal);
        Assert.Contains("为老屋", (await visitor.Get($"/zh-CN/projects/{project}?fresh={id}")).Text("#pages ~ ul"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_owner_changes_and_closes_the_page_by_the_link_and_nobody_without_it()
    {
        var (project, visitor) = (await Project(), site.Visitor());
        var link = await Open(visitor, project, "Mine");
        var own = await visitor.Get(link);
        Assert.Equal(404, (await visitor.Get(link[..^20] + new string('0', 20))).Status);
        var wrong = await visitor.Submit(own, "form[action$=change]", ("title", ""));
        Assert.Equal((422, "text_missing"), (wrong.Status, Assert.Single(wrong.Refusals)));
        Assert.Equal(303, (await visitor.Submit(own, "form[action$=change]", ("title", "Better"))).Status);
        var closed = await visitor.Submit(await visitor.Get(link), "form[action$=close]");
        var after = await visitor.Follow(closed);
        Assert.Contains("Better", after.Text("h1"), StringComparison.Ordinal);
        var address = link[..link.IndexOf("/edit", StringComparison.Ordinal)];
        Assert.Null((await visitor.Get(address)).Html.QuerySelector("a.primary.wide"));
        var giving = await visitor.Get($"/en/give?project={project}&page={address[^36..]}");
        Assert.Equal((422, "page_unknown"), (giving.Status, Assert.Single(giving.Refusals)));
    }

    [Fact]
    public async Task A_team_page_lists_its_members()
    {
        var (project, visitor) = (await Project(), site.Visitor());
        var link = await Open(visitor, project, "Runners", ("kind", "Team"));
        var team = link[..link.IndexOf("/edit", StringComparison.Ordinal)];
        var join = await visitor.Get(team);
        var form = await visitor.Get(join.Html.QuerySelector("#members ~ p a")?.GetAttribute("href") ?? "");
        Assert.Equal(team[^36..], form.Html.QuerySelector("#team option[selected]")?.GetAttribute("value"));
        await Open(visitor, project, "Runner one", ("team", team[^36..]));
        Assert.Contains("Runner one", (await visitor.Get(team + "?fresh=1")).Text("#members ~ ul"), StringComparison.Ordinal);
        Assert.Equal(2, (await visitor.Get($"/en/projects/{project}/pages")).Html.QuerySelectorAll("main .card").Length);
    }

    [Fact]
    public async Task A_page_is_reported_and_an_officer_takes_it_off_for_a_reason()
    {
        var (project, visitor, officer) = (await Project(), site.Visitor(), await site.SignedIn("officer"));
        var link = await Open(visitor, project, "For one child");
        var address = link[..link.IndexOf("/edit", StringComparison.Ordinal)];
        var report = await visitor.Get($"{address}/report");
        Assert.Equal((422, "text_missing"), await visitor.Submit(report, Form, ("report", "")) is var empty ? (empty.Status, Assert.Single(empty.Refusals)) : default);
        var sent = await visitor.Submit(report, Form, ("report", "It asks for one child"));
        Assert.Equal("Thank you for telling us", (await visitor.Follow(sent)).Text("h1"));
        await site.CaughtUp("project_pages");

        var console = await officer.Get($"/en/console/projects/{project}/pages");
        Assert.Contains("It asks for one child", console.Text("main"), StringComparison.Ordinal);
        var open = await officer.Get($"/en/console/projects/{project}/pages?page={address[^36..]}");
        var unreasoned = await officer.Submit(open, "form[action$='pages/hide']", ("reason", ""));
        Assert.Equal((422, "text_missing"), (unreasoned.Status, Assert.Single(unreasoned.Refusals)));
        var hidden = await officer.Submit(unreasoned, "form[action$='pages/hide']", ("reason", "Appeals for one child"));
        Assert.Contains("Reports that wait: 0", (await officer.Follow(hidden)).Text("main"), StringComparison.Ordinal);
        Assert.Equal(404, (await visitor.Get(address + "?fresh=1")).Status);
        Assert.Contains("Appeals for one child", (await visitor.Get(link)).Text("main"), StringComparison.Ordinal);
        Assert.Equal(303, (await officer.Submit(await officer.Get($"/en/console/projects/{project}/pages?page={address[^36..]}"), "form[action$='pages/restore']")).Status);
        Assert.Equal(200, (await officer.Get(address)).Status);
    }

    [Fact]
    public async Task A_report_can_be_answered_and_the_page_left_as_it_is()
    {
        var (project, visitor, officer) = (await Project(), site.Visitor(), await site.SignedIn("officer"));
        var link = await Open(visitor, project, "Fine");
        var address = link[..link.IndexOf("/edit", StringComparison.Ordinal)];
        await visitor.Submit(await visitor.Get($"{address}/report"), Form, ("report", "I do not like it"));
        await site.CaughtUp("project_pages");
        var open = await officer.Get($"/en/console/projects/{project}/pages?page={address[^36..]}");
        Assert.Equal(303, (await officer.Submit(open, "form[action$='pages/answer']", ("findings", "Nothing wrong"))).Status);
        Assert.Contains("Reports that wait: 0", (await officer.Get($"/en/console/projects/{project}/pages")).Text("main"), StringComparison.Ordinal);
        Assert.Equal(200, (await visitor.Get(address)).Status);
    }

    [Fact]
    public async Task Programs_open_nothing_and_strangers_see_nothing()
    {
        var (project, visitor) = (await Project(), site.Visitor());
        var form = await visitor.Get($"/en/projects/{project}/pages/new");
        var id = Guid.Parse(form.Html.QuerySelector("input[name=id]")?.GetAttribute("value") ?? "");
        Assert.Equal(303, (await visitor.Submit(form, Form, ("title", "Spam"), ("text", "Spam"), ("name", "x"), ("email", "x@example.org"), ("promise", "1"), ("website", "x"))).Status);
        Assert.Empty((await site.Service<EventStore>().ReadStream(id, 0, TestContext.Current.CancellationToken)).Events);
        Assert.Equal(404, (await visitor.Get($"/en/projects/{project}/pages/{Guid.CreateVersion7()}")).Status);
        Assert.Equal(404, (await visitor.Get($"/en/projects/{Guid.CreateVersion7()}/pages/new")).Status);
        Assert.Equal(422, (await visitor.Get($"/en/give?project={project}&page={Guid.CreateVersion7()}")).Status);
    }

    private static async Task<string> Open(Visitor visitor, Guid project, string title, params (string, string)[] more)
    {
        var email = $"owner{Guid.CreateVersion7():N}@example.org";
        var sent = await visitor.Submit(
            await visitor.Get($"/en/projects/{project}/pages/new"), Form, [("title", title), ("text", "Words"), ("name", "Li"), ("email", email), ("promise", "1"), .. more]);
        Assert.Equal(303, sent.Status);
        var link = await Mailbox.LinkTo(email);
        Assert.Equal(303, (await visitor.Submit(await visitor.Get(link), "form[action$=confirm]")).Status);
        return link;
    }

    private async Task<Guid> Project()
    {
        var project = (await (await StoredProject.ThatMayReceive(site)).Write(site)).Id;
        await site.CaughtUp("causes");
        return project;
    }
}
