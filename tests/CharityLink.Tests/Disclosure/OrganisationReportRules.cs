using CharityLink.Disclosure;

namespace CharityLink.Tests.Disclosure;

/// <summary>What an organisation makes public for itself.</summary>
public sealed class OrganisationReportRules
{
    private static readonly Guid _organisation = Guid.CreateVersion7();
    private static readonly DateTimeOffset _now = new(2026, 11, 25, 4, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly _today = new(2026, 11, 25);
    private static readonly RecordMajorEvent _happened = new(Guid.CreateVersion7(), _organisation, Guid.CreateVersion7(), "major_change", _today, "购房", "Bought a house", _now);
    private static readonly MajorEventRecorded _recorded = new(_organisation, _happened.EventId, "major_change", _today, "购房", "Bought a house", null);
    private static readonly PublishOrganisationReport _annual = new(Guid.CreateVersion7(), _organisation, Guid.CreateVersion7(), "annual", 2025, null, "年报", "Report", null, _now);

    [Fact]
    public void A_major_event_is_written_down_once()
    {
        New().When(reports => OrganisationReportRule.Decide(reports, _happened, null)).Then(_recorded);
        Given(_recorded).When(reports => OrganisationReportRule.Decide(reports, _happened, null)).Nothing();
        Given(_recorded).When(reports => OrganisationReportRule.Decide(reports, _happened with { Kind = "related_dealing" }, null)).Refused("report_id_reused");
        New().When(reports => OrganisationReportRule.Decide(reports, _happened with { HappenedOn = _today.AddDays(1) }, null)).RefusedAt("date_in_future", "happened_on");
    }

    [Fact]
    public void A_year_is_reported_when_it_is_over()
    {
        Assert.Empty(OrganisationReportRule.Decide(null, _annual, null).Refusals);
        New().When(reports => OrganisationReportRule.Decide(reports, _annual with { Year = 2026 }, null)).RefusedAt("report_year_not_over", "year");
        New().When(reports => OrganisationReportRule.Decide(reports, _annual with { Year = null }, null)).RefusedAt("report_year_not_over", "year");
        Assert.Empty(OrganisationReportRule.Decide(null, _annual with { Kind = "related_parties", Year = 2026 }, null).Refusals);
        New().When(reports => OrganisationReportRule.Decide(reports, _annual with { Kind = "related_parties", Year = 2027 }, null)).RefusedAt("report_year_not_over", "year");
    }

    [Fact]
    public void A_year_is_reported_once()
    {
        var fact = new OrganisationReported(_organisation, _annual.ReportId, "annual", 2025, null, "年报", "Report", null, _today, null);
        Given(fact).When(reports => OrganisationReportRule.Decide(reports, _annual, null)).Nothing();
        Given(fact).When(reports => OrganisationReportRule.Decide(reports, _annual with { TextEn = "Other" }, null)).Refused("report_id_reused");
        Given(fact).When(reports => OrganisationReportRule.Decide(reports, _annual with { ReportId = Guid.CreateVersion7() }, null)).RefusedAt("report_made_before", "year");
    }

    [Fact]
    public void Word_of_a_major_event_needs_the_event()
    {
        var word = _annual with { Kind = "major_event", Year = null, EventId = _happened.EventId };
        New().When(reports => OrganisationReportRule.Decide(reports, word, null)).RefusedAt("major_event_unknown", "event");
        Assert.Empty(OrganisationReportRule.Decide(Given(_recorded).State, word, null).Refusals);
    }

    [Fact]
    public void Kinds_are_those_the_law_knows()
    {
        Assert.Equal("report_kind_unknown", Assert.Single((_annual with { Kind = "news" }).Validate()).Code);
        Assert.Equal("report_kind_unknown", Assert.Single((_happened with { Kind = "news" }).Validate()).Code);
    }

    private static Scenario<OrganisationReports, IPublicityEvent> New() => Given();

    private static Scenario<OrganisationReports, IPublicityEvent> Given(params IEnumerable<IPublicityEvent> facts) => Scenario<OrganisationReports, IPublicityEvent>.Given(facts);
}
