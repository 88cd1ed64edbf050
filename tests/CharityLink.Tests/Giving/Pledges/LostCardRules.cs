using CharityLink.Giving;
using CharityLink.Kernel;

namespace CharityLink.Tests.Giving.Pledges;

using Promise = Scenario<Pledge, IPledgeEvent>;

/// <summary>Promises by card whose card goes at the provider, or gets another date.</summary>
public sealed class LostCardRules
{
    private static readonly DateTimeOffset _noon = new(2026, 10, 3, 4, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset _deadline = new(2026, 11, 30, 16, 0, 0, TimeSpan.Zero);
    private static readonly Guid _id = StartRules.Id(9);
    private static readonly GiftCause _cause = new(null, null, StartRules.Id(3), StartRules.Id(5), StartRules.Id(5), DivisionCode.Parse("440703103201"), StartRules.Id(7));
    private static readonly SavedCard _card = new("stripe", "cus_1", "pm_1", CardUse.Unscheduled);
    private static readonly SavedCard _other = _card with { Method = "pm_2" };
    private static readonly CardFace _face = new("visa", 2026, 12);
    private static readonly PledgeCardLost _lost = new(_id, _cause, _card, null);
    private static readonly PledgeCardMissing _missing = new(_id, _cause, _deadline.AddDays(7), _deadline);
    private static readonly CollectedProject _met = new(true, true, _deadline, null);
    private static readonly PledgeChargeBegun _begun = new(_id, _cause, 1, Pledge.ChargeOf(_id, 1), false, _deadline);
    private static readonly PledgeChargeFailed _failed = new(_id, _cause, _begun.DonationId, DeclineClass.TryAgain, _deadline.AddDays(1), _deadline);

    private static IPledgeEvent[] Stands =>
    [
        new PledgeMade(
            _id, _cause, Money.Cny(100_00), new PersonId(StartRules.Id(8)), false, [new(1, new(2026, 11, 30), Money.Cny(100_00))], false, "en", _noon, new("stripe", "I agree.", "en", _deadline)),
        new PledgeCardAsked(_id, _cause, 1, "stripe", "en", _noon),
        new PledgeCardKept(_id, _cause, _card, _face, null),
        new PledgeConfirmed(_id, _cause, Money.Cny(100_00), true),
    ];

    [Fact]
    public void It_stands_without_its_card_and_takes_another()
    {
        Promise.Given(Stands).When(Losing(_card)).Then(_lost);
        Promise.Given([.. Stands, _lost]).When(Losing(_card)).Nothing();
        Promise.Given(Stands).When(Losing(_other)).Nothing();
        Promise.Given([.. Stands, new PledgeCancelled(_id, _cause, Money.Cny(100_00), true, _card)]).When(Losing(_card)).Nothing();
        Promise.Given().When(Losing(_card)).Refused("pledge_unknown");
        Promise.Given([.. Stands, _lost]).When(p => Pledge.Decide(p, new KeepPledgeCard(StartRules.Id(106), _id, _other, _face), _deadline, _noon)).Then(new PledgeCardKept(_id, _cause, _other, _face, null));
        Promise.Given([.. Stands, _lost]).When(p => Pledge.Decide(p, new CancelPledge(StartRules.Id(102), _id))).Then(new PledgeCancelled(_id, _cause, Money.Cny(100_00), true));
    }

    [Fact]
    public void At_the_deadline_nothing_is_charged_without_a_card_and_the_giver_has_the_grace_to_pay()
    {
        Promise.Given([.. Stands, _lost]).When(Collecting(_deadline)).Then(_missing);
        Promise.Given([.. Stands, _lost, _missing]).When(Collecting(_deadline.AddDays(7).AddTicks(-1))).Nothing();
        Promise.Given([.. Stands, _lost, _missing]).When(Collecting(_deadline.AddDays(7))).Then(new PledgeLapsed(_id, _cause, Money.Cny(100_00), true, "not_collected"));
        Promise.Given([.. Stands, _lost, _missing]).When(p => Pledge.Decide(p, new PayPledge(StartRules.Id(108), _id, "stripe", "card", "en", _deadline.AddDays(1)), _met))
            .Then(_begun with { WithGiver = true, At = _deadline.AddDays(1) });
        Promise.Given([.. Stands, _lost]).When(p => Pledge.Decide(p, new CollectPledge(StartRules.Id(107), _id, _deadline), _met with { IsMet = false }))
            .Then(new PledgeLapsed(_id, _cause, Money.Cny(100_00), true, "goal_missed"));
        Promise.Given([.. Stands, _lost, new PledgeCardKept(_id, _cause, _other, _face, null)]).When(Collecting(_deadline)).Then(_begun);
    }

    [Fact]
    public void Between_two_charges_it_is_not_charged_again_but_waits_for_its_giver()
    {
        Promise.Given([.. Stands, _begun, _failed]).When(Losing(_card)).Then(_lost with { NextAt = _deadline.AddDays(7) });
        Promise.Given([.. Stands, _begun, _failed, _lost]).When(Collecting(_deadline.AddDays(1))).Nothing();
        Promise.Given([.. Stands, _begun, _failed, _lost]).When(Collecting(_deadline.AddDays(7))).Then(new PledgeLapsed(_id, _cause, Money.Cny(100_00), true, "not_collected"));
    }

    [Fact]
    public void One_that_goes_while_it_is_charged_is_not_tried_again_whatever_the_bank_says()
    {
        Promise.Given([.. Stands, _begun]).When(Losing(_card)).Then(_lost);
        Promise.Given([.. Stands, _begun, _lost]).When(p => Pledge.Decide(p, new EndPledgeCharge(StartRules.Id(103), _id, _begun.DonationId, DeclineClass.TryAgain, _deadline)))
            .Then(_failed with { Class = DeclineClass.NeedsNewCard, NextAt = _deadline.AddDays(7) });
    }

    [Fact]
    public void Another_date_is_noted_once()
    {
        var renewed = new PledgeCardRenewed(_id, _cause, _card, _face with { ExpiryYear = 2030 });
        Promise.Given(Stands).When(Renewing(_card, renewed.Face)).Then(renewed);
        Promise.Given([.. Stands, renewed]).When(Renewing(_card, renewed.Face)).Nothing();
        Promise.Given(Stands).When(Renewing(_other, renewed.Face)).Nothing();
        Promise.Given().When(Renewing(_card, _face)).Refused("pledge_unknown");
        Assert.Equal(2030, Promise.Given([.. Stands, renewed]).State?.Card.Face?.ExpiryYear);
    }

    private static Func<Pledge?, Decision<IPledgeEvent>> Losing(SavedCard card) => p => Pledge.Decide(p, new LosePledgeCard(StartRules.Id(110), _id, card));

    private static Func<Pledge?, Decision<IPledgeEvent>> Renewing(SavedCard card, CardFace face) => p => Pledge.Decide(p, new RenewPledgeCard(StartRules.Id(111), _id, card, face));

    private static Func<Pledge?, Decision<IPledgeEvent>> Collecting(DateTimeOffset at) => p => Pledge.Decide(p, new CollectPledge(StartRules.Id(107), _id, at), _met);
}
