using CharityLink.Audit;
using CharityLink.Kernel;
using CharityLink.Network;
using CharityLink.People;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CharityLink.Tests.People;

/// <summary>Appointments through the front door, and the trail every act and every refused attempt leaves.</summary>
public sealed class AppointmentTests(World world) : IClassFixture<World>
{
    private readonly AppointmentList appointments = world.Services.GetRequiredService<AppointmentList>();
    private readonly AuditTrail audit = world.Services.GetRequiredService<AuditTrail>();

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_role_works_once_given_and_no_longer_once_taken_back()
    {
        var (town, account, id) = (await Branch("440783", "440783103", 11), Guid.CreateVersion7(), Guid.CreateVersion7());
        var officer = Staff.Holding(Role.FederationOfficer, "440783");
        await world.Do(new AppointStaff(id, id, account, Role.TownWorker, town, DivisionCode.Parse("440783103")), officer, "appointments");
        Assert.Equal(new Appointment(Role.TownWorker, town, DivisionCode.Parse("440783103")), Assert.Single(await appointments.Held(account, Now)));
        Assert.Contains(await appointments.In(officer, Now), held => held.Id == id);
        Assert.DoesNotContain(await appointments.In(Staff.Holding(Role.Auditor, "440784"), Now), held => held.Id == id);

        await world.Do(new EndAppointment(Guid.CreateVersion7(), id), officer, "appointments");
        var anotherNode = new AppointmentList(world.Services.GetRequiredService<NpgsqlDataSource>(), TimeProvider.System);
        Assert.Empty(await anotherNode.Held(account, Now));
        Assert.DoesNotContain(await appointments.In(officer, Now), held => held.Id == id);
    }

    [Fact]
    public async Task An_officer_of_another_county_appoints_and_ends_nothing_here()
    {
        var (town, id) = (await Branch("440785", "440785101", 12), Guid.CreateVersion7());
        var stranger = Staff.Holding(Role.FederationOfficer, "440784");
        var ask = new AppointStaff(Guid.CreateVersion7(), id, Guid.CreateVersion7(), Role.TownWorker, town, DivisionCode.Parse("440785101"));
        Assert.Equal("forbidden", Assert.Single((await world.Send(ask, stranger)).Refusals).Code);

        await world.Do(ask, null, "appointments");
        Assert.Equal("forbidden", Assert.Single((await world.Send(new EndAppointment(Guid.CreateVersion7(), id), stranger)).Refusals).Code);
    }

    [Fact]
    public async Task The_trail_shows_who_did_what_to_those_who_watch_the_place_and_to_nobody_else()
    {
        var (town, id) = (await Branch("440781", "440781100", 13), Guid.CreateVersion7());
        var officer = Staff.Holding(Role.FederationOfficer, "440781");
        await world.Do(new AppointStaff(id, id, Guid.CreateVersion7(), Role.TownWorker, town, DivisionCode.Parse("440781100")), officer, "appointments");
        await world.Do(new EndAppointment(Guid.CreateVersion7(), id), officer, "audit");

        var seen = await audit.Newest(Staff.Holding(Role.Auditor, "440781"), null, new(officer.AccountId), 10, Now);
        Assert.Equal("appointment_ended staff_appointed", string.Join(' ', seen.Select(entry => entry.Fact)));
        Assert.All(seen, entry => Assert.Equal(("440781100", officer.AccountId, id), (entry.Division, entry.AccountId, entry.StreamId)));
        Assert.Empty(await audit.Newest(Staff.Holding(Role.Auditor, "440784"), null, new(officer.AccountId), 10, Now));
        Assert.Empty(await audit.Newest(Caller.Public, null, new(officer.AccountId), 10, Now));
        var older = await audit.Newest(Staff.Holding(Role.Auditor, "440781"), new AuditMark(seen[0].At, seen[0].Position), new(officer.AccountId), 10, Now);
        Assert.Equal("staff_appointed", Assert.Single(older).Fact);
    }

    [Fact]
    public async Task A_refused_attempt_is_on_the_trail_where_the_person_works()
    {
        // The trail is kept from the first act on.
        var (town, id) = (await Branch("440783", "440783103", 14), Guid.CreateVersion7());
        await world.Do(new AppointStaff(id, id, Guid.CreateVersion7(), Role.TownWorker, town, DivisionCode.Parse("440783103")), null, "audit");
        var worker = Staff.Holding(Role.VillageWorker, "440704001001");
        await world.Send(new SuspendOrganisation(Guid.CreateVersion7(), Guid.CreateVersion7(), "Because"), worker);

        var attempt = Assert.Single(await audit.Newest(Staff.Holding(Role.FederationOfficer, "440704"), null, new(worker.AccountId), 10, Now));
        Assert.Equal((nameof(SuspendOrganisation), "forbidden", null), (attempt.CommandName, attempt.RefusalCode, attempt.Fact));
        Assert.Empty(await audit.Newest(Staff.Holding(Role.FederationOfficer, "440705"), null, new(worker.AccountId), 10, Now));
    }

    private async Task<Guid> Branch(string county, string town, int number)
    {
        var (federation, branch) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var seventeen = $"51{county}MJDEM{number:0000}";
        await world.Do(new RegisterOrganisation(
            Guid.CreateVersion7(), federation, "县慈善会", "County Federation", OrganisationKind.Federation, DivisionCode.Parse(county), seventeen + Uscc.CheckCharacter(seventeen), null));
        await world.Do(new RegisterOrganisation(Guid.CreateVersion7(), branch, "镇分会", "Town Branch", OrganisationKind.TownBranch, DivisionCode.Parse(town), null, federation));
        return branch;
    }
}
