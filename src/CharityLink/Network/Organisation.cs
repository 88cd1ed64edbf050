using CharityLink.Kernel;

namespace CharityLink.Network;

/// <summary>One charity organisation and its place in the network.</summary>
/// <param name="EnteredBy">The account that last typed in what is to be verified.</param>
public sealed record Organisation(
    Guid Id, string NameZh, string NameEn, OrganisationKind Kind, DivisionCode Division, string? Uscc, Guid? ParentId, bool IsInvented,
    Guid? EnteredBy, bool IsVerified = false, bool IsSuspended = false) : IState<Organisation, IOrganisationEvent>
{
    /// <summary>A registration has names, a place, the code its kind asks for, and a parent that may be one.</summary>
    public static Decision<IOrganisationEvent> Decide(Organisation? organisation, RegisterOrganisation command, Surroundings around)
    {
        var uscc = Credit(command.Uscc);
        if (organisation is not null)
        {
            return organisation.IsSameAs(command, uscc) ? [] : new Refusal("organisation_id_reused");
        }

        var reasons = Placement.Check(command.Kind, command.Division, around.Division)
            .Concat(Credits.Check(command.Kind, uscc, command.OrganisationId, around.UsccHolder))
            .Concat(Placement.CheckParent(command.Kind, command.Division, command.ParentId, around.Parent)).ToList();
        return reasons.Count > 0
            ? Decision.Refused<IOrganisationEvent>(reasons)
            : [new OrganisationRegistered(
                command.OrganisationId, command.NameZh.Trim(), command.NameEn.Trim(), command.Kind, command.Division, uscc, command.ParentId, command.IsInvented,
                command.NamePinyin ?? around.NamePinyin, around.Sender)];
    }

    /// <summary>Names and code can be corrected; where the legal name (the Chinese one) or the code was verified, it has to be verified anew.</summary>
    public static Decision<IOrganisationEvent> Decide(Organisation? organisation, ChangeOrganisation command, Surroundings around)
    {
        var uscc = Credit(command.Uscc);
        var (nameZh, nameEn) = (command.NameZh.Trim(), command.NameEn.Trim());
        return organisation switch
        {
            null => new Refusal("organisation_unknown"),
            _ when (nameZh, nameEn, uscc) == (organisation.NameZh, organisation.NameEn, organisation.Uscc) => [],
            _ when Credits.Check(organisation.Kind, uscc, organisation.Id, around.UsccHolder).ToList() is { Count: > 0 } reasons => Decision.Refused<IOrganisationEvent>(reasons),
            _ when !organisation.IsVerified || (nameZh, uscc) == (organisation.NameZh, organisation.Uscc) => [Changed()],
            _ => [Changed(), new VerificationWithdrawn(organisation.Id)],
        };

        OrganisationChanged Changed() => new(command.OrganisationId, nameZh, nameEn, uscc, command.NamePinyin ?? around.NamePinyin, around.Sender);
    }

    /// <summary>Verified by somebody above who did not type it in: four eyes.</summary>
    public static Decision<IOrganisationEvent> Decide(Organisation? organisation, VerifyOrganisation command, Guid? verifier, bool isAbove) => organisation switch
    {
        null => new Refusal("organisation_unknown"),
        { IsVerified: true } => [],
        _ when verifier is not null && verifier == organisation.EnteredBy => new Refusal("verifier_entered_it"),
        _ when !isAbove => new Refusal("verifier_not_above"),
        _ => [new OrganisationVerified(organisation.Id, command.Evidence.Trim())],
    };

    /// <summary>Moves under another parent, by the same rules as at registration.</summary>
    public static Decision<IOrganisationEvent> Decide(Organisation? organisation, LinkOrganisation command, Organisation? parent) => organisation switch
    {
        null => new Refusal("organisation_unknown"),
        _ when organisation.ParentId == command.ParentId => [],
        _ when Placement.CheckParent(organisation.Kind, organisation.Division, command.ParentId, parent).ToList() is { Count: > 0 } reasons => Decision.Refused<IOrganisationEvent>(reasons),
        _ => [new OrganisationLinked(organisation.Id, command.ParentId)],
    };

    /// <summary>Suspending twice suspends once.</summary>
    public static Decision<IOrganisationEvent> Decide(Organisation? organisation, SuspendOrganisation command) => organisation switch
    {
        null => new Refusal("organisation_unknown"),
        { IsSuspended: true } => [],
        _ => [new OrganisationSuspended(organisation.Id, command.Reason.Trim())],
    };

    /// <summary>Ends a suspension; without one there is nothing to do.</summary>
    public static Decision<IOrganisationEvent> Decide(Organisation? organisation, ResumeOrganisation _) => organisation switch
    {
        null => new Refusal("organisation_unknown"),
        { IsSuspended: false } => [],
        _ => [new OrganisationResumed(organisation.Id)],
    };

    /// <inheritdoc/>
    public static Organisation Evolve(Organisation? state, IOrganisationEvent fact) => (state, fact) switch
    {
        (null, OrganisationRegistered e) => new(e.OrganisationId, e.NameZh, e.NameEn, e.Kind, e.Division, e.Uscc, e.ParentId, e.IsInvented, e.EnteredBy),
        ({ } o, OrganisationChanged e) => o with { NameZh = e.NameZh, NameEn = e.NameEn, Uscc = e.Uscc, EnteredBy = e.EnteredBy },
        ({ } o, OrganisationVerified) => o with { IsVerified = true },
        ({ } o, VerificationWithdrawn) => o with { IsVerified = false },
        ({ } o, OrganisationLinked e) => o with { ParentId = e.ParentId },
        ({ } o, OrganisationSuspended) => o with { IsSuspended = true },
        ({ } o, OrganisationResumed) => o with { IsSuspended = false },
        _ => throw new CorruptStreamException(state, fact),
    };

    // The command has passed its shape check, so what is typed is a code or nothing.
    private static string? Credit(string? typed) => string.IsNullOrWhiteSpace(typed) || Kernel.Uscc.Read(typed, "uscc", out var code) is not null ? null : code.Value;

    private bool IsSameAs(RegisterOrganisation command, string? uscc) =>
        (NameZh, NameEn, Kind, Division, Uscc, ParentId, IsInvented)
        == (command.NameZh.Trim(), command.NameEn.Trim(), command.Kind, command.Division, uscc, command.ParentId, command.IsInvented);
}
