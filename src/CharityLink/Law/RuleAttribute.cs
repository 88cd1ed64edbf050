namespace CharityLink.Law;

/// <summary>Says which rule of the catalogue a function keeps. The function is pure and takes the facts it judges and the rule with its parameters.</summary>
/// <param name="id">Of the catalogue: <c>CN-PLAN-02</c>.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RuleAttribute(string id) : Attribute
{
    /// <summary>Of the catalogue.</summary>
    public string Id { get; } = id;
}
