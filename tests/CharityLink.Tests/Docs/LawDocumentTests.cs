using System.Globalization;
using System.Text;
using CharityLink.Law;
using CharityLink.Testing;

namespace CharityLink.Tests.Docs;

/// <summary>docs/law.md is what the code says: every rule, what the program does about it and the function that keeps it.</summary>
public sealed class LawDocumentTests
{
    [Fact]
    public void The_list_of_rules_is_up_to_date() => Document.Match("law.md", Text());

    [Fact]
    public void The_readme_counts_the_rules_as_the_catalogue_does() => Assert.Contains(
        string.Create(CultureInfo.InvariantCulture, $"A catalogue of {RulesWeKeep.All.Count} rules ({RulesWeKeep.All.Count(one => one.Rule.Jurisdiction == "CN")} of them Chinese)"),
        File.ReadAllText(Path.Combine(Document.Root(), "README.md")), StringComparison.Ordinal);

    private static string Text()
    {
        var text = new StringBuilder("""
            # The rules we keep

            Every rule of the catalogue and what the program does about it. Written by a test from the code: do not edit it by hand.
            *Enforced*: a function keeps it and an act of the program asks that function. *By construction*: it cannot be broken, and a test
            shows so. *Recorded*: known and shown, kept by people for now. *Not applicable*: about something this program does not do.
            None of this is legal advice; the text of the law prevails.


            """);
        text.Append("| jurisdiction |");
        text.AppendJoin(" |", Enum.GetValues<RuleState>().Select(state => $" {state}")).Append(" |\n|---|---:|---:|---:|---:|\n");
        foreach (var jurisdiction in Catalogue.Standard.Jurisdictions)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {jurisdiction} | ");
            text.AppendJoin(" | ", Enum.GetValues<RuleState>().Select(state => RulesWeKeep.All.Count(one => one.State == state && one.Rule.Jurisdiction == jurisdiction))).Append(" |\n");
        }

        foreach (var section in RulesWeKeep.All.GroupBy(one => $"{one.Rule.Jurisdiction} {one.Rule.Section}", StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {section.Key}\n\n| id | rule | effect | article | in force | parameters | state | kept by |\n|---|---|---|---|---|---|---|---|\n");
            foreach (var one in section)
            {
                text.Append(CultureInfo.InvariantCulture, $"| {Row(one)} |\n");
            }
        }

        return text.ToString();
    }

    private static string Row(RuleStanding one)
    {
        var rule = one.Rule;
        var functions = RuleFunctions.All.Where(function => function.Id == rule.Id).Select(function => $"`{function.Method.DeclaringType?.Name}.{function.Method.Name}`");
        return string.Join(" | ",
            rule.Id, rule.TitleEn, string.Join(", ", rule.Effects), string.Join("; ", rule.ShownCitations.Select(cited => $"{cited.Source.ShortEn} {cited.Articles}".TrimEnd())),
            $"{rule.EffectiveFrom:yyyy-MM-dd}{(rule.EffectiveTo is null ? "" : $" … {rule.EffectiveTo:yyyy-MM-dd}")}",
            one.State == RuleState.Enforced ? string.Join(", ", rule.Parameters.Select(parameter => $"{parameter.Key} {parameter.Value.GetRawText()}")) : "",
            one.State, string.Join(", ", functions));
    }
}
