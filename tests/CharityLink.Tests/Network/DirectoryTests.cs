using System.Globalization;
using CharityLink.Kernel;
using CharityLink.Network;
using Microsoft.Extensions.DependencyInjection;

namespace CharityLink.Tests.Network;

/// <summary>The network through its front door, on real PostgreSQL: rights, races, and what the directory shows.</summary>
public sealed class DirectoryTests(World world) : IClassFixture<World>
{
    private readonly OrganisationDirectory directory = world.Services.GetRequiredService<OrganisationDirectory>();

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_registered_body_is_found_by_id_by_name_and_by_sound()
    {
        var id = Guid.CreateVersion7();
        await world.Do(Federation(id, "440781", "台山市慈善会", "Taishan Charity Federation", 1), null, "organisations");
        var row = await directory.Find(id, Now);
        Assert.Equal(("台山市慈善会", "Federation", "440781", false, false), (row?.NameZh, row?.Kind, row?.Division, row?.IsVerified, row?.IsSuspended));
        foreach (var text in new[] { "台山市慈善会", "taishan charity", "TAISHANSHI CISHANHUI", "Táishānshì" })
        {
            Assert.Contains(await directory.Search(text, 10, Now), found => found.OrganisationId == id);
        }

        Assert.Empty(await directory.Search("100%", 10, Now));
    }

    [Fact]
    public async Task The_tree_is_shown_from_both_ends_and_counted_by_place()
    {
        var (county, branch, station) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        await world.Do(Federation(county, "440785", "恩平市慈善会", "Enping Charity Federation", 2));
        await world.Do(new RegisterOrganisation(Guid.CreateVersion7(), branch, "某分会", "Branch", OrganisationKind.TownBranch, DivisionCode.Parse("440785102"), null, county));
        await world.Do(new RegisterOrganisation(Guid.CreateVersion7(), station, "某工作站", "Station", OrganisationKind.VillageStation, DivisionCode.Parse("440785102203"), null, branch), null, "organisations");
        Assert.Equal([county, branch], (await directory.AncestorsOf(station, Now)).Select(row => row.OrganisationId));
        Assert.Equal([branch], (await directory.ChildrenOf(county, Now)).Select(row => row.OrganisationId));
        Assert.Equal([station], (await directory.At(DivisionCode.Parse("440785102203"), Now)).Select(row => row.OrganisationId));
        Assert.Equal(2, (await directory.CountsBelow(DivisionCode.Parse("440785"), Now))[DivisionCode.Parse("440785102")]);
        Assert.Equal(3, (await directory.CountsBelow(DivisionCode.Parse("440700"), Now))[DivisionCode.Parse("440785")]);
        var list = await directory.List(new OrganisationFilter([DivisionCode.Parse("440785102")], State: "unverified"), 1, 1, Now);
        Assert.Equal((2L, branch), (list.Total, Assert.Single(list.Rows).OrganisationId));
    }

    [Fact]
    public async Task Every_change_of_state_is_shown()
    {
        var id = Guid.CreateVersion7();
        await world.Do(Federation(id, "440784", "鹤山市慈善会", "Heshan Charity Federation", 3));
        await world.Do(new VerifyOrganisation(Guid.CreateVersion7(), id, "seen"));
        await world.Do(new SuspendOrganisation(Guid.CreateVersion7(), id, "Report overdue"), null, "organisations");
        Assert.Equal((true, true, "Report overdue", false), await directory.Find(id, Now) is { } one ? (one.IsVerified, one.IsSuspended, one.SuspendedBecause, one.IsActive) : default);
        await world.Do(new ResumeOrganisation(Guid.CreateVersion7(), id));
        await world.Do(new ChangeOrganisation(Guid.CreateVersion7(), id, "鹤山慈善会", "Heshan Federation", Code("440784", 3)), null, "organisations");
        Assert.Equal((false, false, null, "Heshan Federation"), await directory.Find(id, Now) is { } two ? (two.IsVerified, two.IsSuspended, two.SuspendedBecause, two.NameEn) : default);
    }

