using CharityLink.Giving;
using CharityLink.Kernel;

namespace CharityLink.Tests.Giving.Pledges;

using Promise = Scenario<Pledge, IPledgeEvent>;

/// <summary>A promise is kept by no more than what is left of the gifts that kept it.</summary>
public sealed class GiftsBackRules
{
    private static readonly DateTimeOffset _noon = new(2026, 10, 3, 4, 0, 0, TimeSpan.Zero);
    private static readonly Guid _id = StartRules.Id(9), _gift = StartRules.Id(1), _other = StartRules.Id(2);
    private static readonly GiftCause _cause = CardPledge.Cause;

    private static readonly PledgeMade _made = new(
        _id, _cause, Money.Cny(100_00), new PersonId(StartRules.Id(8)), false,
        [new(1, new(2026, 10, 3), Money.Cny(60_00)), new(2, new(2026, 11, 3), Money.Cny(40_00))], false, "en", _noon);

    private static readonly PledgeConfirmed _confirmed = new(_id, _cause, Money.Cny(100_00));

    [Fact]
    public void What_went_back_whole_is_waited_for_again()
    {
        var kept = Promise.Given(_made, _confirmed, Fulfilled(_gift, 60_00), Fulfilled(_other, 40_00));
        Assert.Equal(PledgeState.Kept, kept.State?.State);
        kept.When(Following(_gift, 0)).Then(Returned(_gift, 60_00));
        var open = Promise.Given(_made, _confirmed, Fulfilled(_gift, 60_00), Fulfilled(_other, 40_00), Returned(_gift, 60_00));
        Assert.Equal((PledgeState.Confirmed, Money.Cny(40_00), Money.Cny(60_00), Money.Cny(60_00)), (open.State!.State, open.State.Fulfilled, open.State.Open, open.State.WentBack)); // Made.
        Assert.Equal(new Instalment(1, new(2026, 10, 3), Money.Cny(20_00)), open.State.Next);
        open.When(Following(_gift, 0)).Nothing();
        open.When(pledge => Pledge.Decide(pledge, new FulfilPledge(_id, _id, _gift, Money.Cny(60_00)))).Nothing();
        open.When(pledge => Pledge.Decide(pledge, new FulfilPledge(_id, _id, StartRules.Id(3), Money.Cny(60_00)))).Then(Fulfilled(StartRules.Id(3), 60_00));
    }

    [Theory]
    [InlineData(150_00, 60_00, null)]
    [InlineData(150_00, 59_99, 1L)]
    [InlineData(60_00, 20_00, 40_00L)]
    [InlineData(60_00, 0, 60_00L)]
    public void Of_a_gift_that_went_back_in_part_the_rest_keeps_it_and_what_was_above_it_goes_first(long given, long left, long? returned)
    {
        var part = Promise.Given(_made, _confirmed, Fulfilled(_other, 40_00));
        var first = Assert.IsType<PledgeFulfilled>(Assert.Single(part.When(pledge => Pledge.Decide(pledge, new FulfilPledge(_id, _id, _gift, Money.Cny(given)))).Decision));
        Assert.Equal(60_00, first.Amount.Minor);
        var verdict = Promise.Given(_made, _confirmed, Fulfilled(_other, 40_00), first).When(Following(_gift, left));
        verdict.Then(returned is { } fen ? [Returned(_gift, fen)] : []);
    }

    [Theory]
    [InlineData(150_00)]
    [InlineData(60_01)]
    public void A_gift_of_more_than_was_open_when_it_came_keeps_no_more_of_it_when_another_goes_back(long left)
    {
        var open = Promise.Given(_made, _confirmed, Fulfilled(_other, 40_00), Fulfilled(_gift, 60_00), Returned(_other, 40_00));
        Assert.Equal(Money.Cny(40_00), open.State?.Open);
        open.When(Following(_gift, left)).Nothing();
    }

