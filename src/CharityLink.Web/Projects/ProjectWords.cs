using CharityLink.Kernel;
using CharityLink.Network;
using CharityLink.Projects;
using CharityLink.Web.Site;

namespace CharityLink.Web.Projects;

/// <summary>Projects in the reader's words: names, how far they are, how long they still run.</summary>
public static class ProjectWords
{
    /// <summary>The title.</summary>
    public static string Title(this ProjectRow row, Language lang) => Show.Name(row.TitleZh, row.TitleEn, lang);

    /// <summary>One or two sentences on what it does.</summary>
    public static string Summary(this ProjectRow row, Language lang) => Show.Name(row.SummaryZh, row.SummaryEn, lang);

    /// <summary>What it does, by its kind; a kind that is gone from the data shows its code.</summary>
    public static string KindName(this ProjectRow row, Language lang) => ProjectKinds.Find(row.Kind)?.Name(lang) ?? row.Kind;

    /// <summary>The kind's name.</summary>
    public static string Name(this ProjectKind kind, Language lang) => Show.Name(kind.NameZh, kind.NameEn, lang);

    /// <summary>Whole hundredths of an amount; never 100 before all of it is there.</summary>
    public static long Percent(long part, long whole) => whole <= 0 ? 0 : (long)((Int128)part * 100 / whole);

    /// <summary>The last day on which gifts are taken; the deadline itself is the midnight after it.</summary>
    public static DateOnly LastDay(DateTimeOffset deadline) => Show.DayOf(deadline.AddTicks(-1));

    /// <summary>How long gifts are still taken, by the calendar of the project's place: 23 days left, last day.</summary>
    public static string Left(DateTimeOffset deadline, DateTimeOffset now, Texts words) => deadline <= now
        ? words["project.left.over"]
        : (LastDay(deadline).DayNumber - Show.DayOf(now).DayNumber) switch
        {
            0 => words["project.left.today"],
            1 => words["project.left.one"],
            var days => words["project.left.days", Show.Count(days)],
        };

    /// <summary>What a list's row or a page's box says of time: days left, or the day it ended.</summary>
    public static string When(this ProjectRow row, DateTimeOffset now, Texts words) => row switch
    {
        { EndedAt: { } ended } => words["project.ended_on", Show.Day(ended.AddTicks(-1), words.Language)],
        { DeadlineAt: { } deadline } => Left(deadline, now, words),
        _ => "",
    };

    /// <summary>What happens where less comes in than was promised by card.</summary>
    public static string Shortfall(this ProjectRow row, Texts words) => Shortfall(row.Minimum, row.MinCollectPercent, words);

    /// <summary>The same, of a minimum and what of it must come in; null where anything will do.</summary>
    public static string Shortfall(Money minimum, int? percent, Texts words) => percent is { } part
        ? words["project.shortfall_back", part, Show.MoneyShort(Project.PartOf(minimum, part))]
        : words["project.shortfall_on"];

    /// <summary>The place a review of some level speaks for: the division itself or the one above it on that level.</summary>
    public static Division? At(this IReadOnlyList<Division> path, Level level) => path.LastOrDefault(place => place.Code.Level <= level);
}
