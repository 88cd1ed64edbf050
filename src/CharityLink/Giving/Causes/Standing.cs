using CharityLink.Kernel;

namespace CharityLink.Giving;

/// <summary>Whether something can be given to at this moment, and where the money would go.</summary>
/// <param name="Cause">Null exactly when there are refusals.</param>
public sealed record Standing(GiftCause? Cause, IReadOnlyList<Refusal> Refusals);

/// <summary>A program or one of its sites as the giving page shows it.</summary>
/// <param name="Owner">Receives the money.</param>
/// <param name="Operator">Runs the site; the owner itself where no site is chosen.</param>
public sealed record CauseOffer(CauseProgram? Program, CauseSite? Site, CauseOrganisation? Owner, CauseOrganisation? Operator, Standing Standing)
{
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
}
