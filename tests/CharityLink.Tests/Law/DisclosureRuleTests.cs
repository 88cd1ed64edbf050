using CharityLink.Law;
using CharityLink.Testing;

namespace CharityLink.Tests.Law;

/// <summary>Section H and the clocks of an emergency: what is owed to the public, and when.</summary>
public sealed class DisclosureRuleTests
{
    private static readonly CampaignClock _campaign = new(Lawful.Day("2026-01-10"), Lawful.Day("2026-12-31"), null, [], null);
    private static readonly ProjectClock _project = new(Lawful.Day("2026-01-10"), Lawful.Day("2026-12-31"), null, [], null);

    [Fact, Keeps("CN-DIS-01", Shows.Refused), Keeps("CN-DIS-03", Shows.Refused)]
    public void What_lasts_more_than_six_months_is_accounted_for_every_three_counted_from_the_last_time()
    {
        DisclosureLaw.Owed(_campaign, Lawful.Book).Owes("CN-DIS-01", "campaign_disclosure_overdue", "2026-04-10");
        DisclosureLaw.Owed(_campaign with { DisclosedOn = Lawful.Days("2026-04-10") }, Lawful.Book).Owes("CN-DIS-01", "campaign_disclosure_overdue", "2026-07-10");
        DisclosureLaw.Owed(_project with { DisclosedOn = Lawful.Days("2026-03-01", "2026-05-20") }, Lawful.Book).Owes("CN-DIS-03", "project_disclosure_overdue", "2026-08-20");
        DisclosureLaw.Owed(_project with { PlannedEnd = null }, Lawful.Book).Owes("CN-DIS-03", "project_disclosure_overdue", "2026-04-10");
    }

    [Fact]
    public void A_late_account_stays_late_in_the_record()
    {
        var owed = DisclosureLaw.Owed(_campaign with { DisclosedOn = Lawful.Days("2026-04-13", "2026-06-30") }, Lawful.Book);
        Assert.Equal([true, false, false], owed.Select(duty => duty.WasLate));
    }

    [Theory, Keeps("CN-DIS-01", Shows.Allowed), Keeps("CN-DIS-03", Shows.Allowed)]
    [InlineData("2026-07-10", 0)]
    [InlineData("2026-07-11", 1)]
    public void What_lasts_six_months_owes_no_account_on_the_way(string lastDay, int owed)
    {
        Assert.Equal(owed, DisclosureLaw.Owed(_campaign with { LastDay = Lawful.Day(lastDay) }, Lawful.Book).Count);
        Assert.Equal(owed, DisclosureLaw.Owed(_project with { PlannedEnd = Lawful.Day(lastDay) }, Lawful.Book).Count);
    }

    [Fact]
    public void After_the_end_nothing_falls_due_on_the_way()
    {
        Assert.DoesNotContain(DisclosureLaw.Owed(_campaign with { EndedOn = Lawful.Day("2026-04-09") }, Lawful.Book), duty => duty.RuleId == "CN-DIS-01");
        Assert.Contains(DisclosureLaw.Owed(_campaign with { EndedOn = Lawful.Day("2026-04-10") }, Lawful.Book), duty => duty.RuleId == "CN-DIS-01");
        Assert.DoesNotContain(DisclosureLaw.Owed(_campaign with { LastDay = Lawful.Day("2026-07-20"), DisclosedOn = Lawful.Days("2026-04-30") }, Lawful.Book), duty => duty.MetOn is null);
    }

    [Fact, Keeps("CN-DIS-02", Shows.Refused), Keeps("CN-DIS-04", Shows.Refused)]
    public void Three_months_after_the_end_the_full_account_is_due()
    {
        DisclosureLaw.Owed(_campaign with { EndedOn = Lawful.Day("2026-06-22"), DisclosedOn = Lawful.Days("2026-04-10") }, Lawful.Book).Owes("CN-DIS-02", "campaign_final_overdue", "2026-09-22");
        DisclosureLaw.Owed(_project with { FinishedOn = Lawful.Day("2026-07-02"), DisclosedOn = Lawful.Days("2026-04-10") }, Lawful.Book).Owes("CN-DIS-04", "project_final_overdue", "2026-10-08");
    }

    [Fact, Keeps("CN-DIS-02", Shows.Allowed), Keeps("CN-DIS-04", Shows.Allowed)]
    public void Before_the_end_no_full_account_is_due_and_one_given_is_met()
    {
        Assert.DoesNotContain(DisclosureLaw.Owed(_campaign, Lawful.Book), duty => duty.RuleId == "CN-DIS-02");
        Assert.DoesNotContain(DisclosureLaw.Owed(_project, Lawful.Book), duty => duty.RuleId == "CN-DIS-04");
        var met = Assert.Single(DisclosureLaw.Owed(_project with { FinishedOn = Lawful.Day("2026-02-02"), FinalOn = Lawful.Day("2026-05-06") }, Lawful.Book));
        Assert.False(met.WasLate || met.IsOverdue(Lawful.Day("2027-01-01")));
    }

    [Fact, Keeps("CN-DIS-05", Shows.Allowed), Keeps("CN-DIS-10", Shows.Allowed)]
    public void An_account_with_figures_that_names_everybody_is_published() =>
        DisclosureLaw.Publishing(new DisclosureFacts(true, [Lawful.Other], [Lawful.Other, Lawful.Organiser]), Lawful.Book).Allows();

