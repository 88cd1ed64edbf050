using CharityLink.Giving;
using CharityLink.Kernel;

namespace CharityLink.Tests.Giving.Pledges;

using static CardPledge;
using Promise = Scenario<Pledge, IPledgeEvent>;

/// <summary>Promises by card whose card goes at the provider, or gets another date.</summary>
public sealed class LostCardRules
{
    private static readonly SavedCard _other = Card with { Method = "pm_2" };
    private static readonly PledgeCardLost _lost = new(PledgeId, Cause, Card, null);
    private static readonly PledgeCardMissing _missing = new(PledgeId, Cause, Deadline.AddDays(7), Deadline);

    [Fact]
    public void It_stands_without_its_card_and_takes_another()
    {
        Promise.Given(Stands).When(Losing(Card)).Then(_lost);
        Promise.Given([.. Stands, _lost]).When(Losing(Card)).Nothing();
        Promise.Given(Stands).When(Losing(_other)).Nothing();
        Promise.Given([.. Stands, new PledgeCancelled(PledgeId, Cause, Money.Cny(100_00), true, Card)]).When(Losing(Card)).Nothing();
        Promise.Given().When(Losing(Card)).Refused("pledge_unknown");
        Promise.Given([.. Stands, _lost]).When(p => Pledge.Decide(p, new KeepPledgeCard(StartRules.Id(106), PledgeId, _other, Face), Deadline, Noon)).Then(new PledgeCardKept(PledgeId, Cause, _other, Face, null));
        Promise.Given([.. Stands, _lost]).When(p => Pledge.Decide(p, new CancelPledge(StartRules.Id(102), PledgeId))).Then(new PledgeCancelled(PledgeId, Cause, Money.Cny(100_00), true));
    }

    [Fact]
    public void At_the_deadline_nothing_is_charged_without_a_card_and_the_giver_has_the_grace_to_pay()
    {
        Promise.Given([.. Stands, _lost]).When(Collecting(Deadline)).Then(_missing);
        Promise.Given([.. Stands, _lost, _missing]).When(Collecting(Deadline.AddDays(7).AddTicks(-1))).Nothing();
        Promise.Given([.. Stands, _lost, _missing]).When(Collecting(Deadline.AddDays(7))).Then(new PledgeLapsed(PledgeId, Cause, Money.Cny(100_00), true, "not_collected"));
        Promise.Given([.. Stands, _lost, _missing]).When(p => Pledge.Decide(p, new PayPledge(StartRules.Id(108), PledgeId, "stripe", "card", "en", Deadline.AddDays(1)), Met))
            .Then(Begun with { WithGiver = true, At = Deadline.AddDays(1) });
        Promise.Given([.. Stands, _lost]).When(p => Pledge.Decide(p, new CollectPledge(StartRules.Id(107), PledgeId, Deadline), Met with { IsMet = false }))
            .Then(new PledgeLapsed(PledgeId, Cause, Money.Cny(100_00), true, "goal_missed"));
        Promise.Given([.. Stands, _lost, new PledgeCardKept(PledgeId, Cause, _other, Face, null)]).When(Collecting(Deadline)).Then(Begun);
    }

    [Fact]
    public void Between_two_charges_it_is_not_charged_again_but_waits_for_its_giver()
    {
        Promise.Given([.. Stands, Begun, Failed]).When(Losing(Card)).Then(_lost with { NextAt = Deadline.AddDays(7) });
        Promise.Given([.. Stands, Begun, Failed, _lost]).When(Collecting(Deadline.AddDays(1))).Nothing();
        Promise.Given([.. Stands, Begun, Failed, _lost]).When(Collecting(Deadline.AddDays(7))).Then(new PledgeLapsed(PledgeId, Cause, Money.Cny(100_00), true, "not_collected"));
    }

    [Fact]
    public void One_that_goes_while_it_is_charged_is_not_tried_again_whatever_the_bank_says()
    {
        Promise.Given([.. Stands, Begun]).When(Losing(Card)).Then(_lost);
        Promise.Given([.. Stands, Begun, _lost]).When(p => Pledge.Decide(p, new EndPledgeCharge(StartRules.Id(103), PledgeId, Begun.DonationId, DeclineClass.TryAgain, Deadline)))
            .Then(Failed with { Class = DeclineClass.NeedsNewCard, NextAt = Deadline.AddDays(7) });
    }

    [Fact]
    public void Another_date_is_noted_once()
    {
        var renewed = new PledgeCardRenewed(PledgeId, Cause, Card, Face with { ExpiryYear = 2030 });
        Promise.Given(Stands).When(Renewing(Card, renewed.Face)).Then(renewed);
        Promise.Given([.. Stands, renewed]).When(Renewing(Card, renewed.Face)).Nothing();
        Promise.Given(Stands).When(Renewing(_other, renewed.Face)).Nothing();
        Promise.Given().When(Renewing(Card, Face)).Refused("pledge_unknown");
        Assert.Equal(2030, Promise.Given([.. Stands, renewed]).State?.Card.Face?.ExpiryYear);
    }

    private static Func<Pledge?, Decision<IPledgeEvent>> Losing(SavedCard card) => p => Pledge.Decide(p, new LosePledgeCard(StartRules.Id(110), PledgeId, card));

    private static Func<Pledge?, Decision<IPledgeEvent>> Renewing(SavedCard card, CardFace face) => p => Pledge.Decide(p, new RenewPledgeCard(StartRules.Id(111), PledgeId, card, face));

    private static Func<Pledge?, Decision<IPledgeEvent>> Collecting(DateTimeOffset at) => p => Pledge.Decide(p, new CollectPledge(StartRules.Id(107), PledgeId, at), Met);
}