    [Fact]
    public void Of_one_that_should_not_have_been_asked_for_nothing_is_waited_for()
    {
        Promise.Given(_made, _confirmed, Fulfilled(_gift, 100_00)).When(Following(_gift, 0, isOver: true)).Then(Returned(_gift, 100_00, 100_00));
        Promise.Given(_made, _confirmed, Fulfilled(_gift, 60_00)).When(Following(_gift, 0, isOver: true)).Then(Returned(_gift, 60_00, 100_00));
        var over = Promise.Given(_made, _confirmed, Fulfilled(_gift, 60_00), Returned(_gift, 60_00, 100_00));
        Assert.Equal((PledgeState.Returned, Money.Cny(0), Money.Cny(0)), (over.State!.State, over.State.Open, over.State.Fulfilled)); // Made.
        over.When(pledge => Pledge.Decide(pledge, new FulfilPledge(_id, _id, _other, Money.Cny(60_00)))).Nothing();
        over.When(pledge => Pledge.Decide(pledge, new CancelPledge(_id, _id))).Refused("pledge_over");
        Assert.Equal("promise_no_longer", Pledge.WhyNotKeptBy(over.State, null, null, "promise")?.Code);
    }

    [Fact]
    public void A_gift_that_found_nothing_open_takes_the_place_of_one_that_goes_back()
    {
        var two = Promise.Given(_made, _confirmed, Fulfilled(_gift, 100_00));
        two.When(Keeping(_other, 70_00)).Then(Spare(_other, 70_00));
        var spare = Promise.Given(_made, _confirmed, Fulfilled(_gift, 100_00), Spare(_other, 70_00));
        spare.When(Keeping(_other, 70_00)).Nothing();
        spare.When(Following(_gift, 60_00)).Then(Returned(_gift, 40_00), Fulfilled(_other, 40_00));
        spare.When(Following(_gift, 0)).Then(Returned(_gift, 70_00), Fulfilled(_other, 70_00), Returned(_gift, 30_00));
        // For a project that is over its money stays all the same; what should not have been asked for ends with its gift.
        spare.When(Following(_gift, 0, isOver: true)).Then(Returned(_gift, 70_00), Fulfilled(_other, 70_00), Returned(_gift, 30_00, 30_00));
        spare.When(pledge => Pledge.Decide(pledge, new FollowPledgeGift(_id, _id, _gift, null), Money.Cny(0), true, true)).Then(Returned(_gift, 100_00, 100_00));

        var taken = Promise.Given(_made, _confirmed, Fulfilled(_gift, 100_00), Spare(_other, 70_00), Returned(_gift, 40_00), Fulfilled(_other, 40_00));
        Assert.Equal((PledgeState.Kept, new SparePart(_other, Money.Cny(30_00))), (taken.State!.State, Assert.Single(taken.State.Spare))); // Made.
        taken.When(Following(_gift, 60_00)).Nothing();
        taken.When(Following(_gift, 50_00)).Then(Returned(_gift, 10_00), Fulfilled(_other, 10_00));
        Assert.Equal(Money.Cny(50_00), Pledge.Evolve(Pledge.Evolve(taken.State, Returned(_gift, 10_00)), Fulfilled(_other, 10_00)).Gifts[_other].Now);
    }

    [Fact]
    public void What_went_back_of_a_gift_that_stood_by_takes_no_place_any_more()
    {
        var spare = Promise.Given(_made, _confirmed, Fulfilled(_gift, 100_00), Spare(_other, 70_00));
        spare.When(Following(_other, 20_00)).Then(Spare(_other, 20_00));
        Promise.Given(_made, _confirmed, Fulfilled(_gift, 100_00), Spare(_other, 70_00), Spare(_other, 20_00)).When(Following(_gift, 0))
            .Then(Returned(_gift, 20_00), Fulfilled(_other, 20_00), Returned(_gift, 80_00));
        Promise.Given(_made, _confirmed, Fulfilled(_gift, 100_00), Spare(_other, 70_00), Spare(_other, 0)).When(Following(_gift, 0)).Then(Returned(_gift, 100_00));
    }

