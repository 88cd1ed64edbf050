using System.Globalization;
using CharityLink.Disclosure;
using CharityLink.Kernel;
using CharityLink.Law;
using CharityLink.Network;
using CharityLink.People;
using CharityLink.Store;
using CharityLink.Web.Disclosure.Reminders;
using CharityLink.Web.Mail;
using CharityLink.Web.Tests.Giving;
using CharityLink.Web.Tests.Support;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Account = CharityLink.Web.Accounts.Account;

namespace CharityLink.Web.Tests.Disclosure;

/// <summary>IMP-2: an organisation's people are reminded of what it owes, each reminder once, whoever counts and whatever the clocks do.</summary>
[Collection(Shared.Projects)]
public sealed class ReminderTests(SiteHost site)
{
    private static int codes;
    private readonly MovableClock clock = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_week_before_on_the_day_and_weekly_after_until_it_is_done()
    {
        var (organisation, duty, officer) = await Owing("en");
        await Round(duty, -8);
        Assert.Empty(Mails(officer));
        foreach (var (day, mails) in new[] { (-7, 1), (-1, 1), (0, 2), (6, 2), (7, 3), (14, 4) })
        {
            await Round(duty, day);
            Assert.Equal(mails, Mails(officer).Count);
        }

        var (first, onTheDay, late) = (Mails(officer)[0], Mails(officer)[1], Mails(officer)[^1]);
        var dueDay = duty.DueOn.GetValueOrDefault().ToString("d MMMM yyyy", CultureInfo.InvariantCulture);
        Assert.Contains($"Due by {dueDay}: Make the major change public · Reminded Fund", first, StringComparison.Ordinal);
        Assert.Contains($"Due today, {dueDay}", onTheDay, StringComparison.Ordinal);
        Assert.Contains($"Overdue since {dueDay}", late, StringComparison.Ordinal);
        Assert.Contains($"/en/console/organisations/{organisation}/reports", late, StringComparison.Ordinal);

        await site.Do(new PublishOrganisationReport(Guid.CreateVersion7(), organisation, Guid.CreateVersion7(), "major_event", null, duty.About, "公告", "Word", null, clock.GetUtcNow()));
        await Round(duty, 21);
        Assert.Equal(4, Mails(officer).Count);
    }

    [Fact]
    public async Task A_clock_that_jumps_over_weeks_brings_one_mail_and_one_that_goes_back_none()
    {
        var (_, duty, officer) = await Owing("zh-CN");
        await Round(duty, 40);
        var mail = Assert.Single(Mails(officer));
        Assert.Contains("已逾期", mail, StringComparison.Ordinal);
        await Round(duty, 0);
        await Round(duty, -3);
        Assert.Single(Mails(officer));
        await Round(duty, 42);
        Assert.Equal(2, Mails(officer).Count);
    }

