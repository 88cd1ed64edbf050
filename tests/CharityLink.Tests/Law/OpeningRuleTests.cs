using CharityLink.Law;
using CharityLink.Testing;

namespace CharityLink.Tests.Law;

/// <summary>Section B: the filing, the opening and every gift after it.</summary>
public sealed class OpeningRuleTests
{
    [Fact]
    [Keeps("CN-PLAN-04", Shows.Allowed), Keeps("CN-PLAN-05", Shows.Allowed), Keeps("CN-PLAN-15", Shows.Allowed)]
    [Keeps("CN-PLAN-18", Shows.Allowed), Keeps("CN-PLAN-19", Shows.Allowed), Keeps("CN-PLAN-20", Shows.Allowed)]
    public void A_lawful_campaign_opens() => CampaignLaw.Opening(Lawful.Opening, Lawful.Book).Allows();

    [Fact]
    public void What_the_filing_asks_for_must_still_hold_at_the_opening() => CampaignLaw.Opening(
        Lawful.Opening with { Filing = Lawful.Filed(plan => plan with { LeaderIsFullTime = false }) }, Lawful.Book).Refuses("CN-PLAN-07", "leader_not_staff");

    [Fact, Keeps("CN-PLAN-02", Shows.Allowed)]
    public void Filed_on_the_tenth_day_before_is_in_time_and_an_emergency_is_filed_afterwards()
    {
        CampaignLaw.Opening(Lawful.Opening with { FiledOn = Lawful.Opening.OpensOn.AddDays(-10) }, Lawful.Book).Allows();
        CampaignLaw.Opening(Lawful.Opening with { Filing = Lawful.Filed(plan => plan.InEmergency()), FiledOn = null, Number = null, FiledName = null }, Lawful.Book).Allows();
    }

    [Fact, Keeps("CN-PLAN-02", Shows.Refused)]
    public void Filed_on_the_ninth_day_before_or_not_at_all_is_too_late()
    {
        CampaignLaw.Opening(Lawful.Opening with { FiledOn = Lawful.Opening.OpensOn.AddDays(-9) }, Lawful.Book).Refuses("CN-PLAN-02", "filed_too_late");
        CampaignLaw.Opening(Lawful.Opening with { FiledOn = null }, Lawful.Book).Refuses("CN-PLAN-02", "filed_too_late");
    }

    [Fact, Keeps("CN-PLAN-03", Shows.Allowed)]
    public void A_filing_that_was_answered_and_mended_owes_nothing() => Assert.All(
        CampaignLaw.Owed(new FilingClock(Lawful.Day("2026-11-23"), Lawful.Day("2026-12-07"), Lawful.Day("2026-11-30"), Lawful.Day("2026-12-04")), Lawful.Book),
        duty => Assert.False(duty.MetOn is null || duty.WasLate));

    [Fact, Keeps("CN-PLAN-03", Shows.Refused)]
    public void The_authority_has_ten_days_and_gaps_are_mended_in_five()
    {
        var owed = CampaignLaw.Owed(new FilingClock(Lawful.Day("2026-11-23"), null, null, null), Lawful.Book);
        Assert.False(owed.Owes("CN-PLAN-03", "filing_answer_expected", "2026-12-03").IsOverdue(Lawful.Day("2026-12-03")));
        owed = CampaignLaw.Owed(new FilingClock(Lawful.Day("2026-11-23"), null, Lawful.Day("2026-12-02"), null), Lawful.Book);
        var gaps = owed.Owes("CN-PLAN-03", "filing_correction_overdue", "2026-12-07");
        Assert.False(gaps.IsOverdue(Lawful.Day("2026-12-07")));
        Assert.True(gaps.IsOverdue(Lawful.Day("2026-12-08")));
        Assert.True((gaps with { MetOn = Lawful.Day("2026-12-08") }).WasLate);
    }

    [Fact, Keeps("CN-PLAN-04", Shows.Refused)]
    public void Two_campaigns_never_share_a_number() => CampaignLaw.Number(Lawful.Number with { IsUsedElsewhere = true }, Lawful.Book).Refuses("CN-PLAN-04", "filing_number_reused");

    [Theory, Keeps("CN-PLAN-05", Shows.Refused)]
    [InlineData("52620600MJY949356HA2600", "52620600MJY949356H")]
    [InlineData("52620600MJY949356HB26006", "52620600MJY949356H")]
    [InlineData("52620600MJY949356HA260066", "52620600MJY949356H")]
    [InlineData("52620600MJY949356HA26006", "51440700MJDEM00002")]
    [InlineData("52620600MJY949356HA26006", null)]
    [InlineData("52620600MJY949356JA26006", "52620600MJY949356J")]
    public void A_number_of_another_shape_or_code_needs_a_reason(string number, string? uscc)
    {
        var judged = CampaignLaw.Number(new NumberFacts(number, uscc, false), Lawful.Book);
        judged.Refuses("CN-PLAN-05", "filing_number_malformed");
        Assert.Empty(judged.Standing(["CN-PLAN-05"]));
    }

