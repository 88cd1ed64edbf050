using CharityLink.Kernel;
using CharityLink.Network;
using CharityLink.Programs;
using Program = CharityLink.Programs.Program;

namespace CharityLink.Tests.Programs;

/// <summary>PRG-1: what a program is, what a unit costs, where its sites are.</summary>
public sealed class ProgramTests
{
    private static readonly Guid _id = Guid.CreateVersion7();
    private static readonly Guid _site = Guid.CreateVersion7();
    private static readonly Guid _operator = Guid.CreateVersion7();
    private static readonly DivisionCode _county = DivisionCode.Parse("440703");
    private static readonly DivisionCode _village = DivisionCode.Parse("440703101001");
    private static readonly Body _owner = new(_county, true, true, false);
    private static readonly StartProgram _start = new(Guid.CreateVersion7(), _id, Guid.CreateVersion7(), "elder_canteen", " 饭堂 ", "Canteen", "午餐", "Lunch", _county, Guid.CreateVersion7());
    private static readonly ProgramStarted _started = new(_id, _start.OwnerId, "elder_canteen", "饭堂", "Canteen", "午餐", "Lunch", _county, _start.FundId, false);
    private static readonly OpenSite _open = new(Guid.CreateVersion7(), _id, _site, "点", "Site", _village, _operator);
    private static readonly SiteOpened _opened = new(_id, _site, "点", "Site", _village, _operator, false);
    private static readonly SetUnit _unit = new(Guid.CreateVersion7(), _id, "份午餐", "lunch", "lunches", Money.Cny(12_00), Money.Cny(4_00));

    [Fact]
    public void A_program_starts_once_and_its_id_is_its_own()
    {
        Given().When(none => Program.Decide(none, _start, _owner, true)).Then(_started);
        Given(_started).When(one => Program.Decide(one, _start, _owner, true)).Nothing();
        Given(_started).When(one => Program.Decide(one, _start with { SummaryEn = "Dinner" }, _owner, true)).Refused("program_id_reused");
        Given(_started).When(one => Program.Decide(one, _start with { NameEn = "Kitchen" }, _owner, true)).Refused("program_id_reused");
    }

    [Fact]
    public void The_owner_is_a_verified_legal_person_in_good_standing()
    {
        Start(_start, null).RefusedAt("owner_unknown", "owner");
        Start(_start, _owner with { IsLegalPerson = false }).RefusedAt("owner_not_legal_person", "owner");
        Start(_start, _owner with { IsVerified = false }).RefusedAt("owner_not_verified", "owner");
        Start(_start, _owner with { IsSuspended = true }).RefusedAt("owner_suspended", "owner");
    }

    [Fact]
    public void Kind_and_place_are_known_and_the_place_is_the_owners()
    {
        Start(_start with { Kind = "bakery" }, _owner).RefusedAt("program_kind_unknown", "kind");
        Start(_start, _owner, known: false).RefusedAt("division_unknown", "division");
        Start(_start with { Division = DivisionCode.Parse("440704") }, _owner).RefusedAt("division_outside_owner", "division");
        Start(_start with { Kind = "bakery" }, null, known: false).Refused("program_kind_unknown", "owner_unknown", "division_unknown");
    }

    [Fact]
    public void A_unit_can_be_set_and_set_anew()
    {
        var set = new UnitSet(_id, "份午餐", "lunch", "lunches", Money.Cny(12_00), Money.Cny(4_00));
        Given(_started).When(one => Program.Decide(one, _unit)).Then(set);
        Given(_started, set).When(one => Program.Decide(one, _unit)).Nothing();
        Given(_started, set).When(one => Program.Decide(one, _unit with { FromGivers = Money.Cny(12_00) })).Then(set with { FromGivers = Money.Cny(12_00) });
    }

    [Theory]
    [InlineData(0, 4_00, "unit_cost_not_positive", "cost")]
    [InlineData(-1, 4_00, "unit_cost_not_positive", "cost")]
    [InlineData(12_00, 0, "givers_part_not_positive", "from_givers")]
    [InlineData(12_00, -1, "givers_part_not_positive", "from_givers")]
    [InlineData(12_00, 12_01, "givers_part_above_cost", "from_givers")]
    public void Givers_pay_more_than_nothing_and_at_most_the_whole(long cost, long part, string code, string field) =>
        Given(_started).When(one => Program.Decide(one, _unit with { Cost = Money.Cny(cost), FromGivers = Money.Cny(part) })).RefusedAt(code, field);

