using CharityLink.Giving;
using CharityLink.Kernel;
using static CharityLink.Tests.Giving.Regular.RegularFacts;

namespace CharityLink.Tests.Giving.Regular;

using Gifts = Scenario<RegularGift, IRegularGiftEvent>;

/// <summary>Regular gifts: a card that goes at the provider, or gets another date.</summary>
public sealed class RegularCardRules
{
    private static readonly RegularCardLost _lost = new(Id, Card);
    private static readonly RegularGiverReminded _asked = new(Id, 1, 1, new(2026, 3, 2));
    private static readonly CardFace _later = Face with { ExpiryYear = 2034 };

    [Fact]
    public void A_card_is_lost_once_and_only_the_one_that_is_kept()
    {
        Gifts.Given(Running).When(Losing(Card)).Then(_lost);
        Gifts.Given([.. Running, _lost]).When(Losing(Card)).Nothing();
        Gifts.Given(Running).When(Losing(Other)).Nothing();
        Gifts.Given([.. Running, new RegularGiftStopped(Id, Cause, "giver"), new RegularCardGivenUp(Id, Cause.HolderId, Card)]).When(Losing(Card)).Nothing();
        Gifts.Given().When(Losing(Card)).Refused("regular_unknown");
    }

    [Fact]
    public void Without_a_card_nothing_is_begun_and_the_giver_is_asked_three_times_before_it_rests()
    {
        Gifts.Given([.. Running, _lost]).When(Due(Morning(2, 28))).Then(_asked);
        Gifts.Given([.. Running, _lost, _asked]).When(Due(Morning(2, 28))).Nothing();
        Gifts.Given([.. Running, _lost, _asked]).When(Due(Morning(3, 2))).Then(new RegularGiverReminded(Id, 1, 2, new(2026, 3, 5)));
        Gifts.Given([.. Running, _lost, _asked, _asked with { Declines = 2, AgainOn = new(2026, 3, 5) }]).When(Due(Morning(3, 5)))
            .Then(new RegularGiverReminded(Id, 1, 3, null), Paused("declined"));
        // The next month finds the last one unpaid.
        Gifts.Given([.. Running, _lost, _asked]).When(Due(Morning(3, 31))).Then(Missed(1, 1, "unpaid"), _asked with { Period = 2, AgainOn = new(2026, 4, 2) });
    }

    [Fact]
    public void What_is_asked_for_is_paid_by_link_as_the_first_try_of_its_period() =>
        Gifts.Given([.. Running, _lost, _asked]).When(gift => RegularGift.Decide(gift, new MendRegularGift(Guid.Empty, Id, Morning(3, 1)), Open)).Then(Begun(1, 1, true));

    [Fact]
    public void With_another_card_the_next_step_charges()
    {
        var other = new RegularCardKept(Id, Other, Face);
        Gifts.Given([.. Running, _lost]).When(gift => RegularGift.Decide(gift, new KeepRegularCard(Guid.Empty, Id, Other, Face))).Then(other);
        Gifts.Given([.. Running, _lost, _asked, other]).When(Due(Morning(3, 2))).Then(Begun(1));
        Gifts.Given([.. Running, _lost, other]).When(Due(Morning(2, 28))).Then(Begun(1));
    }

    [Fact]
    public void A_card_that_goes_while_it_is_charged_or_while_it_rests_stays_gone()
    {
        Gifts.Given([.. Running, Begun(1), _lost, Paid(1)]).When(Due(Morning(3, 31))).Then(_asked with { Period = 2, AgainOn = new(2026, 4, 2) });
        Gifts.Given([.. Running, Paused("giver"), _lost]).When(gift => RegularGift.Decide(gift, new ResumeRegularGift(Guid.Empty, Id, Noon), Limits)).Refused("regular_card_needed");
        Gifts.Given([.. Running, Missed(1, 1, "standstill"), _lost]).When(gift => RegularGift.Decide(gift, new CatchUpPeriod(Guid.Empty, Id, 1, Morning(3, 9)), Open)).Refused("regular_card_needed");
    }

    [Fact]
    public void One_that_goes_before_the_first_gift_is_paid_begins_nothing() =>
        Gifts.Given(Asked, Begun(0, withGiver: true), Kept, _lost).When(gift => RegularGift.Decide(gift, new RecordRegularPaid(Guid.Empty, Id, Gift(0), Noon))).Then(Paid(0));

    [Fact]
    public void When_it_ends_a_card_that_is_gone_is_not_given_up_again() =>
        Gifts.Given([.. Running, _lost]).When(gift => RegularGift.Decide(gift, new StopRegularGift(Guid.Empty, Id))).Then(new RegularGiftStopped(Id, Cause, "giver"));

    [Fact]
    public void Another_date_is_noted_once_and_lets_a_dead_card_be_charged_again()
    {
        var renewed = new RegularCardRenewed(Id, Card, _later);
        Gifts.Given(Running).When(Renewing(Card, _later)).Then(renewed);
        Gifts.Given([.. Running, renewed]).When(Renewing(Card, _later)).Nothing();
        Gifts.Given(Running).When(Renewing(Other, _later)).Nothing();
        Gifts.Given().When(Renewing(Card, _later)).Refused("regular_unknown");
        IRegularGiftEvent[] Failed(DeclineClass why) => [.. Running, Begun(1), Declined(1, 1, why, 1, new(2026, 3, 2)), renewed];
        Gifts.Given(Failed(DeclineClass.NeedsNewCard)).When(Due(Morning(3, 2))).Then(Begun(1, 2));
        // The bank wants to ask: a date changes nothing of that.
        Gifts.Given(Failed(DeclineClass.NeedsGiver)).When(Due(Morning(3, 2))).Then(new RegularGiverReminded(Id, 1, 2, new(2026, 3, 5)));
    }

    private static Func<RegularGift?, Decision<IRegularGiftEvent>> Losing(SavedCard card) => gift => RegularGift.Decide(gift, new LoseRegularCard(Guid.Empty, Id, card));

    private static Func<RegularGift?, Decision<IRegularGiftEvent>> Renewing(SavedCard card, CardFace face) => gift => RegularGift.Decide(gift, new RenewRegularCard(Guid.Empty, Id, card, face));

    private static Func<RegularGift?, Decision<IRegularGiftEvent>> Due(DateTimeOffset at) => gift => RegularGift.Decide(gift, new BeginDueGift(Guid.Empty, Id, at), Open, Limits);
}
