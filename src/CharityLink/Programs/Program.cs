using System.Collections.Immutable;
using CharityLink.Kernel;

namespace CharityLink.Programs;

/// <summary>One standing service: what it delivers, what a unit costs, where, and whether gifts are taken.</summary>
public sealed record Program(
    Guid Id, Guid OwnerId, string Kind, string NameZh, string NameEn, string SummaryZh, string SummaryEn, DivisionCode Division, Guid FundId, bool IsInvented,
    UnitSet? Unit, ImmutableDictionary<Guid, Site> Sites, bool IsSuspended = false) : IState<Program, IProgramEvent>
{
    /// <summary>Owned by a legal person that is verified and not suspended, of a known kind, working inside the owner's division.</summary>
    public static Decision<IProgramEvent> Decide(Program? program, StartProgram command, Body? owner, bool divisionIsKnown)
    {
        if (program is not null)
        {
            return program.IsSameAs(command) ? [] : new Refusal("program_id_reused");
        }

        Refusal?[] reasons =
        [
            ProgramKinds.Find(command.Kind) is null ? new Refusal("program_kind_unknown", "kind") : null,
            Ownership(owner),
            !divisionIsKnown ? new Refusal("division_unknown", "division")
                : owner is not null && !owner.Division.Contains(command.Division) ? new Refusal("division_outside_owner", "division") : null,
        ];
        return reasons.OfType<Refusal>().ToList() is { Count: > 0 } why
            ? Decision.Refused<IProgramEvent>(why)
            : [new ProgramStarted(
                command.ProgramId, command.OwnerId, command.Kind, command.NameZh.Trim(), command.NameEn.Trim(), command.SummaryZh.Trim(), command.SummaryEn.Trim(),
                command.Division, command.FundId, command.IsInvented)];
    }

    /// <summary>The unit, its cost and the givers' part of it, which is more than nothing and at most the whole.</summary>
    public static Decision<IProgramEvent> Decide(Program? program, SetUnit command)
    {
        var unit = new UnitSet(command.ProgramId, command.UnitZh.Trim(), command.UnitEn.Trim(), command.UnitsEn.Trim(), command.Cost, command.FromGivers);
        return program switch
        {
            null => new Refusal("program_unknown"),
            _ when program.Unit == unit => [],
            _ when command.Cost.Currency != command.FromGivers.Currency => new Refusal("currency_differs", "from_givers"),
            _ when command.Cost.Minor <= 0 => new Refusal("unit_cost_not_positive", "cost"),
            _ when command.FromGivers.Minor <= 0 => new Refusal("givers_part_not_positive", "from_givers"),
            _ when command.FromGivers > command.Cost => new Refusal("givers_part_above_cost", "from_givers"),
            _ => [unit],
        };
    }

    /// <summary>A site lies inside the program's division and inside its operator's.</summary>
    public static Decision<IProgramEvent> Decide(Program? program, OpenSite command, Body? operatedBy, bool divisionTakesSites)
    {
        var site = new SiteOpened(command.ProgramId, command.SiteId, command.NameZh.Trim(), command.NameEn.Trim(), command.Division, command.OperatorId, command.IsInvented);
        return program switch
        {
            null => new Refusal("program_unknown"),
            _ when program.Sites.TryGetValue(command.SiteId, out var open) => open.Opened == site ? [] : new Refusal("site_id_reused"),
            { IsSuspended: true } => new Refusal("program_suspended"),
            _ when !divisionTakesSites => new Refusal("division_unknown", "division"),
            _ when !program.Division.Contains(command.Division) => new Refusal("site_outside_program", "division"),
            _ when operatedBy is null => new Refusal("operator_unknown", "operator"),
            _ when operatedBy.IsSuspended => new Refusal("operator_suspended", "operator"),
            _ when !operatedBy.Division.Contains(command.Division) => new Refusal("operator_elsewhere", "operator"),
            _ => [site],
        };
    }

    /// <summary>Closing twice closes once.</summary>
    public static Decision<IProgramEvent> Decide(Program? program, CloseSite command) => program switch
    {
        null => new Refusal("program_unknown"),
        _ when !program.Sites.ContainsKey(command.SiteId) => new Refusal("site_unknown", "site"),
        _ => program.Sites[command.SiteId].IsOpen ? [new SiteClosed(command.ProgramId, command.SiteId, command.Reason.Trim())] : [],
    };

    /// <summary>Suspending twice suspends once.</summary>
    public static Decision<IProgramEvent> Decide(Program? program, SuspendProgram command) => program switch
    {
        null => new Refusal("program_unknown"),
        { IsSuspended: true } => [],
        _ => [new ProgramSuspended(program.Id, command.Reason.Trim())],
    };

    /// <summary>Ends a suspension; without one there is nothing to do.</summary>
    public static Decision<IProgramEvent> Decide(Program? program, ResumeProgram _) => program switch
    {
        null => new Refusal("program_unknown"),
        { IsSuspended: false } => [],
        _ => [new ProgramResumed(program.Id)],
    };

    /// <inheritdoc/>
    public static Program Evolve(Program? state, IProgramEvent fact) => (state, fact) switch
    {
        (null, ProgramStarted e) => new(
            e.ProgramId, e.OwnerId, e.Kind, e.NameZh, e.NameEn, e.SummaryZh, e.SummaryEn, e.Division, e.FundId, e.IsInvented, null, ImmutableDictionary<Guid, Site>.Empty),
        ({ } p, UnitSet e) => p with { Unit = e },
        ({ } p, SiteOpened e) => p with { Sites = p.Sites.Add(e.SiteId, new Site(e, true)) },
        ({ } p, SiteClosed e) => p with { Sites = p.Sites.SetItem(e.SiteId, p.Sites[e.SiteId] with { IsOpen = false }) },
        ({ } p, ProgramSuspended) => p with { IsSuspended = true },
        ({ } p, ProgramResumed) => p with { IsSuspended = false },
        _ => throw new CorruptStreamException(state, fact),
    };

    // The fund's money is held by the owner, so the owner must be able to hold money.
    private static Refusal? Ownership(Body? owner) => owner switch
    {
        null => new Refusal("owner_unknown", "owner"),
        { IsLegalPerson: false } => new Refusal("owner_not_legal_person", "owner"),
        { IsVerified: false } => new Refusal("owner_not_verified", "owner"),
        { IsSuspended: true } => new Refusal("owner_suspended", "owner"),
        _ => null,
    };

    private bool IsSameAs(StartProgram command) =>
        (OwnerId, Kind, NameZh, NameEn, Division, FundId, IsInvented)
        == (command.OwnerId, command.Kind, command.NameZh.Trim(), command.NameEn.Trim(), command.Division, command.FundId, command.IsInvented)
        && (SummaryZh, SummaryEn) == (command.SummaryZh.Trim(), command.SummaryEn.Trim());
}

/// <summary>A place where the program delivers.</summary>
public sealed record Site(SiteOpened Opened, bool IsOpen);
