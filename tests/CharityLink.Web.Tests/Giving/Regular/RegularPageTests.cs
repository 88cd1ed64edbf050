using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.People;
using CharityLink.Web.Giving.Abuse;
using CharityLink.Web.Giving.Regular;
using CharityLink.Web.Mail;
using CharityLink.Web.Tests.Giving.Payments;
using CharityLink.Web.Tests.Support;

namespace CharityLink.Web.Tests.Giving.Regular;

/// <summary>GIV-3: the form, the giver's page without an account and with one, the mails, and what staff see.</summary>
[Collection(Shared.KeptCards)]
public sealed class RegularPageTests(StripeSite site)
{
    [Theory]
    [InlineData("en", "Every month", "Needed for a gift that repeats", "optional")]
    [InlineData("zh-CN", "每月", "定期捐赠必填", "选填")]
    public async Task The_form_offers_it_where_something_can_be_paid_with_that_recurs(string lang, string month, string needed, string optional)
    {
        var form = await site.Visitor().OpenForm(lang);
        Assert.DoesNotContain(optional, form.Text(".named"), StringComparison.Ordinal);
        Assert.Contains(needed, form.Text("#email-hint"), StringComparison.Ordinal);
        Assert.Equal(["once", "week", "month", "year"], form.Html.QuerySelectorAll("input[name=every]").Select(choice => choice.GetAttribute("value")), StringComparer.Ordinal);
        Assert.Contains(month, form.Text("main form"), StringComparison.Ordinal);
        Assert.Equal("once", form.Html.QuerySelector("input[name=every][checked]")?.GetAttribute("value"));
    }

    [Theory]
    [InlineData("month", "named", "", "card", "email", "regular_needs_mail")]
    [InlineData("month", "anonymous", "a@example.org", "card", "who", "regular_needs_mail")]
    [InlineData("month", "named", "a@example.org", "alipay", "every", "regular_needs_card")]
    [InlineData("fortnight", "named", "a@example.org", "card", "every", "regular_every_unknown")]
    public async Task A_form_that_cannot_be_is_told_at_its_field_and_keeps_what_was_typed(string every, string who, string email, string method, string field, string code)
    {
        var visitor = site.Visitor();
        var form = await visitor.OpenForm();
        var answer = await visitor.Submit(form, Gifts.Form, ("other", "50"), ("every", every), ("who", who), ("name", "Li"), ("email", email), ("method", method));
        answer.RefusedAt(field, code);
        Assert.Equal(("50", method), (answer.Html.QuerySelector("#other")?.GetAttribute("value"), answer.Html.QuerySelector("input[name=method][checked]")?.GetAttribute("value")));
        Assert.Equal(every == "month" ? every : "once", answer.Html.QuerySelector("input[name=every][checked]")?.GetAttribute("value"));
        Assert.Empty(await site.Site.Facts(Gifts.GiftOf(form)));
    }

    [Fact]
    public async Task The_same_form_twice_asks_once_and_another_under_its_id_is_refused()
    {
        var visitor = site.Visitor();
        var form = await visitor.OpenForm();
        (string, string)[] typed = [("other", "50"), ("every", "week"), ("who", "named"), ("name", "Li"), ("email", "twice@example.org"), ("method", "card")];
        var answers = await Task.WhenAll(visitor.Submit(form, Gifts.Form, typed), visitor.Submit(form, Gifts.Form, typed));
        Assert.Single(answers.Select(answer => answer.Location).Distinct(StringComparer.Ordinal));
        Assert.Single((await site.Site.Facts(Gifts.GiftOf(form))).OfType<RegularGiftAsked>());
        Assert.Equal(["regular_id_reused"], (await visitor.Submit(form, Gifts.Form, [.. typed.Select(field => field.Item1 == "other" ? ("other", "51") : field)])).Refusals);
    }

