namespace CharityLink.Law;

/// <summary>The length of a legal period.</summary>
/// <param name="Count">How many.</param>
/// <param name="Unit">Of what.</param>
public sealed record Period(int Count, PeriodUnit Unit)
{
    /// <summary>Calendar days, the default where a rule says "days".</summary>
    public static Period Days(int count) => new(count, PeriodUnit.Days);

    /// <summary>Working days, only where the rule says so.</summary>
    public static Period WorkingDays(int count) => new(count, PeriodUnit.WorkingDays);

    /// <summary>Months.</summary>
    public static Period Months(int count) => new(count, PeriodUnit.Months);

    /// <summary>Years.</summary>
    public static Period Years(int count) => new(count, PeriodUnit.Years);
}

/// <summary>What a period is counted in.</summary>
public enum PeriodUnit
{
    /// <summary>Every day counts.</summary>
    Days,

    /// <summary>Only days that are worked count.</summary>
    WorkingDays,

    /// <summary>By the day of the month.</summary>
    Months,

    /// <summary>By the day of the year.</summary>
    Years,
}

/// <summary>The last day of a period.</summary>
/// <param name="Day">Until its end, 24:00, the duty is in time.</param>
/// <param name="IsProvisional">It rests on a year whose notice is not out, and may move.</param>
public readonly record struct DueDate(DateOnly Day, bool IsProvisional)
{
    /// <summary>Civil Code arts. 201-203: the first day is not counted; a month ends on the same day number or on its last day;
    /// a last day that is a rest day moves to the next working day.</summary>
    public static DueDate Of(DateOnly start, Period period, WorkingDays calendar)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(period.Count, nameof(period));
        var last = period.Unit switch
        {
            PeriodUnit.Days => start.AddDays(period.Count),
            PeriodUnit.WorkingDays => calendar.AddWorkingDays(start, period.Count),
            PeriodUnit.Months => start.AddMonths(period.Count),
            PeriodUnit.Years => start.AddYears(period.Count),
            var unit => throw new InvalidOperationException($"Unknown unit {unit}."),
        };
        var day = calendar.OnOrAfter(last);
        var firstYear = period.Unit == PeriodUnit.WorkingDays ? start.Year : last.Year;
        return new DueDate(day, Enumerable.Range(firstYear, day.Year - firstYear + 1).Any(calendar.IsProvisional));
    }
}
