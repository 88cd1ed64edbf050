using System.Text.Json;

namespace CharityLink.Law;

/// <summary>What the program does about a rule.</summary>
public enum RuleState
{
    /// <summary>An act that breaks it is refused, or what is owed by it stands in the calendar.</summary>
    Enforced,

    /// <summary>It cannot be broken, as the program is built.</summary>
    ByConstruction,

    /// <summary>Known and shown, kept by people.</summary>
    Recorded,

    /// <summary>About something this program does not do.</summary>
    NotApplicable,
}

/// <summary>One rule of the catalogue and what the program does about it.</summary>
/// <param name="Needs">What the program would need to enforce it, by name; null where it does.</param>
public sealed record RuleStanding(Rule Rule, RuleState State, string? Needs);

/// <summary>The rules we keep, straight from the code: a rule counts as enforced when a function keeps it and an act of the program asks that function.</summary>
public static class RulesWeKeep
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web) { Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };
    private static readonly Dictionary<string, Stated> _stated = Read<Dictionary<string, Stated>>("Data.states.json");
    private static readonly HashSet<string> _asked = [.. Read<string[]>("Data.asked.json")];

    /// <summary>All of them, in the catalogue's order.</summary>
    public static IReadOnlyList<RuleStanding> All { get; } = [.. Catalogue.Standard.Rules.Select(Standing)];

    private static RuleStanding Standing(Rule rule)
    {
        var functions = RuleFunctions.All.Where(one => one.Id == rule.Id).ToList();
        return functions switch
        {
            [] => _stated.TryGetValue(rule.Id, out var stated)
                ? new(rule, stated.State, stated.Needs.Length == 0 ? null : stated.Needs)
                : throw new InvalidOperationException($"Nothing is said about {rule.Id}: write a function that keeps it, or say why there is none in states.json."),
            _ when functions.Any(one => _asked.Contains(one.Method.GetParameters()[0].ParameterType.Name)) => new(rule, RuleState.Enforced, null),
            _ => new(rule, RuleState.Recorded, "asked"),
        };
    }

    private static T Read<T>(string file) => JsonSerializer.Deserialize<T>(EmbeddedText.Beside(typeof(RulesWeKeep), file), _json) ?? throw new JsonException($"{file} is empty.");

    private sealed record Stated(RuleState State, string Needs);
}
