using CharityLink.Giving;
using CharityLink.Web.Tests.Giving.Payments;
using CharityLink.Web.Tests.Support;

namespace CharityLink.Web.Tests.Giving.Regular;

/// <summary>A regular gift that was asked for on the form, with the mailbox of its giver.</summary>
internal sealed record Asked(Guid Id, string Email, Visitor Visitor)
{
    public Guid Gift(int period, int number = 1) => RegularGift.GiftOf(Id, period, number);
}

/// <summary>What the tests of regular gifts do again and again.</summary>
internal static class RegularGiving
{
    /// <summary>Fills in and sends the form.</summary>
    public static async Task<Asked> AskRegular(this StripeSite site, string every = "month", string lang = "en", string amount = "50")
    {
        var (visitor, email) = (site.Visitor(), $"r{Guid.CreateVersion7():N}@example.org");
        var form = await visitor.OpenForm(lang);
        var begun = await visitor.Submit(form, Gifts.Form, ("other", amount), ("every", every), ("who", "named"), ("name", "梁小姐"), ("email", email), ("method", "card"));
        Assert.Equal(303, begun.Status);
        var asked = new Asked(Gifts.GiftOf(form), email, visitor);
        Assert.Contains($"/gifts/{asked.Gift(0)}/pay", begun.Location, StringComparison.Ordinal);
        await site.Planned();
        return asked;
    }

    /// <summary>Asked for, paid on the provider's page, its card kept: it runs.</summary>
    public static async Task<Asked> Regular(this StripeSite site, string every = "month", string card = "pm_card_visa", string lang = "en")
    {
        var asked = await site.AskRegular(every, lang);
        await site.PayFirst(asked, card);
        return asked;
    }

    public static async Task PayFirst(this StripeSite site, Asked asked, string card = "pm_card_visa")
    {
        await site.Send();
        await site.Pay(asked.Gift(0), card);
        await site.Deliver();
        await site.Told();
        Assert.Equal(RegularState.Running, (await site.Find(asked)).State);
    }

    /// <summary>What became of gifts has been passed on, and the list shows it.</summary>
    public static async Task Told(this StripeSite site)
    {
        await site.Passed("regular_keeper");
        await site.Passed("regular_gifts");
        await site.Passed("regular_mails");
        await site.Planned();
    }

    /// <summary>Puts the clocks to an instant.</summary>
    public static void GoTo(this StripeSite site, DateTimeOffset at) => site.Advance(at - site.Site.Clock.GetUtcNow() + TimeSpan.FromSeconds(1));

    /// <summary>The clock of regular gifts looks, and what it began is sent and answered.</summary>
    public static async Task Run(this StripeSite site)
    {
        await site.Passed("regular_gifts");
        await site.Get<RegularClock>().Work(StripeSite.Ct);
        await site.Planned();
        await site.Send();
        await site.Told();
    }

    public static async Task<RegularGift> Find(this StripeSite site, Asked asked) =>
        (await site.History(asked)).OfType<IRegularGiftEvent>().Aggregate((RegularGift?)null, RegularGift.Evolve)!; // It was asked for.

    public static Task<IReadOnlyList<object>> History(this StripeSite site, Asked asked) => site.Site.Facts(asked.Id);

    /// <summary>The giver's page, by the link in the mail.</summary>
    public static async Task<Answer> Page(this Asked asked)
    {
        var mail = await Mailbox.Arrived(asked.Email, text => text.Contains($"/regular/{asked.Id}?key=", StringComparison.Ordinal));
        var at = mail.IndexOf($"/regular/{asked.Id}?key=", StringComparison.Ordinal);
        return await asked.Visitor.Get("/en" + mail[at..].Split('\n', ' ')[0]);
    }
}
