using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using CharityLink.Kernel;

namespace CharityLink.Law;

/// <summary>Every rule we know of, in all its versions: <c>Data/rules.json</c>, with parameters that change by date or place in <c>Data/parameters.json</c>.</summary>
public sealed class Catalogue
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web);
    private const int BooksMax = 1000;

    private readonly IReadOnlyList<Rule> versions;
    private readonly ILookup<string, ParameterSet> parameters;
    private readonly IReadOnlyList<DivisionCode> limits;
    private readonly ConcurrentDictionary<(string Jurisdiction, string Limits, DateOnly Day), RuleBook> books = new();

    private Catalogue(IReadOnlyList<Rule> versions, IEnumerable<ParameterSet> parameters)
    {
        this.versions = versions;
        this.parameters = parameters.ToLookup(set => set.Rule, StringComparer.Ordinal);
        limits = [.. versions.Select(rule => rule.Division).Concat(this.parameters.SelectMany(sets => sets).Select(set => set.Division)).OfType<string>().Distinct(StringComparer.Ordinal).Select(DivisionCode.Parse)];
        Jurisdictions = [.. versions.Select(rule => rule.Jurisdiction).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The catalogue that is part of the program.</summary>
    public static Catalogue Standard { get; } = Read(
        EmbeddedText.Beside(typeof(Catalogue), "Data.rules.json"), EmbeddedText.Beside(typeof(Catalogue), "Data.parameters.json"), EmbeddedText.Beside(typeof(Catalogue), "Data.words.json"));

    /// <summary>Whose rules there are, ours first.</summary>
    public IReadOnlyList<string> Jurisdictions { get; }

    /// <summary>Every version of every rule, in the catalogue's order, each with its newest parameters.</summary>
    public IReadOnlyList<Rule> Rules => [.. versions.Select(rule => rule with { Parameters = On(rule, default, DateOnly.MaxValue) })];

    /// <summary>Reads a catalogue. What cannot be read stops the program at its start, not at the first campaign.</summary>
    internal static Catalogue Read(string rules, string parameters, string words)
    {
        var named = JsonSerializer.Deserialize<Dictionary<string, Words>>(words, _json) ?? [];
        var file = JsonSerializer.Deserialize<RulesFile>(rules, _json) ?? throw new JsonException("The catalogue of rules is empty.");
        return new([.. file.Rules.Select(row => row.Rule(named.GetValueOrDefault(row.Id) ?? new(row.Title, null, null)))], JsonSerializer.Deserialize<ParameterSet[]>(parameters, _json) ?? []);
    }

    /// <summary>The rules of a jurisdiction at a place on a day. Every gift asks, so that a book is made once for all places to which the same limits apply.</summary>
    internal RuleBook Book(string jurisdiction, DivisionCode division, DateOnly day)
    {
        var key = (jurisdiction, string.Join(' ', limits.Where(limit => limit.Contains(division))), day);
        if (books.TryGetValue(key, out var made))
        {
            return made;
        }

        if (books.Count >= BooksMax)
        {
            books.Clear();
        }

        return books.GetOrAdd(key, Make(jurisdiction, division, day));
    }

    // Of several versions of one rule the one of the narrowest place wins, then the youngest.
    private RuleBook Make(string jurisdiction, DivisionCode division, DateOnly day) => new(jurisdiction, day,
        from same in versions.Where(rule => rule.Jurisdiction == jurisdiction && rule.IsInForce(day) && Holds(rule.Division, division)).GroupBy(rule => rule.Id, StringComparer.Ordinal)
        let chosen = same.OrderByDescending(one => Width(one.Division)).ThenByDescending(one => one.EffectiveFrom ?? DateOnly.MinValue).First()
        select chosen with { Parameters = On(chosen, division, day) });

    // Wider places first, so that what is said later and for a narrower place stands.
    private Dictionary<string, JsonElement> On(Rule rule, DivisionCode division, DateOnly day)
    {
        var all = new Dictionary<string, JsonElement>(rule.Parameters, StringComparer.Ordinal);
        foreach (var set in parameters[rule.Id].Where(set => day >= set.EffectiveFrom && Holds(set.Division, division))
            .OrderBy(set => Width(set.Division)).ThenBy(set => set.EffectiveFrom))
        {
            foreach (var (name, value) in set.Values)
            {
                all[name] = value;
            }
        }

        return all;
    }

    private static bool Holds(string? limitedTo, DivisionCode division) => limitedTo is null || DivisionCode.Parse(limitedTo).Contains(division);

    private static int Width(string? division) => division is null ? 0 : DivisionCode.Parse(division).Prefix.Length;

    private sealed record RulesFile(IReadOnlyList<RuleRow> Rules);

    private sealed record Words(string TitleZh, string? TextZh, string? TextEn);

    private sealed record ParameterSet(string Rule, string? Division, DateOnly EffectiveFrom, Dictionary<string, JsonElement> Values);

    private sealed record RuleRow(
        string Id, string Jurisdiction, string? DivisionCode, string Title, string Effect, string Reason, string Citation, string Confidence,
        DateOnly? EffectiveFrom, DateOnly? EffectiveTo, Dictionary<string, JsonElement> Params)
    {
        public Rule Rule(Words words) => new(
            Id, Jurisdiction, DivisionCode, Section(Id), words.TitleZh, Title, words.TextZh, words.TextEn, [.. Effects()], [.. Codes()], Law.Citation.Read(Citation), Read(Confidence),
            EffectiveFrom, EffectiveTo, Params);

        // "CN-PLAN-02" is of the section PLAN; "CN-4401-01" of the local layer 4401.
        private static string Section(string id) => id.Split('-')[1];

        // "REFUSE + DUTY", "ALLOW / REFUSE", "REFUSE until signed", "DUTY(due date)".
        private IEnumerable<RuleEffect> Effects() => Effect.Split(['+', '/'], StringSplitOptions.TrimEntries)
            .Select(word => Enum.Parse<RuleEffect>(word.Split([' ', '('])[0], ignoreCase: true));

        // "PLAN_INCOMPLETE(field)", "HOURS_INVALID / HOURS_OVERLAP", "-".
        private IEnumerable<string> Codes() => Reason.Split('/', StringSplitOptions.TrimEntries).Where(word => word != "-")
            .Select(word => word.Split('(')[0].ToLower(CultureInfo.InvariantCulture));

        private static Confidence Read(string letter) => letter switch
        {
            "P" => Law.Confidence.Read,
            "S" => Law.Confidence.Secondary,
            "K" => Law.Confidence.Unread,
            "D" => Law.Confidence.OwnPolicy,
            _ => throw new JsonException($"'{letter}' says nothing about how far a rule was checked."),
        };
    }
}
