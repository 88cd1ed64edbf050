using CharityLink.Kernel;
using CharityLink.Matching;

namespace CharityLink.Tests.Matching;

/// <summary>A sponsor's promise: written down, confirmed by another person, changed, closed, paid.</summary>
public sealed class PoolRules
{
    private static readonly Guid _clerk = Guid.CreateVersion7();
    private static readonly Guid _other = Guid.CreateVersion7();
    private static readonly Guid _project = Guid.CreateVersion7();
    private static readonly DraftPool _ask = Pools.Draft(Pools.Terms(100_000_00));
    private static readonly PoolDrafted _drafted = Pools.Drafted(_ask, _clerk);
    private static readonly PoolOpened _opened = new(_ask.PoolId, _other);
    private static readonly PoolClosed _closed = new(_ask.PoolId, "over", _other);
    private static readonly DateOnly _today = new(2026, 11, 25);

    [Fact]
    public void A_promise_is_written_down() => New().When(pool => MatchingPool.Decide(pool, _ask, true, _clerk)).Then(_drafted);

    [Fact]
    public void The_same_form_twice_is_one_promise() => Given(_drafted).When(pool => MatchingPool.Decide(pool, _ask, true, _clerk)).Nothing();

    [Fact]
    public void One_id_is_one_promise() =>
        Given(_drafted).When(pool => MatchingPool.Decide(pool, _ask with { SponsorZh = "别家" }, true, _clerk)).Refused("pool_id_reused");

    [Fact]
    public void Money_needs_a_holder_that_may_receive_it() =>
        New().When(pool => MatchingPool.Decide(pool, _ask, false, _clerk)).RefusedAt("pool_holder_cannot_receive", "holder");

    [Theory]
    [InlineData(0, "match_cap_invalid")]
    [InlineData(-1, "match_cap_invalid")]
    [InlineData(1_000_000_000_001, "match_cap_invalid")]
    public void A_pool_holds_something_that_can_be_counted(long fen, string code) =>
        New().When(pool => MatchingPool.Decide(pool, Pools.Draft(Pools.Terms(fen)), true, _clerk)).RefusedAt(code, "pool");

    [Theory]
    [InlineData(0, "match_cap_invalid")]
    [InlineData(100_000_01, "match_cap_above_pool")]
    public void A_cap_lies_inside_the_pool(long fen, string code) =>
        New().When(pool => MatchingPool.Decide(pool, Pools.Draft(Pools.Terms(100_000_00) with { PerDay = Money.Cny(fen) }), true, _clerk)).RefusedAt(code, "per_day");

    [Fact]
    public void A_cap_may_be_the_whole_pool() => Assert.Empty(
        MatchingPool.Decide(null, Pools.Draft(Pools.Terms(100_000_00) with { PerGiver = Money.Cny(100_000_00) }), true, _clerk).Refusals);

    [Fact]
    public void Caps_are_in_the_pools_currency() => New()
        .When(pool => MatchingPool.Decide(pool, Pools.Draft(Pools.Terms(100_00) with { PerGift = new Money(1_00, new Currency("HKD")) }), true, _clerk))
        .RefusedAt("currency_differs", "per_gift");

    [Theory]
    [InlineData(0)]
    [InlineData(1_001)]
    public void A_rate_is_more_than_nothing_and_at_most_ten_to_one(int perHundred) => New()
        .When(pool => MatchingPool.Decide(pool, Pools.Draft(Pools.Terms(100_00, perHundred)), true, _clerk)).RefusedAt("match_rate_invalid", "per_hundred");

    [Theory]
    [InlineData(1)]
    [InlineData(1_000)]
    public void Rates_at_the_edge_are_taken(int perHundred) => Assert.Empty(MatchingPool.Decide(null, Pools.Draft(Pools.Terms(100_00, perHundred)), true, _clerk).Refusals);

    [Fact]
    public void A_promise_has_a_time_of_some_length()
    {
        New().When(pool => MatchingPool.Decide(pool, Pools.Draft(Pools.Terms(100_00) with { Until = Pools.From }), true, _clerk)).RefusedAt("match_time_invalid", "until");
        New().When(pool => MatchingPool.Decide(pool, Pools.Draft(Pools.Terms(100_00) with { Until = Pools.From.AddDays(1_099) }), true, _clerk)).RefusedAt("match_time_invalid", "until");
        Assert.Empty(MatchingPool.Decide(null, Pools.Draft(Pools.Terms(100_00) with { Until = Pools.From.AddDays(1_098) }), true, _clerk).Refusals);
    }

    [Fact]
    public void Another_person_opens_it() => Given(_drafted).When(pool => MatchingPool.Decide(pool, Open(), _other)).Then(_opened);

    [Fact]
    public void Who_wrote_it_down_does_not_open_it() => Given(_drafted).When(pool => MatchingPool.Decide(pool, Open(), _clerk)).Refused("pool_drafted_it");

    [Fact]
    public void Opening_twice_opens_once() => Given(_drafted, _opened).When(pool => MatchingPool.Decide(pool, Open(), _clerk)).Nothing();

    [Fact]
    public void What_is_closed_stays_closed() => Given(_drafted, _opened, _closed).When(pool => MatchingPool.Decide(pool, Open(), _other)).Refused("pool_closed");

