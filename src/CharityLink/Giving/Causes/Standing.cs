using CharityLink.Kernel;
using CharityLink.Law;

namespace CharityLink.Giving;

/// <summary>What somebody chose to give to: a program, perhaps one of its sites; or a project, perhaps by a page of it.</summary>
public sealed record CauseChoice(Guid? ProgramId, Guid? SiteId, Guid? ProjectId, Guid? PageId)
{
    /// <summary>A project as a whole.</summary>
    public static CauseChoice OfProject(Guid id) => new(null, null, id, null);

    /// <summary>What was chosen for a gift that has been begun.</summary>
    public static CauseChoice Of(GiftCause cause)
    {
        ArgumentNullException.ThrowIfNull(cause);
        return cause.ProjectId is null ? new(cause.ProgramId, cause.SiteId, null, null) : new(null, null, cause.ProjectId, cause.PageId);
    }
}

/// <summary>What the law asks of a campaign at each of its gifts, known without asking anybody.</summary>
/// <param name="Qualification">The organiser's certificate; null: none is on record.</param>
/// <param name="Jurisdiction">Whose law it opened under (docs/decisions/0015).</param>
public sealed record CampaignTerms(
    Qualification? Qualification, DateOnly OpensOn, DateOnly LastDay, IReadOnlyList<string> Receiving, string Jurisdiction, DivisionCode Division)
{
    /// <summary>What stands against a gift at an instant by a way of giving (CN-ORG-01, CN-ORG-05, CN-PLAN-17).</summary>
    internal IReadOnlyList<Refusal> Against(DateTimeOffset instant, string channel)
    {
        var day = WorkingDays.China.DayOf(instant);
        var judged = CampaignLaw.Gift(new GiftFacts(Qualification, day, channel, OpensOn, LastDay, Receiving), RuleBook.Of(Jurisdiction, Division, day));
        return [.. judged.Findings.Select(finding => finding.Refusal with { Field = "project" })];
    }
}

/// <summary>Whether something can be given to at this moment, and where the money would go.</summary>
/// <param name="Cause">Null exactly when there are refusals.</param>
/// <param name="Until">Gifts are begun before this instant; null: without an end.</param>
/// <param name="Terms">Of a campaign; null for a standing program, which raises under no filed plan.</param>
public sealed record Standing(GiftCause? Cause, IReadOnlyList<Refusal> Refusals, DateTimeOffset? Until = null, CampaignTerms? Terms = null)
{
    /// <summary>Given on the site, by whatever provider.</summary>
    public const string Online = "online";

    /// <summary>Fundraising is over.</summary>
    internal static Refusal Over { get; } = new("project_over", "project");

    /// <summary>The same at a given instant: what ended by then takes nothing, whether or not anybody has said so yet; nor does what the law of that day forbids.</summary>
    /// <param name="channel">As plans name the ways of receiving: <c>online</c>, <c>bank</c>, <c>cash</c>.</param>
    public Standing At(DateTimeOffset instant, string channel = Online) => Cause is null ? this
        : instant >= Until ? new(null, [Over])
        : Terms?.Against(instant, channel) is { Count: > 0 } unlawful ? new(null, unlawful)
        : this;
}

/// <summary>A program, one of its sites or a project as the giving page shows it.</summary>
/// <param name="Program">For a project the program it belongs to; null where there is none.</param>
/// <param name="Owner">Receives the money.</param>
/// <param name="Operator">Runs the site; the owner itself where no site is chosen.</param>
public sealed record CauseOffer(CauseProgram? Program, CauseSite? Site, CauseOrganisation? Owner, CauseOrganisation? Operator, Standing Standing, CauseProject? Project = null)
{
    /// <summary>Nothing that is known was chosen.</summary>
    public bool IsUnknown => Project is null && Program is null;

    /// <summary>Money is received by a verified body in good standing only, and only while the program and the site take gifts.</summary>
    internal static CauseOffer Of(CauseProgram? program, CauseSite? site, bool siteAsked, CauseOrganisation? owner, CauseOrganisation? runner)
    {
        var why = (program, site, owner, runner) switch
        {
            (null, _, _, _) => new Refusal("program_unknown", "program"),
            (_, null, _, _) when siteAsked => new Refusal("site_unknown", "site"),
            ({ IsSuspended: true }, _, _, _) => new Refusal("program_suspended", "program"),
            (_, { IsClosed: true }, _, _) => new Refusal("site_closed", "site"),
            (_, _, not { IsVerified: true }, _) => new Refusal("payee_unverified", "program"),
            (_, _, { IsSuspended: true }, _) => new Refusal("payee_suspended", "program"),
            (_, _, _, not { IsVerified: true }) => new Refusal("operator_unverified", "site"),
            (_, _, _, { IsSuspended: true }) => new Refusal("operator_suspended", "site"),
            _ => null,
        };
        var standing = why is not null
            ? new Standing(null, [why])
            : new Standing(new GiftCause(program!.Id, site?.Id, program.FundId, runner!.Id, owner!.Id, site?.Division ?? program.Division), []);
        return new(program, site, owner, runner, standing);
    }

    /// <summary>A project takes gifts while it is live, into the books of a verified organiser in good standing.</summary>
    internal static CauseOffer Of(CauseProject? project, Guid? page, CauseProgram? program, CauseOrganisation? organiser)
    {
        if (project is not { IsPublic: true })
        {
            return new(null, null, null, null, new(null, [new Refusal("project_unknown", "project")]));
        }

        var why = (project.Closed, organiser) switch
        {
            ({ } closed, _) => closed,
            (_, not { IsVerified: true }) => new Refusal("payee_unverified", "project"),
            (_, { IsSuspended: true }) => new Refusal("payee_suspended", "project"),
            _ => null,
        };
        var standing = (why, project) switch
        {
            ({ }, _) => new Standing(null, [why]),
            (_, { OpensOn: { } opensOn, DeadlineAt: { } deadline }) => new Standing(
                new GiftCause(project.ProgramId, null, project.FundId, organiser!.Id, organiser.Id, project.Division, project.Id, page), [], deadline,
                new CampaignTerms(
                    organiser.Qualification, opensOn, WorkingDays.China.DayOf(deadline.AddTicks(-1)), project.Receiving, project.Jurisdiction, project.Division)),
            _ => throw new InvalidOperationException($"Project {project.Id} is live without days."),
        };
        return new(program, null, organiser, organiser, standing, project);
    }
}