    [Fact]
    public void A_card_is_never_charged_again()
    {
        var kept = Promise.Given([.. CardPledge.Stands, CardPledge.Begun, new PledgeFulfilled(_id, CardPledge.Begun.DonationId, _cause, Money.Cny(100_00), CardPledge.Card)]);
        var back = new PledgeGiftReturned(_id, CardPledge.Begun.DonationId, _cause, Money.Cny(30_00), Money.Cny(30_00), true);
        kept.When(Following(CardPledge.Begun.DonationId, 70_00)).Then(back);
        var over = new Promise(Pledge.Evolve(kept.State, back));
        Assert.Equal((PledgeState.Returned, Money.Cny(70_00)), (over.State!.State, over.State.Fulfilled)); // Made.
        over.When(pledge => Pledge.Decide(pledge, new CollectPledge(_id, _id, CardPledge.Deadline), CardPledge.Met)).Nothing();
        over.When(Following(CardPledge.Begun.DonationId, 100_00)).Then(new PledgeGiftRestored(_id, CardPledge.Begun.DonationId, _cause, Money.Cny(30_00), Money.Cny(30_00), true));
    }

    [Fact]
    public void One_that_was_over_already_is_not_waited_for_either()
    {
        var off = Promise.Given(_made, _confirmed, Fulfilled(_gift, 60_00), new PledgeReleased(_id, _cause, Money.Cny(40_00), "ill", null));
        off.When(Following(_gift, 0)).Then(Returned(_gift, 60_00, 60_00));
    }

    [Fact]
    public void Money_that_did_not_arrive_keeps_it_again()
    {
        var open = Promise.Given(_made, _confirmed, Fulfilled(_gift, 100_00), Returned(_gift, 100_00));
        open.When(Following(_gift, 100_00)).Then(Restored(_gift, 100_00));
        Assert.Equal((PledgeState.Kept, Money.Cny(0)), Pledge.Evolve(open.State, Restored(_gift, 100_00)) is var kept ? (kept.State, kept.WentBack) : default);

        var part = Promise.Given(_made, _confirmed, Fulfilled(_gift, 100_00), Returned(_gift, 100_00), Fulfilled(_other, 70_00));
        part.When(Following(_gift, 100_00)).Then(Restored(_gift, 30_00));
        Promise.Given(_made, _confirmed, Fulfilled(_gift, 100_00), Returned(_gift, 100_00), Fulfilled(_other, 100_00)).When(Following(_gift, 100_00)).Nothing();

        var over = Promise.Given(_made, _confirmed, Fulfilled(_gift, 60_00), Returned(_gift, 60_00, 100_00));
        over.When(Following(_gift, 60_00)).Then(Restored(_gift, 60_00, 60_00));
        Assert.Equal((PledgeState.Returned, Money.Cny(60_00)), Pledge.Evolve(over.State, Restored(_gift, 60_00, 60_00)) is var again ? (again.State, again.Fulfilled) : default);
    }

    [Fact]
    public void A_gift_that_kept_nothing_changes_nothing()
    {
        Promise.Given(_made, _confirmed, Fulfilled(_gift, 100_00)).When(Following(_other, 0)).Nothing();
        Promise.Given().When(Following(_gift, 0)).Refused("pledge_unknown");
    }

    [Fact]
    public void Who_should_not_have_been_asked_is_not_asked_again() => Assert.Equal(
        ["minor_not_ratified", "purpose_changed", "project_failed", "unlawful_campaign", "qualification_missing", "unlawful_money"],
        RefundCauses.All.Where(cause => cause.EndsPromise).Select(cause => cause.Code), StringComparer.Ordinal);

    private static PledgeFulfilled Fulfilled(Guid gift, long fen) => new(_id, gift, _cause, Money.Cny(fen));

    private static PledgeGiftReturned Returned(Guid gift, long fen, long? ends = null) => new(_id, gift, _cause, Money.Cny(fen), ends is { } over ? Money.Cny(over) : null);

    private static PledgeGiftSpare Spare(Guid gift, long fen) => new(_id, gift, _cause, Money.Cny(fen));

    private static Func<Pledge?, Decision<IPledgeEvent>> Keeping(Guid gift, long fen) => pledge => Pledge.Decide(pledge, new FulfilPledge(_id, _id, gift, Money.Cny(fen)));

    private static PledgeGiftRestored Restored(Guid gift, long fen, long? revives = null) => new(_id, gift, _cause, Money.Cny(fen), revives is { } over ? Money.Cny(over) : null);

    private static Func<Pledge?, Decision<IPledgeEvent>> Following(Guid gift, long left, bool isOver = false) =>
        pledge => Pledge.Decide(pledge, new FollowPledgeGift(_id, _id, gift, null), Money.Cny(left), isOver);
}