    [Fact]
    public async Task The_mail_that_it_has_begun_opens_the_page_and_everything_can_be_changed_there()
    {
        var asked = await site.Regular(lang: "zh-CN");
        Assert.Contains("每月¥50.00", await Mailbox.Arrived(asked.Email, mail => mail.Contains("定期捐赠已开始", StringComparison.Ordinal)), StringComparison.Ordinal);
        var page = await asked.Page();
        Assert.Equal("Your regular gift", page.Text("h1"));
        Assert.Contains("Visa", page.Text("dl"), StringComparison.Ordinal);

        var wrong = await asked.Visitor.Submit(page, "form:has(#amount)", ("amount", "0.10"), ("act", "amount"));
        wrong.RefusedAt("amount", "method_amount_too_small", "0.10");
        (await asked.Visitor.Submit(page, "form:has(#amount)", ("amount", "abc"), ("act", "amount"))).RefusedAt("amount", "amount_not_a_number", "abc");
        page = await Do(asked, page, "form:has(#amount)", ("amount", "80"), ("act", "amount"));
        Assert.Contains("¥80.00", page.Text("main"), StringComparison.Ordinal);
        page = await Do(asked, page, "form.choices", ("act", "skip"));
        Assert.Contains("Left out", page.Text("table"), StringComparison.Ordinal);
        page = await Do(asked, page, "form.choices", ("act", "pause"));
        Assert.Contains("Paused", page.Text(".chip"), StringComparison.Ordinal);
        Assert.Contains("You paused it", page.Text("main"), StringComparison.Ordinal);
        page = await Do(asked, page, "form.choices", ("act", "resume"));
        Assert.Equal(2, (await site.Find(asked)).NextPeriod);
        page = await Do(asked, page, "form:has(button[value=stop])", ("act", "stop"));
        Assert.Contains("Ended", page.Text(".chip"), StringComparison.Ordinal);
        await Mailbox.Arrived(asked.Email, mail => mail.Contains("已停止", StringComparison.Ordinal));
        foreach (var subject in new[] { "金额已更改", "已跳过一期", "按您的意愿，恢复之前不会扣款", "已恢复" })
        {
            await Mailbox.Arrived(asked.Email, mail => mail.Contains(subject, StringComparison.Ordinal));
        }

        // The provider has forgotten the card.
        await site.Planned();
        await site.Send();
        Assert.Contains(site.Fake.Journal.Entries, entry => entry.Path.EndsWith("/detach", StringComparison.Ordinal));
        await site.Close();
    }

    [Fact]
    public async Task Another_card_is_left_on_a_page_of_the_providers_and_charged_from_then_on()
    {
        var asked = await site.Regular();
        var (page, before) = (await asked.Page(), (await site.Find(asked)).Card);
        var gone = await asked.Visitor.Submit(page, "form.choices", ("act", "card"));
        Assert.Equal((303, $"/en/regular/{asked.Id}/card"), (gone.Status, gone.Location));
        await site.Planned();
        await site.Send();
        var away = await asked.Visitor.Follow(gone);
        Assert.Equal(303, away.Status);
        Assert.Equal(404, (await site.Visitor().Get(gone.Location!)).Status); // It leads somewhere.
        var session = (await site.Get<PaymentOperations>().Find([PaymentOrder.IdOf(CardSetup.Purpose, asked.Id, 1)], StripeSite.Ct)).Single().ObjectId;
        site.Fake.Giver.Pay(session!, "pm_card_mastercard"); // It is open.
        Assert.Contains("on its way to us", (await asked.Visitor.Get($"/en/regular/{asked.Id}?card=1&back=1")).Text("main"), StringComparison.Ordinal);
        await site.Deliver(copies: 2);
        await site.Told();
        var after = await site.Find(asked);
        Assert.NotEqual(before, after.Card);
        Assert.Equal("mastercard", after.Face?.Brand);
        page = await asked.Visitor.Get($"/en/regular/{asked.Id}?card=1&back=1");
        Assert.Contains("Mastercard", page.Text("dl"), StringComparison.Ordinal);
        Assert.Contains("Your card is kept", page.Text(".notice"), StringComparison.Ordinal);
        site.GoTo(after.Asked.Calendar.DueAt(1));
        await site.Run();
        Assert.Equal(2, (await site.History(asked)).OfType<RegularChargePaid>().Count());
        await site.Close();
    }

    [Fact]
    public async Task Without_the_key_nothing_is_told_and_the_link_is_mailed_to_the_giver_alone()
    {
        var asked = await site.Regular();
        var (stranger, address) = (site.Visitor(), $"/en/regular/{asked.Id}");
        var page = await stranger.Get(address);
        Assert.DoesNotContain("50", page.Text("main"), StringComparison.Ordinal);
        Assert.Equal(404, (await stranger.Post(address, [new("_form", Token(page)), new("act", "stop")])).Status);
        Assert.Contains("on its way", (await stranger.Submit(page, Gifts.Form)).Text("main"), StringComparison.Ordinal);
        await Mailbox.Arrived(asked.Email, mail => mail.Contains("The link to your regular gift", StringComparison.Ordinal));
        Assert.Equal(404, (await stranger.Get($"/en/regular/{Guid.CreateVersion7()}")).Status);
    }

