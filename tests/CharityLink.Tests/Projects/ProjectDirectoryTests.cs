using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Projects;
using CharityLink.Store;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CharityLink.Tests.Projects;

/// <summary>What the directory shows of projects' facts, on real PostgreSQL.</summary>
public sealed class ProjectDirectoryTests(World world) : IClassFixture<World>
{
    private readonly ProjectBook book = world.Services.GetRequiredService<ProjectBook>();
    private readonly ProjectDirectory directory = world.Services.GetRequiredService<ProjectDirectory>();

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_proposal_is_kept_from_the_public_until_it_opens()
    {
        var project = ProjectFacts.New();
        await Write(project, 0, project.UpToApproved);
        var row = await directory.Find(project.Id, Now);
        Assert.Equal((ProjectState.Approved, ProjectStage.Preparing, false, project.Organiser, 3), (row!.State, row.Stage, row.IsPublic, row.OrganiserId, row.Reviews));
        Assert.DoesNotContain(await Public(new ProjectFilter(Bodies: [project.Proposer])), found => found == project.Id);
        Assert.Contains((await book.List(new ProjectFilter(Bodies: [project.Proposer]), ProjectSort.Newest, 1, 10, Now)).Rows, found => found.ProjectId == project.Id);
        Assert.Equal(0, (await book.List(new ProjectFilter(States: [ProjectState.Filed], Bodies: [project.Proposer]), ProjectSort.Newest, 1, 10, Now)).Total);
    }

    [Fact]
    public async Task A_new_submission_is_reviewed_anew()
    {
        var project = ProjectFacts.New();
        await Write(project, 0, [.. project.UpToApproved.SkipLast(1), new ProposalSentBack(project.Id, ProjectState.Reviewed, null, "More"), new ProposalSubmitted(project.Id, null)]);
        Assert.Equal((ProjectState.Submitted, 0), await directory.Find(project.Id, Now) is { } row ? (row.State, row.Reviews) : default);
    }

    [Theory]
    [InlineData("440703103201", ProjectState.Submitted)]
    [InlineData("440703103", ProjectState.Verified)]
    [InlineData("440703", ProjectState.Reviewed)]
    [InlineData("440700", ProjectState.Reviewed)]
    public async Task Where_a_submission_waits_first_follows_from_the_place_of_the_need(string division, ProjectState first)
    {
        var project = ProjectFacts.New() with { Division = division };
        await Write(project, 0, project.Drafted, new ProposalSubmitted(project.Id, null));
        Assert.Equal(first, (await directory.Find(project.Id, Now))?.State);
    }

    [Fact]
    public async Task A_live_project_shows_goal_deadline_and_what_the_law_asks_to_be_shown()
    {
        var project = ProjectFacts.New();
        await Write(project, 0, project.UpToLive);
        var view = await directory.View(project.Id, Now);
        Assert.Equal((ProjectStage.Live, Money.Cny(100_000_00), project.Deadline, "53440700MJL0000000A26001"), (view!.Row.Stage, view.Row.Goal, view.Row.DeadlineAt, view.Row.FilingNumber));
        Assert.Equal(["Lamps", "Poles"], view.Lines.Select(line => line.NameEn), StringComparer.Ordinal);
        Assert.Equal(("Need", "1 Road", new DateOnly(2026, 9, 10), "Platform"), (view.Story.NeedEn, view.Story.Plan?.OfficeAddress, view.Story.FiledOn, Assert.Single(view.Story.Listings).Platform));
        Assert.True(view.Row.TakesGifts(project.Deadline.AddTicks(-1)));
        Assert.False(view.Row.TakesGifts(project.Deadline));
    }

