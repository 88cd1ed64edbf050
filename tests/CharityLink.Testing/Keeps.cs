namespace CharityLink.Testing;

/// <summary>Names the rule of the catalogue that a test shows to be kept, and what of it the test shows.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class KeepsAttribute(string ruleId, Shows outcome) : Attribute
{
    public string RuleId { get; } = ruleId;

    public Shows Outcome { get; } = outcome;
}

/// <summary>What a test shows of a rule.</summary>
public enum Shows
{
    /// <summary>Nothing is said; for a duty: it was met in time, or none arises.</summary>
    Allowed,

    /// <summary>The reason is given; for a duty: it is owed by its day.</summary>
    Refused,

    /// <summary>It cannot be broken, as the program is built.</summary>
    ByConstruction,
}
