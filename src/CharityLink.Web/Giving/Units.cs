using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Web.Site;

namespace CharityLink.Web.Giving;

/// <summary>What an amount buys, in the program's own unit.</summary>
public static class Units
{
    /// <summary>Whole units an amount pays; null where it pays less than one, or the program has none.</summary>
    public static long? Of(CauseProgram? program, Money amount) =>
        program?.FromGiversMinor is > 0 and var part && amount.Minor >= part ? amount.Minor / part : null;

    /// <summary>15 lunches, 15份午餐.</summary>
    public static string Show(CauseProgram program, long units, Texts texts) => texts["give.buys", Site.Show.Count(units), Name(program, units, texts.Language)];

    /// <summary>The unit's name for so many of them.</summary>
    public static string Name(CauseProgram program, long units, Language lang) =>
        Site.Show.Name(program.UnitZh ?? "", (units == 1 ? program.UnitEn : program.UnitsEn) ?? "", lang);
}
