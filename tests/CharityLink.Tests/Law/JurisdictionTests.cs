using CharityLink.Kernel;
using CharityLink.Law;
using CharityLink.Network;
using Microsoft.Extensions.DependencyInjection;

namespace CharityLink.Tests.Law;

/// <summary>RUL-1: another law can be chosen for an organisation, and then judges it.</summary>
public sealed class JurisdictionTests(World world) : IClassFixture<World>
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_organisation_stands_under_the_law_of_China_until_another_is_chosen()
    {
        var id = await Organisation("440703");
        Assert.Equal("CN", await Of(id));
        var officer = Staff.Holding(Role.FederationOfficer, "440703");
        await world.Do(new ChooseJurisdiction(Guid.CreateVersion7(), id, "GB"), officer);
        Assert.Equal("GB", await Of(id));

        await using var scope = world.Services.CreateAsyncScope();
        var book = await scope.ServiceProvider.GetRequiredService<Jurisdictions>().BookOf(id, Lawful.Place, Lawful.Today, Now);
        CampaignLaw.Opening(Lawful.Opening with { FiledOn = null }, book).Allows();
        await world.Do(new ChooseJurisdiction(Guid.CreateVersion7(), id, "CN"), officer);
        Assert.Equal("CN", await Of(id));
    }

    [Fact]
    public async Task The_same_choice_again_is_no_fact()
    {
        var id = await Organisation("440703");
        var command = new ChooseJurisdiction(Guid.CreateVersion7(), id, "GB");
        await world.Do(command);
        await world.Do(command);
        await world.Do(new ChooseJurisdiction(Guid.CreateVersion7(), id, "GB"));
        Assert.Equal(1, (await world.Store.ReadStream(OrganisationJurisdiction.StreamOf(id), 0, Now)).Version);
        await world.Do(new ChooseJurisdiction(Guid.CreateVersion7(), await Organisation("440703"), "CN"));
    }

    [Fact]
    public async Task A_law_there_is_not_and_an_organisation_there_is_not_are_refused()
    {
        var id = await Organisation("440703");
        Assert.Equal(new Refusal("jurisdiction_unknown", "jurisdiction"), Assert.Single((await world.Send(new ChooseJurisdiction(Guid.CreateVersion7(), id, "XX"))).Refusals));
        Assert.Equal("organisation_unknown", Assert.Single((await world.Send(new ChooseJurisdiction(Guid.CreateVersion7(), Guid.CreateVersion7(), "GB"))).Refusals).Code);
        Assert.Equal("forbidden", Assert.Single((await world.Send(new ChooseJurisdiction(Guid.CreateVersion7(), id, "GB"), Staff.Holding(Role.FederationOfficer, "440704"))).Refusals).Code);
        Assert.Equal("CN", await Of(id));
    }

    private async Task<string> Of(Guid id)
    {
        await using var scope = world.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<Jurisdictions>().Of(id, Now);
    }

    private async Task<Guid> Organisation(string division)
    {
        var id = Guid.CreateVersion7();
        await world.Do(new RegisterOrganisation(Guid.CreateVersion7(), id, "某志愿队", "Some Group", OrganisationKind.VolunteerGroup, DivisionCode.Parse(division), null, null));
        return id;
    }
}
