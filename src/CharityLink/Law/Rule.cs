using System.Text.Json;

namespace CharityLink.Law;

/// <summary>How far a rule's text was checked.</summary>
public enum Confidence
{
    /// <summary>The text of the rule was read.</summary>
    Read,

    /// <summary>A secondary source says so: enforced at most as something we could not verify, never shown as law.</summary>
    Secondary,

    /// <summary>Nobody has read it yet: never enforced.</summary>
    Unread,

    /// <summary>Our own policy, shown as such.</summary>
    OwnPolicy,
}

/// <summary>One rule of a book, with its parameters as they were on the book's day.</summary>
/// <param name="Division">Place it is limited to; null: the whole jurisdiction.</param>
/// <param name="TextZh">What it asks for, in a sentence; null where it is not shown as law.</param>
/// <param name="Effects">What it does, the first being the main one.</param>
/// <param name="Codes">Reasons in small letters, as refusals and duties carry them; empty for a rule that gives none.</param>
/// <param name="EffectiveFrom">First day in force; null: always was, as far as the catalogue knows.</param>
/// <param name="EffectiveTo">Last day in force; null: still is.</param>
public sealed record Rule(
    string Id, string Jurisdiction, string? Division, string Section, string TitleZh, string TitleEn, string? TextZh, string? TextEn, IReadOnlyList<RuleEffect> Effects, IReadOnlyList<string> Codes,
    IReadOnlyList<Citation> Citations, Confidence Confidence, DateOnly? EffectiveFrom, DateOnly? EffectiveTo, IReadOnlyDictionary<string, JsonElement> Parameters)
{
    /// <summary>The main effect.</summary>
    public RuleEffect Effect => Effects[0];

    /// <summary>Where it stands written; nothing for a rule nobody has read, which is not shown as law.</summary>
    public IReadOnlyList<Citation> ShownCitations => Confidence == Confidence.Unread ? [] : Citations;

    /// <summary>A whole number among its parameters. A rule that asks for one it has not is a bug in the data.</summary>
    public int Number(string name) => Parameter(name).GetInt32();

    /// <summary>A list of words among its parameters.</summary>
    public IReadOnlyList<string> Words(string name) => [.. Parameter(name).EnumerateArray().Select(one => one.GetString() ?? "")];

    /// <summary>In force on a day.</summary>
    public bool IsInForce(DateOnly day) => (EffectiveFrom is not { } from || day >= from) && (EffectiveTo is not { } to || day <= to);

    /// <summary>What is owed by the end of a period.</summary>
    internal Duty Owes(DateOnly from, Period period, DateOnly? metOn) => new(Id, Codes[0], from, DueDate.Of(from, period, WorkingDays.China), metOn);

    /// <summary>What is owed each time a period has passed since it was last done, until it no longer is: all that was done, and the one that is open.</summary>
    /// <param name="doneOn">Ascending.</param>
    /// <param name="until">Last day on which anything can fall due; null: no end in sight.</param>
    internal IEnumerable<Duty> OwesAgainAndAgain(DateOnly start, Period period, IReadOnlyList<DateOnly> doneOn, DateOnly? until)
    {
        var rest = new Queue<DateOnly>(doneOn.Where(day => day > start).Distinct());
        for (var from = start; ;)
        {
            var next = Owes(from, period, rest.TryDequeue(out var done) ? done : null);
            if (until is { } last && next.Due?.Day > last)
            {
                yield break;
            }

            yield return next;
            if (next.MetOn is not { } met)
            {
                yield break;
            }

            from = met;
        }
    }

    private JsonElement Parameter(string name) =>
        Parameters.TryGetValue(name, out var value) ? value : throw new InvalidOperationException($"{Id} has no parameter '{name}'.");
}
