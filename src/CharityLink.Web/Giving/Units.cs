using System.Globalization;
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

    /// <summary>How much of a project's goal an amount is: 1.6% of the goal.</summary>
    public static string Share(CauseProject project, Money amount, Texts texts)
    {
        var share = project.GoalMinor > 0 ? amount.Minor * 100m / project.GoalMinor : 0;
        return texts["give.share", share is > 0 and < 0.01m ? "<0.01" : share.ToString(share < 1 ? "0.##" : "0.#", CultureInfo.InvariantCulture)];
    }

    /// <summary>The unit's name for so many of them.</summary>
    public static string Name(CauseProgram program, long units, Language lang) =>
        Site.Show.Name(program.UnitZh ?? "", (units == 1 ? program.UnitEn : program.UnitsEn) ?? "", lang);
}
