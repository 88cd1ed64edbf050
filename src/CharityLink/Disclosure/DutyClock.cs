using System.Collections.Immutable;
using CharityLink.Kernel;
using CharityLink.Law;
using CharityLink.Projects;

namespace CharityLink.Disclosure;

/// <summary>A report as the clocks need it.</summary>
internal sealed record ReportDay(Guid ReportId, ReportKind Kind, DateOnly On, DateOnly? EnteredOn);

/// <summary>A change of the plan as the clocks need it.</summary>
internal sealed record PlanChangeDay(Guid ChangeId, DateOnly HappenedOn, DateOnly? ReportedOn);

/// <summary>The days of one project that the law counts from, folded from facts.</summary>
/// <param name="LastDay">Planned, or extended.</param>
/// <param name="FiledOn">With the authority.</param>
internal sealed record DutyClock(
    Guid ProjectId, Guid ProposerId, Guid? OrganiserId, string Division, string TitleZh, string TitleEn, DateOnly? OpenedOn, DateOnly? LastDay, DateOnly? EndedOn, DateOnly? FinishedOn, bool IsOver,
    bool IsEmergency, DateOnly? RescueEndedOn, DateOnly? FiledOn, DateOnly? GapsOn, DateOnly? CorrectedOn, DateOnly? NumberOn, ImmutableList<ReportDay> Reports)
{
    /// <summary>Whose law it keeps since it opened; null until then: it follows its organiser's (docs/decisions/0015).</summary>
    public string? Jurisdiction { get; init; }

    /// <summary>Changes of the plan since it was filed.</summary>
    public ImmutableList<PlanChangeDay> Changes { get; init; } = [];

    /// <summary>After one more fact of the project itself.</summary>
    public static DutyClock After(DutyClock? clock, IProjectEvent fact, DateTimeOffset at) => (clock, fact) switch
    {
        (null, ProjectDrafted e) => new(
            e.ProjectId, e.ProposerId, null, e.Proposal.Division.Value, e.Proposal.TitleZh, e.Proposal.TitleEn, null, null, null, null, false, false, null, null, null, null, null, []),
        (null, _) => throw new CorruptStreamException(clock, fact),
        ({ } c, ProposalChanged e) => c with { Division = e.Proposal.Division.Value, TitleZh = e.Proposal.TitleZh, TitleEn = e.Proposal.TitleEn },
        ({ } c, ProjectApproved e) => c with { OrganiserId = e.OrganiserId },
        ({ } c, PlanSaved e) => c with { IsEmergency = e.Plan.Emergency is not null },
        ({ } c, PlanFiled e) => c with { FiledOn = e.FiledOn },
        ({ } c, PlanAmended e) => c with
        {
            TitleZh = e.TitleZh,
            TitleEn = e.TitleEn,
            IsEmergency = e.Plan.Emergency is not null,
            Changes = c.Changes.Add(new(e.ChangeId, e.HappenedOn, null)),
        },
        ({ } c, PlanChangeReported e) => c with { Changes = c.Changes.ConvertAll(change => change.ChangeId == e.ChangeId ? change with { ReportedOn = e.ReportedOn } : change) },
        ({ } c, FilingGapsNotified e) => c with { GapsOn = e.NotifiedOn, CorrectedOn = null },
        ({ } c, FilingCorrected e) => c with { CorrectedOn = e.CorrectedOn },
        ({ } c, FilingNumberRecorded e) => c with { NumberOn = e.PublishedOn },
        ({ } c, ProjectOpened e) => c with { OpenedOn = WorkingDays.China.DayOf(e.OpenedAt), LastDay = LastDayBefore(e.DeadlineAt), Jurisdiction = e.Jurisdiction },
        ({ } c, ProjectExtended e) => c with { LastDay = LastDayBefore(e.DeadlineAt) },
        ({ } c, ProjectEnded e) => c with { EndedOn = WorkingDays.China.DayOf(e.EndedAt.AddTicks(-1)), IsOver = !e.IsMet },
        ({ } c, CollectionEnded { IsEnough: false } or ProjectCalledOff) => c with { IsOver = true },
        ({ } c, ProjectCarriedOut e) => c with { FinishedOn = e.FinishedOn },
        ({ } c, ProjectRejected or ProjectWithdrawn) => c with { IsOver = true },
        _ => clock,
    };

    /// <summary>After one more fact about its reports.</summary>
    public DutyClock After(IReportEvent fact) => fact switch
    {
        ReportPublished e => this with { Reports = Reports.Add(new(e.ReportId, e.Kind, e.PublishedOn, null)) },
        StateEntryRecorded e => this with { Reports = Reports.ConvertAll(report => report.ReportId == e.ReportId ? report with { EnteredOn = e.EnteredOn } : report) },
        RescuePhaseEnded e => this with { RescueEndedOn = e.EndedOn },
        _ => this,
    };

    /// <summary>Everything the project owes or owed: for itself by the rules of the day it opened, for a filing or a change of the plan by those of its own day.</summary>
    /// <param name="organisers">Whose law its organiser stood under on a day.</param>
    public IEnumerable<DutyRow> Duties(Func<DateOnly, string> organisers)
    {
        RuleBook Book(DateOnly day) => RuleBook.Of(Jurisdiction ?? organisers(day), DivisionCode.Parse(Division), day);
        var campaign = OpenedOn is { } opened ? OfCampaign(opened, Book(opened)) : [];
        var filing = FiledOn is { } filed && !IsOver ? CampaignLaw.Owed(new FilingClock(filed, NumberOn, GapsOn, CorrectedOn), Book(filed)) : [];
        return campaign.Concat(filing.Select(duty => Row(duty, null)))
            .Concat(Changes.SelectMany(change => CampaignLaw.Owed(new PlanChangeClock(change.HappenedOn, change.ReportedOn), Book(change.HappenedOn)).Select(duty => Row(duty, change.ChangeId))));
    }

    private IEnumerable<DutyRow> OfCampaign(DateOnly opened, RuleBook book)
    {
        var days = DaysOf(report => report.Kind is ReportKind.Interim or ReportKind.Emergency);
        var campaign = new CampaignClock(opened, LastDay ?? opened, EndedOn, days, First(ReportKind.CampaignFinal));
        var work = new ProjectClock(opened, null, IsOver ? EndedOn : FinishedOn, [.. days.Concat(DaysOf(report => report.Kind == ReportKind.CampaignFinal)).Order()], First(ReportKind.ProjectFinal));
        return DisclosureLaw.Owed(campaign, book)
            .Concat(IsOver ? [] : DisclosureLaw.Owed(work, book))
            .Concat(IsEmergency ? CampaignLaw.Owed(new EmergencyClock(opened, FiledOn, RescueEndedOn ?? EndedOn, DaysOf(_ => true)), book) : [])
            .Select(duty => Row(duty, null))
            .Concat(Reports.SelectMany(report => DisclosureLaw.Owed(new StateEntryClock(report.On, report.EnteredOn), book).Select(duty => Row(duty, report.ReportId))));
    }

    private IReadOnlyList<DateOnly> DaysOf(Func<ReportDay, bool> wanted) => [.. Reports.Where(wanted).Select(report => report.On).Distinct().Order()];

    private DateOnly? First(ReportKind kind) => Reports.Find(report => report.Kind == kind)?.On;

    private DutyRow Row(Duty duty, Guid? about) => DutyRow.Of(duty, OrganiserId ?? ProposerId, Division, ProjectId, about, TitleZh, TitleEn);

    // A deadline is the first instant after the last day.
    private static DateOnly LastDayBefore(DateTimeOffset deadline) => WorkingDays.China.DayOf(deadline.AddTicks(-1));
}
