using System.Globalization;

namespace CharityLink.Giving;

/// <summary>Twelve months from the first of any month: the calendar year, April to March, July to June; or the tax year of the United Kingdom, from the 6th of April.</summary>
/// <param name="Year">In which it begins.</param>
/// <param name="Start">Its first day.</param>
public sealed record FiscalYear(int Year, YearStart Start)
{
    // China has one time zone and no summer time: no time zone data needed.
    private static readonly TimeSpan Beijing = TimeSpan.FromHours(8);

    /// <summary>A year from the first of a month.</summary>
    public FiscalYear(int year, int startMonth)
        : this(year, new YearStart(startMonth, 1))
    {
    }

    /// <summary>Its first day.</summary>
    public DateOnly First => new(Year, Start.Month, Start.Day);

    /// <summary>Its last day.</summary>
    public DateOnly Last => First.AddYears(1).AddDays(-1);

    /// <summary>The instant it begins, by the clock on the wall in Jiangmen.</summary>
    public DateTimeOffset From => Midnight(First);

    /// <summary>The instant the next one begins.</summary>
    public DateTimeOffset Until => Midnight(First.AddYears(1));

    /// <summary>As people name it: 2026, or 2026-27.</summary>
    public string Name => Start == YearStart.Calendar ? Year.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{Year}-{(Year + 1) % 100:00}");

    /// <summary>A year somebody may ask for; null for nonsense.</summary>
    public static FiscalYear? Of(int year, YearStart? start) => year is >= 2000 and <= 2100 && start is { } known ? new(year, known) : null;

    private static DateTimeOffset Midnight(DateOnly day) => new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), Beijing).ToUniversalTime();
}

/// <summary>The day with which a fiscal year begins.</summary>
[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
public readonly record struct YearStart(int Month, int Day)
{
    private const int Months = 12;

    /// <summary>The calendar year.</summary>
    public static YearStart Calendar { get; } = new(1, 1);

    /// <summary>The tax year of the United Kingdom (6 April to 5 April), by which Gift Aid is reckoned.</summary>
    public static YearStart UnitedKingdom { get; } = new(4, 6);

    /// <summary>Those there are, through the year.</summary>
    public static IReadOnlyList<YearStart> All { get; } = [.. Enumerable.Range(1, Months).Select(month => new YearStart(month, 1)).Append(UnitedKingdom).OrderBy(start => (start.Month, start.Day))];

    /// <summary>Reads what <see cref="ToString"/> writes; the calendar year where nothing is said, null for nonsense.</summary>
    public static YearStart? Read(string? text) => string.IsNullOrEmpty(text) ? Calendar : All.Where(start => start.ToString() == text).Select(start => (YearStart?)start).FirstOrDefault();

    /// <summary>As it stands in addresses: <c>7</c>, or <c>4-6</c>.</summary>
    public override string ToString() => Day == 1 ? Month.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{Month}-{Day}");
}