    [Fact, Keeps("CN-PLAN-13", Shows.Allowed)]
    public void A_change_reported_on_the_tenth_day_is_in_time() =>
        Assert.False(Assert.Single(CampaignLaw.Owed(new PlanChangeClock(Lawful.Day("2026-11-23"), Lawful.Day("2026-12-03")), Lawful.Book)).WasLate);

    [Fact, Keeps("CN-PLAN-13", Shows.Refused)]
    public void A_change_is_to_be_reported_in_ten_days() =>
        CampaignLaw.Owed(new PlanChangeClock(Lawful.Day("2026-11-23"), null), Lawful.Book).Owes("CN-PLAN-13", "plan_change_report_overdue", "2026-12-03");

    [Theory, Keeps("CN-PLAN-15", Shows.Refused)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Decision_and_consent_are_both_on_file(bool decided, bool consented) => CampaignLaw.Opening(
        Lawful.Opening with { Filing = Lawful.Filed(plan => plan with { Documents = new(decided ? Lawful.File : null, consented ? Lawful.File : null, false, null) }) }, Lawful.Book)
        .Refuses("CN-PLAN-15", "no_internal_decision");

    [Fact, Keeps("CN-PLAN-17", Shows.Allowed)]
    public void A_gift_from_the_first_day_to_the_last_by_a_filed_way_is_taken()
    {
        CampaignLaw.Gift(Lawful.Gift with { ReceivedOn = Lawful.Gift.OpensOn }, Lawful.Book).Allows();
        CampaignLaw.Gift(Lawful.Gift with { ReceivedOn = Lawful.Gift.LastDay, Channel = "bank" }, Lawful.Book).Allows();
    }

    [Fact, Keeps("CN-PLAN-17", Shows.Refused)]
    public void A_gift_outside_the_days_or_the_ways_is_not()
    {
        GiftFacts[] outside = [Lawful.Gift with { ReceivedOn = Lawful.Gift.OpensOn.AddDays(-1) }, Lawful.Gift with { ReceivedOn = Lawful.Gift.LastDay.AddDays(1) }, Lawful.Gift with { Channel = "cash" }];
        Assert.All(outside, gift => CampaignLaw.Gift(gift, Lawful.Book).Refuses("CN-PLAN-17", "outside_filed_plan"));
    }

    [Fact, Keeps("CN-PLAN-18", Shows.Refused)]
    public void Another_name_than_the_filed_one_is_refused_with_the_filed_one()
    {
        var judged = CampaignLaw.Opening(Lawful.Opening with { PublicName = "温暖到家" }, Lawful.Book);
        judged.Refuses("CN-PLAN-18", "name_differs_from_filing");
        Assert.Equal("温暖居家", Assert.Single(judged.Findings[0].Refusal.Values));
    }

    [Fact, Keeps("CN-PLAN-19", Shows.Refused)]
    public void Each_thing_the_page_does_not_show_is_named()
    {
        var bare = Lawful.Opening.With(Lawful.Charity.Qualification! with { CertificateNo = "" }) with { FiledName = null, PublicName = "", Number = null, Contact = " " }; // The charity has one.
        var judged = CampaignLaw.Opening(bare, Lawful.Book);
        Assert.All(judged.Findings, found => Assert.Equal(("CN-PLAN-19", "display_incomplete"), (found.RuleId, found.Refusal.Code)));
        Assert.Equal(["name", "certificate", "filing_number", "contact"], judged.Findings.Select(found => found.Refusal.Values[0]), StringComparer.Ordinal);
    }

    [Fact, Keeps("CN-PLAN-19", Shows.Refused)]
    public void An_emergency_shows_its_number_once_it_is_filed() => CampaignLaw.Opening(
        Lawful.Opening with { Filing = Lawful.Filed(plan => plan.InEmergency()), Number = null }, Lawful.Book).Refuses("CN-PLAN-19", "display_incomplete");

    [Fact, Keeps("CN-PLAN-20", Shows.Refused)]
    public void Online_without_a_designated_platform_is_refused_and_offline_needs_none()
    {
        CampaignLaw.Opening(Lawful.Opening with { LiveListings = 0 }, Lawful.Book).Refuses("CN-PLAN-20", "no_designated_platform_listing");
        CampaignLaw.Opening(Lawful.Opening with { LiveListings = 0, Filing = Lawful.Filed(plan => plan with { Receiving = ["bank"] }) }, Lawful.Book).Allows();
    }
}
