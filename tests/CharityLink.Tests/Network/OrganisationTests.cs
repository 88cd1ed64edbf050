using CharityLink.Kernel;
using CharityLink.Network;

namespace CharityLink.Tests.Network;

/// <summary>NET-2, NET-3: who may be in the network, and where.</summary>
public sealed class OrganisationTests
{
    private const string Code = "52620600MJY949356H";
    private static readonly Guid _id = Guid.CreateVersion7();
    private static readonly Guid _clerk = Guid.CreateVersion7();
    private static readonly Divisions _model = DivisionsFile.Load(null);
    private static readonly Organisation _city = Standing(OrganisationKind.Federation, "440700");
    private static readonly Organisation _county = Standing(OrganisationKind.Federation, "440703", _city.Id);

    [Fact]
    public void A_registration_is_a_fact_with_everything_tidied() =>
        Scenario<Organisation, IOrganisationEvent>.Given()
            .When(none => Organisation.Decide(none, Ask() with { NameZh = " 某慈善会 ", Uscc = " 52620600mjy949356h" }, Around()))
            .Then(new OrganisationRegistered(_id, "某慈善会", "Some Charity", OrganisationKind.Association, DivisionCode.Parse("440703"), Code, null, false, "mou", _clerk));

    [Fact]
    public void The_same_registration_again_changes_nothing_and_another_under_its_id_is_refused()
    {
        var registered = Scenario<Organisation, IOrganisationEvent>.Given(Registered());
        registered.When(one => Organisation.Decide(one, Ask(), Around(holder: _id))).Nothing();
        registered.When(one => Organisation.Decide(one, Ask() with { NameEn = "Another" }, Around(holder: _id))).Refused("organisation_id_reused");
    }

    [Fact]
    public void An_unknown_kind_division_or_a_statistical_area_is_refused()
    {
        Register(Ask() with { Kind = (OrganisationKind)99 }).RefusedAt("kind_unknown", "kind");
        Register(Ask(), around => around with { Division = null }).RefusedAt("division_unknown", "division");
        Register(Ask() with { Division = DivisionCode.Parse("440705450") }).RefusedAt("division_statistical", "division");
    }

    [Theory]
    [InlineData(OrganisationKind.Federation, "440703101")]
    [InlineData(OrganisationKind.TownBranch, "440703")]
    [InlineData(OrganisationKind.TownBranch, "440703101001")]
    [InlineData(OrganisationKind.VillageStation, "440703101")]
    public void A_kind_exists_at_its_own_levels(OrganisationKind kind, string division) =>
        Assert.Contains(Organisation.Decide(null, Ask() with { Kind = kind, Division = DivisionCode.Parse(division) }, Around(division)).Refusals, refusal => refusal is { Code: "kind_not_at_level", Field: "kind" });

    [Fact]
    public void A_legal_person_needs_a_code_that_nobody_else_holds()
    {
        Register(Ask() with { Uscc = "" }).RefusedAt("uscc_missing", "uscc");
        Register(Ask(), around => around with { UsccHolder = Guid.CreateVersion7() }).RefusedAt("uscc_taken", "uscc");
        Assert.Empty(Organisation.Decide(null, Ask() with { Kind = OrganisationKind.VolunteerGroup, Uscc = null }, Around()).Refusals);
    }

    [Fact]
    public void A_branch_has_no_code_and_needs_a_federation_above_it()
    {
        var branch = Ask() with { Kind = OrganisationKind.TownBranch, Division = DivisionCode.Parse("440703101"), Uscc = null, ParentId = _county.Id };
        Assert.Empty(Organisation.Decide(null, branch, Around("440703101", _county)).Refusals);
        Register(branch with { Uscc = Code }, around => around with { Parent = _county }).RefusedAt("uscc_not_for_branch", "uscc");
        Register(branch with { ParentId = null }).RefusedAt("parent_missing", "parent");
        Register(branch, around => around with { Parent = _county with { Kind = OrganisationKind.Foundation } }).RefusedAt("parent_no_federation", "parent");
    }

