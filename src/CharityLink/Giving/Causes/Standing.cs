using CharityLink.Kernel;

namespace CharityLink.Giving;

/// <summary>What somebody chose to give to: a program, perhaps one of its sites; or a project, perhaps by a page of it.</summary>
public sealed record CauseChoice(Guid? ProgramId, Guid? SiteId, Guid? ProjectId, Guid? PageId)
{
    /// <summary>What was chosen for a gift that has been begun.</summary>
    public static CauseChoice Of(GiftCause cause)
    {
        ArgumentNullException.ThrowIfNull(cause);
        return cause.ProjectId is null ? new(cause.ProgramId, cause.SiteId, null, null) : new(null, null, cause.ProjectId, cause.PageId);
    }
}

/// <summary>Whether something can be given to at this moment, and where the money would go.</summary>
/// <param name="Cause">Null exactly when there are refusals.</param>
/// <param name="Until">Gifts are begun before this instant; null: without an end.</param>
public sealed record Standing(GiftCause? Cause, IReadOnlyList<Refusal> Refusals, DateTimeOffset? Until = null)
{
    /// <summary>Fundraising is over.</summary>
    internal static Refusal Over { get; } = new("project_over", "project");

    /// <summary>The same at a given instant: what ended by then takes nothing, whether or not anybody has said so yet.</summary>
    public Standing At(DateTimeOffset instant) => Cause is not null && instant >= Until ? new(null, [Over]) : this;
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
        var standing = why is not null
            ? new Standing(null, [why])
            : new Standing(
                new GiftCause(project.ProgramId, null, project.FundId, organiser!.Id, organiser.Id, project.Division, project.Id, page), [], project.DeadlineAt);
        return new(program, null, organiser, organiser, standing, project);
    }
}
