using System.Globalization;
using System.Text.RegularExpressions;
using CharityLink.Kernel;

namespace CharityLink.Law;

/// <summary>The filing with the authority: when, under which number, and what is owed while it runs (section B of the catalogue).</summary>
internal static partial class FilingRules
{
    private const int UsccLength = 18;

    /// <summary>CN-PLAN-02: the plan is filed some days before the campaign opens (PFM 11). In an emergency CN-EMG-01 says when instead.</summary>
    [Rule("CN-PLAN-02")]
    public static Refusal? FiledInTime(OpeningFacts facts, Rule rule) =>
        facts.Filing.Plan.Emergency is not null || (facts.FiledOn is { } filed && facts.OpensOn.DayNumber - filed.DayNumber >= rule.Number("days"))
            ? null : new Refusal("filed_too_late", null, rule.Number("days").ToString(CultureInfo.InvariantCulture));

    /// <summary>CN-PLAN-03: the authority answers within some days, and gaps it finds are mended within some more (PFM 11).</summary>
    [Rule("CN-PLAN-03")]
    public static IEnumerable<Duty> GapsAreMended(FilingClock clock, Rule rule)
    {
        yield return rule.Owes(clock.FiledOn, Period.Days(rule.Number("authorityDays")), clock.GapsNotifiedOn ?? clock.PublishedOn) with { Code = "filing_answer_expected" };
        if (clock.GapsNotifiedOn is { } notified)
        {
            yield return rule.Owes(notified, Period.Days(rule.Number("correctionDays")), clock.CorrectedOn);
        }
    }

    /// <summary>CN-PLAN-04: one campaign, one number (PFM 12).</summary>
    [Rule("CN-PLAN-04")]
    public static Refusal? NumberIsItsOwn(NumberFacts facts, Rule _) => facts.IsUsedElsewhere ? new Refusal("filing_number_reused", "filing_number") : null;

    /// <summary>CN-PLAN-05: the number looks as such numbers do and begins with the organiser's credit code. The shape was observed, it stands in no law: a recorded reason overrides it.</summary>
    [Rule("CN-PLAN-05")]
    public static Refusal? NumberLooksRight(NumberFacts facts, Rule _) =>
        Shape.IsMatch(facts.Number) && facts.Number[..UsccLength] == facts.OrganiserUscc && Uscc.Read(facts.Number[..UsccLength], "filing_number", out var _) is null
            ? null : new Refusal("filing_number_malformed", "filing_number");

    /// <summary>CN-PLAN-13: a change of the plan is reported within some days (PFM 12).</summary>
    [Rule("CN-PLAN-13")]
    public static IEnumerable<Duty> ChangeIsReported(PlanChangeClock clock, Rule rule) => [rule.Owes(clock.HappenedOn, Period.Days(rule.Number("days")), clock.ReportedOn)];

    [GeneratedRegex("^[0-9A-HJ-NPQRTUWXY]{18}A[0-9]{5}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Shape { get; }
}
