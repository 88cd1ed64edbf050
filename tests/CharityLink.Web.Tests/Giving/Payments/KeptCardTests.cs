using CharityLink.Giving;
using CharityLink.Stripe;
using CharityLink.Web.Tests.Giving.Regular;
using CharityLink.Web.Tests.Support;

namespace CharityLink.Web.Tests.Giving.Payments;

/// <summary>Kept cards that change at the provider: whoever lives from them hears of it at once, and their giver too.</summary>
[Collection(Shared.KeptCards)]
public sealed class KeptCardTests(StripeSite site)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_giver_of_a_regular_gift_is_told_that_its_card_is_gone_and_leaves_another(bool withItsCustomer)
    {
        var asked = await site.Regular();
        var card = (await site.Find(asked)).Card!; // It runs.
        if (withItsCustomer)
        {
            (await site.Get<StripeClient>().Send(Customers.Delete(card.Customer), StripeSite.Ct)).Must();
        }
        else
        {
            site.Fake.Bank.TakeCard(card.Method);
        }

        await site.Deliver(copies: 2, shuffle: 1);
        await site.Told();
        Assert.Single((await site.History(asked)).OfType<RegularCardLost>());
        var mail = await Mailbox.Arrived(asked.Email, text => text.Contains("The card of your regular gift is gone", StringComparison.Ordinal));
        Assert.Contains($"/regular/{asked.Id}?key=", mail, StringComparison.Ordinal);
        var page = await asked.Page();
        Assert.Contains("no longer kept", page.Text("[role=alert]"), StringComparison.Ordinal);
        var staff = await site.Officer(asked.Gift(0));
        Assert.Contains("Card gone", (await staff.Get("/en/console/regular")).Text("table"), StringComparison.Ordinal);

        // Nothing is sent for it on its day; with another card the next step charges.
        site.GoTo((await site.Find(asked)).Asked.Calendar.DueAt(1));
        await site.Run();
        Assert.DoesNotContain(site.Fake.Journal.Entries, entry => entry.Key == $"charge:{asked.Gift(1)}:1");
        await Mailbox.Arrived(asked.Email, text => text.Contains("No card is kept for it any more", StringComparison.Ordinal));
        Assert.Equal(303, (await asked.Visitor.Submit(await asked.Page(), "form:has(button[value=card])", ("act", "card"))).Status);
        await site.Planned();
        await site.Send();
        await site.Leave(asked.Id);
        await site.Told();
        site.Advance(TimeSpan.FromDays(2.1));
        await site.Run();
        Assert.Contains((await site.History(asked)).OfType<RegularChargePaid>(), paid => paid.Period == 1);
        await site.Close();
    }

    [Fact]
    public async Task A_card_that_we_let_go_ourselves_is_no_news()
    {
        var asked = await site.Regular();
        await site.Do(new StopRegularGift(Guid.CreateVersion7(), asked.Id));
        await site.Planned();
        await site.Send();
        await site.Deliver(copies: 2);
        await site.Told();
        Assert.DoesNotContain(await site.History(asked), fact => fact is RegularCardLost);
        Assert.DoesNotContain(Mailbox.MailsTo(asked.Email), mail => mail.Contains("is gone", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_date_of_a_card_shows_on_the_givers_page()
    {
        var asked = await site.Regular();
        var card = (await site.Find(asked)).Card!; // It runs.
        var year = site.Site.Clock.GetUtcNow().Year + 7;
        site.Fake.Bank.RenewCard(card.Method, 9, year);
        await site.Deliver(copies: 2, shuffle: 1);
        Assert.Single((await site.History(asked)).OfType<RegularCardRenewed>());
        Assert.Contains($"09/{year}", (await asked.Page()).Text("dl"), StringComparison.Ordinal);
        // What may be known of a card stands in the log, and no digit of its number.
        Assert.Equal(0, await site.Scalar<long>("select count(*) from events.mt_events where data::text like '%1881%' and type like 'regular_card%'"));
    }

    [Fact]
    public async Task The_giver_of_a_promise_is_told_and_leaves_another_card_before_the_deadline()
    {
        var project = await site.AllOrNothing(site.Site.Clock.GetUtcNow().AddDays(6));
        var (visitor, pledge, email) = await site.Stands(project);
        site.Fake.Bank.TakeCard((await site.Pledge(pledge)).Card.Kept!.Method); // It stands.
        await site.Deliver(copies: 2, shuffle: 1);
        await site.Mails();
        await site.Mails();
        await Mailbox.Arrived(email, mail => mail.Contains("needs another card", StringComparison.Ordinal));
        site.Advance(TimeSpan.FromDays(4.2));
        await site.Mails();
        await site.Mails();
        Assert.Equal(2, await site.Scalar<long>("select count(*) from mailing.mail where kind = 'pledge_card_lost' and facts ->> 'subject' = @id", new { id = pledge.ToString() }));
        Assert.DoesNotContain(Mailbox.MailsTo(email), mail => mail.Contains("In two days", StringComparison.Ordinal));
        var mine = await visitor.Get($"/en/pledges/{pledge}");
        Assert.Contains("no longer kept", mine.Text("[role=alert]"), StringComparison.Ordinal);
        Assert.Equal(303, (await visitor.Submit(mine, Gifts.Form, ("choice", "card"))).Status);
        await site.Planned();
        await site.Send();
        await site.Leave(pledge, page: 2);
        Assert.Equal("Stands", (await visitor.Get($"/en/pledges/{pledge}")).Text(".chip"));
        await site.End(project);
        await site.Collect();
        Assert.Equal((PledgeState.Kept, 1), ((await site.Pledge(pledge)).State, await site.Charged(pledge)));
        await site.Close();
    }

    [Fact]
    public async Task A_promise_without_its_card_at_the_deadline_is_paid_by_link_or_given_up()
    {
        var project = await site.AllOrNothing();
        var (_, paying, email) = await site.Stands(project);
        var (_, silent, _) = await site.Stands(project);
        foreach (var pledge in new[] { paying, silent })
        {
            site.Fake.Bank.TakeCard((await site.Pledge(pledge)).Card.Kept!.Method); // It stands.
        }

        await site.Deliver();
        Assert.Equal((true, 2000_00), (await site.End(project) is var ended ? (ended.IsMet, ended.PledgedByCard?.Minor) : default));
        await site.Collect();
        await site.Mails();
        var mail = await Mailbox.Arrived(email, text => text.Contains("/mend?", StringComparison.Ordinal));
        var start = mail.IndexOf("/en/pledges/", StringComparison.Ordinal);
        var visitor = site.Visitor();
        Assert.Equal(303, (await visitor.Submit(await visitor.Get(mail[start..mail.IndexOf('\n', start)].Trim()), Gifts.Form, ("method", "card"))).Status);
        await site.Planned();
        await site.Send();
        await site.Pay((await site.Pledge(paying)).Collected?.Live ?? Guid.Empty);
        await site.Settle();
        site.Advance(TimeSpan.FromDays(7.1));
        await site.Collect();
        Assert.Equal((PledgeState.Kept, PledgeState.Lapsed), ((await site.Pledge(paying)).State, (await site.Pledge(silent)).State));
        Assert.Equal((1, 0), (await site.Charged(paying), await site.Charged(silent)));
        await site.Close();
    }
}