    [Fact]
    public async Task A_mending_link_is_void_after_a_week_and_once_the_gift_was_paid()
    {
        var asked = await site.Regular("week");
        site.Fake.Orders.Declines = "insufficient_funds";
        site.GoTo((await site.Find(asked)).Asked.Calendar.DueAt(1));
        await site.Run();
        site.Fake.Orders.Declines = null;
        var mail = await Mailbox.Arrived(asked.Email, text => text.Contains("/regular/mend?", StringComparison.Ordinal));
        var link = mail[mail.IndexOf("/en/regular/mend?", StringComparison.Ordinal)..].Split('\n', ' ')[0];
        Assert.Contains("was declined", (await site.Visitor().Get(link)).Text("main"), StringComparison.Ordinal);
        // The single gift leads back to the whole: paid here once more it would be another gift.
        Assert.NotNull((await asked.Visitor.Get($"/en/gifts/{asked.Gift(1)}")).Html.QuerySelector($"main a.primary[href*='/regular/{asked.Id}']"));
        site.Advance(TimeSpan.FromDays(2.1));
        await site.Run();
        Assert.Contains("paid already", (await site.Visitor().Get(link)).Text("main"), StringComparison.Ordinal);
        site.Advance(TimeSpan.FromDays(5));
        var late = await site.Visitor().Get(link);
        Assert.Equal((422, "mend_link_void"), (late.Status, Assert.Single(late.Refusals)));
        Assert.Equal(["mend_link_void"], (await site.Visitor().Get(link[..^4] + "AAAA")).Refusals);
        await site.Close();
    }

    [Fact]
    public async Task A_mending_link_is_used_up_by_success_alone_and_then_for_good()
    {
        var asked = await site.Regular("week");
        site.Fake.Orders.Declines = "insufficient_funds";
        site.GoTo((await site.Find(asked)).Asked.Calendar.DueAt(1));
        await site.Run();
        var mail = await Mailbox.Arrived(asked.Email, text => text.Contains("/regular/mend?", StringComparison.Ordinal));
        var visitor = site.Visitor();
        var form = await visitor.Get(mail[mail.IndexOf("/en/regular/mend?", StringComparison.Ordinal)..].Split('\n', ' ')[0]);

        // The kept card is being tried again at this moment: not now.
        site.Advance(TimeSpan.FromDays(2.1));
        await site.Passed("regular_gifts");
        await site.Get<RegularClock>().Work(StripeSite.Ct);
        var refused = await visitor.Submit(form, Gifts.Form);
        Assert.Equal((422, "regular_charge_under_way"), (refused.Status, Assert.Single(refused.Refusals)));
        await site.Planned();
        await site.Send();
        await site.Told();
        site.Fake.Orders.Declines = null;

        var pressed = await Task.WhenAll(visitor.Submit(refused, Gifts.Form), visitor.Submit(refused, Gifts.Form));
        Assert.Equal([303, 422], pressed.Select(answer => answer.Status).Order());
        Assert.Equal(["mend_link_void"], pressed.Single(answer => answer.Status == 422).Refusals);
        Assert.Equal(["mend_link_void"], (await visitor.Submit(refused, Gifts.Form)).Refusals);
        Assert.Single((await site.History(asked)).OfType<RegularChargeBegun>(), charge => charge.WithGiver && charge.Period == 1);
        await site.Close();
    }

    [Fact]
    public async Task Staff_see_those_of_their_area_or_charity_without_names()
    {
        var asked = await site.Regular();
        foreach (var (account, sees) in new[] { ("officer", true), ("auditor", true), ("admin", true) })
        {
            var page = await (await SignedIn(account)).Get("/en/console/regular?state=running");
            Assert.Equal((200, sees), (page.Status, page.Text("main").Contains("Every month", StringComparison.Ordinal)));
            Assert.DoesNotContain("梁小姐", page.Text("main"), StringComparison.Ordinal);
        }

        Assert.DoesNotContain("Every month", (await (await SignedIn("officer")).Get("/zh-CN/console/regular?state=stopped&before=1")).Text("main"), StringComparison.Ordinal);
        Assert.Equal(RegularState.Running, (await site.Find(asked)).State);
    }

    [Fact]
    public async Task A_card_that_expires_soon_is_told_of_once()
    {
        var asked = await site.Regular();
        var face = (await site.Find(asked)).Face!; // Its card is kept.
        site.GoTo(new DateTimeOffset(face.ExpiryYear, face.ExpiryMonth, 10, 0, 0, 0, TimeSpan.Zero));
        await site.Get<CardNotices>().Work(StripeSite.Ct);
        await site.Get<CardNotices>().Work(StripeSite.Ct);
        await Mailbox.Arrived(asked.Email, mail => mail.Contains("expires soon", StringComparison.Ordinal));
        Assert.Equal(1, await site.Scalar<long>("select count(*) from mailing.mail where kind = 'regular_card' and facts ->> 'subject' = @id", new { id = asked.Id.ToString() }));
    }

