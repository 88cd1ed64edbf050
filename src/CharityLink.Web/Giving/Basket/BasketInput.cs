using System.Collections.Immutable;
using CharityLink.Giving;
using CharityLink.Kernel;

namespace CharityLink.Web.Giving.Basket;

/// <summary>What was typed into the basket's forms, and what is wrong with it, line by line.</summary>
public sealed record BasketInput
{
    // What is said once, for all lines.
    private static readonly string[] _ofAll = ["who", "name", "email", "method"];

    /// <summary>Made when the form is shown: the gifts' ids follow from it.</summary>
    public Guid Form { get; init; } = Guid.CreateVersion7();

    /// <summary>Who gives, and how it is paid.</summary>
    public GiveForm Who { get; init; } = GiveForm.Read(_ => null);

    /// <summary>The amounts as they were typed; empty: as they stand in the basket.</summary>
    public IReadOnlyList<string> Typed { get; init; } = [];

    /// <summary>Each refusal with the line it is about.</summary>
    public IReadOnlyList<(int Line, Refusal Why)> Wrong { get; init; } = [];

    /// <summary>Why a line's cause takes nothing any more, seen before anything was sent.</summary>
    public IReadOnlyList<(int Line, Refusal Why)> Over { get; init; } = [];

    /// <summary>What stays typed when a line is taken out.</summary>
    public BasketInput Without(int line) => this with
    {
        Typed = [.. Typed.Where((_, at) => at != line)],
        Wrong = [.. Wrong.Where(one => one.Line != line).Select(one => (one.Line > line ? one.Line - 1 : one.Line, one.Why))],
    };

    /// <summary>The lines as they were seen on the form: another tab may have changed the basket since. An amount that is none leaves its line as it was.</summary>
    internal static (ImmutableList<BasketLine> Lines, BasketInput Input) Read(IFormCollection posted)
    {
        var (lines, typed, wrong) = (ImmutableList<BasketLine>.Empty, new List<string>(), new List<(int, Refusal)>());
        foreach (var (text, amountTyped) in posted["line"].Zip(posted["amount"]).Take(GiftBasket.Most))
        {
            if (BasketLine.Read(text ?? "") is not { } line || lines.Exists(one => one.Choice == line.Choice))
            {
                continue;
            }

            typed.Add(amountTyped ?? "");
            if (GiftAmount.TryParse(typed[^1], out var amount, out var why))
            {
                line = line with { Amount = BasketLine.Plain(amount) };
            }
            else
            {
                wrong.Add((lines.Count, why!)); // Told whenever the amount is none.
            }

            lines = lines.Add(line);
        }

        var who = GiveForm.Read(name => _ofAll.Contains(name, StringComparer.Ordinal) ? posted[name] : (string?)null);
        return (lines, new() { Form = Guid.TryParse(posted["gift"], out var form) ? form : Guid.CreateVersion7(), Who = who, Typed = typed, Wrong = wrong });
    }
}
