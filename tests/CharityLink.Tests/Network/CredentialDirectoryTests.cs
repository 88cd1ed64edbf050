using CharityLink.Kernel;
using CharityLink.Network;
using CharityLink.Store;
using Microsoft.Extensions.DependencyInjection;
using static CharityLink.Tests.Network.Credentialed;

namespace CharityLink.Tests.Network;

/// <summary>NET-2: what pages are told of credentials, and that a rebuild tells the same.</summary>
public sealed class CredentialDirectoryTests(World world) : IClassFixture<World>
{
    private const string Model = "organisation_credentials";

    private CredentialDirectory Directory => world.Services.GetRequiredService<CredentialDirectory>();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everything_recorded_is_read_back_and_survives_a_rebuild()
    {
        var charity = await Charity("52620600MJY949356H");
        var (qualification, account, person) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        await world.Do(new RecordStanding(Guid.CreateVersion7(), charity, Day("2020-01-01"), null));
        await world.Do(new EnterQualification(Guid.CreateVersion7(), charity, qualification, Certificate, Day("2025-03-01"), "seen"));
        Assert.Empty(await Directory.Qualified([charity], Ct));
        await world.Do(new ConfirmQualification(Guid.CreateVersion7(), charity, qualification), Staff.Holding(Role.FederationOfficer, "440703"));
        await world.Do(new EnterAccount(Guid.CreateVersion7(), charity, account, "某银行", "0042", true, "seen"));
        await world.Do(new NameResponsiblePerson(Guid.CreateVersion7(), charity, person, NameResponsiblePerson.PersonOf(person), "campaign_leader", charity, true, Day("2025-01-01"), true, null, null, false));
        await world.Do(new RecordTaxListing(Guid.CreateVersion7(), charity, Guid.CreateVersion7(), Day("2026-01-01"), "notice"), null, Model);

        var row = await Directory.Summary(charity, Ct);
        Assert.Equal(new CredentialRow(charity, Certificate, Day("2025-03-01"), null, Day("2026-01-01"), Day("2028-12-31")), row);
        Assert.Contains(charity, await Directory.Qualified([charity, Guid.CreateVersion7()], Ct));
        var before = await Directory.Find(charity, Ct);
        Assert.Equal("0042", Assert.Single(before.Accounts).Entered.LastFour);
        await world.Services.GetRequiredService<ReadModelHost>().Rebuild(Model, Ct);
        var after = await Directory.Find(charity, Ct);
        Assert.Equal((before.Qualification, before.People[0], before.Standing), (after.Qualification, after.People[0], after.Standing));
    }

    [Fact]
    public async Task A_revocation_is_told_at_once()
    {
        var charity = await Charity("51440703MJ00000017");
        var qualification = Guid.CreateVersion7();
        await world.Do(new EnterQualification(Guid.CreateVersion7(), charity, qualification, Certificate, Day("2025-03-01"), "seen"));
        await world.Do(new ConfirmQualification(Guid.CreateVersion7(), charity, qualification));
        await world.Do(new RevokeQualification(Guid.CreateVersion7(), charity, Day("2025-04-01"), "why"), null, Model);
        Assert.Equal(Day("2025-04-01"), (await Directory.Summary(charity, Ct))?.RevokedOn);
        Assert.False((await Directory.Summary(charity, Ct))?.IsQualified);
        Assert.Empty(await Directory.Qualified([charity], Ct));
    }

    [Fact]
    public async Task Nothing_is_known_of_an_organisation_until_something_was_recorded()
    {
        // Where this test is the first, the tables are still being made.
        await world.Services.GetRequiredService<ReadModelHost>().WaitFor(Model, 1, TimeSpan.FromSeconds(5), Ct);
        Assert.Null(await Directory.Summary(Guid.CreateVersion7(), Ct));
        Assert.False((await Directory.Find(Guid.CreateVersion7(), Ct)).IsQualified);
    }

    private async Task<Guid> Charity(string code)
    {
        var id = Guid.CreateVersion7();
        var uscc = code[..17] + Uscc.CheckCharacter(code);
        await world.Do(new RegisterOrganisation(Guid.CreateVersion7(), id, "某慈善会", "Some Charity", OrganisationKind.Association, DivisionCode.Parse("440703"), uscc, null), null, "organisations");
        return id;
    }
}
