using CharityLink.Kernel;

namespace CharityLink.Network;

/// <summary>What a decision about an organisation has to know beyond the organisation itself.</summary>
/// <param name="Division">The division named, or null when there is none of that code.</param>
/// <param name="Parent">The parent named, or null when there is none of that id.</param>
/// <param name="UsccHolder">Who holds the credit code now.</param>
/// <param name="NamePinyin">The Chinese name as it sounds.</param>
/// <param name="Sender">The account that sends the command.</param>
public sealed record Surroundings(Division? Division, Organisation? Parent, Guid? UsccHolder, string? NamePinyin, Guid? Sender);

/// <summary>Where in the tree an organisation may stand. Parents are always of a higher level, so the tree has no circles.</summary>
internal static class Placement
{
    /// <summary>A known division, no statistical area, of a level that has bodies of this kind.</summary>
    public static IEnumerable<Refusal> Check(OrganisationKind kind, DivisionCode code, Division? division)
    {
        if (!Enum.IsDefined(kind))
        {
            yield return new Refusal("kind_unknown", "kind");
        }
        else if (division is null)
        {
            yield return new Refusal("division_unknown", "division");
        }
        else if (division.IsStatisticalArea)
        {
            yield return new Refusal("division_statistical", "division");
        }
        else if (!kind.IsAt(code.Level))
        {
            yield return new Refusal("kind_not_at_level", "kind");
        }
    }

    /// <summary>A parent is of a higher level, its division contains the child's, and it is not suspended; a branch or station needs a federation or branch.</summary>
    public static IEnumerable<Refusal> CheckParent(OrganisationKind kind, DivisionCode division, Guid? parentId, Organisation? parent)
    {
        if (parentId is null)
        {
            return kind.IsLegalPerson() ? [] : [new Refusal("parent_missing", "parent")];
        }

        return parent switch
        {
            null => [new Refusal("parent_unknown", "parent")],
            _ when division == default || parent.Division.Level >= division.Level => [new Refusal("parent_not_higher", "parent")],
            _ when !parent.Division.Contains(division) => [new Refusal("parent_elsewhere", "parent")],
            _ when !kind.IsLegalPerson() && parent.Kind is not (OrganisationKind.Federation or OrganisationKind.TownBranch) => [new Refusal("parent_no_federation", "parent")],
            { IsSuspended: true } => [new Refusal("parent_suspended", "parent")],
            _ => [],
        };
    }
}

/// <summary>Which organisations have a credit code: legal persons must, branches and stations cannot, volunteer groups may.</summary>
internal static class Credits
{
    /// <summary>The code is there when it must be, and nobody else's.</summary>
    public static IEnumerable<Refusal> Check(OrganisationKind kind, string? uscc, Guid organisation, Guid? holder)
    {
        if (uscc is null && kind.IsLegalPerson() && kind != OrganisationKind.VolunteerGroup)
        {
            yield return new Refusal("uscc_missing", "uscc");
        }
        else if (uscc is not null && !kind.IsLegalPerson())
        {
            yield return new Refusal("uscc_not_for_branch", "uscc");
        }
        else if (uscc is not null && holder is { } other && other != organisation)
        {
            yield return new Refusal("uscc_taken", "uscc");
        }
    }
}

/// <summary>What follows from an organisation's kind.</summary>
public static class OrganisationKinds
{
    /// <summary>Has a name and account of its own; a branch or station acts for its federation.</summary>
    public static bool IsLegalPerson(this OrganisationKind kind) => kind is not (OrganisationKind.TownBranch or OrganisationKind.VillageStation);

    /// <summary>Whether bodies of this kind exist at a level.</summary>
    public static bool IsAt(this OrganisationKind kind, Level level) => kind switch
    {
        OrganisationKind.Federation => level is Level.City or Level.County,
        OrganisationKind.TownBranch => level == Level.Town,
        OrganisationKind.VillageStation => level == Level.Village,
        _ => true,
    };
}
