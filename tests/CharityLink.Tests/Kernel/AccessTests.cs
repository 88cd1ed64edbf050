using CharityLink.Kernel;
using CharityLink.Network;

namespace CharityLink.Tests.Kernel;

/// <summary>OPS-2: what an appointment covers, and that nobody may what nobody allowed.</summary>
public sealed class AccessTests
{
    private static readonly Guid _body = Guid.CreateVersion7();

    [Theory]
    [InlineData(Role.Administrator, "440100", true, true)]
    [InlineData(Role.FederationOfficer, "440703", true, true)]
    [InlineData(Role.FederationOfficer, "440704", false, true)]
    [InlineData(Role.CharityOfficer, "440700", false, true)]
    [InlineData(Role.TownWorker, "440703101", true, true)]
    [InlineData(Role.VillageWorker, "440703101001", false, true)]
    [InlineData(Role.Auditor, "440700", true, true)]
    public void An_appointment_covers_its_body_and_by_its_role_what_lies_below(Role role, string division, bool town, bool own)
    {
        var held = new Appointment(role, _body, DivisionCode.Parse(division));
        Assert.Equal(town, held.Covers(new Place(DivisionCode.Parse("440703101"), Guid.CreateVersion7())));
        Assert.Equal(own, held.Covers(new Place(DivisionCode.Parse("440999"), _body)));
        Assert.Equal(own, held.Covers(new Place(DivisionCode.Parse("440999"), Guid.CreateVersion7(), _body)));
    }

    [Fact]
    public void A_command_that_names_nobody_is_for_nobody() => Assert.Null(AllowAttribute.Of(typeof(AccessTests)));

    [Fact]
    public void Every_command_says_who_may() => Assert.All(
        typeof(ICommand).Assembly.GetTypes().Where(type => type.IsAssignableTo(typeof(ICommand)) && !type.IsInterface),
        command => Assert.True(AllowAttribute.Of(command) is not null, $"{command.Name} allows nobody."));

    [Fact]
    public void A_role_held_elsewhere_and_a_visitor_may_not()
    {
        var rule = AllowAttribute.Of(typeof(SuspendOrganisation)) ?? throw new InvalidOperationException();
        var place = new Place(DivisionCode.Parse("440703"), _body);
        Assert.True(rule.Permits(Staff.Holding(Role.FederationOfficer, "440700"), place));
        Assert.False(rule.Permits(Staff.Holding(Role.FederationOfficer, "440704"), place));
        Assert.False(rule.Permits(Staff.Holding(Role.Auditor, "440700"), place));
        Assert.False(rule.Permits(Caller.Public, place));
        Assert.True(rule.Permits(Caller.System, place));
    }
}
