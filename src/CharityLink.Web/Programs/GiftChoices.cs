using CharityLink.Kernel;
using CharityLink.Programs;
using CharityLink.Web.Site;

namespace CharityLink.Web.Programs;

/// <summary>Amounts offered for a program, each with what it buys.</summary>
/// <param name="Units">Whole units it pays for; 0 when it pays for part of one.</param>
public sealed record GiftChoice(Money Amount, long Units);

/// <summary>Three amounts that people can afford, in whole units where units are small.</summary>
public static class GiftChoices
{
    private static readonly Money[] _parts = [Money.Cny(50_00), Money.Cny(200_00)];

    /// <summary>The choices of a program; round amounts where no unit is set yet.</summary>
    public static IReadOnlyList<GiftChoice> Of(ProgramRow program) => Of(program.FromGivers);

    /// <summary>The choices where givers pay so much of one unit; null where no unit is set.</summary>
    public static IReadOnlyList<GiftChoice> Of(Money? fromGivers) => fromGivers switch
    {
        null => [new(Money.Cny(20_00), 0), new(Money.Cny(50_00), 0), new(Money.Cny(200_00), 0)],
        { } unit when unit.Minor <= 20_00 => Whole(unit, 5, 15, 50),
        { } unit when unit.Minor <= 200_00 => Whole(unit, 1, 2, 5),
        { } unit => [.. _parts.Where(part => part.Currency == unit.Currency).Select(part => new GiftChoice(part, 0)), new GiftChoice(unit, 1)],
    };

    /// <summary>The one chosen beforehand: the middle.</summary>
    public static GiftChoice Middle(IReadOnlyList<GiftChoice> choices) => choices[choices.Count / 2];

    /// <summary>What so many units are called: 15 lunches, 15份午餐.</summary>
    public static string Units(this ProgramRow program, long count, Language lang) =>
        lang.IsChinese ? Show.Count(count) + program.UnitZh : $"{Show.Count(count)} {(count == 1 ? program.UnitEn : program.UnitsEn)}";

    private static GiftChoice[] Whole(Money unit, params ReadOnlySpan<long> counts) =>
        Array.ConvertAll(counts.ToArray(), count => new GiftChoice(unit with { Minor = unit.Minor * count }, count));
}
