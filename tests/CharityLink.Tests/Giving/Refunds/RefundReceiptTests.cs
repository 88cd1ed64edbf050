using CharityLink.Giving;
using CharityLink.Kernel;

namespace CharityLink.Tests.Giving;

/// <summary>Whatever goes back, by whomever and in whatever order: the receipt that holds is over what the organisation keeps.</summary>
public sealed class RefundReceiptTests(GivingWorld world) : IClassFixture<GivingWorld>
{
    private static readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_went_back_in_the_providers_console_cannot_be_agreed_to_again()
    {
        var (gift, officer) = await Given();
        var refund = await Asked(gift, 60_00);
        await Done(RecordForeignRefund.Of(gift, "", "re_console", Money.Cny(60_00), "succeeded", null) with { PaymentId = null });
        Assert.Equal("refund_exceeds_gift", Assert.Single((await world.Send(Approving(gift, refund), officer)).Refusals).Code);
        Assert.Equal((40_00, true), await Receipt(gift));
    }

    [Fact]
    public async Task A_refund_that_is_turned_down_after_all_gives_its_part_of_the_receipt_back()
    {
        var (gift, _) = await Given();
        var refund = await Asked(gift, 60_00);
        // Agreed to, and in the same moment gone by the provider's console.
        var given = (await world.Store.ReadStream(gift, 0, Ct)).Events[^1].Version;
        var paid = new PaidGift(_causeOf[gift], Money.Cny(100_00), null, null, StartDonation.Sandbox);
        var foreign = RecordForeignRefund.IdOf(gift, "re_both");
        await world.Store.Append(
            [new CharityLink.Store.StreamChange(gift, "donation", given,
            [
                new RefundApproved(gift, refund, Refund.ByProvider, null),
                new RefundRequested(gift, foreign, Money.Cny(60_00), RefundCauses.ProviderConsole, null, "provider", null),
                new RefundApproved(gift, foreign, Refund.ByProvider, null),
                new RefundStarted(gift, foreign, paid, Money.Cny(60_00), Refund.ByProvider, null, RefundCauses.ProviderConsole),
                new RefundCompleted(gift, foreign, paid, Money.Cny(60_00), Refund.ByProvider, "re_both", null),
            ])], CharityLink.Store.EventMetadata.None, Ct);
        Assert.Equal((40_00, true), await Receipt(gift));
        Assert.Equal(RefundState.Rejected, (await Gift(gift)).Back.Refunds[refund].State);
    }

    [Fact]
    public async Task A_receipt_that_an_officer_voided_is_followed_by_one_over_what_is_left_and_by_none_where_nothing_is()
    {
        var (part, officer) = await Given();
        var (whole, other) = await Given();
        await Done(new VoidReceipt(Guid.CreateVersion7(), ReceiptIssuer.ReceiptOf(part), VoidCause.NameWrong, _now), officer);
        await Done(new VoidReceipt(Guid.CreateVersion7(), ReceiptIssuer.ReceiptOf(whole), VoidCause.NameWrong, _now), other);
        await Done(Approving(part, await Asked(part, 40_00)), officer);
        await Done(Approving(whole, await Asked(whole, 100_00)), other);
        Assert.Equal((100_00, false), await Receipt(part));

        await Done(new ReissueReceipt(Guid.CreateVersion7(), ReceiptIssuer.ReceiptOf(part), Money.Cny(100_00), null, VoidCause.NameWrong, _now), officer);
        Assert.Equal((60_00, true), await Receipt(part));
        var again = new ReissueReceipt(Guid.CreateVersion7(), ReceiptIssuer.ReceiptOf(whole), Money.Cny(100_00), null, VoidCause.NameWrong, _now);
        Assert.Equal("receipt_money_returned", Assert.Single((await world.Send(again, other)).Refusals).Code);
    }

    [Fact]
    public async Task A_name_put_right_while_a_refund_is_agreed_to_leaves_no_receipt_over_what_went_back()
    {
        for (var round = 0; round < 5; round++)
        {
            var (gift, officer) = await Given();
            var refund = await Asked(gift, 40_00);
            var both = await Task.WhenAll(
                world.Send(Approving(gift, refund), officer),
                world.Send(new ReissueReceipt(Guid.CreateVersion7(), ReceiptIssuer.ReceiptOf(gift), Money.Cny(100_00), null, VoidCause.NameWrong, _now), officer));
            Assert.True(both[0].IsDone);
            Assert.Equal((60_00, true), await Receipt(gift));
        }
    }

    private readonly Dictionary<Guid, GiftCause> _causeOf = [];

    private async Task<(Guid Gift, Caller Officer)> Given()
    {
        var cause = await world.Cause();
        var ask = GivingWorld.Asking(cause, 100_00);
        await Done(ask);
        await Done(GivingWorld.Paying(ask.DonationId));
        _causeOf[ask.DonationId] = cause;
        Assert.Equal((100_00, true), await Receipt(ask.DonationId));
        return (ask.DonationId, Staff.Holding(Role.CharityOfficer, "440703", cause.HolderId));
    }

    private async Task<Guid> Asked(Guid gift, long fen)
    {
        var refund = Guid.CreateVersion7();
        await Done(new AskRefund(Guid.CreateVersion7(), gift, refund, Money.Cny(fen), "duplicate"), Caller.Public);
        return refund;
    }

    private static ApproveRefund Approving(Guid gift, Guid refund) => new(Guid.CreateVersion7(), gift, refund, Refund.ByProvider, _now);

    private async Task Done(ICommand command, Caller? caller = null) => Assert.Empty((await world.Send(command, caller ?? Caller.System)).Refusals);

    private async Task<Donation> Gift(Guid id) =>
        (await world.Store.ReadStream(id, 0, Ct)).Events.Select(recorded => (IDonationEvent)recorded.Data).Aggregate((Donation?)null, Donation.Evolve)!; // It has facts.

    // The one that holds, else the last that did, once nothing follows any more: what it is over, and whether it holds.
    private async Task<(long, bool)> Receipt(Guid gift)
    {
        for (var end = 0L; end != await world.Store.ReadEnd(Ct);)
        {
            end = await world.Store.ReadEnd(Ct);
            foreach (var follower in new[] { "refund_starter", "receipt_issuer", "receipts" })
            {
                await world.Passed(follower, end);
            }
        }

        return await world.Get<Receipts>().OfDonation(gift, Ct) is { } receipt ? (receipt.Amount.Minor, receipt.Voided is null) : default;
    }
}