    [Fact]
    public async Task Nothing_that_is_kept_for_a_page_names_a_person_or_an_account()
    {
        var project = ProjectFacts.New();
        await Write(project, 0, [.. project.UpToLive, new RelationDeclared(project.Id, Guid.CreateVersion7(), "family"), new ProjectPaused(project.Id, "A complaint", Guid.CreateVersion7())]);
        await using var connection = await world.Services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync(Now);
        var all = await connection.QuerySingleAsync<string>("select to_jsonb(p) || story from projects p join project_stories using (project_id) where project_id = @Id", project);
        var facts = await world.Store.ReadStream(project.Id, 0, Now);
        Guid?[] people = [.. facts.Events.Select(e => e.Data).SelectMany(fact => fact switch
        {
            ProjectDrafted e => [e.ProposedBy],
            ProjectVerified e => [e.By],
            RelationDeclared e => [e.AccountId],
            PlanSaved e => [e.Plan.LeaderId?.Value],
            ProjectPaused e => [e.By],
            _ => Array.Empty<Guid?>(),
        })];
        Assert.Equal(5, people.Length);
        Assert.All(people, person => Assert.DoesNotContain(person.ToString()!, all, StringComparison.Ordinal)); // An id is text.
        Assert.DoesNotContain("Seen by night", all, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_promised_stands_apart_from_what_was_raised_until_it_is_kept_or_given_up_and_what_goes_back_is_raised_no_longer()
    {
        var project = ProjectFacts.New();
        await Write(project, 0, project.UpToLive);
        var cause = new GiftCause(null, null, Guid.CreateVersion7(), project.Organiser, project.Organiser, DivisionCode.Parse(project.Division), project.Id);
        var (pledge, at) = (Guid.CreateVersion7(), 0L);
        foreach (var (fact, raised, pledged) in new (object, long, long)[]
        {
            (new PledgeConfirmed(pledge, cause, Money.Cny(90_00)), 0, 90_00),
            (new PledgeFulfilled(pledge, Guid.CreateVersion7(), cause, Money.Cny(30_00)), 0, 60_00),
            (new DonationPaid(Guid.CreateVersion7(), Guid.CreateVersion7(), cause, Money.Cny(30_00), null, true, "sandbox"), 30_00, 60_00),
            (new PledgeReleased(pledge, cause, Money.Cny(20_00), "ill", null), 30_00, 40_00),
            (new PledgeCancelled(pledge, cause, Money.Cny(15_00), true), 30_00, 25_00),
            (new PledgeLapsed(pledge, cause, Money.Cny(25_00), true, "overdue"), 30_00, 0),
            (new PledgeCancelled(pledge, cause, Money.Cny(90_00), false), 30_00, 0),
            (new RefundCompleted(Guid.CreateVersion7(), Guid.CreateVersion7(), new PaidGift(cause, Money.Cny(30_00), null, null, "sandbox"), Money.Cny(12_00), "provider", null, null), 18_00, 0),
        })
        {
            var written = Assert.IsType<AppendResult.Appended>(await world.Store.Append([new StreamChange(pledge, "pledge", at++, [fact])], EventMetadata.None, Now));
            Assert.True(await world.Services.GetRequiredService<ReadModelHost>().WaitFor("projects", written.Position, TimeSpan.FromSeconds(10), Now));
            Assert.Equal((raised, pledged), await directory.Find(project.Id, Now) is { } row ? (row.RaisedMinor, row.PledgedMinor) : default);
        }
    }

    [Fact]
    public async Task The_picture_chosen_last_stands_for_the_project_and_can_be_taken_away()
    {
        var project = ProjectFacts.New();
        var photo = new CharityLink.Evidence.EvidenceFile(new string('c', 64), "image/png", 77);
        await Write(project, 0, [.. project.UpToLive, new CoverChosen(project.Id, photo, "灯", "A lamp", null)]);
        Assert.Equal(new ProjectCover(photo, "灯", "A lamp"), (await directory.Find(project.Id, Now))?.Cover);
        await Write(project, project.UpToLive.Count + 1, new CoverChosen(project.Id, null, "", "", null));
        Assert.Null((await directory.Find(project.Id, Now))?.Cover);
    }

    [Fact]
    public async Task A_changed_budget_replaces_the_old_one()
    {
        var project = ProjectFacts.New();
        var less = project.Funding with { Goal = Money.Cny(50), Lines = [new(Guid.CreateVersion7(), "一", "One", Money.Cny(50), true)] };
        await Write(project, 0, project.Drafted);
        await Write(project, 1, new ProposalChanged(project.Id, project.Proposal with { TitleEn = "Benches" }, less, null));
        var view = await directory.View(project.Id, Now);
        Assert.Equal(("Benches", 50L, "One"), (view!.Row.TitleEn, view.Row.GoalMinor, Assert.Single(view.Lines).NameEn));
    }

    [Fact]
    public async Task A_project_is_found_in_characters_in_letters_in_pinyin_and_by_its_place()
    {
        var project = ProjectFacts.New() with { TitleZh = "棠下镇长者饭堂热餐", TitleEn = "Warm lunches", Division = "440703101201" };
        await Write(project, 0, project.UpToLive);
        foreach (var text in new[] { "长者饭堂", "warm LUNCH", "zhangzhe fantang", "tangxia", "棠下" })
        {
            Assert.Contains(await Public(new ProjectFilter(Text: text)), found => found == project.Id);
        }

        Assert.Empty(await Public(new ProjectFilter(Text: "50%", Bodies: [project.Proposer])));
        Assert.Empty(await Public(new ProjectFilter(Text: "台山", Bodies: [project.Proposer])));
    }

    [Fact]
    public async Task Every_way_a_project_can_go_is_a_stage()
    {
        var (kept, failed, done) = (ProjectFacts.New(), ProjectFacts.New() with { Model = FundingModel.AllOrNothing }, ProjectFacts.New());
        await Write(kept, 0, [.. kept.UpToLive, new ProjectPaused(kept.Id, "A complaint", null)]);
        Assert.Equal((ProjectStage.Paused, "A complaint"), await directory.View(kept.Id, Now) is { } paused ? (paused.Row.Stage, paused.Story.PausedBecause) : default);
        await Write(kept, kept.UpToLive.Count + 1, new ProjectResumed(kept.Id, null), new ProjectExtended(kept.Id, kept.Deadline.AddDays(9), "Rain", null));
        Assert.Equal((ProjectStage.Live, null, kept.Deadline.AddDays(9), "Rain"), await directory.View(kept.Id, Now) is { } live ? (live.Row.Stage, live.Story.PausedBecause, live.Row.DeadlineAt, live.Story.ExtendedBecause) : default);
        await Write(failed, 0, [.. failed.UpToLive, new ProjectEnded(failed.Id, failed.Deadline, Money.Cny(7), 1, false, "deadline")]);
        Assert.Equal((ProjectStage.Failed, false, 7L), await directory.Find(failed.Id, Now) is { } end ? (end.Stage, end.IsMet, end.DecidedMinor) : default);
        var change = Guid.CreateVersion7();
        await Write(done, 0, [.. done.UpToLive, new ProjectEnded(done.Id, done.Deadline, Money.Cny(8), 1, true, "deadline")]);
        Assert.Equal(ProjectStage.CarryingOut, (await directory.Find(done.Id, Now))?.Stage);
        await Write(done, done.UpToLive.Count + 1,
            new PurposeChangeDecided(done.Id, change, "plan", "新", "New", "Flood", new DateOnly(2026, 11, 1), new("00", "application/pdf", 1), null), new PurposeChangeFiled(done.Id, change, new DateOnly(2026, 11, 2), "No. 7"),
            new ProjectCarriedOut(done.Id, new DateOnly(2026, 12, 1), null), new FinalReportPublished(done.Id, change, null), new SurplusSettled(done.Id, Money.Cny(3), null, "Same cause", null), new ProjectClosed(done.Id));
        var view = await directory.View(done.Id, Now);
        Assert.Equal((ProjectStage.Done, ProjectState.Closed, 3L, "No. 7", null), (view!.Row.Stage, view.Row.State, view.Story.Surplus?.AmountMinor, Assert.Single(view.Story.Purposes).Reference, view.Story.Purposes[0].PublishedOn));
    }

    [Fact]
    public async Task Lists_are_narrowed_counted_and_sorted()
    {
        var body = Guid.CreateVersion7();
        ProjectFacts Project(string kind, int days) => new(Guid.CreateVersion7(), body, body) { Kind = kind, Deadline = ProjectFacts.Opened.AddDays(days), Model = kind == "medical" ? FundingModel.AllOrNothing : default };
        var (late, soon, over) = (Project("medical", 60), Project("schooling", 10), Project("medical", 5));
        await Write(late, 0, late.UpToLive);
        await Write(soon, 0, soon.UpToLive);
        await Write(over, 0, [.. over.UpToLive, new ProjectEnded(over.Id, over.Deadline, Money.Cny(0), 1, true, "deadline")]);
        var mine = new ProjectFilter(Bodies: [body]);
        Assert.Equal([soon.Id, late.Id, over.Id], await Public(mine, ProjectSort.EndingSoon));
        Assert.Equal([late.Id, over.Id], await Public(mine with { Kind = "medical" }));
        Assert.Equal([soon.Id], await Public(mine with { Model = FundingModel.KeepWhatIsRaised }));
        Assert.Equal([over.Id], await Public(mine with { Stages = [ProjectStage.CarryingOut] }));
        Assert.Empty(await Public(mine with { ProgramId = body }));
        Assert.Equal(3, (await book.List(mine, ProjectSort.Newest, 2, 2, Now)).Total);
        Assert.Single((await book.List(mine, ProjectSort.Newest, 2, 2, Now)).Rows);
        var (rows, counts) = await book.Search(mine with { Kind = "medical", Stages = [ProjectStage.Live] }, ProjectSort.Newest, 1, 10, Now);
        Assert.Equal((1L, late.Id), (rows.Total, Assert.Single(rows.Rows).ProjectId));
        Assert.Equal((1L, 1L, 1L, 1L), (counts.ByStage[ProjectStage.Live], counts.ByStage[ProjectStage.CarryingOut], counts.ByKind["medical"], counts.ByKind["schooling"]));
        Assert.Equal(3, (await Public(mine with { Place = DivisionCode.Parse("440703103") })).Count);
        Assert.Empty(await Public(mine with { Place = DivisionCode.Parse("440704") }));
        Assert.Equal(3, (await Public(mine with { Areas = [DivisionCode.Parse("440704")] })).Count);
    }

    [Fact]
    public async Task Gifts_to_a_project_are_counted_and_lists_are_sorted_by_them()
    {
        var body = Guid.CreateVersion7();
        ProjectFacts Project() => new(Guid.CreateVersion7(), body, body) { Goal = 100 };
        var (none, half, most, full) = (Project(), Project(), Project(), Project());
        foreach (var project in new[] { none, half, most, full })
        {
            await Write(project, 0, project.UpToLive);
        }

        await Give(half, 20, 30);
        await Give(most, 99);
        await Give(full, 60, 50);
        await Write(half, half.UpToLive.Count, new ProjectPaused(half.Id, "A complaint", null), new ProjectResumed(half.Id, null));
        Assert.Equal((50L, 110L, 0L), ((await directory.Find(half.Id, Now))!.RaisedMinor, (await directory.Find(full.Id, Now))!.RaisedMinor, (await directory.Find(none.Id, Now))!.RaisedMinor)); // Just written.
        var mine = new ProjectFilter(Bodies: [body]);
        Assert.Equal([most.Id, half.Id, none.Id, full.Id], await Public(mine, ProjectSort.ClosestToGoal));
        Assert.Equal([none.Id, half.Id, most.Id, full.Id], await Public(mine, ProjectSort.NeedsMost));
        Assert.Equal([none.Id], await Public(mine with { IsShort = true }));
    }

    [Fact]
    public async Task Lists_in_memory_follow_every_change_and_keep_what_did_not_change()
    {
        var body = Guid.CreateVersion7();
        ProjectFacts Project() => new(Guid.CreateVersion7(), body, body) { Goal = 100 };
        var (first, second) = (Project(), Project());
        var mine = new ProjectFilter(Bodies: [body]);
        await Write(first, 0, first.UpToLive);
        Assert.Equal([first.Id], await Public(mine));
        await Write(second, 0, second.UpToLive);
        Assert.Equal(new[] { first.Id, second.Id }.Order(), (await Public(mine)).Order());
        await Give(first, 30);
        Assert.Equal([30L, 0L], (await book.List(mine, ProjectSort.ClosestToGoal, 1, 10, Now)).Rows.Select(row => row.RaisedMinor));
        await Write(first, first.UpToLive.Count, new ProjectPaused(first.Id, "A complaint", null));
        Assert.Equal([second.Id, first.Id], await Public(mine));
        Assert.Equal([first.Id], await Public(mine with { Stages = [ProjectStage.Paused] }));
        var many = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Public(mine)));
        Assert.All(many, list => Assert.Equal([second.Id, first.Id], list));
    }

