using CharityLink.Kernel;
using CharityLink.Law;
using CharityLink.Network;
using CharityLink.Projects;
using CharityLink.Tests.Law;
using Microsoft.Extensions.DependencyInjection;

namespace CharityLink.Tests.Projects;

/// <summary>PRJ-2 through the front door: from an approved project to its opening, racing numbers, and a revocation that stops everything.</summary>
public sealed class PlanningTests(World world) : IClassFixture<World>
{
    private static readonly DateTimeOffset _openedAt = new(2026, 12, 10, 1, 0, 0, TimeSpan.Zero);
    private static int codes;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_project_is_planned_filed_numbered_listed_and_opened()
    {
        var (facts, uscc, plan) = await Approved();
        await world.Do(new SavePlan(Guid.CreateVersion7(), facts.Id, plan));
        await File(facts.Id, uscc);
        var open = new OpenProject(Guid.CreateVersion7(), facts.Id, _openedAt);
        await world.Do(open);
        await world.Do(open);
        await world.Do(new OpenProject(Guid.CreateVersion7(), facts.Id, _openedAt));
        var row = await Row(facts.Id);
        Assert.Equal((ProjectState.Live, new DateTimeOffset(2027, 5, 31, 16, 0, 0, TimeSpan.Zero)), (row.State, row.DeadlineAt));
    }

    [Fact]
    public async Task A_campaign_opens_by_the_law_its_organiser_has_chosen()
    {
        var (facts, _, plan) = await Approved();
        await world.Do(new SavePlan(Guid.CreateVersion7(), facts.Id, plan));
        var open = new OpenProject(Guid.CreateVersion7(), facts.Id, _openedAt);
        Assert.NotEmpty((await world.Send(open)).Refusals);
        await world.Do(new ChooseJurisdiction(Guid.CreateVersion7(), facts.Organiser, "GB"));
        await world.Do(open with { CommandId = Guid.CreateVersion7() });
        Assert.Equal(ProjectState.Live, (await Row(facts.Id)).State);
    }

    [Fact]
    public async Task A_certificate_is_applied_for_by_the_law_its_organisation_has_chosen()
    {
        var (facts, _, _) = await Approved();
        var again = new ApplyForQualification(Guid.CreateVersion7(), facts.Organiser, Lawful.Day("2025-12-05"));
        await world.Do(new RecordStanding(Guid.CreateVersion7(), facts.Organiser, Lawful.Day("2020-01-01"), null));
        await world.Do(new RevokeQualification(Guid.CreateVersion7(), facts.Organiser, Lawful.Day("2025-12-01"), "lent"));
        Assert.Contains("qualification_revoked", (await world.Send(again)).Refusals.Select(refusal => refusal.Code), StringComparer.Ordinal);
        await world.Do(new ChooseJurisdiction(Guid.CreateVersion7(), facts.Organiser, "GB"));
        await world.Do(again with { CommandId = Guid.CreateVersion7() });
    }

    [Fact]
    public async Task Opening_is_refused_with_all_reasons_and_changes_nothing()
    {
        var (facts, _, _) = await Approved();
        var outcome = await world.Send(new OpenProject(Guid.CreateVersion7(), facts.Id, _openedAt));
        Assert.True(outcome.Refusals.Count > 15, $"{outcome.Refusals.Count}");
        Assert.Equal(ProjectState.Approved, (await Row(facts.Id)).State);
    }

    [Fact]
    public async Task One_of_two_campaigns_that_race_for_a_number_wins_it()
    {
        var (one, uscc, plan) = await Approved();
        var other = one with { Id = Guid.CreateVersion7() };
        await other.Write(world.Store, 0, other.UpToApproved);
        foreach (var id in new[] { one.Id, other.Id })
        {
            await world.Do(new SavePlan(Guid.CreateVersion7(), id, plan));
            await world.Do(new FilePlan(Guid.CreateVersion7(), id, Lawful.Day("2025-11-10"), "民政局"));
        }

        var number = uscc + "A26001";
        RecordFilingNumber Record(Guid id) => new(Guid.CreateVersion7(), id, number, Lawful.Day("2025-11-20"));
        var race = await Task.WhenAll(world.Send(Record(one.Id)), world.Send(Record(other.Id)));
        Assert.Equal("filing_number_reused", Assert.Single(Assert.Single(race, outcome => !outcome.IsDone).Refusals).Code);

        var (winner, loser) = race[0].IsDone ? (one.Id, other.Id) : (other.Id, one.Id);
        await world.Do(Record(winner) with { FilingNumber = uscc + "A26002" });
        await world.Do(Record(loser));
        Assert.Equal("filing_number_reused", Assert.Single((await world.Send(Record(winner))).Refusals).Code);
    }

    [Fact]
    public async Task A_revocation_stops_every_campaign_and_what_opens_or_resumes_beside_it()
    {
        var (facts, uscc, plan) = await Approved();
        await world.Do(new SavePlan(Guid.CreateVersion7(), facts.Id, plan));
        await File(facts.Id, uscc);
        await world.Do(new OpenProject(Guid.CreateVersion7(), facts.Id, _openedAt));
        var revoked = await world.Do(new RevokeQualification(Guid.CreateVersion7(), facts.Organiser, Lawful.Day("2025-12-01"), "lent"));
        await Watched(revoked.Position);
        Assert.True((await Row(facts.Id)).IsPaused);
        Assert.Contains("qualification_revoked", (await world.Send(new OpenProject(Guid.CreateVersion7(), (await Another(facts, plan)).Id, _openedAt))).Refusals.Select(refusal => refusal.Code), StringComparer.Ordinal);
        await Watched((await world.Do(new ResumeProject(Guid.CreateVersion7(), facts.Id))).Position);
        Assert.True((await Row(facts.Id)).IsPaused);
    }

