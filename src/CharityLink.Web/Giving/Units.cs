using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Web.Site;

namespace CharityLink.Web.Giving;

/// <summary>An amount to choose, and how many units of the program it pays.</summary>
public sealed record AmountChoice(Money Amount, long? Units);

/// <summary>What an amount buys, in the program's own unit.</summary>
public static class Units
{
    private static readonly long[] Targets = [20_00, 60_00, 200_00];

    /// <summary>Three amounts near ¥20, ¥60 and ¥200 that pay whole units; round sums where the program has no unit.</summary>
    public static IReadOnlyList<AmountChoice> Choices(CauseProgram program)
    {
        ArgumentNullException.ThrowIfNull(program);
        if (program.FromGiversMinor is not > 0)
        {
            return [.. Targets.Select(fen => new AmountChoice(Money.Cny(fen), null))];
        }

        var choices = new List<AmountChoice>();
        foreach (var target in Targets)
        {
            var units = Math.Max(target / program.FromGiversMinor.Value, (choices.LastOrDefault()?.Units ?? 0) + 1);
            choices.Add(new(Money.Cny(units * program.FromGiversMinor.Value), units));
        }

        return choices;
    }

    /// <summary>Whole units an amount pays; null where it pays less than one, or the program has none.</summary>
    public static long? Of(CauseProgram? program, Money amount) =>
        program?.FromGiversMinor is > 0 and var part && amount.Minor >= part ? amount.Minor / part : null;

    /// <summary>15 lunches, 15份午餐.</summary>
    public static string Show(CauseProgram program, long units, Texts texts) => texts["give.buys", Site.Show.Count(units), Name(program, units, texts.Language)];

    /// <summary>The unit's name for so many of them.</summary>
    public static string Name(CauseProgram program, long units, Language lang) =>
        Site.Show.Name(program.UnitZh ?? "", (units == 1 ? program.UnitEn : program.UnitsEn) ?? "", lang);
}