    [Fact]
    public async Task Made_anew_from_the_log_it_is_the_same()
    {
        var project = ProjectFacts.New();
        await Write(project, 0, project.UpToLive);
        await Write(project, project.UpToLive.Count, new ProjectPaused(project.Id, "A complaint", null));
        await Give(project, 7, 8);
        var before = await Dump();
        await world.Services.GetRequiredService<ReadModelHost>().Rebuild(directory.Name, Now);
        Assert.Equal(before, await Dump());
    }

    private async Task<string> Dump()
    {
        await using var connection = await world.Services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync(Now);
        return await connection.QuerySingleAsync<string>("""
            select jsonb_build_array((select jsonb_agg(p order by project_id) from projects p), (select jsonb_agg(l order by project_id, line_id) from project_lines l), (select jsonb_agg(s order by project_id) from project_stories s))::text
            """);
    }

    private async Task<IReadOnlyList<Guid>> Public(ProjectFilter filter, ProjectSort sort = ProjectSort.EndingSoon) =>
        [.. (await book.List(filter with { Stages = filter.Stages ?? ProjectFilter.Public }, sort, 1, 50, Now)).Rows.Select(row => row.ProjectId)];

    private async Task Give(ProjectFacts project, params long[] fen)
    {
        var cause = new GiftCause(null, null, Guid.CreateVersion7(), project.Organiser, project.Organiser, DivisionCode.Parse(project.Division), project.Id);
        var changes = fen.Select(amount => (Id: Guid.CreateVersion7(), Amount: Money.Cny(amount))).Select(gift => new StreamChange(gift.Id, "donation", 0,
            [new DonationStarted(gift.Id, cause, gift.Amount, null, true, "sandbox", ProjectFacts.Opened), new DonationPaid(gift.Id, Guid.CreateVersion7(), cause, gift.Amount, null, true, "sandbox")]));
        var paid = Assert.IsType<AppendResult.Appended>(await world.Store.Append([.. changes], EventMetadata.None, Now));
        Assert.True(await world.Services.GetRequiredService<ReadModelHost>().WaitFor(directory.Name, paid.Position, TimeSpan.FromSeconds(10), Now));
    }

    private async Task Write(ProjectFacts project, int version, params IReadOnlyList<IProjectEvent> facts)
    {
        var position = await project.Write(world.Store, version, facts);
        Assert.True(await world.Services.GetRequiredService<ReadModelHost>().WaitFor(directory.Name, position, TimeSpan.FromSeconds(10), Now));
    }
}
