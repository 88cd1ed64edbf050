using System.Reflection;
using CharityLink.Kernel;

namespace CharityLink.Law;

/// <summary>Every function that keeps a rule, found once at start by its attribute: a rule that is written is a rule that is applied.</summary>
internal static class RuleFunctions
{
    private const BindingFlags Any = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>The functions in the order of their ids.</summary>
    public static IReadOnlyList<(string Id, MethodInfo Method)> All { get; } =
    [
        .. (from type in typeof(RuleFunctions).Assembly.GetTypes()
            from method in type.GetMethods(Any)
            let rule = method.GetCustomAttribute<RuleAttribute>()
            where rule is not null
            select (rule.Id, method)).OrderBy(one => one.Id, StringComparer.Ordinal),
    ];
}

/// <summary>The rules about one kind of facts.</summary>
internal static class RulesAbout<TFacts>
{
    /// <summary>Each with its id.</summary>
    public static IReadOnlyList<(string Id, Func<TFacts, Rule, Judgement> Judge)> All { get; } =
        [.. RuleFunctions.All.Where(one => one.Method.GetParameters()[0].ParameterType == typeof(TFacts)).Select(one => (one.Id, Judge(one.Method)))];

    // A rule answers with one reason or none, with several reasons, or with what is owed.
    private static Func<TFacts, Rule, Judgement> Judge(MethodInfo method)
    {
        if (method.ReturnType == typeof(Refusal))
        {
            var one = method.CreateDelegate<Func<TFacts, Rule, Refusal?>>();
            return (facts, rule) => one(facts, rule) is { } refusal ? Found(rule, [refusal]) : Judgement.None;
        }

        if (method.ReturnType == typeof(IEnumerable<Refusal>))
        {
            var many = method.CreateDelegate<Func<TFacts, Rule, IEnumerable<Refusal>>>();
            return (facts, rule) => Found(rule, many(facts, rule));
        }

        var owed = method.CreateDelegate<Func<TFacts, Rule, IEnumerable<Duty>>>();
        return (facts, rule) => new([], [.. owed(facts, rule)]);
    }

    private static Judgement Found(Rule rule, IEnumerable<Refusal> refusals) =>
        new([.. refusals.Select(refusal => new Finding(rule.Id, rule.Effects.Contains(RuleEffect.Warn) ? RuleEffect.Warn : RuleEffect.Refuse, refusal))], []);
}
