using CharityLink.Kernel;
using CharityLink.People;
using CharityLink.Projects;
using CharityLink.Store;
using CharityLink.Web.Mail;
using CharityLink.Web.Tests.Giving;
using CharityLink.Web.Tests.Projects.Pages;
using CharityLink.Web.Tests.Support;
using Dapper;
using Npgsql;

namespace CharityLink.Web.Tests.Projects.Voices;

/// <summary>Updates reach givers by mail, each once, in both languages, and whoever wants none gets none; answers reach who asked.</summary>
public sealed class LetterTests(SiteHost site) : IClassFixture<SiteHost>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_update_reaches_each_giver_once_until_the_giver_stops_it()
    {
        var (project, officer, visitor) = ((await (await StoredProject.ThatMayReceive(site)).Write(site)).Id, await site.SignedIn("officer"), site.Visitor());
        var email = $"giver{Guid.CreateVersion7():N}@example.org";
        await site.CaughtUp("causes");
        await Give(visitor, project, email);
        await Give(visitor, project, email);
        await Tell(officer, project, "Roofs are dry");
        var mail = Assert.Single(Mails(email, "Roofs are dry"));
        Assert.Contains("News from", mail, StringComparison.Ordinal);
        Assert.Contains("有新进展", mail, StringComparison.Ordinal);

        var stop = mail[mail.LastIndexOf("/mail/stop", StringComparison.Ordinal)..].Split('\n', ' ')[0].Trim();
        Assert.Equal(404, (await visitor.Get($"/en{stop[..^20]}{new string('0', 20)}")).Status);
        var page = await visitor.Get($"/en{stop}");
        Assert.Contains("no more updates", (await visitor.Submit(page, "main form")).Text("[role=status]"), StringComparison.Ordinal);
        await Tell(officer, project, "Walls are white");
        Assert.Empty(Mails(email, "Walls are white"));
        Assert.Single(Mails(email, "Roofs are dry"));
    }

    [Fact]
    public async Task A_mail_programs_own_button_stops_updates_without_a_page_or_a_cookie()
    {
        var (project, officer, visitor) = ((await (await StoredProject.ThatMayReceive(site)).Write(site)).Id, await site.SignedIn("officer"), site.Visitor());
        var email = $"giver{Guid.CreateVersion7():N}@example.org";
        await site.CaughtUp("causes");
        await Give(visitor, project, email);
        await Tell(officer, project, "The well has water");
        var mail = Assert.Single(Mails(email, "The well has water"));
        Assert.Contains("\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\n", mail, StringComparison.Ordinal);
        var leave = new Uri(mail.Split("\nList-Unsubscribe: <")[1].Split('>')[0]).PathAndQuery;
        Assert.Contains("/mail/leave?", leave, StringComparison.Ordinal);
        Assert.NotNull((await site.Visitor().Get(leave)).Html.QuerySelector("main form"));
        Assert.Equal(404, await Post($"{leave[..^20]}{new string('0', 20)}"));
        Assert.Equal(204, await Post(leave));
        Assert.Equal(204, await Post(leave));
        await Tell(officer, project, "The pump runs");
        Assert.Empty(Mails(email, "The pump runs"));
    }

    [Fact]
    public async Task One_project_is_left_by_the_link_in_its_mail_and_followed_again_in_the_account()
    {
        var officer = await site.SignedIn("officer");
        var (left, kept, visitor) = ((await (await StoredProject.ThatMayReceive(site)).Write(site)).Id, (await (await StoredProject.ThatMayReceive(site)).Write(site)).Id, site.Visitor());
        var email = $"giver{Guid.CreateVersion7():N}@example.org";
        await site.CaughtUp("causes");
        await Give(visitor, left, email);
        await Give(visitor, kept, email);
        await Tell(officer, left, "A first step");
        var mail = Assert.Single(Mails(email, "A first step"));
        var link = mail[mail.LastIndexOf("/mail/unfollow", StringComparison.Ordinal)..].Split('\n', ' ')[0].Trim();
        Assert.Equal(404, (await visitor.Get($"/en{link.Replace("key=", "key=0", StringComparison.Ordinal)}")).Status);
        Assert.Contains("no more updates of", (await visitor.Submit(await visitor.Get($"/en{link}"), "main form")).Text("[role=status]"), StringComparison.Ordinal);
        await Tell(officer, left, "A second step");
        await Tell(officer, kept, "Elsewhere");
        Assert.Empty(Mails(email, "A second step"));
        Assert.Single(Mails(email, "Elsewhere"));

        // The account shows both; following again is one button.
        var giver = await Entered(email);
        var home = await giver.Get("/en/account/giving");
        Assert.Equal(2, home.Html.QuerySelectorAll("form[action*='/account/follow/']").Length);
        Assert.Equal(303, (await giver.Submit(home, $"form[action$='/account/follow/{left}']")).Status);
        Assert.Equal(303, (await giver.Submit(await giver.Get("/en/account/giving"), $"form[action$='/account/follow/{kept}']")).Status);
        await Tell(officer, left, "A third step");
        await Tell(officer, kept, "Unheard");
        Assert.Single(Mails(email, "A third step"));
        Assert.Empty(Mails(email, "Unheard"));
    }

    [Fact]
    public async Task What_is_no_public_project_is_neither_followed_nor_left_and_nothing_is_kept_of_it()
    {
        var (kept, visitor, email) = ((await (await StoredProject.ThatMayReceive(site)).Write(site)).Id, site.Visitor(), $"giver{Guid.CreateVersion7():N}@example.org");
        await site.CaughtUp("causes");
        await Give(visitor, kept, email);
        await site.CaughtUp("project_voices");
        var giver = await Entered(email);
        var form = (await giver.Get("/en/account/giving")).Html.QuerySelector("form[action*='/account/follow/'] input[name=_form]")?.GetAttribute("value") ?? "";
        var (nowhere, draft) = (Guid.CreateVersion7(), await new StoredProject().Write(site, opened: false));
        foreach (var project in new[] { nowhere, draft.Id })
        {
            var answer = await giver.Post($"/en/account/follow/{project}", [new("_form", form), new("on", "0")]);
            Assert.Equal((404, "There is no such page"), (answer.Status, answer.Text("h1")));
        }

        // Nor by the key of a mail, whatever project is written beside it.
        var box = (await site.Service<GiverPersons>().Giver(email, Ct)).GetValueOrDefault();
        var key = site.Service<GiverLink>().KeyTo(new PersonId(box.Value));
        foreach (var project in new[] { nowhere, draft.Id })
        {
            Assert.Equal(404, (await giver.Post("/en/mail/unfollow", [new("_form", form), new("box", $"{box.Value}"), new("key", key), new("project", $"{project}")])).Status);
        }

        Assert.Equal(303, (await giver.Post($"/en/account/follow/{kept}", [new("_form", form), new("on", "0")])).Status);
        await using var connection = new NpgsqlConnection(site.ConnectionString);
        Assert.Equal(1, await connection.ExecuteScalarAsync<long>("select count(*) from mailing.unfollowed where project_id = any(@all)", new { all = new[] { nowhere, draft.Id, kept } }));
    }

    [Fact]
    public async Task An_answer_reaches_who_asked_in_the_language_of_the_question_and_the_address_is_forgotten()
    {
        var (project, officer, visitor) = ((await (await StoredProject.ThatMayReceive(site)).Write(site)).Id, await site.SignedIn("officer"), site.Visitor());
        var email = $"asker{Guid.CreateVersion7():N}@example.org";
        var form = await visitor.Get($"/zh-CN/projects/{project}/ask");
        var question = Guid.Parse(form.Html.QuerySelector("input[name=id]")?.GetAttribute("value") ?? "");
        Assert.Equal(303, (await visitor.Submit(form, "main form", ("question", "何时完工？"), ("email", email))).Status);
        await site.CaughtUp("project_voices");
        Assert.Equal(303, (await officer.Submit(await officer.Get($"/en/console/projects/{project}/voices"), "form[action$='voices/answer']", ("answer_zh", "十二月"))).Status);
        await Carry();
        var mail = Assert.Single(Mails(email, "十二月"));
        Assert.Contains("何时完工", mail, StringComparison.Ordinal);
        Assert.DoesNotContain("You asked", mail, StringComparison.Ordinal);
        Assert.Null(await site.Service<CharityLink.People.Vault>().Read(AskQuestion.AskerOf(question), Ct));
    }

    [Fact]
    public async Task What_was_brought_in_with_an_earlier_date_is_mailed_to_nobody()
    {
        var (project, officer, visitor) = ((await (await StoredProject.ThatMayReceive(site)).Write(site)).Id, await site.SignedIn("officer"), site.Visitor());
        var email = $"giver{Guid.CreateVersion7():N}@example.org";
        await site.CaughtUp("causes");
        await Give(visitor, project, email);
        var old = TimeProvider.System.GetUtcNow().AddDays(-2);
        var update = new UpdatePosted(project, Guid.CreateVersion7(), "", "Old news", "", "Old news", [], null, old);
        Assert.IsType<AppendResult.Appended>(await site.Service<EventStore>().Append([new StreamChange(ProjectVoices.StreamOf(project), "project_voices", 0, [update])], EventMetadata.None, Ct));
        await Tell(officer, project, "New news");
        Assert.Empty(Mails(email, "Old news"));
        Assert.Single(Mails(email, "New news"));
    }

    private async Task<int> Post(string leave)
    {
        using var press = new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]);
        using var answer = await site.Visitor().Client.PostAsync(new Uri(leave, UriKind.Relative), press, Ct);
        return (int)answer.StatusCode;
    }

    private static IReadOnlyList<string> Mails(string email, string words) => [.. Mailbox.MailsTo(email).Where(mail => mail.Contains(words, StringComparison.Ordinal))];

    private static async Task Give(Visitor visitor, Guid project, string email)
    {
        var form = await visitor.Get($"/en/give?project={project}");
        var begun = await visitor.Submit(form, "main form", ("other", "60"), ("who", "named"), ("name", "Li"), ("email", email));
        await visitor.Choose(await visitor.Follow(begun), "pay");
    }

    private async Task<Visitor> Entered(string email)
    {
        var visitor = site.Visitor();
        Assert.Equal(200, (await visitor.Submit(await visitor.Get("/en/sign-in/link"), "main form", ("email", email))).Status);
        var mail = await Mailbox.Arrived(email, text => text.Contains("/enter?", StringComparison.Ordinal));
        var page = await visitor.Get(new Uri(mail[mail.IndexOf("http", StringComparison.Ordinal)..].Split('\n')[0]).PathAndQuery);
        Assert.Equal("/en/account/giving", (await visitor.Submit(page, "main form")).Location);
        return visitor;
    }

    private async Task Tell(Visitor officer, Guid project, string title)
    {
        var console = await officer.Get($"/en/console/projects/{project}/voices");
        Assert.Equal(303, (await officer.Submit(console, "form[action$='voices/update']", ("title_en", title), ("text_en", title), ("title_zh", ""), ("text_zh", ""))).Status);
        await Carry();
    }

    // The reaction has seen everything, and whatever is owed has been sent; the program's own carrier may have been first.
    private async Task Carry()
    {
        await site.CaughtUp("project_voices");
        await site.CaughtUp("letter_writer");
        while (await site.Service<MailCarrier>().RunOnce(Ct) > 0)
        {
            // Until nothing is owed.
        }
    }
}
