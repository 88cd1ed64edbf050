using CharityLink.Giving;
using CharityLink.Web.Site;

namespace CharityLink.Web.Giving;

/// <summary>What fiscal years begin with, in words.</summary>
internal static class YearStartWords
{
    /// <summary>The month, or the day and whose year it is.</summary>
    public static string Words(this YearStart start, Texts texts) => start == YearStart.UnitedKingdom ? texts["statements.start_uk"] : texts.Language.Culture.DateTimeFormat.GetMonthName(start.Month);
}
