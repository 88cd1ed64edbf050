using System.Globalization;
using CharityLink.Evidence;
using CharityLink.Kernel;
using CharityLink.Law;
using CharityLink.Projects;

namespace CharityLink.Tests.Law;

/// <summary>Facts no rule has anything to say about; each test breaks one thing.</summary>
internal static class Lawful
{
    public static readonly Guid Organiser = Guid.Parse("0190a000-0000-7000-8000-000000000001");
    public static readonly Guid Other = Guid.Parse("0190a000-0000-7000-8000-0000000000ff");
    public static readonly DateOnly Today = Day("2026-11-23");

    public static DivisionCode Place { get; } = DivisionCode.Parse("440703");

    public static RuleBook Book { get; } = RuleBook.Of("CN", Place, Today);

    public static EvidenceFile File { get; } = new(new string('a', 64), "application/pdf", 1000);

    public static FundraisingPlan Plan { get; } = new(
        "为村里老人修缮房屋", "Repair homes", Day("2026-12-10"), Day("2027-05-31"), Place, new PersonId(Guid.Parse("0190a000-0000-7000-8000-000000000002")), Organiser, true,
        "江门市蓬江区某路1号", ["online"], Guid.Parse("0190a000-0000-7000-8000-000000000003"), Money.Cny(100_000_00), true,
        new("村内七十岁以上独居老人", 30, "村民评议后公示", false), new("用于房屋修缮", "不收取", "不超过百分之一", "organiser"), new("similar", "用于同类项目"), null,
        new(File, File, false, null), null);

    public static JointFundraising Partner { get; } = new("person", null, new PersonId(Other), File, false, File, Today, [File, File, File], true, false);

    public static OrganiserFacts Charity { get; } = new(Organiser, "52620600MJY949356H", Place, new Qualification(Organiser, "C-1", Day("2025-01-01"), null), Money.Cny(90_000_00));

    public static FilingFacts Filing { get; } = new(Plan, Charity, Organiser);

    public static NumberFacts Number { get; } = new("52620600MJY949356HA26006", Charity.Uscc, false);

    public static OpeningFacts Opening { get; } = new(Filing, Day("2026-12-10"), Day("2026-11-23"), Number, "温暖居家", "温暖居家", 1, "0750-0000000");

    public static GiftFacts Gift { get; } = new(Charity.Qualification, Day("2027-01-15"), "online", Day("2026-12-10"), Day("2027-05-31"), ["online", "bank"]);

    public static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static IReadOnlyList<DateOnly> Days(params string[] days) => [.. days.Select(Day)];

    /// <summary>The plan with something changed, on its way to the authority.</summary>
    public static FilingFacts Filed(Func<FundraisingPlan, FundraisingPlan> change) => Filing with { Plan = change(Plan) };

    /// <summary>A campaign of a declared emergency.</summary>
    public static FundraisingPlan InEmergency(this FundraisingPlan plan) => plan with { Emergency = new Emergency("府办〔2026〕1号", Today), ClosesOn = Day("2027-05-31") };

    /// <summary>Another certificate, or none.</summary>
    public static OpeningFacts With(this OpeningFacts opening, Qualification? qualification) =>
        opening with { Filing = opening.Filing with { Organiser = Charity with { Qualification = qualification } } };

    /// <summary>Nothing stands in the way.</summary>
    public static void Allows(this Judgement judgement) => Assert.Empty(judgement.Findings);

    /// <summary>One rule, for one reason, and nothing else.</summary>
    public static void Refuses(this Judgement judgement, string ruleId, string code) => Assert.Equal([(ruleId, code)], judgement.Findings.Select(found => (found.RuleId, found.Refusal.Code)));

    /// <summary>One duty of a code, due on a day.</summary>
    public static Duty Owes(this IEnumerable<Duty> duties, string ruleId, string code, string? due)
    {
        var duty = Assert.Single(duties, duty => duty.RuleId == ruleId && duty.Code == code && duty.MetOn is null);
        Assert.Equal(due is null ? null : Day(due), duty.Due?.Day);
        return duty;
    }
}