    [Fact]
    public void A_unit_is_paid_in_one_currency() =>
        Given(_started).When(one => Program.Decide(one, _unit with { FromGivers = new Money(4_00, new Currency("HKD")) })).RefusedAt("currency_differs", "from_givers");

    [Fact]
    public void A_site_opens_inside_the_program_and_inside_its_operators_place()
    {
        var body = new Body(_village, false, true, false);
        Open(_open, body).Then(_opened);
        Open(_open, body with { Division = _county }).Then(_opened);
        Open(_open, null).RefusedAt("operator_unknown", "operator");
        Open(_open, body with { IsSuspended = true }).RefusedAt("operator_suspended", "operator");
        Open(_open, body with { Division = DivisionCode.Parse("440703101207") }).RefusedAt("operator_elsewhere", "operator");
        Open(_open with { Division = DivisionCode.Parse("440704004210") }, body).RefusedAt("site_outside_program", "division");
        Given(_started).When(one => Program.Decide(one, _open, body, false)).RefusedAt("division_unknown", "division");
    }

    [Fact]
    public void A_site_opens_once_and_not_in_a_suspended_program()
    {
        var body = new Body(_village, false, true, false);
        Given(_started, _opened).When(one => Program.Decide(one, _open, body, true)).Nothing();
        Given(_started, _opened).When(one => Program.Decide(one, _open with { NameEn = "Other" }, body, true)).Refused("site_id_reused");
        Given(_started, new ProgramSuspended(_id, "why")).When(one => Program.Decide(one, _open, body, true)).Refused("program_suspended");
    }

    [Fact]
    public void A_site_closes_once()
    {
        var close = new CloseSite(Guid.CreateVersion7(), _id, _site, " why ");
        Given(_started).When(one => Program.Decide(one, close)).Refused("site_unknown");
        Given(_started, _opened).When(one => Program.Decide(one, close)).Then(new SiteClosed(_id, _site, "why"));
        Given(_started, _opened, new SiteClosed(_id, _site, "why")).When(one => Program.Decide(one, close)).Nothing();
    }

    [Fact]
    public void Suspending_and_resuming_twice_does_it_once()
    {
        var (suspend, resume) = (new SuspendProgram(Guid.CreateVersion7(), _id, "why"), new ResumeProgram(Guid.CreateVersion7(), _id));
        Given(_started).When(one => Program.Decide(one, suspend)).Then(new ProgramSuspended(_id, "why"));
        Given(_started, new ProgramSuspended(_id, "why")).When(one => Program.Decide(one, suspend)).Nothing();
        Given(_started, new ProgramSuspended(_id, "why")).When(one => Program.Decide(one, resume)).Then(new ProgramResumed(_id));
        Given(_started).When(one => Program.Decide(one, resume)).Nothing();
    }

    [Fact]
    public void What_never_started_cannot_be_changed()
    {
        Given().When(none => Program.Decide(none, _unit)).Refused("program_unknown");
        Given().When(none => Program.Decide(none, _open, null, true)).Refused("program_unknown");
        Given().When(none => Program.Decide(none, new CloseSite(Guid.CreateVersion7(), _id, _site, "x"))).Refused("program_unknown");
        Given().When(none => Program.Decide(none, new SuspendProgram(Guid.CreateVersion7(), _id, "x"))).Refused("program_unknown");
        Given().When(none => Program.Decide(none, new ResumeProgram(Guid.CreateVersion7(), _id))).Refused("program_unknown");
        Assert.Throws<CorruptStreamException>(() => Program.Evolve(null, _opened));
        Assert.Throws<CorruptStreamException>(() => Body.Evolve(null, new OrganisationResumed(_operator)));
    }

    [Fact]
    public void The_four_programs_are_kinds_and_every_kind_has_its_words()
    {
        Assert.Equal("elder_canteen home_improvement left_behind_children school_program", string.Join(' ', ProgramKinds.All.Select(kind => kind.Code)));
        Assert.All(ProgramKinds.All, kind => Assert.All(new[] { kind.NameZh, kind.NameEn, kind.UnitZh, kind.UnitEn, kind.UnitsEn }, text => Assert.Null(PlainText.Check(text, "kind", PlainText.NameMax))));
    }

    private static Scenario<Program, IProgramEvent> Given(params IProgramEvent[] facts) => Scenario<Program, IProgramEvent>.Given(facts);

    private static Verdict<IProgramEvent> Start(StartProgram start, Body? owner, bool known = true) => Given().When(none => Program.Decide(none, start, owner, known));

    private static Verdict<IProgramEvent> Open(OpenSite open, Body? body) => Given(_started).When(one => Program.Decide(one, open, body, true));
}
