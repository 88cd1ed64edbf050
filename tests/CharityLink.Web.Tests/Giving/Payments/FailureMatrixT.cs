using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Network;
using CharityLink.People;
using CharityLink.Programs;
using CharityLink.Web.Demo;
using CharityLink.Web.Tests.Giving.Regular;
using CharityLink.Web.Tests.Support;

namespace CharityLink.Web.Tests.Giving.Payments;

/// <summary>
/// Who receives is suspended between a giver's decision and the money, by number (T1: <see cref="FailureMatrixT1"/>, T4: <see cref="FailureMatrixX"/>). A payment is passed
/// on with itself, so what is held is the gift: a person decides.
/// </summary>
[Collection(Shared.KeptCards)]
public sealed class FailureMatrixT(StripeSite site)
{
    [Theory]
    [InlineData("payee_suspended")]
    [InlineData("program_suspended")]
    public async Task T3_what_arrives_for_a_suspended_charity_is_held_and_a_person_decides(string why)
    {
        var (back, kept) = (await site.BeginAndOpen(), await site.BeginAndOpen());
        var payee = (await site.Site.Facts(back)).OfType<DonationStarted>().Single().Cause.HolderId;
        await Suspend(why, payee, true);
        try
        {
            foreach (var gift in new[] { back, kept })
            {
                await site.Pay(gift);
                await site.Deliver(2, 1);
                Assert.Equal(why, Assert.Single((await site.Site.Facts(gift)).OfType<PaymentHeld>()).Reason);
                Assert.Equal(why, (await site.Alert("held", gift))?.Code);
                Assert.Equal("Your payment cannot be counted", (await site.Visitor().Get($"/en/gifts/{gift}")).Text("h1"));
            }

            // One goes back by the word of a person of its federation; to count the other is refused as long as it lasts, and the page says so.
            await site.Passed("refunds");
            await site.Passed("donations");
            var above = await Above(payee);
            var all = (await above.Get("/en/console/held")).Html.QuerySelectorAll("section.card:has(.notice) form").Select(form => form.QuerySelector("input[name=act]")?.GetAttribute("value")).ToList();
            Assert.Contains("return", all, StringComparer.Ordinal);
            Assert.DoesNotContain("count", all, StringComparer.Ordinal);
            Assert.Equal(303, (await above.Submit(await above.Get($"/en/console/gifts/{back}/refunds"), "form:has(input[value=return])")).Status);
            await site.Planned();
            await site.Send();
            await site.Deliver();
            Assert.Equal(why, Assert.Single((await site.Get<SystemCommands>().Send(new CountHeld(Guid.CreateVersion7(), kept, await site.PaymentOf(kept)), StripeSite.Ct)).Refusals).Code);
            await site.Passed("refunds");
            var page = await (await site.Officer(kept)).Get($"/en/console/gifts/{kept}/refunds");
            Assert.Contains("wait until the suspension ends", page.Text("main"), StringComparison.Ordinal);
            Assert.Null(page.Html.QuerySelector("input[value=count]"));
        }
        finally
        {
            await Suspend(why, payee, false);
        }

        // Those above stand in no longer.
        Assert.Empty((await (await Above(payee)).Get("/en/console/held")).Html.QuerySelectorAll("section.card form"));
        Assert.Null((await (await Above(payee)).Get($"/en/console/gifts/{kept}/refunds")).Html.QuerySelector("input[value=return]"));
        await site.Do(new CountHeld(Guid.CreateVersion7(), kept, await site.PaymentOf(kept)));
        Assert.Equal(["DonationStarted", "PaymentHeld", "HeldReturnStarted", "HeldReturned"], await site.Story(back));
        Assert.Equal(["DonationStarted", "PaymentHeld", "HeldCounted", "DonationPaid"], await site.Story(kept));
        await site.Close();
    }

    [Fact]
    public async Task T3_a_card_is_not_charged_for_a_suspended_charity_and_within_the_grace_it_still_is()
    {
        var (project, other) = (await site.AllOrNothing(), await site.AllOrNothing());
        var ((_, waits, _), (_, over, email)) = (await site.Stands(project), await site.Stands(other));
        var payee = (await site.Pledge(waits)).Made.Cause.HolderId;
        await site.End(project);
        await Suspend("payee_suspended", payee, true);
        try
        {
            await site.Collect();
            site.Advance(TimeSpan.FromDays(1));
            await site.Collect();
            Assert.Null((await site.Pledge(waits)).Collected);
        }
        finally
        {
            await Suspend("payee_suspended", payee, false);
        }

        await site.Collect();
        Assert.Equal((PledgeState.Kept, 1), ((await site.Pledge(waits)).State, await site.Charged(waits)));

        // The other one's deadline: it is waited for no longer than its giver was told.
        await site.End(other);
        await Suspend("payee_suspended", payee, true);
        try
        {
            site.Advance(TimeSpan.FromDays(7));
            await site.Collect();
            await site.Settle();
            Assert.Equal("not_collected", Assert.Single((await site.Site.Facts(over)).OfType<PledgeLapsed>()).Why);
        }
        finally
        {
            await Suspend("payee_suspended", payee, false);
        }

        Assert.Equal(0, await site.Charged(over));
        await site.Forgotten((await site.Pledge(over)).Card.Kept!); // It stood once.
        await site.Mails();
        Assert.Contains("nothing will be charged", await Mailbox.Arrived(email, mail => mail.Contains("has ended", StringComparison.Ordinal)), StringComparison.Ordinal);
        await site.Close();
    }

