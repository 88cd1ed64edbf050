using CharityLink.Kernel;
using CharityLink.Network;
using CharityLink.Programs;
using Microsoft.Extensions.DependencyInjection;

namespace CharityLink.Tests.Programs;

/// <summary>Programs through their front door, on real PostgreSQL.</summary>
public sealed class ProgramDirectoryTests(World world) : IClassFixture<World>
{
    private static readonly DivisionCode _county = DivisionCode.Parse("440784");
    private readonly ProgramDirectory directory = world.Services.GetRequiredService<ProgramDirectory>();

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_program_and_its_sites_are_shown_as_they_stand()
    {
        var (owner, program, first, second) = (await Owner(), Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        await world.Do(Start(program, owner));
        await world.Do(new SetUnit(Guid.CreateVersion7(), program, "份午餐", "lunch", "lunches", Money.Cny(12_00), Money.Cny(4_00)));
        await world.Do(new OpenSite(Guid.CreateVersion7(), program, first, "雅瑶点", "Yayao", DivisionCode.Parse("440784102201"), owner));
        await world.Do(new OpenSite(Guid.CreateVersion7(), program, second, "桂林点", "Guilin", DivisionCode.Parse("440784001008"), owner));
        await world.Do(new CloseSite(Guid.CreateVersion7(), program, second, "moved"));
        await world.Do(new SuspendProgram(Guid.CreateVersion7(), program, "checked"), null, "programs");

        var row = await directory.Find(program, Now);
        Assert.Equal((Money.Cny(12_00), Money.Cny(4_00), true, "checked"), (row?.Cost, row?.FromGivers, row?.IsSuspended, row?.SuspendedBecause));
        Assert.Equal([(first, true, null), (second, false, "moved")], (await directory.SitesOf(program, Now)).Select(site => (site.SiteId, site.IsOpen, site.ClosedBecause)));
        Assert.Equal(1, (await directory.OpenSites([program], Now))[program]);
        Assert.Contains(await directory.WorkingIn(DivisionCode.Parse("440784102201"), Now), found => found.ProgramId == program);
        Assert.DoesNotContain(await directory.WorkingIn(DivisionCode.Parse("440784001008"), Now), found => found.ProgramId == program);
        Assert.Contains((await directory.Search("yayao", 10, Now)).Sites, site => site.SiteId == first);
        Assert.Contains((await directory.Search("饭堂", 10, Now)).Programs, found => found.ProgramId == program);
        Assert.Equal(1, (await directory.List(new ProgramFilter(Owners: [owner], State: "suspended"), 1, 10, Now)).Total);
        Assert.Equal(0, (await directory.List(new ProgramFilter(Areas: [DivisionCode.Parse("440703")]), 1, 10, Now)).Total);
    }

    [Fact]
    public async Task Only_the_owner_and_the_federations_above_run_a_program()
    {
        var (owner, program) = (await Owner(), Guid.CreateVersion7());
        Assert.Equal("forbidden", (await world.Send(Start(program, owner), Staff.Holding(Role.CharityOfficer, "440784"))).Refusals[0].Code);
        Assert.Equal("forbidden", (await world.Send(Start(program, owner), Staff.Holding(Role.Administrator, "440700"))).Refusals[0].Code);
        await world.Do(Start(program, owner), Staff.Holding(Role.CharityOfficer, "440784", owner));
        var unit = new SetUnit(Guid.CreateVersion7(), program, "份", "one", "many", Money.Cny(1), Money.Cny(1));
        Assert.Equal("forbidden", (await world.Send(unit, Staff.Holding(Role.FederationOfficer, "440703"))).Refusals[0].Code);
        await world.Do(unit, Staff.Holding(Role.FederationOfficer, "440784"));
        await world.Do(new SuspendProgram(Guid.CreateVersion7(), program, "checked"), Staff.Holding(Role.FederationOfficer, "440700"));
        Assert.Equal("forbidden", (await world.Send(new ResumeProgram(Guid.CreateVersion7(), program), Staff.Holding(Role.CharityOfficer, "440784", owner))).Refusals[0].Code);
        await world.Do(new ResumeProgram(Guid.CreateVersion7(), program), Staff.Holding(Role.FederationOfficer, "440784"));
    }

    [Fact]
    public async Task An_owner_that_was_suspended_or_changed_starts_nothing()
    {
        var owner = await Owner();
        await world.Do(new SuspendOrganisation(Guid.CreateVersion7(), owner, "late"));
        Assert.Equal("owner_suspended", (await world.Send(Start(Guid.CreateVersion7(), owner))).Refusals[0].Code);
        await world.Do(new ResumeOrganisation(Guid.CreateVersion7(), owner));
        await world.Do(new ChangeOrganisation(Guid.CreateVersion7(), owner, "新名", "New name", null));
        Assert.Equal("owner_not_verified", (await world.Send(Start(Guid.CreateVersion7(), owner))).Refusals[0].Code);
    }

    private async Task<Guid> Owner()
    {
        var id = Guid.CreateVersion7();
        await world.Do(new RegisterOrganisation(Guid.CreateVersion7(), id, "鹤山志愿队", "Heshan Volunteers", OrganisationKind.VolunteerGroup, _county, null, null));
        await world.Do(new VerifyOrganisation(Guid.CreateVersion7(), id, "seen"));
        return id;
    }

    private static StartProgram Start(Guid id, Guid owner) =>
        new(Guid.CreateVersion7(), id, owner, "elder_canteen", "长者饭堂", "Canteen", "午餐", "Lunch", _county, Guid.CreateVersion7());
}