    [Theory]
    [InlineData("en")]
    [InlineData("zh-CN")]
    public async Task Every_mail_about_it_can_be_written(string lang)
    {
        var (to, email) = (new PersonId(Guid.CreateVersion7()), $"w{Guid.CreateVersion7():N}@example.org");
        await site.Get<Vault>().Remember(to, new PersonFields("Li", email), StripeSite.Ct);
        string[] kinds = ["started", "paused", "changed", "missed", "stopped", "ended", "card", "link"];
        await site.Get<MailOutbox>().Note(
            [.. kinds.Select(kind => new NotedMail(
                Guid.CreateVersion7(), $"regular_{kind}", to, lang,
                new MailFacts(Guid.CreateVersion7(), Program: Gifts.Canteen, Day: new DateOnly(2026, 10, 3), Path: "/regular/1", HasKey: true, Word: "regular.mail.unpaid").Of(Money.Cny(50_00))))], StripeSite.Ct);
        await Mailbox.Arrived(email, _ => Mailbox.MailsTo(email).Count == kinds.Length);
        Assert.All(Mailbox.MailsTo(email), mail => Assert.Contains($"/{lang}/regular/1?key=", mail, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Kept_cards_that_fail_in_one_morning_are_not_taken_for_stolen_ones()
    {
        var (commands, card) = (site.Get<SystemCommands>(), new SavedCard("stripe", "cus_none", "pm_none", CardUse.Recurring));
        for (var gifts = 0; gifts < new AbuseSettings().DeclinesPerCause; gifts++)
        {
            var id = Guid.CreateVersion7();
            await commands.Send(new StartDonation(id, id, Gifts.Canteen, null, Money.Cny(1_00), null, true, "stripe", site.Site.Clock.GetUtcNow(), Method: "card", Card: card), StripeSite.Ct);
            Assert.True((await commands.Send(RecordUnpaid.OfCharge(id, PaymentOrder.IdOf(CardCharge.Purpose, id, 1), "stripe", "insufficient_funds", DeclineClass.TryAgain, null), StripeSite.Ct)).IsDone);
        }

        await site.Passed("card_testing_watch");
        Assert.False(site.Get<GiftWatch>().IsAlarmed($"{Gifts.Canteen}"));
    }

    [Fact]
    public async Task The_account_shows_it_and_erasing_the_giver_ends_it_and_gives_the_card_up()
    {
        var asked = await site.Regular();
        var visitor = site.Visitor();
        await visitor.Submit(await visitor.Get("/en/sign-in/link"), Gifts.Form, ("email", asked.Email));
        var home = await visitor.Follow(await Opened(visitor, asked, "/enter?"));
        Assert.Contains("Every month", home.Text("main"), StringComparison.Ordinal);
        var mine = await visitor.Get(home.Html.QuerySelector("td a[href*='/regular/']")?.GetAttribute("href") ?? "");
        Assert.Equal(("Your regular gift", "‹ My gifts"), (mine.Text("h1"), mine.Text("main a[href='/en/account/giving']")));
        Assert.Contains("\"every\": \"month\"", await visitor.Client.GetStringAsync(new Uri("/en/account/export.json", UriKind.Relative), StripeSite.Ct), StringComparison.Ordinal);

        await visitor.Submit(await visitor.Get("/en/account/settings"), "form[action$='settings/erase']", ("sure", "yes"));
        Assert.Equal("You have been forgotten", (await Opened(visitor, asked, "erase your account")).Text("h1"));
        Assert.Equal("erased", (await site.Find(asked)).Why);
        Assert.Contains(await site.History(asked), fact => fact is RegularCardGivenUp);
        site.GoTo((await site.Find(asked)).Asked.Calendar.DueAt(1));
        await site.Run();
        Assert.Single((await site.History(asked)).OfType<RegularChargeBegun>());
        await site.Close();
    }

    // The page behind the link of a mail, and its button pressed.
    private static async Task<Answer> Opened(Visitor visitor, Asked asked, string says)
    {
        var mail = await Mailbox.Arrived(asked.Email, text => text.Contains(says, StringComparison.Ordinal) && text.Contains("/enter?", StringComparison.Ordinal));
        return await visitor.Submit(await visitor.Get(mail[mail.IndexOf("/en/enter?", StringComparison.Ordinal)..].Split('\n', ' ')[0]), Gifts.Form);
    }

    private static string Token(Answer page) => page.Html.QuerySelector("main input[name=_form]")?.GetAttribute("value") ?? "";

    private static async Task<Answer> Do(Asked asked, Answer page, string form, params (string, string)[] typed)
    {
        var done = await asked.Visitor.Submit(page, form, typed);
        Assert.Equal(303, done.Status);
        var next = await asked.Visitor.Follow(done);
        Assert.NotEmpty(next.Text("[role=status]"));
        return next;
    }

    private async Task<Visitor> SignedIn(string account)
    {
        var visitor = site.Visitor();
        Assert.Equal(303, (await visitor.Submit(await visitor.Get("/en/sign-in"), "main form", ("email", $"{account}@demo.charitylink.example"), ("password", SiteHost.Password))).Status);
        return visitor;
    }
}
