using CharityLink.StripeFake.Http;
using CharityLink.Web.Tests.Support;

namespace CharityLink.Web.Tests.Giving.Payments;

/// <summary>What may never stand in a log line, while gifts go well and while they do not. The whole site's lines are searched again at its end.</summary>
[Collection(Shared.Stripe)]
public sealed class LogScan(StripeSite site)
{
    [Fact]
    public async Task S1_no_secret_no_card_and_nobodys_name_or_mailbox_is_logged()
    {
        var visitor = site.Visitor();
        var form = await visitor.OpenForm();
        var gift = Gifts.GiftOf(form);
        var begun = await visitor.Submit(form, Gifts.Form, ("other", "60"), ("who", "named"), ("name", "欧阳若兰"), ("email", "ruolan.ouyang@mail.example"), ("method", "card"));
        Assert.Equal(303, begun.Status);
        await site.Planned();
        site.Fake.Faults.Next(FaultKind.LostAnswer, about: $"{gift}");
        await site.Send();
        site.Fake.Orders.KeysAreRevoked = true;
        site.Advance(TimeSpan.FromMinutes(2));
        await site.Send();
        site.Fake.Orders.KeysAreRevoked = false;
        site.Advance(TimeSpan.FromMinutes(2));
        await site.Send();
        await site.Pay(gift, "pm_card_chargeDeclined");
        await site.Pay(gift);
        await site.Post("{\"card\":\"4242424242424242\",\"client_secret\":\"pi_1_secret_2\"}", "whsec_wrong");
        await site.Deliver(2);
        await visitor.Get($"/en/gifts/{gift}");
        await site.Close();
        Assert.Contains(site.Lines.All, line => line.Contains("refuses our access", StringComparison.Ordinal));
        Assert.Contains(site.Lines.All, line => line.Contains("RecordPayment", StringComparison.Ordinal));
        Assert.Empty(site.Lines.Leaks("欧阳若兰", "ruolan", StripeSite.Key, StripeSite.Secret, StripeSite.OldSecret));
    }
}
