using CharityLink.Giving;
using CharityLink.Kernel;
using FsCheck;
using FsCheck.Fluent;

namespace CharityLink.Tests.Giving.Pledges;

using Promise = Scenario<Pledge, IPledgeEvent>;

/// <summary>Promises: made, confirmed, kept, taken back, no longer waited for.</summary>
public sealed class PledgeRules
{
    private static readonly DateTimeOffset _noon = new(2026, 10, 3, 4, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly _today = new(2026, 10, 3);
    private static readonly Guid _id = StartRules.Id(9);
    private static readonly GiftCause _cause = new(null, null, StartRules.Id(3), StartRules.Id(5), StartRules.Id(5), DivisionCode.Parse("440703103201"), StartRules.Id(7));
    private static readonly Standing _open = new(_cause, [], new DateTimeOffset(2026, 12, 31, 16, 0, 0, TimeSpan.Zero));
    private static readonly GiftLimits _limits = new();
    private static readonly MakePledge _ask = new(
        StartRules.Id(100), _id, new(null, null, StartRules.Id(7), null), Money.Cny(100_00), new PersonId(StartRules.Id(8)), false, new("month", 3, _today), true, "en", _noon);

    private static readonly PledgeMade _made = new(
        _id, _cause, Money.Cny(100_00), new PersonId(StartRules.Id(8)), false,
        [new(1, _today, Money.Cny(33_34)), new(2, new(2026, 11, 3), Money.Cny(33_33)), new(3, new(2026, 12, 3), Money.Cny(33_33))], true, "en", _noon);

    private static readonly PledgeConfirmed _confirmed = new(_id, _cause, Money.Cny(100_00));

    [Fact]
    public void A_promise_is_made_in_parts_that_add_up_to_the_fen()
    {
        var verdict = Promise.Given().When(Making(_ask));
        var made = Assert.IsType<PledgeMade>(Assert.Single(verdict.Decision));
        Assert.Equal(_made.Instalments, made.Instalments);
        Assert.Equal(_made with { Instalments = made.Instalments }, made);
    }

    [Fact]
    public void The_same_form_again_changes_nothing() => Promise.Given(_made).When(Making(_ask with { At = _noon.AddHours(1) })).Nothing();

    [Fact]
    public void One_id_with_another_promise_is_refused()
    {
        Promise.Given(_made).When(Making(_ask with { Amount = Money.Cny(99_00) })).Refused("pledge_id_reused");
        Promise.Given(_made).When(Making(_ask with { Schedule = new("month", 2, _today) })).Refused("pledge_id_reused");
        Promise.Given(_made).When(Making(_ask with { Schedule = new("month", 0, _today) })).Refused("pledge_id_reused");
        Promise.Given(_made).When(Making(_ask with { Schedule = new("quarter", 3, DateOnly.MaxValue) })).Refused("pledge_id_reused");
        Promise.Given(_made).When(Making(_ask with { IsPublicMediaPromise = false })).Refused("pledge_id_reused");
    }

    [Theory]
    [InlineData("week", 1, "2026-10-03", "pledge_schedule_unknown")]
    [InlineData("once", 2, "2026-10-03", "pledge_count_out_of_range")]
    [InlineData("month", 1, "2026-10-03", "pledge_count_out_of_range")]
    [InlineData("month", 25, "2026-10-03", "pledge_count_out_of_range")]
    [InlineData("month", 0, "2026-10-03", "pledge_count_out_of_range")]
    [InlineData("once", 1, "2026-10-02", "pledge_day_passed")]
    [InlineData("once", 1, "2027-01-01", "pledge_after_deadline")]
    [InlineData("month", 3, "2026-11-01", "pledge_after_deadline")]
    [InlineData("quarter", 24, "9999-12-31", "pledge_after_deadline")]
    [InlineData("once", 1, "2026-12-31", null)]
    [InlineData("once", 1, "2026-10-03", null)]
    [InlineData("quarter", 2, "2026-10-01", "pledge_day_passed")]
    public void A_schedule_is_checked_at_its_fields(string every, int count, string first, string? code)
    {
        var why = new PledgeSchedule(every, count, DateOnly.Parse(first, System.Globalization.CultureInfo.InvariantCulture))
            .Check(Money.Cny(100_00), _today, new DateOnly(2026, 12, 31), _limits).ToList();
        Assert.Equal(code, why.SingleOrDefault()?.Code);
    }

    [Fact]
    public void Without_a_deadline_three_years_ahead_are_enough()
    {
        Assert.Equal("pledge_day_too_far", Assert.Single(new PledgeSchedule("month", 2, DateOnly.MaxValue).Check(Money.Cny(100_00), _today, null, _limits)).Code);
        Assert.Equal("pledge_day_too_far", Assert.Single(new PledgeSchedule("quarter", 2, _today.AddMonths(34)).Check(Money.Cny(100_00), _today, null, _limits)).Code);
        Assert.Empty(new PledgeSchedule("once", 1, _today.AddMonths(36)).Check(Money.Cny(100), _today, null, _limits));
        Assert.Equal("pledge_day_too_far", Assert.Single(new PledgeSchedule("once", 1, _today.AddMonths(36).AddDays(1)).Check(Money.Cny(100), _today, null, _limits)).Code);
    }

    [Fact]
    public void Every_part_is_a_gift_that_can_be_given()
    {
        Assert.Empty(new PledgeSchedule("month", 3, _today).Check(Money.Cny(3_00), _today, null, _limits));
        Assert.Equal("pledge_part_too_small", Assert.Single(new PledgeSchedule("month", 3, _today).Check(Money.Cny(2_99), _today, null, _limits)).Code);
    }

    [Fact]
    public void What_takes_no_gifts_takes_no_promise() =>
        Promise.Given().When(pledge => Pledge.Decide(pledge, _ask, new Standing(null, [new Refusal("project_paused", "project")]), _limits)).Refused("project_paused");

    [Fact]
    public void An_address_is_confirmed_once_and_in_time()
    {
        Promise.Given(_made).When(Confirming(_noon.AddDays(14))).Then(_confirmed);
        Promise.Given(_made).When(Confirming(_noon.AddDays(14).AddTicks(1))).Refused("pledge_confirmation_late");
        Promise.Given(_made, _confirmed).When(Confirming(_noon)).Nothing();
        Promise.Given(_made, new PledgeCancelled(_id, _cause, Money.Cny(100_00), false)).When(Confirming(_noon)).Refused("pledge_over");
        Promise.Given().When(Confirming(_noon)).Refused("pledge_unknown");
    }

    [Fact]
    public void A_gift_keeps_a_part_counts_once_and_never_more_than_was_promised()
    {
        var kept = new PledgeFulfilled(_id, StartRules.Id(1), _cause, Money.Cny(33_34));
        Promise.Given(_made, _confirmed).When(Keeping(1, 33_34)).Then(kept);
        Promise.Given(_made, _confirmed, kept).When(Keeping(1, 33_34)).Nothing();
        Promise.Given(_made, _confirmed, kept).When(Keeping(2, 70_00)).Then(new PledgeFulfilled(_id, StartRules.Id(2), _cause, Money.Cny(66_66)));
        Promise.Given(_made).When(Keeping(1, 33_34)).Nothing();
        Promise.Given().When(Keeping(1, 33_34)).Refused("pledge_unknown");
    }

    [Fact]
    public void The_next_part_is_the_first_that_is_not_kept()
    {
        var pledge = Promise.Given(_made, _confirmed).State!; // Made.
        Assert.Equal(_made.Instalments[0], pledge.Next);
        Assert.Equal(new Instalment(2, new(2026, 11, 3), Money.Cny(26_67)), Kept(40_00).Next);
        Assert.Equal((PledgeState.Kept, null), (Kept(100_00).State, Kept(100_00).Next));
    }

    [Fact]
    public void What_is_open_can_be_taken_back_or_let_off()
    {
        Promise.Given(_made).When(pledge => Pledge.Decide(pledge, new CancelPledge(_id, _id))).Then(new PledgeCancelled(_id, _cause, Money.Cny(100_00), false));
        Promise.Given(_made, _confirmed, new PledgeFulfilled(_id, _id, _cause, Money.Cny(30_00)))
            .When(pledge => Pledge.Decide(pledge, new CancelPledge(_id, _id))).Then(new PledgeCancelled(_id, _cause, Money.Cny(70_00), true));
        Promise.Given(_made, _confirmed).When(pledge => Pledge.Decide(pledge, new ReleasePledge(_id, _id, " ill "), null)).Then(new PledgeReleased(_id, _cause, Money.Cny(100_00), "ill", null));
        Promise.Given(_made).When(pledge => Pledge.Decide(pledge, new ReleasePledge(_id, _id, "ill"), null)).Refused("pledge_over");
        Promise.Given(_made, _confirmed, new PledgeReleased(_id, _cause, Money.Cny(100_00), "ill", null)).When(pledge => Pledge.Decide(pledge, new CancelPledge(_id, _id))).Refused("pledge_over");
    }

    [Fact]
    public void Nobody_is_waited_for_longer_than_the_rules_say()
    {
        PledgeLapsed Lapsed(bool confirmed, string why) => new(_id, _cause, Money.Cny(100_00), confirmed, why);
        var last = new DateTimeOffset(2026, 12, 3, 0, 0, 0, TimeSpan.FromHours(8)).AddDays(90);
        Promise.Given(_made).When(Lapsing(_noon.AddDays(14))).Refused("pledge_stands");
        Promise.Given(_made).When(Lapsing(_noon.AddDays(14).AddTicks(1))).Then(Lapsed(false, "unconfirmed"));
        Promise.Given(_made, _confirmed).When(Lapsing(last)).Refused("pledge_stands");
        Promise.Given(_made, _confirmed).When(Lapsing(last.AddDays(1))).Then(Lapsed(true, "overdue"));
        Promise.Given(_made, _confirmed).When(pledge => Pledge.Decide(pledge, new LapsePledge(_id, _id, _noon), isOver: true)).Then(Lapsed(true, "project_over"));
        Promise.Given(_made, _confirmed, new PledgeFulfilled(_id, _id, _cause, Money.Cny(100_00))).When(Lapsing(last.AddYears(1))).Nothing();
    }

    [Fact]
    public void However_it_is_split_the_parts_add_up_and_differ_by_a_fen_at_most() => Check.QuickThrowOnFailure(Prop.ForAll(
        Gen.Zip(Gen.Choose(1, PledgeSchedule.CountMax), Gen.Choose(2400, 100_000_000)).ToArbitrary(),
        drawn =>
        {
            var parts = new PledgeSchedule("month", drawn.Item1, _today).Parts(Money.Cny(drawn.Item2));
            return parts.Sum(part => part.Amount.Minor) == drawn.Item2
                && parts.Max(part => part.Amount.Minor) - parts.Min(part => part.Amount.Minor) <= 1
                && parts.Zip(parts.Skip(1)).All(pair => pair.First.DueOn < pair.Second.DueOn);
        }));

    private static Pledge Kept(long fen) => Promise.Given(_made, _confirmed, new PledgeFulfilled(_id, _id, _cause, Money.Cny(fen))).State!; // Made.

    private static Func<Pledge?, Decision<IPledgeEvent>> Making(MakePledge ask) => pledge => Pledge.Decide(pledge, ask, _open, _limits);

    private static Func<Pledge?, Decision<IPledgeEvent>> Confirming(DateTimeOffset at) => pledge => Pledge.Decide(pledge, new ConfirmPledge(_id, _id, at), _open);

    private static Func<Pledge?, Decision<IPledgeEvent>> Keeping(int gift, long fen) =>
        pledge => Pledge.Decide(pledge, new FulfilPledge(_id, _id, StartRules.Id(gift), Money.Cny(fen)));

    private static Func<Pledge?, Decision<IPledgeEvent>> Lapsing(DateTimeOffset at) => pledge => Pledge.Decide(pledge, new LapsePledge(_id, _id, at), isOver: false);
}
