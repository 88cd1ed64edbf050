using CharityLink.Evidence;
using CharityLink.Giving;
using CharityLink.Kernel;

namespace CharityLink.Tests.Giving.Pledges;

using Promise = Scenario<Pledge, IPledgeEvent>;

/// <summary>GIV-4, CN-DON-07: a promise that came by letter, by telephone or before the public is written down by staff, stands at once, and says how it was given.</summary>
public sealed class EnterPromiseRules
{
    private static readonly DateTimeOffset _noon = new(2026, 10, 3, 4, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly _today = new(2026, 10, 3);
    private static readonly Guid _id = StartRules.Id(9), _by = StartRules.Id(10), _holder = StartRules.Id(5);
    private static readonly EvidenceFile _letter = new(new string('b', 64), "application/pdf", 900);
    private static readonly GiftCause _cause = new(null, null, StartRules.Id(3), StartRules.Id(4), _holder, DivisionCode.Parse("440703103201"), StartRules.Id(7));
    private static readonly Standing _open = new(_cause, [], new DateTimeOffset(2026, 12, 31, 16, 0, 0, TimeSpan.Zero));
    private static readonly EnterPromise _ask = new(
        StartRules.Id(100), _id, _holder, new(null, null, StartRules.Id(7), null), Money.Cny(100_00), new PersonId(StartRules.Id(8)), false, true, new("once", 1, _today.AddDays(30)),
        PromiseForm.Written, _today.AddDays(-2), true, _letter, "zh-CN", _noon);

    [Fact]
    public void It_stands_at_once_with_how_it_was_given()
    {
        var facts = Promise.Given().When(Entering(_ask)).Decision.NewFacts;
        var made = Assert.IsType<PledgeMade>(facts[0]);
        Assert.Equal((true, true, false, "zh-CN", Money.Cny(100_00)), (made.IsEntered, made.HasAddress, made.IsPublicMediaPromise, made.Language, Assert.Single(made.Instalments).Amount));
        Assert.Equal(new PledgeConfirmed(_id, _cause, Money.Cny(100_00)), facts[1]);
        Assert.Equal(new PromiseFormRecorded(_id, _cause, PromiseForm.Written, _today.AddDays(-2), true, _letter, _by), facts[2]);
        var pledge = facts.Aggregate((Pledge?)null, Pledge.Evolve);
        Assert.Equal((PledgeState.Confirmed, Money.Cny(100_00), "written"), (pledge!.State, pledge.Open, pledge.Binding("CN").Because)); // It was made.
    }

    [Fact]
    public void One_before_the_public_says_so_and_one_without_an_address_too()
    {
        var made = Assert.IsType<PledgeMade>(Promise.Given().When(Entering(_ask with { Form = PromiseForm.Public, Paper = null, HasAddress = false })).Decision.NewFacts[0]);
        Assert.Equal((true, false), (made.IsPublicMediaPromise, made.HasAddress));
    }

    [Fact]
    public void The_same_form_again_changes_nothing_and_another_promise_under_its_id_is_refused()
    {
        IPledgeEvent[] before = [.. Promise.Given().When(Entering(_ask)).Decision.NewFacts];
        Promise.Given(before).When(Entering(_ask with { At = _noon.AddHours(1) })).Nothing();
        Promise.Given(before).When(Entering(_ask with { Amount = Money.Cny(99_00) })).Refused("pledge_id_reused");
        Promise.Given(before).When(Entering(_ask with { HasAddress = false })).Refused("pledge_id_reused");
        Promise.Given(before).When(Entering(_ask with { Schedule = new("month", 2, _today.AddDays(30)) })).Refused("pledge_id_reused");
        Promise.Given(before).When(Entering(_ask with { Schedule = new("month", 0, _today.AddDays(30)) })).Refused("pledge_id_reused");
        Promise.Given(before).When(Entering(_ask with { Schedule = new("once", 1, DateOnly.MaxValue) })).Refused("pledge_id_reused");
        Promise.Given(((PledgeMade)before[0]) with { IsEntered = false }).When(Entering(_ask)).Refused("pledge_id_reused");
    }

    [Fact]
    public void What_is_wrong_is_told_at_its_field()
    {
        Promise.Given().When(Entering(_ask with { Paper = null })).RefusedAt("promise_paper_missing", "paper");
        Promise.Given().When(Entering(_ask with { PromisedOn = _today.AddDays(1) })).RefusedAt("date_in_future", "promised_on");
        Assert.Equal(3, Promise.Given().When(Entering(_ask with { PromisedOn = _today, Schedule = new("once", 1, _today) })).Decision.NewFacts.Count);
        Promise.Given().When(Entering(_ask with { HolderId = StartRules.Id(6) })).RefusedAt("pledge_other_holder", "cause");
        Promise.Given().When(Entering(_ask with { Amount = Money.Cny(99) })).RefusedAt("amount_too_small", "amount");
        Promise.Given().When(Entering(_ask with { Schedule = new("once", 1, _today.AddDays(-1)) })).RefusedAt("pledge_day_passed", "first_on");
        Promise.Given().When(Entering(_ask with { Schedule = new("once", 1, new(2027, 1, 1)) })).RefusedAt("pledge_after_deadline", "first_on");
        Assert.Contains(new Refusal("project_over", "cause"), Promise.Given().When(Entering(_ask with { At = new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero) })).Decision.Refusals);
        Assert.Equal("promise_form_unknown", Assert.Single((_ask with { Form = (PromiseForm)9 }).Validate()).Code);
    }

    private static Func<Pledge?, Decision<IPledgeEvent>> Entering(EnterPromise ask) => pledge => Pledge.Decide(pledge, ask, _open, new GiftLimits(), _by);
}
