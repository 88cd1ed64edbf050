namespace CharityLink.Giving;

/// <summary>On which days a regular gift is due. Every day is counted from the first one, so that the 31st comes back after a short month.</summary>
/// <param name="Every"><c>week</c>, <c>month</c> or <c>year</c>.</param>
/// <param name="FirstOn">The day of the first gift, by the calendar of the zone.</param>
/// <param name="Zone">Whose calendar: a name of the time zone database.</param>
public sealed record RegularCalendar(string Every, DateOnly FirstOn, string Zone)
{
    /// <summary>A gift each week.</summary>
    public const string Weekly = "week";

    /// <summary>A gift each month.</summary>
    public const string Monthly = "month";

    /// <summary>A gift each year.</summary>
    public const string Yearly = "year";

    private const int DaysInWeek = 7;
    private const int MonthsInYear = 12;

    // In the morning of the giver's own day: a bank that asks back finds somebody awake, and no clock is ever put over this hour.
    private static readonly TimeOnly DueTime = new(10, 0);

    /// <summary>The ways there are.</summary>
    public static IReadOnlyList<string> Ways { get; } = [Weekly, Monthly, Yearly];

    /// <summary>The day of a period, counted from 0. A day that a month does not have is its last one.</summary>
    public DateOnly DayOf(int period) => Every switch
    {
        Weekly => FirstOn.AddDays(period * DaysInWeek),
        Monthly => FirstOn.AddMonths(period),
        Yearly => FirstOn.AddYears(period),
        _ => throw new InvalidOperationException($"Nothing is given every {Every}."),
    };

    /// <summary>The instant from which a period is due.</summary>
    public DateTimeOffset DueAt(int period) => InstantOf(DayOf(period));

    /// <summary>The instant from which something set for a day is due.</summary>
    public DateTimeOffset InstantOf(DateOnly day)
    {
        var local = day.ToDateTime(DueTime);
        return new DateTimeOffset(local, TimeZone.GetUtcOffset(local)).ToUniversalTime();
    }

    /// <summary>The period that runs at an instant: the last one that was due by then. The first began when the gift did.</summary>
    public int PeriodAt(DateTimeOffset instant)
    {
        var day = LocalDay(instant);
        var guess = Every switch
        {
            Weekly => (day.DayNumber - FirstOn.DayNumber) / DaysInWeek,
            Monthly => ((day.Year - FirstOn.Year) * MonthsInYear) + day.Month - FirstOn.Month,
            _ => day.Year - FirstOn.Year,
        };
        // The month has come, the day or the hour in it perhaps not.
        return Math.Max(0, guess > 0 && DueAt(guess) > instant ? guess - 1 : guess);
    }

    /// <summary>The day an instant falls on in the zone.</summary>
    public DateOnly LocalDay(DateTimeOffset instant) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, TimeZone).DateTime);

    private TimeZoneInfo TimeZone => TimeZoneInfo.FindSystemTimeZoneById(Zone);
}
