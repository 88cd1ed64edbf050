using System.Globalization;
using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Web.Tests.Support;

namespace CharityLink.Web.Tests.Giving.Payments;

/// <summary>What staff do about a refund that goes by hand or not at all, each button pressed twice: one fact, one movement in the books at most, no call to a provider.</summary>
[Collection(Shared.Stripe)]
public sealed class RefundPressedTwiceTests(StripeSite site)
{
    [Fact]
    public async Task A_request_is_refused_once()
    {
        var (gift, refund) = await Asked();
        await PressedTwice(await site.Officer(gift), gift, refund, "reject", 0, ("reason", "Lunches were served."));
        Assert.Equal(["DonationStarted", "DonationPaid", "RefundRequested", "RefundRejected"], await site.Story(gift));
        await site.Close();
    }

    [Fact]
    public async Task A_transfer_is_entered_denied_and_seen_once_each()
    {
        var (gift, refund) = await Asked();
        await site.Do(new ApproveRefund(Guid.CreateVersion7(), gift, refund, CharityLink.Giving.Refund.ByBankTransfer, site.Site.Clock.GetUtcNow()));
        await site.Started();
        var (enters, looks) = (await site.Officer(gift), await site.Officer(gift, "colleague"));
        var today = DateOnly.FromDateTime(site.Site.Clock.GetUtcNow().UtcDateTime).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        await PressedTwice(enters, gift, refund, "enter", 0, ("paid_on", today), ("reference", "TT 1"));
        var denied = await PressedTwice(looks, gift, refund, "not_seen", 0, ("reason", "Not in the statement."));
        await PressedTwice(enters, gift, refund, "enter", 0, ("paid_on", today), ("reference", "TT 2"));
        // The first "not seen" comes once more, when it could hit the other transfer.
        var before = await Standing(gift, refund);
        Assert.Equal(303, (await Press(looks, denied, refund, "not_seen", ("reason", "Not in the statement."))).Status);
        Assert.Equal(before, await Standing(gift, refund));
        await PressedTwice(looks, gift, refund, "seen", 1);
        Assert.Equal(
            ["DonationStarted", "DonationPaid", "RefundRequested", "RefundApproved", "RefundStarted", "RefundTransferEntered", "RefundTransferDenied", "RefundTransferEntered", "RefundCompleted"],
            await site.Story(gift));
        await site.Close();
    }

    private static Task<Answer> Press(Visitor who, Answer page, Guid refund, string act, params (string Name, string Value)[] typed) =>
        who.Submit(page, $"form[action$='/refunds/{refund}']:has(input[name=act][value={act}])", typed);

    private async Task<(Guid Gift, Guid Refund)> Asked()
    {
        var (gift, refund) = (await site.Paid(), Guid.CreateVersion7());
        await site.Do(new AskRefund(Guid.CreateVersion7(), gift, refund, Money.Cny(100_00), "duplicate"));
        return (gift, refund);
    }

    // Returns the page on which the button was.
    private async Task<Answer> PressedTwice(Visitor who, Guid gift, Guid refund, string act, int entries, params (string Name, string Value)[] typed)
    {
        await site.Passed("refunds");
        var page = await who.Get($"/en/console/gifts/{gift}/refunds");
        var before = await Standing(gift, refund);
        var first = await Press(who, page, refund, act, typed);
        Assert.Equal(303, first.Status);
        var after = await Standing(gift, refund);
        Assert.Equal((before.Facts + 1, before.Entries + entries, 0), after);
        var again = await Press(who, page, refund, act, typed);
        Assert.Equal((303, first.Location), (again.Status, again.Location));
        Assert.Equal(after, await Standing(gift, refund));
        return page;
    }

    // Of the gift: its facts and its movements in the books; of the refund: calls to a provider.
    private async Task<(int Facts, int Entries, long Operations)> Standing(Guid gift, Guid refund)
    {
        await site.Started();
        await site.Passed("ledger");
        return ((await site.Facts(gift)).Count, (await site.Get<Ledger>().OfGift(gift, StripeSite.Ct)).Count,
            await site.Scalar<long>("select count(*) from giving.payment_operation where aggregate_id = @refund", new { refund }));
    }
}
