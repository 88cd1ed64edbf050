using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;

namespace CharityLink.Law;

/// <summary>Which days are worked: weekends, public holidays and the weekend days worked in exchange, from the State Council's yearly notices.</summary>
public sealed class WorkingDays
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web);
    private readonly FrozenSet<DateOnly> daysOff;
    private readonly FrozenSet<DateOnly> worked;
    private readonly FrozenDictionary<int, bool> provisional;

    private WorkingDays(CalendarFile file)
    {
        TimeZone = TimeZoneInfo.FindSystemTimeZoneById(file.TimeZone);
        daysOff = file.Years.SelectMany(year => year.DaysOff.SelectMany(text => Range(year.Year, text))).ToFrozenSet();
        worked = file.Years.SelectMany(year => year.Worked.SelectMany(text => Range(year.Year, text))).ToFrozenSet();
        provisional = file.Years.ToFrozenDictionary(year => year.Year, year => year.Provisional);
    }

    /// <summary>Mainland China, as far as its notices are in the data.</summary>
    public static WorkingDays China { get; } = Load();

    /// <summary>Where a day begins and ends.</summary>
    public TimeZoneInfo TimeZone { get; }

    /// <summary>The years the data covers.</summary>
    public IReadOnlyCollection<int> Years => provisional.Keys;

    /// <summary>The year's notice is not out: only the holidays fixed by law are known, or none where the data has no such year, so dates may still move.</summary>
    public bool IsProvisional(int year) => !provisional.TryGetValue(year, out var isProvisional) || isProvisional;

    /// <summary>The day an instant falls on.</summary>
    public DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, TimeZone).DateTime);

    /// <summary>The first instant after a day: a duty due on it is late from here on.</summary>
    public DateTimeOffset EndOf(DateOnly day)
    {
        var midnight = day.AddDays(1).ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, TimeZone.GetUtcOffset(midnight)).ToUniversalTime();
    }

    /// <summary>Neither weekend nor holiday, or worked in exchange. Of a year without data only the weekends are known: what is due there seems due earlier, never later, than it is.</summary>
    public bool IsWorkingDay(DateOnly day) =>
        worked.Contains(day) || (!daysOff.Contains(day) && day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday));

    /// <summary>The day itself when it is worked, else the next that is.</summary>
    public DateOnly OnOrAfter(DateOnly day)
    {
        while (!IsWorkingDay(day))
        {
            day = day.AddDays(1);
        }

        return day;
    }

    /// <summary>The n-th working day after a day, which itself does not count.</summary>
    public DateOnly AddWorkingDays(DateOnly start, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        for (var left = count; left > 0;)
        {
            start = start.AddDays(1);
            left -= IsWorkingDay(start) ? 1 : 0;
        }

        return start;
    }

    private static IEnumerable<DateOnly> Range(int year, string text)
    {
        var ends = text.Split("..");
        var (day, last) = (Day(year, ends[0]), Day(year, ends[^1]));
        for (; day <= last; day = day.AddDays(1))
        {
            yield return day;
        }
    }

    private static DateOnly Day(int year, string text) =>
        DateOnly.ParseExact(string.Create(CultureInfo.InvariantCulture, $"{year}-{text}"), "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static WorkingDays Load()
    {
        using var data = typeof(WorkingDays).Assembly.GetManifestResourceStream("CharityLink.Law.Data.china-working-days.json")
            ?? throw new InvalidOperationException("The working-day calendar is not in the program.");
        return new WorkingDays(JsonSerializer.Deserialize<CalendarFile>(data, _json) ?? throw new JsonException("The working-day calendar is empty."));
    }

    private sealed record CalendarFile(string TimeZone, IReadOnlyList<CalendarYear> Years);

    private sealed record CalendarYear(int Year, string Source, bool Provisional, IReadOnlyList<string> DaysOff, IReadOnlyList<string> Worked);
}