    [Fact]
    public async Task Of_many_who_race_for_one_credit_code_exactly_one_wins()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => world.Send(Federation(Guid.CreateVersion7(), "440783", $"开平{i}", $"Kaiping {i}", 4))));
        Assert.Single(outcomes, outcome => outcome.IsDone);
        Assert.All(outcomes.Where(outcome => !outcome.IsDone), outcome => Assert.True(outcome.Refusals[0].Code is "uscc_taken" or "busy"));
    }

    [Fact]
    public async Task A_code_that_is_given_up_can_be_taken_by_another()
    {
        var (first, second) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await world.Do(Federation(first, "440705", "新会区慈善会", "Xinhui Charity Federation", 5));
        Assert.Equal("uscc_taken", (await world.Send(Federation(second, "440705", "另一个", "Another", 5))).Refusals[0].Code);
        await world.Do(new ChangeOrganisation(Guid.CreateVersion7(), first, "新会区慈善会", "Xinhui Charity Federation", Code("440705", 6)));
        await world.Do(Federation(second, "440705", "另一个", "Another", 5));
    }

    [Fact]
    public async Task An_officer_acts_in_the_own_county_only_and_other_roles_not_at_all()
    {
        var ask = Federation(Guid.CreateVersion7(), "440703", "蓬江区慈善会", "Pengjiang Charity Federation", 7);
        Assert.Equal("forbidden", (await world.Send(ask, Staff.Holding(Role.FederationOfficer, "440704"))).Refusals[0].Code);
        Assert.Equal("forbidden", (await world.Send(ask, Staff.Holding(Role.TownWorker, "440703"))).Refusals[0].Code);
        Assert.Equal("forbidden", (await world.Send(ask, Staff.Holding(Role.Auditor, "440700"))).Refusals[0].Code);
        Assert.Equal("forbidden", (await world.Send(ask, Caller.Public)).Refusals[0].Code);
        Assert.Equal("forbidden", (await world.Send(ask with { Division = DivisionCode.Parse("110101") }, Staff.Holding(Role.FederationOfficer, "440703"))).Refusals[0].Code);
        Assert.Equal("division_unknown", (await world.Send(ask with { Division = DivisionCode.Parse("110101") }, Staff.Holding(Role.Administrator, "440700"))).Refusals[0].Code);
        await world.Do(ask, Staff.Holding(Role.FederationOfficer, "440703"));
    }

    [Fact]
    public async Task Four_eyes_and_another_body_verify()
    {
        var id = Guid.CreateVersion7();
        var clerk = Staff.Holding(Role.FederationOfficer, "440700");
        await world.Do(Federation(id, "440704", "江海区慈善会", "Jianghai Charity Federation", 8), clerk);
        var verify = new VerifyOrganisation(Guid.CreateVersion7(), id, "seen");
        Assert.Equal("verifier_entered_it", (await world.Send(verify, clerk)).Refusals[0].Code);
        Assert.Equal("verifier_not_above", (await world.Send(verify with { CommandId = Guid.CreateVersion7() }, Staff.Holding(Role.FederationOfficer, "440704", id))).Refusals[0].Code);
        await world.Do(verify with { CommandId = Guid.CreateVersion7() }, Staff.Holding(Role.FederationOfficer, "440700"));
    }

    private static RegisterOrganisation Federation(Guid id, string division, string zh, string en, int number) =>
        new(Guid.CreateVersion7(), id, zh, en, OrganisationKind.Federation, DivisionCode.Parse(division), Code(division, number), null);

    private static string Code(string division, int number)
    {
        var seventeen = string.Create(CultureInfo.InvariantCulture, $"51{division}MJTEX{number:0000}");
        return seventeen + Uscc.CheckCharacter(seventeen);
    }
}