    [Fact]
    public void A_parent_is_known_higher_around_the_child_and_not_suspended()
    {
        var child = Ask() with { ParentId = _county.Id, Division = DivisionCode.Parse("440703101") };
        Register(child).RefusedAt("parent_unknown", "parent");
        Register(child with { Division = DivisionCode.Parse("440704004") }, around => around with { Parent = _county }).RefusedAt("parent_elsewhere", "parent");
        Register(child with { Division = DivisionCode.Parse("440703") }, around => around with { Parent = _county }).RefusedAt("parent_not_higher", "parent");
        Register(child with { Division = DivisionCode.Parse("440700") }, around => around with { Parent = _county }).RefusedAt("parent_not_higher", "parent");
        Register(child, around => around with { Parent = _county with { IsSuspended = true } }).RefusedAt("parent_suspended", "parent");
        Assert.Empty(Organisation.Decide(null, child, Around("440703101", _county)).Refusals);
    }

    [Fact]
    public void All_reasons_are_told_at_once() => Register(
        Ask() with { Uscc = null, ParentId = _county.Id, Division = DivisionCode.Parse("440705450") }, around => around with { Parent = _county })
        .Refused("division_statistical", "uscc_missing", "parent_elsewhere");

    [Fact]
    public void Who_typed_it_in_does_not_verify_it_and_nobody_verifies_the_own_body()
    {
        var entered = Scenario<Organisation, IOrganisationEvent>.Given(Registered());
        var verify = new VerifyOrganisation(Guid.CreateVersion7(), _id, " seen ");
        entered.When(one => Organisation.Decide(one, verify, _clerk, true)).Refused("verifier_entered_it");
        entered.When(one => Organisation.Decide(one, verify, Guid.CreateVersion7(), false)).Refused("verifier_not_above");
        entered.When(one => Organisation.Decide(one, verify, Guid.CreateVersion7(), true)).Then(new OrganisationVerified(_id, "seen"));
        entered.When(one => Organisation.Decide(one, verify, null, true)).Then(new OrganisationVerified(_id, "seen"));
        Scenario<Organisation, IOrganisationEvent>.Given(Registered(), new OrganisationVerified(_id, "seen")).When(one => Organisation.Decide(one, verify, _clerk, false)).Nothing();
    }

    [Fact]
    public void What_was_verified_and_is_changed_has_to_be_verified_anew()
    {
        var change = new ChangeOrganisation(Guid.CreateVersion7(), _id, "某某慈善会", "Some Charity", Code);
        var changed = new OrganisationChanged(_id, "某某慈善会", "Some Charity", Code, "mou", _clerk);
        Scenario<Organisation, IOrganisationEvent>.Given(Registered()).When(one => Organisation.Decide(one, change, Around(holder: _id))).Then(changed);
        Scenario<Organisation, IOrganisationEvent>.Given(Registered(), new OrganisationVerified(_id, "seen"))
            .When(one => Organisation.Decide(one, change, Around(holder: _id))).Then(changed, new VerificationWithdrawn(_id));
        Scenario<Organisation, IOrganisationEvent>.Given(Registered(), changed).When(one => Organisation.Decide(one, change, Around(holder: _id))).Nothing();
        Scenario<Organisation, IOrganisationEvent>.Given(Registered()).When(one => Organisation.Decide(one, change, Around(holder: Guid.CreateVersion7()))).Refused("uscc_taken");
    }

    [Fact]
    public void A_mistake_in_the_English_name_is_mended_without_more_ado() =>
        Scenario<Organisation, IOrganisationEvent>.Given(Registered(), new OrganisationVerified(_id, "seen"))
            .When(one => Organisation.Decide(one, new ChangeOrganisation(Guid.CreateVersion7(), _id, "某慈善会", "Some Charity Federation", Code), Around(holder: _id)))
            .Then(new OrganisationChanged(_id, "某慈善会", "Some Charity Federation", Code, "mou", _clerk));

