using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Stripe;
using CharityLink.Web.Giving.Payments;
using CharityLink.Web.Tests.Support;

namespace CharityLink.Web.Tests.Giving.Payments;

/// <summary>Cards that are kept with a gift, and charged later without their giver.</summary>
[Collection(Shared.Stripe)]
public sealed class CardTests(StripeSite site)
{
    [Fact]
    public async Task A_card_is_kept_with_a_gift_where_the_giver_agreed_and_charged_again_later()
    {
        var card = await Kept("pm_card_visa");
        Assert.Equal(("stripe", CardUse.Recurring), (card.Provider, card.Use));
        var gift = await Charge(card);
        await site.Send();
        Assert.Equal(["DonationStarted", "DonationPaid"], await site.Facts(gift));
        await site.Deliver(copies: 2, shuffle: 3);
        Assert.Equal(["DonationStarted", "DonationPaid"], await site.Facts(gift));
        await site.Close();
    }

    [Fact]
    public async Task A_card_is_not_kept_with_a_gift_whose_giver_did_not_agree()
    {
        var gift = await site.BeginAndOpen();
        await site.Pay(gift);
        await site.Deliver();
        Assert.Equal(["DonationStarted", "DonationPaid"], await site.Facts(gift));
        var refused = await site.Get<SystemCommands>().Send(KeepCard.Of(gift, new SavedCard("stripe", "cus_x", "pm_x", CardUse.Recurring), new CharityLink.Giving.CardFace("visa", 2030, 1)), StripeSite.Ct);
        Assert.Equal("card_not_agreed", Assert.Single(refused.Refusals).Code);
    }

    [Theory]
    [InlineData(4_999_99L, "automatic")]
    [InlineData(5_000_00L, "any")]
    [InlineData(null, "automatic")]
    public async Task The_bank_is_asked_at_once_where_much_is_to_be_charged_later(long? fen, string asked)
    {
        var (holder, owner, now) = ((await site.Site.Facts(await site.Begin())).OfType<DonationStarted>().Single().Cause.HolderId, Guid.CreateVersion7(), site.Site.Clock.GetUtcNow());
        var wish = new SetUpCard("pledge", owner, 1, Currency.Cny, CardUse.Unscheduled, "/pledges/x", "en", now.AddHours(1), fen is { } minor ? Money.Cny(minor) : null);
        var call = await site.Get<PaymentProviders>().Find("stripe")!.Write(new PaymentOrder("stripe", CardSetup.Purpose, owner, 1, holder, now, wish), StripeSite.Ct); // It is configured.
        Assert.Equal(asked, StripeLine.Field(call!, "payment_method_options[card][request_three_d_secure]")); // Its charity has a merchant.
    }

    [Theory]
    [InlineData("insufficient_funds", DeclineClass.TryAgain)]
    [InlineData("authentication_required", DeclineClass.NeedsGiver)]
    [InlineData("stolen_card", DeclineClass.NeedsNewCard)]
    public async Task A_declined_charge_tells_what_helps_and_leaves_nothing_that_could_still_succeed(string reason, DeclineClass kind)
    {
        var card = await Kept("pm_card_visa");
        var gift = await Charge(card);
        site.Fake.Orders.Declines = reason;
        await site.Send();
        site.Fake.Orders.Declines = null;
        var declined = Assert.Single((await site.Site.Facts(gift)).OfType<PaymentDeclined>());
        Assert.Equal((reason, kind, card), (declined.Reason, declined.Charge!.Class, declined.Charge.Card)); // A charge was declined.
        await site.Planned();
        await site.Send();
        Assert.Equal("canceled", (await site.Get<StripeLine>().Get(PaymentIntents.Get(declined.Charge.PaymentId!), StripeSite.Ct)).Status); // It left one behind.
        await site.Deliver(copies: 2, shuffle: 5);
        Assert.Equal(["DonationStarted", "PaymentDeclined"], await site.Facts(gift));
        await site.Close();
    }

