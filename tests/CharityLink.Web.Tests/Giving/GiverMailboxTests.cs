using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Web.Tests.Projects.Pages;
using CharityLink.Web.Tests.Support;

namespace CharityLink.Web.Tests.Giving;

/// <summary>GIV-8: who changes the mailbox stays one giver.</summary>
[Collection(Shared.Giving)]
public sealed class GiverMailboxTests(SiteHost site)
{
    private readonly string _email = $"m{Guid.CreateVersion7():N}@example.org";

    [Fact]
    public async Task After_a_change_of_mailbox_new_gifts_count_as_the_same_givers()
    {
        var (first, moved) = (await Give("52"), new GiverMailboxTests(site));
        var visitor = await SignedIn();
        await visitor.Submit(await visitor.Get("/en/account/settings"), "form[action$='settings/mail']", ("email", moved._email));
        Assert.Equal(303, (await visitor.Submit(await visitor.Get(await moved.Confirmation()), Gifts.Form)).Status);
        var second = await moved.Give("31");
        Assert.Equal(await GiverOf(first), await GiverOf(second));
        var home = await visitor.Get("/en/account/giving");
        Assert.Contains("¥31.00", home.Text("table"), StringComparison.Ordinal);
        // Whoever gives from the old mailbox is somebody else.
        Assert.NotEqual(await GiverOf(first), await GiverOf(await Give("11")));
        Assert.DoesNotContain("¥11.00", (await visitor.Get("/en/account/giving")).Text("table"), StringComparison.Ordinal);
        // And the new one signs in to the same account.
        Assert.Contains("¥52.00", (await (await moved.SignedIn()).Get("/en/account/giving")).Text("table"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_mailbox_that_gave_before_stays_a_giver_of_its_own_in_the_same_account()
    {
        var moved = new GiverMailboxTests(site);
        var (first, second) = (await Give("52"), await moved.Give("31"));
        var visitor = await SignedIn();
        await visitor.Submit(await visitor.Get("/en/account/settings"), "form[action$='settings/mail']", ("email", moved._email));
        Assert.Equal(303, (await visitor.Submit(await visitor.Get(await moved.Confirmation()), Gifts.Form)).Status);
        Assert.Equal(await GiverOf(second), await GiverOf(await moved.Give("17")));
        Assert.NotEqual(await GiverOf(first), await GiverOf(second));
        var gifts = (await visitor.Get("/en/account/giving")).Text("table");
        Assert.Contains("¥52.00", gifts, StringComparison.Ordinal);
        Assert.Contains("¥31.00", gifts, StringComparison.Ordinal);
        Assert.Contains("¥17.00", gifts, StringComparison.Ordinal);
    }

    private async Task<PersonId?> GiverOf(Guid gift) => (await site.Facts(gift)).OfType<DonationStarted>().Single().GiverId;

    // Thanks for gifts go to the same mailbox.
    private async Task<string> Confirmation()
    {
        var mail = await Mailbox.Arrived(_email, text => text.Contains("confirm your new address", StringComparison.Ordinal));
        return new Uri(mail[mail.IndexOf("http", StringComparison.Ordinal)..].Split('\n')[0]).PathAndQuery;
    }

    private async Task<Guid> Give(string amount)
    {
        var visitor = site.Visitor();
        var payment = await visitor.Follow(await visitor.Submit(await visitor.OpenForm(), Gifts.Form, ("other", amount), ("who", "named"), ("name", "梁小姐"), ("email", _email)));
        await visitor.Follow(await visitor.Choose(payment, "pay"));
        await site.CaughtUp("donations");
        return Gifts.GiftIn(payment.Address.PathAndQuery);
    }

    private async Task<Visitor> SignedIn()
    {
        var visitor = site.Visitor();
        var known = Mailbox.MailsTo(_email).ToHashSet(StringComparer.Ordinal);
        await visitor.Submit(await visitor.Get("/en/sign-in/link"), Gifts.Form, ("email", _email));
        var mail = await Mailbox.Arrived(_email, text => text.Contains("/enter?", StringComparison.Ordinal) && !known.Contains(text));
        var page = await visitor.Get(new Uri(mail[mail.IndexOf("http", StringComparison.Ordinal)..].Split('\n')[0]).PathAndQuery);
        Assert.Equal("/en/account/giving", (await visitor.Submit(page, Gifts.Form)).Location);
        return visitor;
    }
}
