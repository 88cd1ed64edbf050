namespace CharityLink.Tests.Law;

/// <summary>Names the rule of the catalogue that a test shows to be kept, and which of the two outcomes it shows.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class KeepsAttribute(string ruleId, Shows outcome) : Attribute
{
    public string RuleId { get; } = ruleId;

    public Shows Outcome { get; } = outcome;
}

/// <summary>The two outcomes of a rule.</summary>
internal enum Shows
{
    /// <summary>Nothing is said; for a duty: it was met, or none arises.</summary>
    Allowed,

    /// <summary>The reason is given; for a duty: it is owed by its day.</summary>
    Refused,
}
