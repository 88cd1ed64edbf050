using CharityLink.Kernel;
using CharityLink.Law;

namespace CharityLink.Projects;

/// <summary>What stands around a plan when it is judged.</summary>
/// <param name="Registration">The organiser's; null when there is no organiser.</param>
/// <param name="NumberIsElsewhere">Another campaign bears the filing number.</param>
/// <param name="Today">By the calendar of the project's place.</param>
/// <param name="Jurisdiction">Whose law the organiser stands under now.</param>
public sealed record PlanSurroundings(OrganiserRegistration? Registration, CampaignOrganiser Organiser, bool NumberIsElsewhere, DateOnly Today, string Jurisdiction)
{
    /// <summary>The rules in force for a project on the day: its own law once it has opened (docs/decisions/0015).</summary>
    public RuleBook Book(Project project)
    {
        ArgumentNullException.ThrowIfNull(project);
        return RuleBook.Of(LawOf(project), project.Proposal.Division, Today);
    }

    /// <summary>Whose law a project stands under now.</summary>
    public string LawOf(Project project)
    {
        ArgumentNullException.ThrowIfNull(project);
        return project.Jurisdiction ?? Jurisdiction;
    }
}

/// <summary>Asks the law about a plan: all it has to say, at once.</summary>
public static class PlanFindings
{
    /// <summary>What stands against filing the plan, overridden or not.</summary>
    public static Judgement Filing(Project project, PlanSurroundings around) => CampaignLaw.Filing(FilingFacts(project, project.Plan, around), around.Book(project));

    /// <summary>What stands against filing another plan for the project.</summary>
    public static Judgement Filing(Project project, FundraisingPlan plan, PlanSurroundings around) => CampaignLaw.Filing(FilingFacts(project, plan, around), around.Book(project));

    /// <summary>What stands against a filing number.</summary>
    public static Judgement Number(Project project, string number, PlanSurroundings around) =>
        CampaignLaw.Number(new(number, around.Registration?.Uscc, around.NumberIsElsewhere), around.Book(project));

    /// <summary>What stands against opening today, overridden or not: the law of campaigns, the people in charge, and the filed days.</summary>
    public static Judgement Opening(Project project, PlanSurroundings around)
    {
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(around);
        var (book, filing) = (around.Book(project), project.Filing);
        var facts = new OpeningFacts(
            FilingFacts(project, project.Plan, around), around.Today, filing.FiledOn, filing.Number is { } number ? new(number, around.Registration?.Uscc, around.NumberIsElsewhere) : null,
            filing.Name, project.Proposal.TitleZh, filing.Listings.Count(listing => listing.ListedOn <= around.Today), project.Plan.OfficeAddress);
        var people = OrganisationLaw.ResponsiblePerson(new(around.Today, true, null, null, IsBarredOtherwise: !around.Organiser.IsLedByFitPeople(around.Today)), book);
        return CampaignLaw.Opening(facts, book).And(people).And(new(OutsideTheDays(project.Plan, around.Today, book), []));
    }

    // CN-PLAN-17 speaks of gifts: a campaign that opened outside its days would take nothing but unlawful ones.
    private static IReadOnlyList<Finding> OutsideTheDays(FundraisingPlan plan, DateOnly today, RuleBook book) =>
        book.Find("CN-PLAN-17") is { } rule && ((plan.OpensOn is { } opens && today < opens) || (plan.ClosesOn is { } closes && today > closes))
            ? [new Finding(rule.Id, RuleEffect.Refuse, new Refusal("outside_filed_days", "opens_on"))] : [];

    private static FilingFacts FilingFacts(Project project, FundraisingPlan plan, PlanSurroundings around)
    {
        var (organiser, id) = (around.Organiser, project.OrganiserId ?? project.ProposerId);
        // Of a person on record the record counts, not what the plan says about that person.
        var leader = organiser.People.Values.FirstOrDefault(one => one.PersonId == plan.LeaderId);
        var judged = plan with
        {
            LeaderEmployerId = leader?.EmployerId ?? plan.LeaderEmployerId,
            LeaderIsFullTime = leader?.IsFullTime ?? plan.LeaderIsFullTime,
            Documents = plan.Documents with { HasSupervisoryUnit = plan.Documents.HasSupervisoryUnit || organiser.SupervisoryUnit is not null },
        };
        return new(
            judged, new(id, around.Registration?.Uscc, around.Registration?.Division ?? default, organiser.Qualification, organiser.BestYear),
            plan.AccountId is { } account && organiser.Accounts.Contains(account) ? id : null, plan.HostFiledOn);
    }
}