    [Fact]
    public async Task A_charge_that_takes_a_day_counts_when_it_is_there()
    {
        var gift = await Charge(await Kept("pm_fake_delayed", waitsForMoney: true));
        await site.Send();
        Assert.Equal(["DonationStarted"], await site.Facts(gift));
        site.Advance(TimeSpan.FromDays(1.1));
        await site.Deliver();
        Assert.Equal(["DonationStarted", "DonationPaid"], await site.Facts(gift));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_card_that_is_gone_needs_another(bool withItsCustomer)
    {
        var card = await Kept("pm_card_visa");
        var client = site.Get<StripeClient>();
        _ = withItsCustomer
            ? (object)(await client.Send(Customers.Delete(card.Customer), StripeSite.Ct)).Must()
            : (await client.Send(PaymentMethods.Detach(card.Method), Guid.CreateVersion7().ToString(), StripeSite.Ct)).Must();
        var gift = await Charge(card);
        await site.Send();
        Assert.Equal(DeclineClass.NeedsNewCard, Assert.Single((await site.Site.Facts(gift)).OfType<PaymentDeclined>()).Charge!.Class); // A charge was declined.
        await site.Close();
    }

    [Fact]
    public async Task A_card_the_provider_has_no_record_of_counts_as_forgotten()
    {
        var (card, gift) = (await Kept("pm_card_visa"), await site.Paid());
        var purpose = site.Get<IEnumerable<IStripePurpose>>().Single(one => one.Purpose == CardDetach.Purpose);
        var order = new PaymentOrder(card.Provider, CardDetach.Purpose, Guid.CreateVersion7(), 1, Guid.CreateVersion7(), site.Site.Clock.GetUtcNow(), new DetachCard(card with { Method = "pm_of_nobody" }));
        var call = await purpose.Write(order, StripeSite.Ct);
        var operation = (await site.Operation(gift))! with { Key = $"{order.OperationId}", Call = call! }; // A gift was paid by one, and the call can always be written.
        Assert.Equal((AnswerKind.Done, "pm_of_nobody"), await Sent(purpose, operation));
        // One that is there and kept is not.
        Assert.Null(await purpose.Find(operation with { Call = (await purpose.Write(order with { Wish = new DetachCard(card) }, StripeSite.Ct))! }, StripeSite.Ct)); // As above.
        await site.Close();
    }

    private static async Task<(AnswerKind, string?)> Sent(IStripePurpose purpose, PaymentOperation operation)
    {
        var answer = await purpose.Send(operation, StripeSite.Ct);
        return (answer.Kind, answer.ObjectId);
    }

    // A gift paid on the provider's page, whose card is kept.
    private async Task<SavedCard> Kept(string token, bool waitsForMoney = false)
    {
        var gift = Guid.CreateVersion7();
        await Start(gift, null, CardUse.Recurring);
        await site.Send();
        await site.Pay(gift, token);
        if (waitsForMoney)
        {
            site.Advance(TimeSpan.FromDays(1.1));
        }

        await site.Deliver(copies: 2, shuffle: 1);
        return Assert.Single((await site.Site.Facts(gift)).OfType<CardKept>()).Card;
    }

    private async Task<Guid> Charge(SavedCard card)
    {
        var gift = Guid.CreateVersion7();
        await Start(gift, card, null);
        return gift;
    }

    private async Task Start(Guid gift, SavedCard? card, CardUse? keepFor)
    {
        var begun = await site.Get<SystemCommands>().Send(
            new StartDonation(
                Guid.CreateVersion7(), gift, Gifts.Canteen, null, Money.Cny(60_00), null, true, "stripe", site.Site.Clock.GetUtcNow(), Method: "card", Language: "en", Card: card, KeepCardFor: keepFor),
            StripeSite.Ct);
        Assert.True(begun.IsDone);
        await site.Planned();
    }
}
