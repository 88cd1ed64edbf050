using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Web.Tests.Disclosure;
using CharityLink.Web.Tests.Support;

namespace CharityLink.Web.Tests.Giving;

/// <summary>What a giver is written to about after the thanks: receipts that hold no longer or follow another, a payment that failed after all, money that goes back uncounted.</summary>
[Collection(Shared.Giving)]
public sealed class GiftMailTests(SiteHost site)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("en", "holds no longer", "Something on it was wrong")]
    [InlineData("zh-CN", "已作废", "其他内容有误")]
    public async Task A_receipt_that_is_voided_is_told_with_the_cause(string lang, string said, string cause)
    {
        var (email, gift) = await Begin(lang);
        await Pay(gift);
        var receipt = await ReceiptOf(gift);
        await site.Do(new VoidReceipt(Guid.CreateVersion7(), receipt.Id, VoidCause.DetailsWrong, TimeProvider.System.GetUtcNow()));
        Assert.Contains(Cause(lang, cause), await Mailbox.Arrived(email, mail => mail.Contains(said, StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_follows_another_is_told_once_and_the_old_one_not_apart()
    {
        var (email, gift) = await Begin("en");
        await Pay(gift);
        var receipt = await ReceiptOf(gift);
        await site.Do(new ReissueReceipt(Guid.CreateVersion7(), receipt.Id, receipt.Amount, receipt.DonorId, VoidCause.NameWrong, TimeProvider.System.GetUtcNow()));
        var mail = await Mailbox.Arrived(email, mail => mail.Contains("Your new receipt", StringComparison.Ordinal));
        Assert.Contains((await ReceiptOf(gift)).Serial, mail, StringComparison.Ordinal);
        Assert.DoesNotContain(receipt.Serial, mail, StringComparison.Ordinal);
        await Followed();
        Assert.DoesNotContain(Mailbox.MailsTo(email), one => one.Contains("holds no longer\n", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("en", "did not go through")]
    [InlineData("zh-CN", "付款未成功")]
    public async Task A_payment_that_failed_after_all_is_told_with_the_way_to_try_again(string lang, string said)
    {
        var (email, gift) = await Begin(lang);
        await site.Do(RecordUnpaid.Of(gift, Guid.CreateVersion7(), StartDonation.Sandbox, PaymentResult.Declined, RecordUnpaid.AfterAll));
        var mail = await Mailbox.Arrived(email, mail => mail.Contains(said, StringComparison.Ordinal));
        Assert.Contains($"/{lang}/gifts/{gift}?key=", mail, StringComparison.Ordinal);
        Assert.Contains("¥60.00", mail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_decline_while_the_giver_is_there_is_not_mailed()
    {
        var (email, gift) = await Begin("en");
        await site.Do(RecordUnpaid.Of(gift, Guid.CreateVersion7(), StartDonation.Sandbox, PaymentResult.Declined, "insufficient_funds"));
        await Followed();
        Assert.Empty(Mailbox.MailsTo(email));
    }

    [Theory]
    [InlineData("en", "could not be counted", "The gift was paid twice")]
    [InlineData("zh-CN", "不能计为捐赠", "重复")]
    public async Task Money_that_did_not_count_and_goes_back_is_told_with_the_reason_once(string lang, string said, string reason)
    {
        var (email, gift) = await Begin(lang);
        await Pay(gift);
        await site.Do(RecordPayment.Of(gift, Guid.CreateVersion7(), StartDonation.Sandbox, "paid_again", "card", Money.Cny(60_00)));
        await site.Do(new ReturnHeld(Guid.CreateVersion7(), gift, "paid_again", TimeProvider.System.GetUtcNow()));
        var mail = await Mailbox.Arrived(email, mail => mail.Contains(said, StringComparison.Ordinal));
        Assert.Contains("¥60.00", mail, StringComparison.Ordinal);
        Assert.Contains(reason, mail, StringComparison.Ordinal);
        Assert.Contains($"/{lang}/gifts/{gift}?key=", mail, StringComparison.Ordinal);
        await Followed();
        Assert.Single(Mailbox.MailsTo(email), one => one.Contains(said, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("en", "was given back to you by bank transfer", "The gift was paid twice")]
    [InlineData("zh-CN", "已通过银行转账退回", "重复")]
    public async Task Money_that_did_not_count_and_was_given_back_by_hand_is_told_once_when_the_transfer_was_seen(string lang, string said, string reason)
    {
        var (email, gift) = await Begin(lang);
        await Pay(gift);
        await site.Do(RecordPayment.Of(gift, Guid.CreateVersion7(), StartDonation.Sandbox, "paid_again", "card", Money.Cny(60_00)));
        // The provider could not carry its return out.
        await site.Do(new ReturnHeld(Guid.CreateVersion7(), gift, "paid_again", TimeProvider.System.GetUtcNow()));
        await site.Do(RecordHeldResult.Of(gift, HeldReturn.IdOf(gift, "paid_again"), 1, null, "failed", "expired_or_canceled_card"));
        await site.Do(new EnterHeldTransfer(
            Guid.CreateVersion7(), gift, "paid_again", Pledge.DayOf(TimeProvider.System.GetUtcNow()), "TT 4711", "The card was closed.", TimeProvider.System.GetUtcNow()));
        await Followed();
        Assert.DoesNotContain(Mailbox.MailsTo(email), mail => mail.Contains(said, StringComparison.Ordinal));
        await site.Do(new ConfirmHeldTransfer(Guid.CreateVersion7(), gift, "paid_again", true, null));
        var mail = await Mailbox.Arrived(email, mail => mail.Contains(said, StringComparison.Ordinal));
        Assert.Contains("¥60.00", mail, StringComparison.Ordinal);
        Assert.Contains(reason, mail, StringComparison.Ordinal);
        Assert.Contains($"/{lang}/gifts/{gift}?key=", mail, StringComparison.Ordinal);
        await Followed();
        Assert.Single(Mailbox.MailsTo(email), one => one.Contains(said, StringComparison.Ordinal));
    }

    private static string Cause(string lang, string english) => lang == "en" ? english : CharityLink.Web.Site.Texts.In(CharityLink.Web.Site.Language.Chinese)["receipts.cause.details_wrong"];

    // Every reaction has heard of everything, and what it noted has been sent.
    private async Task Followed()
    {
        await site.Caught("gift_mails");
        while (await site.Service<CharityLink.Web.Mail.MailCarrier>().RunOnce(Ct) > 0)
        {
            // Until nothing is owed.
        }
    }

    private async Task<(string Email, Guid Gift)> Begin(string lang)
    {
        var (visitor, email) = (site.Visitor(), $"giver{Guid.CreateVersion7():N}@example.org");
        var form = await visitor.Get($"/{lang}/give?program={Gifts.Canteen}");
        var begun = await visitor.Submit(form, Gifts.Form, ("other", "60"), ("who", "named"), ("name", "陈美玲"), ("email", email));
        Assert.Equal(303, begun.Status);
        return (email, Gifts.GiftOf(form));
    }

    private Task Pay(Guid gift) => site.Do(new RecordSandboxPayment(Guid.CreateVersion7(), gift, Guid.CreateVersion7(), PaymentResult.Paid, null, TimeProvider.System.GetUtcNow()));

    private async Task<Receipt> ReceiptOf(Guid gift)
    {
        await site.Caught("gift_totals");
        await site.Caught("receipt_issuer");
        await site.Caught("receipts");
        return Assert.Single(await site.Service<Receipts>().OfDonations([gift], Ct));
    }
}