    [Fact]
    public async Task Officers_of_the_organiser_write_the_plan_and_nobody_else()
    {
        var (facts, _, plan) = await Approved();
        SavePlan Save() => new(Guid.CreateVersion7(), facts.Id, plan);
        Assert.Empty((await world.Send(Save(), Staff.Holding(Role.CharityOfficer, "440703", facts.Organiser))).Refusals);
        Assert.Empty((await world.Send(Save(), Staff.Holding(Role.FederationOfficer, "440703"))).Refusals);
        Assert.Equal("forbidden", Assert.Single((await world.Send(Save(), Staff.Holding(Role.CharityOfficer, "440703"))).Refusals).Code);
        Assert.Equal("forbidden", Assert.Single((await world.Send(Save(), Staff.Holding(Role.TownWorker, "440703103"))).Refusals).Code);
        Assert.Equal("division_unknown", Assert.Single((await world.Send(Save() with { Plan = plan with { Area = DivisionCode.Parse("999999") } })).Refusals).Code);
    }

    [Fact]
    public async Task Only_the_platform_itself_opens_at_another_time_than_now()
    {
        var (facts, uscc, plan) = await Approved();
        await world.Do(new SavePlan(Guid.CreateVersion7(), facts.Id, plan with { OpensOn = Lawful.Day("2150-01-01"), ClosesOn = Lawful.Day("2150-02-01") }));
        await File(facts.Id, uscc);
        var outcome = await world.Send(new OpenProject(Guid.CreateVersion7(), facts.Id, new DateTimeOffset(2150, 1, 2, 0, 0, 0, TimeSpan.Zero)), Staff.Holding(Role.FederationOfficer, "440703"));
        Assert.Contains("outside_filed_days", outcome.Refusals.Select(refusal => refusal.Code), StringComparer.Ordinal);
    }

    // A verified charity with everything the law asks for, and a project it was given.
    private async Task<(ProjectFacts Facts, string Uscc, FundraisingPlan Plan)> Approved()
    {
        var facts = ProjectFacts.New();
        var seventeen = $"53440703MJPL{Interlocked.Increment(ref codes):00000}";
        var uscc = seventeen + Uscc.CheckCharacter(seventeen);
        var (certificate, account, person) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        await world.Do(new RegisterOrganisation(Guid.CreateVersion7(), facts.Organiser, "某慈善会", "Some Charity", OrganisationKind.Association, DivisionCode.Parse("440703"), uscc, null));
        await world.Do(new VerifyOrganisation(Guid.CreateVersion7(), facts.Organiser, "seen"));
        await world.Do(new EnterQualification(Guid.CreateVersion7(), facts.Organiser, certificate, "C-1", Lawful.Day("2025-03-01"), "seen"));
        await world.Do(new ConfirmQualification(Guid.CreateVersion7(), facts.Organiser, certificate));
        await world.Do(new EnterAccount(Guid.CreateVersion7(), facts.Organiser, account, "某银行", "0042", true, "seen"));
        await world.Do(new ConfirmAccount(Guid.CreateVersion7(), facts.Organiser, account));
        await world.Do(new NameResponsiblePerson(Guid.CreateVersion7(), facts.Organiser, person, new PersonId(person), "campaign_leader", facts.Organiser, true, Lawful.Day("2025-03-01"), true, null, null, false));
        await facts.Write(world.Store, 0, facts.UpToApproved);
        return (facts, uscc, Lawful.Plan with { LeaderId = new PersonId(person), LeaderEmployerId = null, LeaderIsFullTime = false, AccountId = account });
    }

    private async Task<ProjectFacts> Another(ProjectFacts facts, FundraisingPlan plan)
    {
        var another = facts with { Id = Guid.CreateVersion7() };
        await another.Write(world.Store, 0, another.UpToApproved);
        await world.Do(new SavePlan(Guid.CreateVersion7(), another.Id, plan));
        return another;
    }

    private async Task File(Guid id, string uscc)
    {
        await world.Do(new FilePlan(Guid.CreateVersion7(), id, Lawful.Day("2025-11-10"), "民政局"));
        await world.Do(new RecordFilingNumber(Guid.CreateVersion7(), id, uscc + "A26001", Lawful.Day("2025-11-20")));
        await world.Do(new ListOnPlatform(Guid.CreateVersion7(), id, Guid.CreateVersion7(), "tencent", "https://platform.example/1", Lawful.Day("2025-11-21")));
    }

    private async Task<ProjectRow> Row(Guid id)
    {
        var (_, _, position) = await world.Services.CreateScope().ServiceProvider.GetRequiredService<Aggregates>().Load<Project, IProjectEvent>(id, Ct);
        Assert.True(await world.Services.GetRequiredService<Store.ReadModelHost>().WaitFor("projects", position, TimeSpan.FromSeconds(10), Ct));
        return await world.Services.GetRequiredService<ProjectDirectory>().Find(id, Ct) ?? throw new InvalidOperationException("No row.");
    }

    private async Task Watched(long position) =>
        Assert.True(await world.Services.GetRequiredService<Store.ReadModelHost>().WaitFor("qualification_watch", position, TimeSpan.FromSeconds(20), Ct));
}
