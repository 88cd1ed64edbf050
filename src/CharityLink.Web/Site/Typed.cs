using CharityLink.Kernel;

namespace CharityLink.Web.Site;

/// <summary>What was typed into one form of a page: read once, with every reason at its field, and kept as typed to be shown again.</summary>
/// <param name="act">Which form of the page was sent; empty when none was.</param>
public sealed class Typed(string act, IReadOnlyDictionary<string, string> values)
{
    private readonly List<Refusal> wrong = [];

    /// <summary>Which form of the page was sent; empty when none was.</summary>
    public string Act => act;

    /// <summary>No form was sent.</summary>
    public static Typed Nothing { get; } = new("", new Dictionary<string, string>(StringComparer.Ordinal));

    /// <summary>Everything that could not be read so far.</summary>
    public IReadOnlyList<Refusal> Wrong => wrong;

    /// <summary>As posted.</summary>
    public static Typed From(IFormCollection form, string act)
    {
        ArgumentNullException.ThrowIfNull(form);
        return new(act, form.ToDictionary(field => field.Key, field => Posted.Text(form, field.Key) ?? "", StringComparer.Ordinal));
    }

    /// <summary>A field as typed; empty when it was not sent.</summary>
    public string Text(string name) => values.GetValueOrDefault(name, "");

    /// <summary>A box is ticked.</summary>
    public bool Ticked(string name) => Text(name).Length > 0;

    /// <summary>An id the form carries; a form without one counts as never sent before.</summary>
    public Guid Id(string name) => Guid.TryParse(Text(name), out var id) && id != Guid.Empty ? id : Guid.CreateVersion7();

    /// <summary>A chosen thing: none for an empty choice, one that does not exist for nonsense.</summary>
    public Guid? Reference(string name) => Text(name).Length == 0 ? null : Guid.TryParse(Text(name), out var id) ? id : Guid.Empty;

    /// <summary>A day that may be left out; nonsense is remembered as wrong.</summary>
    public DateOnly? Day(string name) => TypedText.Day(Text(name), name, wrong);

    /// <summary>A day that must be there.</summary>
    public DateOnly NeededDay(string name) => TypedText.NeededDay(Text(name), name, wrong) ?? default;

    /// <summary>A whole number that may be left out, full-width digits as usual; nonsense is remembered as wrong.</summary>
    public int? Number(string name)
    {
        var number = TypedText.Number(Text(name));
        if (number is null && !string.IsNullOrWhiteSpace(Text(name)))
        {
            wrong.Add(new Refusal("number_malformed", name));
        }

        return number;
    }

    /// <summary>An amount of yuan that may be left out; nonsense is remembered as wrong.</summary>
    public Money? Amount(string name) => TypedText.Amount(Text(name), name, wrong);

    /// <summary>An amount of yuan that must be there.</summary>
    public Money NeededAmount(string name) => TypedText.NeededAmount(Text(name), name, wrong) ?? default;

    /// <summary>What could not be read, together with what has the wrong shape in the wish that was read.</summary>
    public IReadOnlyList<Refusal> WrongWith(ICommand command) =>
        [.. wrong, .. command is IValidated shape ? shape.Validate().Where(refusal => !wrong.Any(one => one.Field == refusal.Field)) : []];

    /// <summary>What stands in a field of a form: what was typed when that form came back, else what is known.</summary>
    public string Shown(string form, string name, string? known = null) => Act == form ? Text(name) : known ?? "";
}
