using System.Collections.Frozen;
using CharityLink.Kernel;

namespace CharityLink.Law;

/// <summary>The rules in force in one place on one day. Judging by the book of the day an act was done gives the same answer for ever.</summary>
public sealed class RuleBook
{
    private readonly FrozenDictionary<string, Rule> byId;

    internal RuleBook(string jurisdiction, DateOnly day, IEnumerable<Rule> rules)
    {
        (Jurisdiction, Day) = (jurisdiction, day);
        byId = rules.ToFrozenDictionary(rule => rule.Id, StringComparer.Ordinal);
    }

    /// <summary>Whose rules: <c>CN</c>, <c>GB</c>, <c>US</c>, <c>EU</c>.</summary>
    public string Jurisdiction { get; }

    /// <summary>The day whose rules they are.</summary>
    public DateOnly Day { get; }

    /// <summary>All of them, enforced or not.</summary>
    public IReadOnlyCollection<Rule> Rules => byId.Values;

    /// <summary>The book of the catalogue that is part of the program.</summary>
    /// <param name="jurisdiction">The organiser's, see <see cref="JurisdictionChosen"/>.</param>
    /// <param name="division">Where it applies: a rule of that place wins over one of the whole jurisdiction.</param>
    /// <param name="day">The day of the act.</param>
    public static RuleBook Of(string jurisdiction, DivisionCode division, DateOnly day) => Catalogue.Standard.Book(jurisdiction, division, day);

    /// <summary>The rule of an id, when it is in this book.</summary>
    public Rule? Find(string id) => byId.GetValueOrDefault(id);

    /// <summary>Lets every rule of the book that is about such facts speak, and answers with all they say.</summary>
    internal Judgement Judge<TFacts>(TFacts facts)
    {
        var all = Judgement.None;
        foreach (var (id, judge) in RulesAbout<TFacts>.All)
        {
            all = Find(id) is { } rule ? all.And(judge(facts, rule)) : all;
        }

        return all;
    }
}