    [Fact]
    public async Task Two_nodes_a_restart_and_a_calendar_made_anew_send_nothing_twice()
    {
        var (_, duty, officer) = await Owing("en");
        MoveTo(duty, 0);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Post().RunOnce(Ct)));
        await Send();
        Assert.Single(Mails(officer));
        await site.Service<ReadModelHost>().Rebuild("duties", Ct);
        await Post().RunOnce(Ct);
        await Send();
        Assert.Single(Mails(officer));
    }

    [Fact]
    public async Task What_is_owed_twice_is_said_in_one_mail()
    {
        var (organisation, duty, officer) = await Owing("en");
        await site.Do(Event(organisation, "related_dealing"));
        await Round(duty, 0);
        var mail = Assert.Single(Mails(officer));
        Assert.Contains("Make the major change public", mail, StringComparison.Ordinal);
        Assert.Contains("2 duties are due soon or overdue", mail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_newer_reminder_takes_the_place_of_one_whose_mail_has_not_gone_out()
    {
        var (book, duty, nobody) = (site.Service<ReminderBook>(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var mails = new List<Guid>();
        foreach (var week in (int[])[0, 0, 1, 0])
        {
            await book.Owe([new(duty, nobody, week)], Ct);
            await book.Tell(new DateOnly(2026, 11, 2), Ct);
            mails.Add(await Told(duty));
        }

        Assert.Equal((mails[0], mails[2]), (mails[1], mails[3]));
        Assert.NotEqual(mails[0], mails[2]);
        var told = await book.DutiesOf(mails, Ct);
        Assert.Empty(told[mails[0]]);
        Assert.Equal([duty], told[mails[2]]);
    }

    [Fact]
    public async Task Only_those_who_can_meet_it_are_written_to()
    {
        var (organisation, duty, officer) = await Owing("en");
        var (reader, elsewhere, former) = (await Appointed(organisation, Role.Auditor), await Appointed(Guid.CreateVersion7(), Role.CharityOfficer, register: true), await Appointed(organisation, Role.CharityOfficer, ended: true));
        await Round(duty, 0);
        Assert.Single(Mails(officer));
        Assert.All([reader, elsewhere, former], other => Assert.Empty(Mails(other)));
    }

    [Fact]
    public async Task Where_an_organisation_has_nobody_the_nearest_above_that_has_is_written_to()
    {
        var (top, middle, below) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var officer = await Appointed(top, Role.FederationOfficer, register: true, division: "440700");
        await Register(middle, "440703", top);
        await Round(await Owed(await Register(Guid.CreateVersion7(), "440703101", middle)), 0);
        Assert.Single(Mails(officer));

        // Who has an officer of its own is not told on above.
        var own = await Appointed(below, Role.CharityOfficer, register: true, parent: top);
        await Round(await Owed(below), 0);
        Assert.Single(Mails(own));
        Assert.Single(Mails(officer));
    }

    // A charity with an officer that has to tell of a change it made today.
    private async Task<(Guid Organisation, DutyRow Duty, string Officer)> Owing(string language)
    {
        var organisation = Guid.CreateVersion7();
        var officer = await Appointed(organisation, Role.CharityOfficer, register: true, language: language);
        return (organisation, await Owed(organisation), officer);
    }

    private async Task<DutyRow> Owed(Guid organisation)
    {
        await site.Do(new VerifyOrganisation(Guid.CreateVersion7(), organisation, "seen"), Event(organisation, "major_change"));
        return Assert.Single(await site.Service<DutyCalendar>().OfOrganisation(organisation, 100, Ct), row => row.RuleId == "CN-DIS-07");
    }

    private async Task<Guid> Told(Guid duty)
    {
        await using var mail = site.Service<Npgsql.NpgsqlDataSource>().CreateCommand("select mail_id from mailing.duty_reminder where duty_id = $1");
        mail.Parameters.Add(new Npgsql.NpgsqlParameter<Guid> { TypedValue = duty });
        return (Guid?)await mail.ExecuteScalarAsync(Ct) ?? throw new InvalidOperationException("Nothing was told.");
    }

    private async Task<Guid> Register(Guid organisation, string division, Guid? parent)
    {
        var seventeen = $"53440703MJDUT{Interlocked.Increment(ref codes):0000}";
        await site.Do(new RegisterOrganisation(
            Guid.CreateVersion7(), organisation, "提醒基金会", "Reminded Fund", OrganisationKind.Foundation, DivisionCode.Parse(division), seventeen + Uscc.CheckCharacter(seventeen), parent));
        return organisation;
    }

    private static RecordMajorEvent Event(Guid organisation, string kind)
    {
        var now = TimeProvider.System.GetUtcNow();
        return new(Guid.CreateVersion7(), organisation, Guid.CreateVersion7(), kind, WorkingDays.China.DayOf(now), "购房", "A house", now);
    }

    private async Task<string> Appointed(Guid organisation, Role role, bool register = false, bool ended = false, string language = "en", Guid? parent = null, string division = "440703")
    {
        var (email, appointment) = ($"officer{Guid.CreateVersion7():N}@example.org", Guid.CreateVersion7());
        if (register)
        {
            await Register(organisation, division, parent);
        }

        await using var scope = site.App.Services.CreateAsyncScope();
        var account = new Account { Id = Guid.CreateVersion7(), UserName = email, Email = email, DisplayName = "Wu", Language = language };
        Assert.True((await scope.ServiceProvider.GetRequiredService<UserManager<Account>>().CreateAsync(account)).Succeeded);
        await site.Do(new AppointStaff(Guid.CreateVersion7(), appointment, account.Id, role, organisation, DivisionCode.Parse(division)));
        if (ended)
        {
            await site.Do(new EndAppointment(Guid.CreateVersion7(), appointment));
        }

        return email;
    }

    private void MoveTo(DutyRow duty, int days) =>
        clock.Advance(new DateTimeOffset(duty.DueOn.GetValueOrDefault().AddDays(days), new TimeOnly(9, 0), TimeSpan.FromHours(8)) - clock.GetUtcNow());

    private async Task Round(DutyRow duty, int days)
    {
        MoveTo(duty, days);
        await Post().RunOnce(Ct);
        await Send();
    }

    // A node of its own, with the clock of this test.
    private ReminderPost Post() => new(
        site.Service<ReminderBook>(), site.Service<DutyCalendar>(), site.Service<Answerable>(), site.Service<AppointmentList>(), site.Service<OrganisationDirectory>(), site.Service<EventStore>(),
        site.Service<ReadModelHost>(), clock, NullLogger<ReminderPost>.Instance);

    private async Task Send()
    {
        while (await site.Service<MailCarrier>().RunOnce(Ct) > 0)
        {
            // Until nothing is owed.
        }
    }

    private static IReadOnlyList<string> Mails(string email) => Mailbox.MailsTo(email);
}
