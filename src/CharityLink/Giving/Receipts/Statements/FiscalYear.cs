using System.Globalization;

namespace CharityLink.Giving;

/// <summary>Twelve months from the first of any month: the calendar year, April to March, July to June.</summary>
/// <param name="Year">In which it begins.</param>
/// <param name="StartMonth">1 for the calendar year, 4 for April to March.</param>
public sealed record FiscalYear(int Year, int StartMonth)
{
    // China has one time zone and no summer time: no time zone data needed.
    private static readonly TimeSpan Beijing = TimeSpan.FromHours(8);

    /// <summary>Its first day.</summary>
    public DateOnly First => new(Year, StartMonth, 1);

    /// <summary>Its last day.</summary>
    public DateOnly Last => First.AddYears(1).AddDays(-1);

    /// <summary>The instant it begins, by the clock on the wall in Jiangmen.</summary>
    public DateTimeOffset From => Midnight(First);

    /// <summary>The instant the next one begins.</summary>
    public DateTimeOffset Until => Midnight(First.AddYears(1));

    /// <summary>As people name it: 2026, or 2026-27.</summary>
    public string Name => StartMonth == 1 ? Year.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{Year}-{(Year + 1) % 100:00}");

    /// <summary>A year somebody may ask for; null for nonsense.</summary>
    public static FiscalYear? Of(int year, int startMonth) => year is >= 2000 and <= 2100 && startMonth is >= 1 and <= 12 ? new(year, startMonth) : null;

    private static DateTimeOffset Midnight(DateOnly day) => new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), Beijing).ToUniversalTime();
}