    [Fact]
    public void Linking_follows_the_rules_of_registering()
    {
        var entered = Scenario<Organisation, IOrganisationEvent>.Given(Registered());
        entered.When(one => Organisation.Decide(one, Link(_city.Id), _city)).Then(new OrganisationLinked(_id, _city.Id));
        entered.When(one => Organisation.Decide(one, Link(null), null)).Nothing();
        entered.When(one => Organisation.Decide(one, Link(_county.Id), _county)).RefusedAt("parent_not_higher", "parent");
        entered.When(one => Organisation.Decide(one, Link(_id), one)).RefusedAt("parent_not_higher", "parent");
        Scenario<Organisation, IOrganisationEvent>.Given(Registered(), new OrganisationLinked(_id, _city.Id)).When(one => Organisation.Decide(one, Link(null), null)).Then(new OrganisationLinked(_id, null));
    }

    [Fact]
    public void Suspending_and_resuming_twice_does_it_once()
    {
        var (suspend, resume) = (new SuspendOrganisation(Guid.CreateVersion7(), _id, "why"), new ResumeOrganisation(Guid.CreateVersion7(), _id));
        var (entered, suspended) = (Registered(), new OrganisationSuspended(_id, "why"));
        Scenario<Organisation, IOrganisationEvent>.Given(entered).When(one => Organisation.Decide(one, suspend)).Then(suspended);
        Scenario<Organisation, IOrganisationEvent>.Given(entered, suspended).When(one => Organisation.Decide(one, suspend)).Nothing();
        Scenario<Organisation, IOrganisationEvent>.Given(entered, suspended).When(one => Organisation.Decide(one, resume)).Then(new OrganisationResumed(_id));
        Scenario<Organisation, IOrganisationEvent>.Given(entered).When(one => Organisation.Decide(one, resume)).Nothing();
    }

    [Fact]
    public void What_does_not_exist_cannot_be_changed()
    {
        var nothing = Scenario<Organisation, IOrganisationEvent>.Given();
        nothing.When(one => Organisation.Decide(one, new VerifyOrganisation(Guid.CreateVersion7(), _id, "x"), null, true)).Refused("organisation_unknown");
        nothing.When(one => Organisation.Decide(one, new ChangeOrganisation(Guid.CreateVersion7(), _id, "x", "x", null), Around())).Refused("organisation_unknown");
        nothing.When(one => Organisation.Decide(one, Link(null), null)).Refused("organisation_unknown");
        nothing.When(one => Organisation.Decide(one, new SuspendOrganisation(Guid.CreateVersion7(), _id, "x"))).Refused("organisation_unknown");
        nothing.When(one => Organisation.Decide(one, new ResumeOrganisation(Guid.CreateVersion7(), _id))).Refused("organisation_unknown");
        Assert.Throws<CorruptStreamException>(() => Organisation.Evolve(null, new OrganisationResumed(_id)));
    }

    [Fact]
    public void The_shape_of_what_is_typed_is_checked_at_each_field() =>
        Assert.Equal(
            ["name_zh text_missing", "name_en text_too_long", "uscc uscc_malformed", "name_pinyin text_forbidden_character"],
            (Ask() with { NameZh = " ", NameEn = new string('x', 101), Uscc = "12", NamePinyin = "a\0" }).Validate().Select(refusal => $"{refusal.Field} {refusal.Code}"), StringComparer.Ordinal);

    private static Verdict<IOrganisationEvent> Register(RegisterOrganisation ask, Func<Surroundings, Surroundings>? with = null) =>
        Scenario<Organisation, IOrganisationEvent>.Given().When(none => Organisation.Decide(none, ask, (with ?? (around => around))(Around(ask.Division.Value))));

    private static RegisterOrganisation Ask() => new(Guid.CreateVersion7(), _id, "某慈善会", "Some Charity", OrganisationKind.Association, DivisionCode.Parse("440703"), Code, null);

    private static LinkOrganisation Link(Guid? parent) => new(Guid.CreateVersion7(), _id, parent);

    private static OrganisationRegistered Registered() => new(_id, "某慈善会", "Some Charity", OrganisationKind.Association, DivisionCode.Parse("440703"), Code, null, false, "mou", _clerk);

    private static Surroundings Around(string division = "440703", Organisation? parent = null, Guid? holder = null) =>
        new(_model.Find(DivisionCode.Parse(division)), parent, holder, "mou", _clerk);

    private static Organisation Standing(OrganisationKind kind, string division, Guid? parent = null) =>
        new(Guid.CreateVersion7(), "甲", "A", kind, DivisionCode.Parse(division), Code, parent, false, null, true);
}
