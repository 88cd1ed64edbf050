using CharityLink.Kernel;
using CharityLink.Network;
using CharityLink.Projects;
using CharityLink.Web.Site;

namespace CharityLink.Web.Projects.Planning;

/// <summary>Turns the forms of the wizard into a plan and into commands. What could not be read stands in <see cref="Typed.Wrong"/>.</summary>
internal static class PlanForms
{
    /// <summary>The form of the project's picture, which stands beside the purpose.</summary>
    public const string Cover = "cover";

    /// <summary>The plan with what one step's form says.</summary>
    /// <param name="files">The papers this form handed in, those handed in before among them.</param>
    /// <param name="named">A person typed by name into this form, already under an id; null: nobody was.</param>
    public static FundraisingPlan Section(Typed typed, FundraisingPlan plan, OrganisationCredentials credentials, PersonId? named, PlanFiles files) => typed.Act switch
    {
        PlanSections.Purpose => plan with
        {
            PurposeZh = Text(typed, "purpose_zh"),
            PurposeEn = Text(typed, "purpose_en"),
            OpensOn = typed.Day("opens_on"),
            ClosesOn = typed.Day("closes_on"),
            Area = Area(typed),
            HostFiledOn = typed.Day("host_filed_on"),
            Emergency = typed.Ticked("is_emergency") ? new(typed.Text("emergency").Trim(), typed.NeededDay("declared_on")) : null,
        },
        PlanSections.People => People(typed, plan, credentials, named),
        PlanSections.Money => plan with
        {
            Expected = typed.Amount("expected"),
            CapacityAttested = typed.Ticked("capacity"),
            MinCollectPercent = typed.Number("min_collect_percent"),
            Beneficiaries = new(Text(typed, "beneficiaries_scope"), typed.Number("beneficiaries_number"), Text(typed, "beneficiaries_method"), typed.Ticked("is_one_person")),
        },
        PlanSections.Use => plan with
        {
            Use = new(Text(typed, "use_to_beneficiaries"), Text(typed, "use_administration"), Text(typed, "use_fundraising_cost"), Text(typed, "cost_paid_by")),
            Surplus = new(Text(typed, "surplus_use"), Text(typed, "surplus_text")),
        },
        PlanSections.Partner => plan with { Partner = Partner(typed, plan.Partner, named, files) },
        PlanSections.Papers => plan with
        {
            Documents = new(files.One("internal_decision"), files.One("representative_consent"), typed.Ticked("has_unit"), files.One("supervisory_consent")),
        },
        _ => plan,
    };

    /// <summary>The wish behind every other form; null for one there is none of.</summary>
    /// <param name="files">What this form handed in.</param>
    public static ICommand? Act(Typed typed, Guid project, PlanFiles files)
    {
        var (command, entry) = (typed.Id("command"), typed.Id("entry"));
        return typed.Act switch
        {
            "file" => new FilePlan(command, project, typed.NeededDay("filed_on"), typed.Text("authority")),
            "gaps" => new NotifyFilingGaps(command, project, typed.NeededDay("notified_on"), typed.Text("gaps")),
            "correct" => new CorrectFiling(command, project, typed.NeededDay("corrected_on")),
            "number" => new RecordFilingNumber(command, project, typed.Text("filing_number"), typed.NeededDay("published_on"), Text(typed, "override_reason")),
            "report" => new ReportPlanChange(command, project, entry, typed.NeededDay("reported_on")),
            "list" => new ListOnPlatform(command, project, entry, typed.Text("platform"), typed.Text("address"), typed.NeededDay("listed_on")),
            "delist" => new Delist(command, project, entry, typed.NeededDay("ended_on")),
            "override" => new OverrideRule(command, project, typed.Text("rule"), typed.Text("reason")),
            "open" => new OpenProject(command, project),
            Cover => new ChooseCover(command, project, files.One(Cover), typed.Text("alt_zh"), typed.Text("alt_en")),
            _ => null,
        };
    }

    /// <summary>The step a form stands on.</summary>
    public static string StepOf(string act) => act switch
    {
        "file" or "gaps" or "correct" or "number" or "report" => PlanSteps.Filing,
        "list" or "delist" => PlanSteps.Platforms,
        "override" or "open" => PlanSteps.Open,
        Cover => PlanSections.Purpose,
        _ => act,
    };

    private static FundraisingPlan People(Typed typed, FundraisingPlan plan, OrganisationCredentials credentials, PersonId? named)
    {
        var (chosen, office, account) = (typed.Reference("leader"), Text(typed, "office_address"), typed.Reference("account"));
        var entry = credentials.People.Find(one => one.Id == chosen && one.LeftOn is null)?.Named;
        var (leader, employer, fullTime) =
            named is { } person ? (person, typed.Ticked("is_staff") ? credentials.OrganisationId : null, typed.Ticked("is_full_time"))
            : entry is not null ? (entry.PersonId, entry.EmployerId, entry.IsFullTime)
            // Nobody else chosen: who was named before stays.
            : chosen == plan.LeaderId?.Value ? (plan.LeaderId, plan.LeaderEmployerId, plan.LeaderIsFullTime)
            : ((PersonId?)null, (Guid?)null, false);
        return plan with
        {
            LeaderId = leader,
            LeaderEmployerId = employer,
            LeaderIsFullTime = fullTime,
            OfficeAddress = office,
            AccountId = account,
            Receiving = [.. PlanSections.WaysOfReceiving.Where(way => typed.Ticked($"by_{way}"))],
        };
    }

    private static JointFundraising? Partner(Typed typed, JointFundraising? before, PersonId? named, PlanFiles files) => typed.Text("partner_kind") is { Length: > 0 } kind
        ? new(
            kind, kind == "organisation" ? Text(typed, "partner") : null, kind == "person" ? named ?? before?.PersonId : null, files.One("partner_assessment"), typed.Ticked("is_linked"), files.One("partner_agreement"),
            typed.Day("signed_on"), files.Of("partner_documents").Files, typed.Ticked("partner_funds"), typed.Ticked("partner_solicits"))
        : null;

    // Nonsense becomes a place that is none, which the rule refuses at its field.
    private static DivisionCode? Area(Typed typed) => typed.Text("area") is { Length: > 0 } text ? DivisionCode.TryParse(text, out var code) ? code : default : null;

    private static string? Text(Typed typed, string field) => typed.Text(field).Trim() is { Length: > 0 } text ? text : null;
}
