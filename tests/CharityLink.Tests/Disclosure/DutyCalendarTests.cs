using CharityLink.Disclosure;
using CharityLink.Kernel;
using CharityLink.Law;
using CharityLink.Network;
using CharityLink.Projects;
using CharityLink.Store;
using CharityLink.Testing;
using CharityLink.Tests.Giving;
using CharityLink.Tests.Projects;
using Npgsql;

namespace CharityLink.Tests.Disclosure;

/// <summary>The calendar of duties: what projects and organisations owe, by which day, and that it is the same however the log is cut.</summary>
public sealed partial class DutyCalendarTests : IAsyncLifetime
{
    private static readonly ProjectFacts _project = ProjectFacts.New() with { Deadline = ProjectFacts.Opened.AddDays(30) };
    private static readonly DateOnly _opened = new(2026, 10, 1);
    private TestDatabase? database;
    private NpgsqlDataSource? source;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private DutyCalendar Calendar => new(source!); // Set before the test runs.

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.Create();
        source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.ConnectionString) { SearchPath = "public" }.ConnectionString);
        await using var create = source.CreateCommand(Calendar.Ddl);
        await create.ExecuteNonQueryAsync(Ct);
    }

    public async ValueTask DisposeAsync()
    {
        await source!.DisposeAsync(); // Set before the test runs.
        await database!.DisposeAsync();
    }

    [Fact]
    public async Task A_project_that_is_not_open_owes_no_report()
    {
        await Apply(100, [.. _project.UpToApproved]);
        Assert.Empty(await Calendar.OfProject(_project.Id, Ct));
    }

    [Fact]
    public async Task After_its_end_a_campaign_owes_a_full_account_in_three_months()
    {
        await Apply(100, [.. _project.UpToLive, Ended(new(2026, 10, 31, 16, 0, 0, TimeSpan.Zero))]);
        var duty = Assert.Single(await Calendar.OfProject(_project.Id, Ct), row => row.RuleId == "CN-DIS-02");
        Assert.Equal((new DateOnly(2026, 10, 31), null), (duty.FromOn, duty.MetOn));
        Assert.Equal(DueDate.Of(duty.FromOn, Period.Months(3), WorkingDays.China).Day, duty.DueOn);
        Assert.False(duty.IsOverdue(duty.DueOn.GetValueOrDefault()));
        Assert.True(duty.IsOverdue(duty.DueOn.GetValueOrDefault().AddDays(1)));
    }

    [Fact]
    public async Task A_report_meets_what_was_owed()
    {
        await Apply(100, [.. _project.UpToLive, Ended(new(2026, 10, 31, 16, 0, 0, TimeSpan.Zero)), Report(ReportKind.CampaignFinal, new(2026, 11, 20))]);
        Assert.Equal(new DateOnly(2026, 11, 20), Assert.Single(await Calendar.OfProject(_project.Id, Ct), row => row.RuleId == "CN-DIS-02").MetOn);
    }

    [Fact]
    public async Task Every_report_is_to_be_entered_with_the_state_and_is_when_it_was()
    {
        var report = Report(ReportKind.Interim, new(2026, 10, 20));
        await Apply(100, [.. _project.UpToLive, report]);
        Assert.Equal((report.ReportId, null, null), Entry(await Calendar.OfProject(_project.Id, Ct)));
        await Apply(100, [new StateEntryRecorded(_project.Id, report.ReportId, "CC-9", new(2026, 10, 22), null)]);
        Assert.Equal((report.ReportId, null, new DateOnly(2026, 10, 22)), Entry(await Calendar.OfProject(_project.Id, Ct)));
        Assert.Equal("CC-9", Assert.Single(await Calendar.ReportsOf(_project.Id, Ct)).EntryReference);
    }

    [Fact]
    public async Task A_project_that_failed_owes_no_account_of_its_work()
    {
        await Apply(100, [.. _project.UpToLive, Ended(new(2026, 10, 31, 16, 0, 0, TimeSpan.Zero), isMet: false)]);
        Assert.DoesNotContain(await Calendar.OfProject(_project.Id, Ct), row => row.RuleId is "CN-DIS-03" or "CN-DIS-04");
        Assert.Contains(await Calendar.OfProject(_project.Id, Ct), row => row.RuleId == "CN-DIS-02");
    }

    [Fact]
    public async Task Work_that_is_done_owes_its_account()
    {
        await Apply(100, [.. _project.UpToLive, Ended(new(2026, 10, 31, 16, 0, 0, TimeSpan.Zero)), new ProjectCarriedOut(_project.Id, new(2026, 11, 20), null)]);
        Assert.Equal(new DateOnly(2026, 11, 20), Assert.Single(await Calendar.OfProject(_project.Id, Ct), row => row.RuleId == "CN-DIS-04").FromOn);
    }

    [Fact]
    public async Task In_an_emergency_receipts_are_owed_every_five_days_until_the_rescue_is_over()
    {
        var plan = new PlanSaved(_project.Id, FundraisingPlan.Empty with { Emergency = new("Flood 1", _opened) }, null);
        await Apply(100, [.. _project.UpToApproved, plan, _project.UpToLive[^1]]);
        var first = (await Calendar.OfProject(_project.Id, Ct)).Where(row => row.RuleId == "CN-EMG-02").ToList();
        Assert.NotEmpty(first);
        Assert.Equal(DueDate.Of(_opened, Period.Days(5), WorkingDays.China).Day, first[0].DueOn);
        Assert.Contains(await Calendar.OfProject(_project.Id, Ct), row => row.RuleId == "CN-EMG-01" && row.MetOn is null);
        await Apply(100, [Report(ReportKind.Emergency, new(2026, 10, 5)), new RescuePhaseEnded(_project.Id, new(2026, 10, 6), "over", null)]);
        Assert.DoesNotContain(await Calendar.OfProject(_project.Id, Ct), row => row.RuleId == "CN-EMG-02" && row.MetOn is null && row.FromOn > new DateOnly(2026, 10, 6));
    }

    [Fact]
    public async Task A_correction_is_read_beside_what_it_corrects()
    {
        var report = Report(ReportKind.Interim, new(2026, 10, 20));
        await Apply(1, [.. _project.UpToLive, report, new ReportCorrected(_project.Id, report.ReportId, Guid.CreateVersion7(), report.Account with { Spent = Money.Cny(2) }, "counted anew", new(2026, 10, 25), null)]);
        var rows = await Calendar.ReportsOf(_project.Id, Ct);
        Assert.Equal([("Interim", 60_00L, null), ("Correction", 2L, "counted anew")], rows.Select(row => (row.Kind, row.SpentMinor.GetValueOrDefault(), row.Note)));
        Assert.Equal(report.ReportId, rows[1].Corrects);
    }

    [Fact]
    public async Task An_organisation_owes_word_of_a_major_change_in_thirty_days()
    {
        var happened = new MajorEventRecorded(_project.Organiser, Guid.CreateVersion7(), "major_change", new(2026, 11, 2), "购房", "House", null);
        await Apply(100, [Organisation(), new OrganisationVerified(_project.Organiser, "seen"), happened]);
        var duty = Assert.Single(await Calendar.OfOrganisation(_project.Organiser, 100, Ct), row => row.RuleId == "CN-DIS-07");
        Assert.Equal((happened.EventId, DueDate.Of(happened.HappenedOn, Period.Days(30), WorkingDays.China).Day, null), (duty.About, duty.DueOn, duty.MetOn));
        await Apply(100, [new OrganisationReported(_project.Organiser, Guid.CreateVersion7(), "major_event", null, happened.EventId, "公告", "Word", null, new(2026, 11, 9), null)]);
        Assert.Equal(new DateOnly(2026, 11, 9), Assert.Single(await Calendar.OfOrganisation(_project.Organiser, 100, Ct), row => row.RuleId == "CN-DIS-07").MetOn);
    }

    [Fact]
    public async Task What_is_late_is_counted_as_of_a_day()
    {
        await Apply(100, [.. _project.UpToLive, Ended(new(2026, 10, 31, 16, 0, 0, TimeSpan.Zero))]);
        var due = Assert.Single(await Calendar.OfProject(_project.Id, Ct), row => row.RuleId == "CN-DIS-02").DueOn.GetValueOrDefault();
        var within = DutyCalendar.Within(DivisionCode.Parse("440703"));
        Assert.Equal(0, (await Calendar.Count(within, _opened, Ct)).Overdue);
        Assert.Contains(await Calendar.Open(within, due.AddDays(1), overdueOnly: true, 1, 50, Ct), row => row.RuleId == "CN-DIS-02");
        Assert.DoesNotContain(await Calendar.Open(within, due, overdueOnly: true, 1, 50, Ct), row => row.RuleId == "CN-DIS-02");
        Assert.Empty(await Calendar.Open(DutyCalendar.Within(DivisionCode.Parse("440705")), due.AddDays(1), overdueOnly: false, 1, 50, Ct));
    }

    [Fact]
    public async Task What_is_due_soon_or_late_is_read_a_part_at_a_time()
    {
        await Apply(100, [.. _project.UpToLive, _ended, new ProjectCarriedOut(_project.Id, new(2026, 11, 20), null)]);
        var last = (await Calendar.OfProject(_project.Id, Ct)).Where(row => row is { MetOn: null, DueOn: not null }).Max(row => row.DueOn).GetValueOrDefault();
        var all = await Calendar.Due(last, 0, null, 100, Ct);
        Assert.True(all.Count > 1, $"{all.Count}");
        Assert.Equal(all, await Parts().ToListAsync(Ct));
        Assert.Equal(all, await Calendar.FindMany([.. all.Select(row => row.DutyId), Guid.CreateVersion7()], Ct));
        Assert.Equal(all, await Calendar.Due(last.AddDays(-7), 7, null, 100, Ct));
        Assert.True((await Calendar.Due(last.AddDays(-8), 7, null, 100, Ct)).Count < all.Count);

        async IAsyncEnumerable<DutyRow> Parts()
        {
            for (IReadOnlyList<DutyRow> part = [null!]; part.Count > 0;) // The first of them stands for none before.
            {
                part = await Calendar.Due(last, 0, part[^1], 1, Ct);
                foreach (var row in part)
                {
                    yield return row;
                }
            }
        }
    }

    [Fact]
    public async Task An_organisations_people_see_what_it_owes_the_soonest_first()
    {
        await Apply(100, [Organisation(), new OrganisationVerified(_project.Organiser, "seen"), .. _project.UpToLive, Report(ReportKind.Interim, new(2026, 10, 20)), _ended]);
        var mine = await Calendar.OpenOf([_project.Organiser], new(2026, 11, 1), 100, Ct);
        Assert.Contains(mine, row => row.RuleId == "CN-DIS-02");
        Assert.Equal(mine.OrderBy(row => row.DueOn ?? DateOnly.MaxValue).Select(row => row.DueOn), mine.Select(row => row.DueOn));
        Assert.All(mine, row => Assert.True(row.MetOn is null && row.FromOn <= new DateOnly(2026, 11, 1)));
        Assert.DoesNotContain(await Calendar.OpenOf([_project.Organiser], new(2026, 10, 30), 100, Ct), row => row.RuleId == "CN-DIS-02");
        Assert.Empty(await Calendar.OpenOf([_project.Proposer], new(2026, 11, 1), 100, Ct));
        Assert.Empty(await Calendar.OpenOf([], new(2026, 11, 1), 100, Ct));
    }

    [Fact]
    public async Task What_waits_for_the_authority_is_told_and_charged_to_nobody()
    {
        await Apply(100, [.. _project.UpToApproved, new PlanFiled(_project.Id, new(2026, 10, 8), "民政局")]);
        var (late, within) = (new DateOnly(2026, 12, 1), DutyCalendar.Within(DivisionCode.Parse("440703")));
        var waits = Assert.Single(await Calendar.OfProject(_project.Id, Ct), row => row.RuleId == "CN-PLAN-03");
        Assert.True(waits.IsAuthoritys && waits.DueOn < late && !waits.IsOverdue(late) && !(waits with { MetOn = late }).WasLate);
        Assert.DoesNotContain(await Calendar.Open(within, late, overdueOnly: true, 1, 50, Ct), row => row.DutyId == waits.DutyId);
        Assert.DoesNotContain(await Calendar.Due(late, 0, null, 50, Ct), row => row.DutyId == waits.DutyId);
        Assert.DoesNotContain(await Calendar.OpenOf([_project.Organiser], late, 50, Ct), row => row.DutyId == waits.DutyId);
        Assert.Equal(0, (await Calendar.Count(within, late, Ct)).Overdue);

        await Apply(100, [new FilingGapsNotified(_project.Id, new(2026, 10, 12), "gaps")]);
        Assert.Contains(await Calendar.Open(within, late, overdueOnly: true, 1, 50, Ct), row => row.Code == "filing_correction_overdue");
    }

    [Fact]
    public async Task However_the_log_is_cut_the_same_is_owed()
    {
        object[] log =
        [
            Organisation(), .. _project.UpToLive, Report(ReportKind.Interim, new(2026, 10, 20)), Ended(new(2026, 10, 31, 16, 0, 0, TimeSpan.Zero)),
            new ProjectCarriedOut(_project.Id, new(2026, 11, 20), null), Report(ReportKind.ProjectFinal, new(2026, 11, 24)),
        ];
        await Apply(100, log);
        var (whole, reports) = (await Calendar.OfProject(_project.Id, Ct), await Calendar.ReportsOf(_project.Id, Ct));
        await Empty();
        await Apply(1, log);
        Assert.Equal(whole, await Calendar.OfProject(_project.Id, Ct));
        Assert.Equal(reports.Select(row => row.ReportId), (await Calendar.ReportsOf(_project.Id, Ct)).Select(row => row.ReportId));
    }

    private static (Guid?, DateOnly?, DateOnly?) Entry(IReadOnlyList<DutyRow> duties) => duties.Where(row => row.RuleId == "CN-DIS-11").Select(row => (row.About, row.DueOn, row.MetOn)).Single();

    private static OrganisationRegistered Organisation() => new(
        _project.Organiser, "慈善会", "Federation", OrganisationKind.Federation, DivisionCode.Parse("440700"), "51440700MJL000000A", null, true);

    private static readonly ProjectEnded _ended = Ended(new(2026, 10, 31, 16, 0, 0, TimeSpan.Zero));

    private static ProjectOpened Opened(string law) => new(_project.Id, ProjectFacts.Opened, _project.Deadline, null, _opened, law);

    private static ProjectEnded Ended(DateTimeOffset at, bool isMet = true) => new(_project.Id, at, Money.Cny(1), 1, isMet, "deadline");

    private static ReportPublished Report(ReportKind kind, DateOnly on) => new(
        _project.Id, Guid.CreateVersion7(), kind, _opened, on, new(Money.Cny(100_00), Money.Cny(60_00), "文", "Words"), [], on, null);

    private async Task Apply(int cut, object[] facts)
    {
        foreach (var batch in Streams(facts).Where(recorded => Calendar.Heeds(recorded.Data)).Chunk(cut))
        {
            await using var connection = await source!.OpenConnectionAsync(Ct); // Set before the test runs.
            await using var transaction = await connection.BeginTransactionAsync(Ct);
            await Calendar.Apply(batch, connection, Ct);
            await transaction.CommitAsync(Ct);
        }
    }

    // Projects' and organisations' facts stand in the streams of their ids.
    private static IReadOnlyList<Recorded> Streams(object[] facts) => Logs.In(
        fact => fact switch { IProjectEvent => _project.Id, IOrganisationEvent => _project.Organiser, _ => Guid.CreateVersion7() }, facts);

    private async Task Empty()
    {
        await using var command = source!.CreateCommand("truncate duty_project, duty_organisation, duty, report"); // Set before the test runs.
        await command.ExecuteNonQueryAsync(Ct);
    }
}
