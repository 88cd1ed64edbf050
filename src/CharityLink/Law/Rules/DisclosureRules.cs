using CharityLink.Kernel;

namespace CharityLink.Law;

/// <summary>What is made public, when and how (section H of the catalogue).</summary>
internal static class DisclosureRules
{
    /// <summary>CN-DIS-01: a campaign that lasts long is accounted for every few months while it runs (CL 79, PFM 21).</summary>
    [Rule("CN-DIS-01")]
    public static IEnumerable<Duty> CampaignIsDisclosed(CampaignClock clock, Rule rule) =>
        EveryFewMonths(rule, clock.OpenedOn, clock.LastDay, clock.EndedOn ?? clock.LastDay, clock.DisclosedOn);

    /// <summary>CN-DIS-02: a full account within some months of a campaign's end (CL 79, PFM 21).</summary>
    [Rule("CN-DIS-02")]
    public static IEnumerable<Duty> CampaignEndIsDisclosed(CampaignClock clock, Rule rule) =>
        clock.EndedOn is { } ended ? [rule.Owes(ended, Period.Months(rule.Number("months")), clock.FinalOn)] : [];

    /// <summary>CN-DIS-03: a project that lasts long is accounted for every few months (CL 79, PFM 21).</summary>
    [Rule("CN-DIS-03")]
    public static IEnumerable<Duty> ProjectIsDisclosed(ProjectClock clock, Rule rule) =>
        EveryFewMonths(rule, clock.StartedOn, clock.PlannedEnd, clock.FinishedOn, clock.DisclosedOn);

    /// <summary>CN-DIS-04: a full account, use of money and what is left included, within some months of a project's end (CL 79, PFM 21).</summary>
    [Rule("CN-DIS-04")]
    public static IEnumerable<Duty> ProjectEndIsDisclosed(ProjectClock clock, Rule rule) =>
        clock.FinishedOn is { } finished ? [rule.Owes(finished, Period.Months(rule.Number("months")), clock.FinalOn)] : [];

    /// <summary>CN-DIS-05: who carries it out for the organiser, and every partner, is named (PFM 21).</summary>
    [Rule("CN-DIS-05")]
    public static Refusal? HelpersAreNamed(DisclosureFacts facts, Rule _) =>
        facts.Helpers.Except(facts.NamedHelpers).Any() ? new Refusal("executor_not_disclosed", "helpers") : null;

    /// <summary>CN-DIS-06: an organisation on the tax list hands in its audited report by a day of the next year (CL 13, 78, T20 4(2)). For others the text we read names no day.</summary>
    [Rule("CN-DIS-06")]
    public static IEnumerable<Duty> YearIsReported(AnnualClock clock, Rule rule) =>
        clock.IsTaxListed ? [OnADay(rule, clock.FiscalYear + 1, clock.ReportedOn)] : [];

    /// <summary>CN-DIS-07: a major change is made public within some days (IDM 13).</summary>
    [Rule("CN-DIS-07")]
    public static IEnumerable<Duty> MajorChangeIsDisclosed(MajorChangeClock clock, Rule rule) => [rule.Owes(clock.HappenedOn, Period.Days(rule.Number("days")), clock.DisclosedOn)];

    /// <summary>CN-DIS-08: so is a dealing with a related party (IDM 14).</summary>
    [Rule("CN-DIS-08")]
    public static IEnumerable<Duty> RelatedDealingIsDisclosed(RelatedDealingClock clock, Rule rule) => [rule.Owes(clock.HappenedOn, Period.Days(rule.Number("days")), clock.DisclosedOn)];

    /// <summary>CN-DIS-08: the list of related parties is handed in by a day of each year (IDM 15).</summary>
    [Rule("CN-DIS-08")]
    public static IEnumerable<Duty> RelatedPartiesAreListed(RelatedPartiesClock clock, Rule rule) => [OnADay(rule, clock.Year, clock.HandedInOn) with { Code = "related_parties_list_overdue" }];

    /// <summary>CN-DIS-09: a correction says so beside what it corrects, and replaces nothing (IDM 16).</summary>
    [Rule("CN-DIS-09")]
    public static Refusal? CorrectionIsVisible(CorrectionFacts facts, Rule _) =>
        facts.KeepsOriginal && !string.IsNullOrWhiteSpace(facts.Note) ? null : new Refusal("correction_not_visible", "note");

    /// <summary>CN-DIS-10: a disclosure states figures; an article about a good deed is none (IDM 2).</summary>
    [Rule("CN-DIS-10")]
    public static Refusal? DisclosureHasFigures(DisclosureFacts facts, Rule _) => facts.HasFigures ? null : new Refusal("not_a_disclosure", "figures");

    /// <summary>CN-DIS-11: it is entered on the state's platform, too (CL 75); the law names no day.</summary>
    [Rule("CN-DIS-11")]
    public static IEnumerable<Duty> EnteredOnTheStatePlatform(StateEntryClock clock, Rule rule) => [new Duty(rule.Id, rule.Codes[0], clock.DisclosedOn, null, clock.EnteredOn)];

    private static IEnumerable<Duty> EveryFewMonths(Rule rule, DateOnly start, DateOnly? planned, DateOnly? until, IReadOnlyList<DateOnly> disclosedOn) =>
        planned is { } last && last <= start.AddMonths(rule.Number("ifLongerThanMonths")) ? [] : rule.OwesAgainAndAgain(start, Period.Months(rule.Number("everyMonths")), disclosedOn, until);

    private static Duty OnADay(Rule rule, int year, DateOnly? metOn) =>
        rule.Owes(new DateOnly(year, rule.Number("month"), rule.Number("day")), Period.Days(0), metOn) with { From = new DateOnly(year, 1, 1) };
}
