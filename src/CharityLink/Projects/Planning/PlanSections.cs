using System.Globalization;
using CharityLink.Kernel;

namespace CharityLink.Projects;

/// <summary>The parts a plan is written in. Each saves on its own, so that two people who write different parts lose nothing of each other's.</summary>
public static class PlanSections
{
    /// <summary>Purpose, time and area.</summary>
    public const string Purpose = "purpose";

    /// <summary>Leader, office, ways of receiving and account.</summary>
    public const string People = "people";

    /// <summary>Target and beneficiaries.</summary>
    public const string Money = "money";

    /// <summary>Use of the money, cost and surplus.</summary>
    public const string Use = "use";

    /// <summary>A partner without a qualification.</summary>
    public const string Partner = "partner";

    /// <summary>Papers behind the plan.</summary>
    public const string Papers = "papers";

    /// <summary>In the order they are written.</summary>
    public static IReadOnlyList<string> All { get; } = [Purpose, People, Money, Use, Partner, Papers];

    /// <summary>How gifts can be received.</summary>
    public static IReadOnlyList<string> WaysOfReceiving { get; } = ["online", "bank", "cash"];

    private const int PeopleMax = 10_000_000;
    private const int DocumentsMax = 10;
    private static readonly string[] _partners = ["organisation", "person"];

    /// <summary>The plan with one section as it stands in another; null takes everything.</summary>
    public static FundraisingPlan With(this FundraisingPlan plan, string? section, FundraisingPlan from) => section switch
    {
        Purpose => plan with
        {
            PurposeZh = from.PurposeZh,
            PurposeEn = from.PurposeEn,
            OpensOn = from.OpensOn,
            ClosesOn = from.ClosesOn,
            Area = from.Area,
            HostFiledOn = from.HostFiledOn,
            Emergency = from.Emergency,
        },
        People => plan with
        {
            LeaderId = from.LeaderId,
            LeaderEmployerId = from.LeaderEmployerId,
            LeaderIsFullTime = from.LeaderIsFullTime,
            OfficeAddress = from.OfficeAddress,
            Receiving = from.Receiving,
            AccountId = from.AccountId,
        },
        Money => plan with { Expected = from.Expected, CapacityAttested = from.CapacityAttested, Beneficiaries = from.Beneficiaries, MinCollectPercent = from.MinCollectPercent },
        Use => plan with { Use = from.Use, Surplus = from.Surplus },
        Partner => plan with { Partner = from.Partner },
        Papers => plan with { Documents = from.Documents },
        _ => from,
    };

    /// <summary>The sections in which two plans differ.</summary>
    public static IReadOnlyList<string> Differing(FundraisingPlan one, FundraisingPlan other) => [.. All.Where(section => !Same(one, one.With(section, other)))];

    /// <summary>Two plans say the same. Lists within are compared by what they hold.</summary>
    public static bool Same(FundraisingPlan one, FundraisingPlan other) =>
        one.Receiving.SequenceEqual(other.Receiving, StringComparer.Ordinal)
        && (one.Partner?.PersonDocuments ?? []).SequenceEqual(other.Partner?.PersonDocuments ?? [])
        && Flat(one) == Flat(other);

    /// <summary>The shape of everything in a plan; what is missing is told when it is filed, not while it is written.</summary>
    internal static IEnumerable<Refusal> Check(FundraisingPlan plan)
    {
        Refusal?[] reasons =
        [
            Lines(plan.PurposeZh, "purpose_zh"), Lines(plan.PurposeEn, "purpose_en"),
            plan is { OpensOn: { } opens, ClosesOn: { } closes } && closes < opens ? new Refusal("closes_before_opens", "closes_on") : null,
            plan.Emergency is { } emergency ? PlainText.Check(emergency.GovernmentReference, "emergency", PlainText.NameMax) : null,
            Lines(plan.OfficeAddress, "office_address"),
            plan.Receiving.All(way => WaysOfReceiving.Contains(way, StringComparer.Ordinal)) ? null : new Refusal("receiving_unknown", "receiving"),
            plan.Expected is { Minor: <= 0 } ? new Refusal("expected_not_positive", "expected") : null,
            plan.MinCollectPercent is < 1 or > 100 ? new Refusal("collect_percent_out_of_range", "min_collect_percent") : null,
            Lines(plan.Beneficiaries.Scope, "beneficiaries_scope"), Lines(plan.Beneficiaries.Method, "beneficiaries_method"),
            plan.Beneficiaries.Number is < 1 or > PeopleMax ? new Refusal("number_out_of_range", "beneficiaries_number", PeopleMax.ToString("N0", CultureInfo.InvariantCulture)) : null,
            Lines(plan.Use.ToBeneficiaries, "use_to_beneficiaries"), Lines(plan.Use.Administration, "use_administration"), Lines(plan.Use.FundraisingCost, "use_fundraising_cost"),
            PlainText.CheckOptional(plan.Use.CostPaidBy, "cost_paid_by", PlainText.NameMax), PlainText.CheckOptional(plan.Surplus.Use, "surplus_use", PlainText.NameMax),
            Lines(plan.Surplus.Text, "surplus_text"),
            plan.Partner is { } partner && !_partners.Contains(partner.Kind, StringComparer.Ordinal) ? new Refusal("partner_kind_unknown", "partner") : null,
            PlainText.CheckOptional(plan.Partner?.OrganisationName, "partner", PlainText.NameMax),
            plan.Partner?.PersonDocuments.Count > DocumentsMax ? new Refusal("documents_too_many", "partner_documents", DocumentsMax.ToString(CultureInfo.InvariantCulture)) : null,
        ];
        return reasons.OfType<Refusal>();
    }

    private static Refusal? Lines(string? text, string field) => PlainText.CheckOptional(text, field, PlainText.NoteMax, lines: true);

    // Records with lists inside are equal only when the lists are one object.
    private static FundraisingPlan Flat(FundraisingPlan plan) => plan with { Receiving = [], Partner = plan.Partner is { } partner ? partner with { PersonDocuments = [] } : null };
}