    [Fact]
    public async Task T3_a_charge_that_had_to_wait_is_not_sent_after_a_suspension_and_one_whose_answer_was_lost_is_held()
    {
        var project = await site.AllOrNothing();
        var ((_, unsent, _), (_, lost, _)) = (await site.Stands(project, amount: "500"), await site.Stands(project, amount: "500"));
        var payee = (await site.Pledge(lost)).Made.Cause.HolderId;
        await site.End(project);
        await site.Caught("pledges");
        await site.Get<PledgeCollector>().Work(StripeSite.Ct);
        await site.Planned();
        var (first, second) = ((await site.Pledge(unsent)).Collected!.Live.GetValueOrDefault(), (await site.Pledge(lost)).Collected!.Live.GetValueOrDefault()); // Both were begun.
        site.Fake.Faults.Next(CharityLink.StripeFake.Http.FaultKind.Busy, 1, TimeSpan.FromSeconds(90), about: $"{first}");
        site.Fake.Faults.Next(CharityLink.StripeFake.Http.FaultKind.LostAnswer, about: $"{second}");
        await site.Send();
        await Suspend("payee_suspended", payee, true);
        try
        {
            site.Advance(TimeSpan.FromMinutes(2));
            await site.Send();
            await site.Settle();
            Assert.Equal("payee_suspended", Assert.Single((await site.Site.Facts(first)).OfType<PaymentDeclined>()).Reason);
            Assert.Equal(["DonationStarted", "PaymentHeld"], await site.Story(second));
            // Held money waits for a person; meanwhile nothing more is charged, and given back it stays so.
            await site.Do(new ReturnHeld(Guid.CreateVersion7(), second, (await site.Site.Facts(second)).OfType<PaymentHeld>().Single().PaymentId, site.Site.Clock.GetUtcNow()));
            await site.Settle();
        }
        finally
        {
            await Suspend("payee_suspended", payee, false);
        }

        Assert.Equal((0, 1), (site.Charges(first), site.Charges(second)));
        site.Advance(TimeSpan.FromDays(1.1));
        await site.Collect();
        Assert.Equal((PledgeState.Kept, 1), ((await site.Pledge(unsent)).State, await site.Charged(unsent)));
        Assert.Equal((PledgeState.Confirmed, DeclineClass.NeedsGiver, 1), ((await site.Pledge(lost)).State, (await site.Pledge(lost)).Collected?.Class, (await site.Pledge(lost)).Collected?.Attempts));
        await site.Close();
    }

    [Fact]
    public async Task T3_a_regular_gift_leaves_out_the_periods_of_a_suspension()
    {
        var asked = await site.Regular();
        var payee = (await site.Find(asked)).Asked.Cause.HolderId;
        await Suspend("payee_suspended", payee, true);
        try
        {
            site.GoTo((await site.Find(asked)).Asked.Calendar.DueAt(1));
            await site.Run();
            Assert.Equal((1, "cause_closed"), Assert.Single((await site.History(asked)).OfType<RegularPeriodsMissed>()) switch { var missed => (missed.From, missed.Why) });
        }
        finally
        {
            await Suspend("payee_suspended", payee, false);
        }

        site.GoTo((await site.Find(asked)).Asked.Calendar.DueAt(2));
        await site.Run();
        Assert.Equal([0, 2], (await site.History(asked)).OfType<RegularChargePaid>().Select(paid => paid.Period).Order());
        await site.Close();
    }

    // An officer of another body, for the whole city.
    private async Task<Visitor> Above(Guid payee)
    {
        await site.Do(new AppointStaff(
            Guid.CreateVersion7(), StableId.Beside(payee, "above"), DemoId.Of("account:village"), Role.FederationOfficer, DemoId.Of("org:wuyi"), site.Get<Divisions>().City.Code));
        await site.Passed("appointments");
        return await site.SignedIn("village");
    }

    // Heard by everything that judges payments, whose memory may be a second old.
    private async Task Suspend(string why, Guid payee, bool yes)
    {
        await site.Do((why, yes) switch
        {
            ("program_suspended", true) => new SuspendProgram(Guid.CreateVersion7(), Gifts.Canteen, "An inquiry."),
            ("program_suspended", false) => new ResumeProgram(Guid.CreateVersion7(), Gifts.Canteen),
            (_, true) => new SuspendOrganisation(Guid.CreateVersion7(), payee, "An inquiry."),
            _ => new ResumeOrganisation(Guid.CreateVersion7(), payee),
        });
        await site.Passed("causes");
        while (await site.Get<CauseBook>().Suspended(payee, payee, Gifts.Canteen, StripeSite.Ct) is not null != yes)
        {
            await Task.Delay(20, StripeSite.Ct);
        }
    }
}
