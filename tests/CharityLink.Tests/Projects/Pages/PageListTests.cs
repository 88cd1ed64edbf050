using CharityLink.Kernel;
using CharityLink.People;
using CharityLink.Projects;
using Microsoft.Extensions.DependencyInjection;

namespace CharityLink.Tests.Projects.Pages;

/// <summary>What is read of fundraising pages, on real PostgreSQL, entered by commands; and what waits for officers because of them.</summary>
public sealed class PageListTests(World world) : IClassFixture<World>
{
    private readonly PageList pages = world.Services.GetRequiredService<PageList>();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_page_is_for_everybody_once_it_is_confirmed_and_until_it_is_taken_off()
    {
        var (project, page) = (await Opened(), Guid.CreateVersion7());
        await Do(Open(project, page));
        Assert.Equal((0L, false), ((await pages.LiveOf(project, 1, 10, Ct)).Total, (await Find(page)).IsPublic));
        await Do(new ConfirmPage(Guid.CreateVersion7(), page, Key(page)));
        Assert.Equal(page, Assert.Single((await pages.LiveOf(project, 1, 10, Ct)).Rows).PageId);
        await Do(new ChangePage(Guid.CreateVersion7(), page, Key(page), new("New", "Words", null, false)));
        Assert.Equal(("New", null, false), ((await Find(page)).Title, (await Find(page)).Goal, (await Find(page)).ShowsName));
        await Do(new HidePage(Guid.CreateVersion7(), project, page, "misleads"));
        Assert.Equal((0L, false, "misleads"), ((await pages.LiveOf(project, 1, 10, Ct)).Total, (await Find(page)).IsPublic, (await Find(page)).HiddenBecause));
        Assert.Single(await pages.AllOf(project, 10, Ct));
        await Do(new RestorePage(Guid.CreateVersion7(), project, page));
        await Do(new ClosePage(Guid.CreateVersion7(), page, Key(page)));
        Assert.Equal((true, false), ((await Find(page)).IsPublic, (await Find(page)).IsLive));
    }

    [Fact]
    public async Task A_team_lists_its_members()
    {
        var (project, team, member) = (await Opened(), Guid.CreateVersion7(), Guid.CreateVersion7());
        await Do(Open(project, team) with { Kind = PageKind.Team });
        await Do(new ConfirmPage(Guid.CreateVersion7(), team, Key(team)));
        await Do(Open(project, member) with { TeamId = team });
        Assert.Empty(await pages.MembersOf(team, 10, Ct));
        await Do(new ConfirmPage(Guid.CreateVersion7(), member, Key(member)));
        Assert.Equal(member, Assert.Single(await pages.MembersOf(team, 10, Ct)).PageId);
        Assert.Equal(team, Assert.Single(await pages.TeamsOf(project, 10, Ct)).PageId);
    }

    [Fact]
    public async Task Somebody_without_the_key_changes_nothing()
    {
        var (project, page) = (await Opened(), Guid.CreateVersion7());
        await Do(Open(project, page));
        var outcome = await world.Send(new ConfirmPage(Guid.CreateVersion7(), page, Key(Guid.CreateVersion7())), Caller.Public);
        Assert.Equal("page_key_wrong", Assert.Single(outcome.Refusals).Code);
    }

    [Fact]
    public async Task CN_PLAN_24_a_report_waits_for_the_officers_with_five_working_days_until_it_is_answered()
    {
        var (project, page, report) = (await Opened(), Guid.CreateVersion7(), Guid.CreateVersion7());
        await Do(Open(project, page));
        await Do(new ConfirmPage(Guid.CreateVersion7(), page, Key(page)));
        await Do(new ReportPage(Guid.CreateVersion7(), page, report, "It names a child"));
        await Do(new AskQuestion(Guid.CreateVersion7(), project, Guid.CreateVersion7(), "Why?", null, "en"));
        Assert.Equal(report, Assert.Single(await pages.ReportsOf(project, 10, Ct)).ReportId);
        Assert.Equal(["answer", "page_report"], (await Waiting(project)).Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.Equal((5, CharityLink.Law.PeriodUnit.WorkingDays, "CN-PLAN-24"), Promises.Of("page_report") is { } promise ? (promise.Count, promise.Unit, promise.Rule) : default);
        await Do(new AnswerReport(Guid.CreateVersion7(), project, page, report, "It does not"));
        Assert.Empty(await pages.ReportsOf(project, 10, Ct));
        Assert.Equal(["answer"], await Waiting(project), StringComparer.Ordinal);
    }

    private async Task<IReadOnlyList<string>> Waiting(Guid project) =>
        [.. (await world.Services.GetRequiredService<TaskList>().WaitingForOthers(Staff.Holding(Role.Auditor, "440700"), 1_000, Ct)).Where(task => task.ProjectId == project).Select(task => task.Step)];

    private string Key(Guid page) => world.Services.GetRequiredService<GiverLink>().KeyTo(OpenPage.OwnerOf(page));

    private async Task<PageRow> Find(Guid page) => await pages.Find(page, Ct) ?? throw new InvalidOperationException("No such page.");

    private static OpenPage Open(Guid project, Guid page) => new(
        Guid.CreateVersion7(), project, page, PageKind.Personal, null, new("Title", "Text", Money.Cny(1_00), true), OpenPage.OwnerOf(page), "en", true, ProjectFacts.Opened);

    private async Task<Guid> Opened()
    {
        var facts = ProjectFacts.New();
        await facts.Write(world.Store, 0, facts.UpToLive);
        return facts.Id;
    }

    private Task<Outcome> Do(ICommand command) => world.Do(command, null, pages.Name, "project_tasks");
}
