using CharityLink.Disclosure;
using CharityLink.Law;
using CharityLink.Network;
using CharityLink.Projects;
using CharityLink.Tests.Law;

namespace CharityLink.Tests.Disclosure;

/// <content>Whose law says what is owed, and for which days.</content>
public sealed partial class DutyCalendarTests
{
    [Fact]
    public async Task Under_another_law_these_duties_are_not_owed()
    {
        await Apply(100, [Organisation(), new JurisdictionChosen(_project.Organiser, "GB", null), .. _project.UpToApproved, Opened("GB"), _ended]);
        Assert.Empty(await Calendar.OfProject(_project.Id, Ct));
    }

    [Fact]
    public async Task A_project_keeps_the_law_it_opened_under()
    {
        await Apply(100, [Organisation(), .. _project.UpToLive, _ended]);
        var owed = await Calendar.OfProject(_project.Id, Ct);
        Assert.NotEmpty(owed);
        await Apply(100, [new JurisdictionChosen(_project.Organiser, "GB", null)]);
        Assert.Equal(owed, await Calendar.OfProject(_project.Id, Ct));
    }

    // The log of these tests is written on 3 October.
    [Theory]
    [InlineData(2, 1)]
    [InlineData(3, 0)]
    public async Task Before_it_opens_it_follows_its_organisers_law_of_the_day(int filedOn, int owed)
    {
        await Apply(100, [Organisation(), .. _project.UpToApproved, new PlanFiled(_project.Id, new(2026, 10, filedOn), "民政局")]);
        Assert.Single(await Calendar.OfProject(_project.Id, Ct), row => row.RuleId == "CN-PLAN-03");
        await Apply(100, [new JurisdictionChosen(_project.Organiser, "GB", null)]);
        Assert.Equal(owed, (await Calendar.OfProject(_project.Id, Ct)).Count(row => row.RuleId == "CN-PLAN-03"));
    }

    [Fact]
    public async Task A_change_of_the_filed_plan_is_reported_in_ten_days()
    {
        PlanAmended Amended(DateOnly day) => new(_project.Id, Guid.CreateVersion7(), FundraisingPlan.Empty, "新名", "New name", ["title"], "why", day, null);
        var (first, second) = (Amended(new(2026, 10, 8)), Amended(new(2026, 10, 20)));
        await Apply(100, [.. _project.UpToLive, first, second, new PlanChangeReported(_project.Id, second.ChangeId, new(2026, 10, 21), null)]);
        var rows = (await Calendar.OfProject(_project.Id, Ct)).Where(row => row.RuleId == "CN-PLAN-13").ToList();
        Assert.Equal(
            [(first.ChangeId, first.HappenedOn, DueDate.Of(first.HappenedOn, Period.Days(10), WorkingDays.China).Day, null),
             ((Guid?)second.ChangeId, second.HappenedOn, (DateOnly?)DueDate.Of(second.HappenedOn, Period.Days(10), WorkingDays.China).Day, (DateOnly?)new DateOnly(2026, 10, 21))],
            rows.Select(row => (row.About, row.FromOn, row.DueOn, row.MetOn)));
        Assert.All(rows, row => Assert.Equal(("plan_change_report_overdue", "新名"), (row.Code, row.TitleZh)));
    }

    [Fact]
    public async Task An_emergency_that_a_change_declares_owes_what_an_emergency_owes()
    {
        var declared = new PlanAmended(_project.Id, Guid.CreateVersion7(), FundraisingPlan.Empty with { Emergency = new("Flood 1", _opened) }, "名", "Name", ["emergency"], "why", _opened, null);
        await Apply(100, [.. _project.UpToLive, declared]);
        Assert.Contains(await Calendar.OfProject(_project.Id, Ct), row => row.RuleId == "CN-EMG-02");
    }

    // It joined in 2026, so the first year it reports on here is that one.
    [Theory]
    [InlineData("2023-12-31", "2026-12-30", true)]
    [InlineData("2026-12-31", "2029-12-30", true)]
    [InlineData("2022-12-31", "2025-12-31", false)]
    [InlineData("2027-01-01", "2029-12-31", false)]
    public async Task Whoever_was_on_the_tax_list_in_a_year_owes_its_audited_report_by_the_end_of_March(string from, string until, bool owes)
    {
        var listed = new TaxListingRecorded(_project.Organiser, Guid.CreateVersion7(), Lawful.Day(from), Lawful.Day(until), "公告", null);
        await Apply(100, [Organisation(), new OrganisationVerified(_project.Organiser, "seen"), listed]);
        var rows = (await Calendar.OfOrganisation(_project.Organiser, 100, Ct)).Where(row => row.RuleId == "CN-DIS-06" && row.FromOn.Year == 2027).Select(row => row.DueOn).ToList();
        Assert.Equal(owes ? [DueDate.Of(new(2027, 3, 31), Period.Days(0), WorkingDays.China).Day] : Array.Empty<DateOnly?>(), rows);
    }

    [Fact]
    public async Task An_organisation_that_gives_no_receipts_for_tax_owes_no_audited_report_by_a_day()
    {
        await Apply(100, [Organisation(), new OrganisationVerified(_project.Organiser, "seen")]);
        Assert.DoesNotContain(await Calendar.OfOrganisation(_project.Organiser, 100, Ct), row => row.RuleId == "CN-DIS-06");
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(3, 0)]
    public async Task What_an_organisation_did_before_it_chose_another_law_is_judged_by_the_law_of_its_day(int day, int owed)
    {
        var happened = new MajorEventRecorded(_project.Organiser, Guid.CreateVersion7(), "major_change", new(2026, 10, day), "购房", "House", null);
        await Apply(100, [Organisation(), new OrganisationVerified(_project.Organiser, "seen"), happened, new JurisdictionChosen(_project.Organiser, "GB", null)]);
        Assert.Equal(owed, (await Calendar.OfOrganisation(_project.Organiser, 100, Ct)).Count(row => row.RuleId == "CN-DIS-07"));
    }
}