    [Fact, Keeps("CN-DIS-05", Shows.Refused)]
    public void A_helper_left_out_is_refused() =>
        DisclosureLaw.Publishing(new DisclosureFacts(true, [Lawful.Other, Lawful.Organiser], [Lawful.Organiser]), Lawful.Book).Refuses("CN-DIS-05", "executor_not_disclosed");

    [Fact, Keeps("CN-DIS-10", Shows.Refused)]
    public void An_article_is_no_account() => DisclosureLaw.Publishing(new DisclosureFacts(false, [], []), Lawful.Book).Refuses("CN-DIS-10", "not_a_disclosure");

    [Fact, Keeps("CN-DIS-06", Shows.Allowed)]
    public void Without_a_place_on_the_tax_list_no_day_is_named() => Assert.Empty(DisclosureLaw.Owed(new AnnualClock(2025, false, null), Lawful.Book));

    [Fact, Keeps("CN-DIS-06", Shows.Refused)]
    public void With_one_the_report_is_due_on_the_last_of_March() => DisclosureLaw.Owed(new AnnualClock(2025, true, null), Lawful.Book).Owes("CN-DIS-06", "annual_report_overdue", "2026-03-31");

    [Fact, Keeps("CN-DIS-07", Shows.Allowed), Keeps("CN-DIS-08", Shows.Allowed)]
    public void On_the_thirtieth_day_a_change_and_a_dealing_are_told_in_time()
    {
        Assert.False(Assert.Single(DisclosureLaw.Owed(new MajorChangeClock(Lawful.Day("2026-10-26"), Lawful.Day("2026-11-25")), Lawful.Book)).WasLate);
        Assert.False(Assert.Single(DisclosureLaw.Owed(new RelatedDealingClock(Lawful.Day("2026-10-26"), Lawful.Day("2026-11-25")), Lawful.Book)).WasLate);
    }

    [Fact, Keeps("CN-DIS-07", Shows.Refused), Keeps("CN-DIS-08", Shows.Refused)]
    public void A_major_change_and_a_dealing_with_relations_are_told_in_thirty_days_and_the_list_each_May()
    {
        DisclosureLaw.Owed(new MajorChangeClock(Lawful.Day("2026-10-26"), null), Lawful.Book).Owes("CN-DIS-07", "major_event_disclosure_overdue", "2026-11-25");
        DisclosureLaw.Owed(new RelatedDealingClock(Lawful.Day("2026-10-26"), null), Lawful.Book).Owes("CN-DIS-08", "related_party_disclosure_overdue", "2026-11-25");
        DisclosureLaw.Owed(new RelatedPartiesClock(2027, null), Lawful.Book).Owes("CN-DIS-08", "related_parties_list_overdue", "2027-05-31");
    }

    [Fact, Keeps("CN-DIS-09", Shows.Allowed)]
    public void A_correction_with_a_note_beside_what_was_said_is_published() => DisclosureLaw.Correcting(new CorrectionFacts("金额录入有误", true), Lawful.Book).Allows();

    [Theory, Keeps("CN-DIS-09", Shows.Refused)]
    [InlineData(" ", true)]
    [InlineData("金额录入有误", false)]
    public void A_correction_without_a_note_or_in_place_of_what_was_said_is_not(string note, bool keeps) =>
        DisclosureLaw.Correcting(new CorrectionFacts(note, keeps), Lawful.Book).Refuses("CN-DIS-09", "correction_not_visible");

    [Fact, Keeps("CN-DIS-11", Shows.Allowed)]
    public void What_was_entered_on_the_state_platform_is_met() =>
        Assert.Equal(Lawful.Today, Assert.Single(DisclosureLaw.Owed(new StateEntryClock(Lawful.Today, Lawful.Today), Lawful.Book)).MetOn);

    [Fact, Keeps("CN-DIS-11", Shows.Refused)]
    public void What_was_not_is_owed_without_a_day_and_so_never_overdue() =>
        Assert.False(DisclosureLaw.Owed(new StateEntryClock(Lawful.Today, null), Lawful.Book).Owes("CN-DIS-11", "state_platform_entry_missing", null).IsOverdue(Lawful.Day("2030-01-01")));

    [Fact, Keeps("CN-EMG-01", Shows.Allowed), Keeps("CN-EMG-02", Shows.Allowed)]
    public void An_emergency_filed_and_told_in_time_owes_nothing()
    {
        var owed = CampaignLaw.Owed(new EmergencyClock(Lawful.Day("2026-11-23"), Lawful.Day("2026-12-03"), Lawful.Day("2026-11-30"), Lawful.Days("2026-11-27")), Lawful.Book);
        Assert.Equal(2, owed.Count);
        Assert.DoesNotContain(owed, duty => duty.MetOn is null || duty.WasLate);
    }

    [Fact, Keeps("CN-EMG-01", Shows.Refused), Keeps("CN-EMG-02", Shows.Refused)]
    public void An_emergency_is_filed_in_ten_days_and_told_every_five_while_the_rescue_lasts()
    {
        var owed = CampaignLaw.Owed(new EmergencyClock(Lawful.Day("2026-11-23"), null, null, Lawful.Days("2026-11-27")), Lawful.Book);
        owed.Owes("CN-EMG-01", "emergency_filing_overdue", "2026-12-03");
        owed.Owes("CN-EMG-02", "emergency_disclosure_overdue", "2026-12-02");
    }
}
