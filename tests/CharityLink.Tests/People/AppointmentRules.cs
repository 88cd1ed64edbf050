using CharityLink.Kernel;
using CharityLink.People;

namespace CharityLink.Tests.People;

/// <summary>Who may give which role to whom, and who may take it back.</summary>
public sealed class AppointmentRules
{
    private static readonly DivisionCode _town = DivisionCode.Parse("440703101");
    private static readonly Guid _id = Guid.CreateVersion7();
    private static readonly Guid _account = Guid.CreateVersion7();
    private static readonly Guid _organisation = Guid.CreateVersion7();
    private static readonly Caller _administrator = Staff.Holding(Role.Administrator, "440700");
    private static readonly Caller _officer = Staff.Holding(Role.FederationOfficer, "440703");
    private static readonly StaffAppointed _appointed = new(_id, _account, Role.TownWorker, _organisation, _town);

    [Fact]
    public void An_officer_appoints_a_worker_below() => Appoint(Ask(), _officer).Then(_appointed);

    [Fact]
    public void The_same_again_changes_nothing_even_after_its_end_and_another_under_its_id_is_refused()
    {
        var once = Scenario<StaffAppointment, IAppointmentEvent>.Given(_appointed);
        once.When(state => StaffAppointment.Appoint(state, Ask(), Here(), _officer)).Nothing();
        once.When(state => StaffAppointment.Appoint(state, Ask() with { AccountId = Guid.CreateVersion7() }, Here(), _officer)).Refused("appointment_id_reused");
        Scenario<StaffAppointment, IAppointmentEvent>.Given(_appointed, new AppointmentEnded(_id))
            .When(state => StaffAppointment.Appoint(state, Ask(), Here(), _officer)).Nothing();
    }

    [Theory]
    [InlineData(Role.CharityOfficer)]
    [InlineData(Role.Auditor)]
    public void An_officer_gives_no_role_but_the_workers(Role role)
    {
        Appoint(Ask() with { Role = role }, _officer).RefusedAt("role_not_yours_to_give", "role");
        Appoint(Ask() with { Role = role }, _administrator).Then(_appointed with { Role = role });
    }

    [Fact]
    public void A_worker_gives_no_role() => Appoint(Ask(), Staff.Holding(Role.TownWorker, "440703101")).Refused("role_not_yours_to_give");

    [Theory]
    [InlineData(Role.Administrator, "440703")]
    [InlineData(Role.FederationOfficer, "440703101")]
    [InlineData(Role.TownWorker, "440703")]
    [InlineData(Role.TownWorker, "440703101001")]
    [InlineData(Role.VillageWorker, "440703101")]
    public void A_role_is_held_at_its_own_level(Role role, string division)
    {
        var there = DivisionCode.Parse(division);
        Appoint(Ask() with { Role = role, Division = there }, _administrator, new Place(there, _organisation)).RefusedAt("role_not_at_level", "role");
    }

    [Fact]
    public void The_organisation_has_to_be_there_and_where_the_form_says()
    {
        Scenario<StaffAppointment, IAppointmentEvent>.Given()
            .When(none => StaffAppointment.Appoint(none, Ask(), null, _officer)).RefusedAt("organisation_unknown", "organisation");
        Appoint(Ask(), _officer, new Place(DivisionCode.Parse("440703102"), _organisation)).RefusedAt("division_not_of_organisation", "organisation");
    }

    [Fact]
    public void Nobody_and_no_such_role_are_told_at_their_fields()
    {
        var wrong = Ask() with { AccountId = Guid.Empty, Role = (Role)99 };
        Assert.Equal([("account_missing", "email"), ("role_unknown", "role")], wrong.Validate().Select(refusal => (refusal.Code, refusal.Field)));
        Assert.Empty(Ask().Validate());
    }

    [Fact]
    public void A_role_is_taken_back_once()
    {
        End(_officer, _appointed).Then(new AppointmentEnded(_id));
        End(_officer, _appointed, new AppointmentEnded(_id)).Nothing();
        End(_officer).Refused("appointment_unknown");
    }

    [Fact]
    public void Nobody_ends_an_own_role_nor_one_that_was_not_theirs_to_give()
    {
        End(_officer with { AccountId = _account }, _appointed).Refused("own_appointment");
        End(_officer, _appointed with { Role = Role.Auditor }).Refused("role_not_yours_to_give");
    }

    private static AppointStaff Ask() => new(Guid.CreateVersion7(), _id, _account, Role.TownWorker, _organisation, _town);

    private static Place Here() => new(_town, _organisation);

    private static Verdict<IAppointmentEvent> Appoint(AppointStaff ask, Caller caller, Place? place = null) =>
        Scenario<StaffAppointment, IAppointmentEvent>.Given().When(none => StaffAppointment.Appoint(none, ask, place ?? Here(), caller));

    private static Verdict<IAppointmentEvent> End(Caller caller, params IAppointmentEvent[] facts) =>
        Scenario<StaffAppointment, IAppointmentEvent>.Given(facts).When(state => StaffAppointment.End(state, new EndAppointment(Guid.CreateVersion7(), _id), caller));
}
