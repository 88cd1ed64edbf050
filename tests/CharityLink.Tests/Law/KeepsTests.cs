using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using CharityLink.Law;
using CharityLink.Testing;

namespace CharityLink.Tests.Law;

/// <summary>What the page of rules says is what the code and its tests do.</summary>
public sealed partial class KeepsTests
{
    private static readonly HashSet<(string Id, string Shows)> _shown =
        [.. Files("tests").SelectMany(text => Kept.Matches(text)).Select(match => (match.Groups["id"].Value, match.Groups["shows"].Value))];

    [Fact]
    public void Every_function_of_a_rule_is_named_by_tests_of_both_outcomes() => Assert.All(Functions(), function =>
    {
        Assert.Contains((function.Id, nameof(Shows.Allowed)), _shown);
        Assert.Contains((function.Id, nameof(Shows.Refused)), _shown);
    });

    [Fact]
    public void Every_rule_held_by_construction_is_shown_to_be() =>
        Assert.All(RulesWeKeep.All.Where(one => one.State == RuleState.ByConstruction), one => Assert.Contains((one.Rule.Id, nameof(Shows.ByConstruction)), _shown));

    [Fact]
    public void Tests_name_rules_there_are()
    {
        var ids = RulesWeKeep.All.Select(one => one.Rule.Id).ToHashSet(StringComparer.Ordinal);
        Assert.DoesNotContain(_shown, one => !ids.Contains(one.Id));
    }

    [Fact]
    public void A_rule_nobody_has_read_has_no_function_and_no_sentence() => Assert.All(RulesWeKeep.All.Where(one => one.Rule.Confidence == Confidence.Unread), one =>
    {
        Assert.DoesNotContain(Functions(), function => function.Id == one.Rule.Id);
        Assert.Empty(one.Rule.ShownCitations);
    });

    // The list is written by this test (./test --snapshots): an act that begins to ask makes its rules enforced.
    [Fact]
    public void What_counts_as_asked_is_asked_by_the_program()
    {
        var file = Path.Combine(Document.Root(), "src/CharityLink/Law/Data/asked.json");
        var asked = Asked().Order(StringComparer.Ordinal).ToList();
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
        {
            File.WriteAllText(file, JsonSerializer.Serialize(asked) + "\n");
        }

        Assert.Subset(asked.ToHashSet(StringComparer.Ordinal), JsonSerializer.Deserialize<HashSet<string>>(File.ReadAllText(file)));
    }

    // A door is asked by its name, or, where several share a name, by the facts it takes. Opening asks what filing asks, too.
    private static HashSet<string> Asked()
    {
        var code = string.Concat(Files("src"));
        Type[] laws = [typeof(CampaignLaw), typeof(OrganisationLaw), typeof(MoneyLaw), typeof(DisclosureLaw)];
        var asked = (from door in laws.SelectMany(law => law.GetMethods(BindingFlags.Public | BindingFlags.Static))
                     let facts = door.GetParameters()[0].ParameterType.Name
                     where Regex.IsMatch(code, $@"\b{facts}\b", RegexOptions.None, TimeSpan.FromSeconds(5))
                         || (door.Name != "Owed" && Regex.IsMatch(code, $@"\b{door.DeclaringType?.Name}\.{door.Name}\(", RegexOptions.None, TimeSpan.FromSeconds(5)))
                     select facts).ToHashSet(StringComparer.Ordinal);
        if (asked.Contains(nameof(OpeningFacts)))
        {
            asked.UnionWith([nameof(FilingFacts), nameof(NumberFacts)]);
        }

        return asked;
    }

    private static IEnumerable<(string Id, MethodInfo Method)> Functions() => RuleFunctions.All;

    private static IEnumerable<string> Files(string folder) =>
        from path in Directory.EnumerateFiles(Path.Combine(Document.Root(), folder), "*.cs", SearchOption.AllDirectories)
        let relative = Path.GetRelativePath(Document.Root(), path).Replace('\\', '/')
        where !relative.Contains("/obj/", StringComparison.Ordinal) && !relative.StartsWith("src/CharityLink/Law/", StringComparison.Ordinal)
        select File.ReadAllText(path);

    [GeneratedRegex(@"Keeps\(""(?<id>[A-Z0-9-]+)"", Shows\.(?<shows>\w+)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Kept { get; }
}