    [Fact]
    public void A_sponsor_may_promise_more_once_per_form()
    {
        var more = new TopUpPool(Guid.CreateVersion7(), _ask.PoolId, Guid.CreateVersion7(), Money.Cny(5_00));
        var fact = new PoolToppedUp(_ask.PoolId, more.TopUpId, more.Amount, _other);
        Given(_drafted).When(pool => MatchingPool.Decide(pool, more, _other)).Then(fact);
        Given(_drafted, fact).When(pool => MatchingPool.Decide(pool, more, _other)).Nothing();
        Given(_drafted, _closed).When(pool => MatchingPool.Decide(pool, more, _other)).Refused("pool_closed");
        Given(_drafted).When(pool => MatchingPool.Decide(pool, more with { Amount = Money.Cny(0) }, _other)).RefusedAt("match_cap_invalid", "amount");
        Given(_drafted).When(pool => MatchingPool.Decide(pool, more with { Amount = new Money(1, new Currency("USD")) }, _other)).RefusedAt("currency_differs", "amount");
        Assert.Equal(Money.Cny(100_005_00), Given(_drafted, fact).State!.Terms.Pool); // There is one: it was just drafted.
    }

    [Fact]
    public void Projects_that_take_gifts_are_matched()
    {
        var add = new AddPoolProject(Guid.CreateVersion7(), _ask.PoolId, _project);
        var added = new PoolProjectAdded(_ask.PoolId, _project);
        Given(_drafted).When(pool => MatchingPool.Decide(pool, add, ProjectStanding.Open)).Then(added);
        Given(_drafted, added).When(pool => MatchingPool.Decide(pool, add, ProjectStanding.Open)).Nothing();
        Given(_drafted).When(pool => MatchingPool.Decide(pool, add, ProjectStanding.Unknown)).RefusedAt("match_project_unknown", "project");
        Given(_drafted).When(pool => MatchingPool.Decide(pool, add, ProjectStanding.Over)).RefusedAt("match_project_over", "project");
        Given(_drafted, _closed).When(pool => MatchingPool.Decide(pool, add, ProjectStanding.Open)).Refused("pool_closed");
        Given([_drafted, .. Enumerable.Range(0, 1_000).Select(_ => new PoolProjectAdded(_ask.PoolId, Guid.CreateVersion7()))])
            .When(pool => MatchingPool.Decide(pool, add, ProjectStanding.Open)).RefusedAt("pool_too_many_projects", "project");
    }

    [Fact]
    public void A_project_is_removed_once()
    {
        var (remove, added) = (new RemovePoolProject(Guid.CreateVersion7(), _ask.PoolId, _project), new PoolProjectAdded(_ask.PoolId, _project));
        Given(_drafted, added).When(pool => MatchingPool.Decide(pool, remove)).Then(new PoolProjectRemoved(_ask.PoolId, _project));
        Given(_drafted).When(pool => MatchingPool.Decide(pool, remove)).Nothing();
    }

    [Fact]
    public void A_pool_is_closed_once()
    {
        var close = new ClosePool(Guid.CreateVersion7(), _ask.PoolId, " over ");
        Given(_drafted, _opened).When(pool => MatchingPool.Decide(pool, close, _other)).Then(_closed);
        Given(_drafted, _closed).When(pool => MatchingPool.Decide(pool, close, _other)).Nothing();
    }

    [Fact]
    public void What_is_owed_is_fixed_once_and_paid_once()
    {
        var settled = new MatchSettled(_ask.PoolId, _project, Money.Cny(70_00), 3, 99);
        var pay = new RecordMatchPayment(Guid.CreateVersion7(), _ask.PoolId, _project, _today, null, Pools.From);
        var paid = new MatchPaid(_ask.PoolId, _project, Money.Cny(70_00), _today, null, _other);
        Assert.Equal([settled], MatchingPool.Settle(Given(_drafted).State!, [settled])); // There is one: it was just drafted.
        Assert.Empty(MatchingPool.Settle(Given(_drafted, settled).State!, [settled with { Amount = Money.Cny(1) }])); // As above.
        Given(_drafted).When(pool => MatchingPool.Decide(pool, pay, _today, _other)).RefusedAt("match_not_settled", "project");
        Given(_drafted, settled).When(pool => MatchingPool.Decide(pool, pay, _today, _other)).Then(paid);
        Given(_drafted, settled).When(pool => MatchingPool.Decide(pool, pay with { PaidOn = _today.AddDays(1) }, _today, _other)).RefusedAt("date_in_future", "paid_on");
        Given(_drafted, settled, paid).When(pool => MatchingPool.Decide(pool, pay, _today, _other)).Nothing();
        Given(_drafted, settled with { Amount = Money.Cny(0) }).When(pool => MatchingPool.Decide(pool, pay, _today, _other)).RefusedAt("match_nothing_owed", "project");
    }

    [Fact]
    public void Nothing_is_done_to_a_pool_that_is_not_there()
    {
        New().When(pool => MatchingPool.Decide(pool, Open(), _other)).Refused("pool_unknown");
        New().When(pool => MatchingPool.Decide(pool, new ClosePool(Guid.CreateVersion7(), _ask.PoolId, "x"), _other)).Refused("pool_unknown");
    }

    private static OpenPool Open() => new(Guid.CreateVersion7(), _ask.PoolId);

    private static Scenario<MatchingPool, IMatchingEvent> New() => Given();

    private static Scenario<MatchingPool, IMatchingEvent> Given(params IEnumerable<IMatchingEvent> facts) => Scenario<MatchingPool, IMatchingEvent>.Given(facts);
}
