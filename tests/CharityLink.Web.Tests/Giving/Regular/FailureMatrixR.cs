using CharityLink.Giving;
using CharityLink.Web.Tests.Giving.Payments;
using CharityLink.Web.Tests.Support;

namespace CharityLink.Web.Tests.Giving.Regular;

/// <summary>What can go wrong with regular gifts, by its number. Each period is charged once at most, and every one of them is accounted for.</summary>
[Collection(Shared.KeptCards)]
public sealed class FailureMatrixR(StripeSite site)
{
    [Fact]
    public async Task R1_the_clock_runs_twice_for_a_month_on_two_nodes()
    {
        var asked = await site.Regular();
        site.GoTo((await site.Find(asked)).Asked.Calendar.DueAt(1));
        await site.Passed("regular_gifts");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => site.Get<RegularClock>().Work(StripeSite.Ct)));
        await site.Run();
        await site.Run();
        Assert.Equal([0, 1], await Paid(asked));
        Assert.Single(site.Fake.Journal.Entries, entry => entry.Key == $"charge:{asked.Gift(1)}:1");
        await Ends(asked, [0, 1]);
    }

    [Fact]
    public async Task R1_the_answer_to_a_charge_is_lost()
    {
        var asked = await site.Regular();
        site.GoTo((await site.Find(asked)).Asked.Calendar.DueAt(1));
        site.Fake.Faults.Next(CharityLink.StripeFake.Http.FaultKind.LostAnswer, about: $"charge:{asked.Gift(1)}:1");
        await site.Run();
        Assert.Equal([0], await Paid(asked));
        site.Advance(TimeSpan.FromMinutes(1));
        await site.Run();
        await Ends(asked, [0, 1]);
    }

    [Fact]
    public async Task R2_the_site_stands_still_for_three_months()
    {
        var asked = await site.Regular();
        var calendar = (await site.Find(asked)).Asked.Calendar;
        site.GoTo(calendar.DueAt(4).AddDays(2));
        await site.Run();
        await site.Run();
        var missed = Assert.Single((await site.History(asked)).OfType<RegularPeriodsMissed>());
        Assert.Equal((1, 3, "standstill"), (missed.From, missed.Upto, missed.Why));
        Assert.Equal([0, 4], await Paid(asked));

        // The giver gives one of them after all, by one press however often.
        var page = await asked.Page();
        var button = "form:has(button[value=catch_up]):has(input[value='2'])";
        foreach (var _ in Enumerable.Range(0, 2))
        {
            Assert.Equal(303, (await asked.Visitor.Submit(page, button, ("act", "catch_up"))).Status);
        }

        await site.Run();
        Assert.Contains("No gift", page.Text("table"), StringComparison.Ordinal);
        await Ends(asked, [0, 2, 4]);
    }

    [Fact]
    public async Task R3_the_giver_stops_while_the_clock_runs()
    {
        var asked = await site.Regular();
        var due = (await site.Find(asked)).Asked.Calendar.DueAt(1);
        Assert.True((await site.Get<SystemCommands>().Send(new StopRegularGift(Guid.CreateVersion7(), asked.Id), StripeSite.Ct)).IsDone);
        // A node that looked before the giver stopped.
        Assert.True((await site.Get<SystemCommands>().Send(new BeginDueGift(Guid.CreateVersion7(), asked.Id, due), StripeSite.Ct)).IsDone);
        await site.Run();
        Assert.DoesNotContain(site.Fake.Journal.Entries, entry => entry.Key == $"charge:{asked.Gift(1)}:1");
        await Ends(asked, [0]);
    }

    [Fact]
    public async Task R3_the_giver_and_the_clock_race_and_the_books_say_who_won()
    {
        var asked = await site.Regular();
        site.GoTo((await site.Find(asked)).Asked.Calendar.DueAt(1));
        var commands = site.Get<SystemCommands>();
        await Task.WhenAll(
            commands.Send(new BeginDueGift(Guid.CreateVersion7(), asked.Id, site.Site.Clock.GetUtcNow()), StripeSite.Ct),
            commands.Send(new StopRegularGift(Guid.CreateVersion7(), asked.Id), StripeSite.Ct));
        var wasBegun = (await site.History(asked)).OfType<RegularChargeBegun>().Any(charge => charge.Period == 1);
        await site.Run();
        Assert.Equal(RegularState.Stopped, (await site.Find(asked)).State);
        Assert.Equal(wasBegun ? 1 : 0, site.Fake.Journal.Entries.Count(entry => entry.Key == $"charge:{asked.Gift(1)}:1"));
        await site.Close();
    }

    [Fact]
    public async Task R5_three_declines_pause_it_and_the_mailed_link_mends_it_once()
    {
        var asked = await site.Regular("week");
        site.Fake.Orders.Declines = "insufficient_funds";
        site.GoTo((await site.Find(asked)).Asked.Calendar.DueAt(1));
        foreach (var days in new[] { 0, 2, 3 })
        {
            site.Advance(TimeSpan.FromDays(days));
            await site.Run();
            await site.Run();
        }

        site.Fake.Orders.Declines = null;
        Assert.Equal([1, 2, 3], (await site.History(asked)).OfType<RegularChargeDeclined>().Select(decline => decline.Declines));
        Assert.Equal((RegularState.Paused, "declined"), ((await site.Find(asked)).State, (await site.Find(asked)).Why));
        Assert.Contains("we try no more", (await asked.Page()).Text("main"), StringComparison.Ordinal);
        site.GoTo((await site.Find(asked)).Asked.Calendar.DueAt(2).AddHours(1));
        await site.Run();
        Assert.Equal([0], await Paid(asked));

        var link = await Mended(asked, "is paused");
        Assert.Equal(["mend_link_void"], (await site.Visitor().Get(link)).Refusals);
        Assert.Equal(RegularState.Running, (await site.Find(asked)).State);
        await Ends(asked, [0, 1]);
        // The newest first, also among the tries of one period; what passed in the pause leaves no gap.
        Assert.Equal(
            "Paused Paid Declined Declined Declined Paid",
            string.Join(' ', (await asked.Page()).Html.QuerySelectorAll("table .chip").Select(chip => chip.TextContent.Trim())));
        site.GoTo((await site.Find(asked)).Asked.Calendar.DueAt((await site.Find(asked)).NextPeriod));
        var next = (await site.Find(asked)).NextPeriod;
        await site.Run();
        await Ends(asked, [0, 1, next]);
    }

    [Theory]
    [InlineData("authentication_required", "wants you to confirm")]
    [InlineData("expired_card", "will not work again")]
    public async Task A_card_that_needs_the_giver_is_not_charged_again_until_they_paid(string reason, string told)
    {
        var asked = await site.Regular();
        site.Fake.Orders.Declines = reason;
        site.GoTo((await site.Find(asked)).Asked.Calendar.DueAt(1));
        await site.Run();
        site.Fake.Orders.Declines = null;
        await Mailbox.Arrived(asked.Email, mail => mail.Contains(told, StringComparison.Ordinal));
        site.Advance(TimeSpan.FromDays(2));
        await site.Run();
        Assert.Single((await site.History(asked)).OfType<RegularGiverReminded>());
        Assert.DoesNotContain(site.Fake.Journal.Entries, entry => entry.Key == $"charge:{asked.Gift(1, 2)}:1");

        // Paid with another card, which is kept in the place of the first.
        var before = (await site.Find(asked)).Card;
        await Mended(asked, "could not be charged", "pm_card_mastercard");
        var after = await site.Find(asked);
        Assert.NotEqual(before, after.Card);
        Assert.Null(after.Trying);
        site.GoTo(after.Asked.Calendar.DueAt(2));
        await site.Run();
        await Ends(asked, [0, 1, 2]);
    }

    [Fact]
    public async Task A_page_that_was_left_leaves_nothing_begun()
    {
        var asked = await site.AskRegular();
        await site.Send();
        site.Advance(TimeSpan.FromHours(25));
        await site.Deliver();
        await site.Told();
        Assert.Contains(await site.History(asked), fact => fact is RegularChargeLeft);
        site.Advance(TimeSpan.FromDays(40));
        await site.Run();
        Assert.Equal(RegularState.Asked, (await site.Find(asked)).State);
        await Ends(asked, []);
    }

    // Opens the link of the newest such mail, goes on to the page and pays there.
    private async Task<string> Mended(Asked asked, string subject, string card = "pm_card_visa")
    {
        var mail = await Mailbox.Arrived(asked.Email, text => text.Contains(subject, StringComparison.Ordinal) && text.Contains("/regular/mend?", StringComparison.Ordinal));
        var link = mail[mail.IndexOf("/en/regular/mend?", StringComparison.Ordinal)..].Split('\n', ' ')[0];
        var visitor = site.Visitor();
        var gone = await visitor.Submit(await visitor.Get(link), Gifts.Form);
        Assert.Equal(303, gone.Status);
        var trying = (await site.Find(asked)).Trying;
        Assert.Contains($"/gifts/{trying?.Gift}/pay", gone.Location, StringComparison.Ordinal);
        await site.Planned();
        await site.Send();
        await site.Pay(trying!.Gift.GetValueOrDefault(), card); // It is being paid.
        await site.Deliver();
        await site.Told();
        return link;
    }

    private async Task<IReadOnlyList<int>> Paid(Asked asked) => [.. (await site.History(asked)).OfType<RegularChargePaid>().Select(paid => paid.Period).Order()];

    private async Task Ends(Asked asked, int[] paid)
    {
        await site.Close();
        await site.Told();
        Assert.Equal(paid, await Paid(asked));
    }
}
