using CharityLink.Web.Site;

namespace CharityLink.Web.Disclosure;

/// <summary>What a report is called where one is told from the others of its kind.</summary>
internal static class ReportName
{
    /// <summary>Its kind and the days it tells about; where it names none, the day it was made public.</summary>
    public static string Of(string kind, DateOnly? from, DateOnly? until, DateOnly publishedOn, Texts texts) =>
        $"{texts[$"report.kind.{kind}"]} · {(from is { } first && until is { } last ? texts["report.period", Show.Day(first, texts.Language), Show.Day(last, texts.Language)] : Show.Day(publishedOn, texts.Language))}";
}
