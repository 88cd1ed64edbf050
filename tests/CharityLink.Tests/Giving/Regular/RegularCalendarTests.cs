using System.Globalization;
using CharityLink.Giving;
using FsCheck;
using FsCheck.Fluent;

namespace CharityLink.Tests.Giving.Regular;

/// <summary>The days of a regular gift: counted from the first, whatever the months and the clocks do.</summary>
public sealed class RegularCalendarTests
{
    private static readonly string[] _zones = ["Asia/Shanghai", "Europe/London", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia"];

    [Theory]
    [InlineData("month", "2026-01-31", 1, "2026-02-28")]
    [InlineData("month", "2026-01-31", 2, "2026-03-31")]
    [InlineData("month", "2026-01-31", 3, "2026-04-30")]
    [InlineData("month", "2027-11-30", 3, "2028-02-29")]
    [InlineData("month", "2026-12-15", 1, "2027-01-15")]
    [InlineData("week", "2026-12-28", 1, "2027-01-04")]
    [InlineData("year", "2028-02-29", 1, "2029-02-28")]
    [InlineData("year", "2028-02-29", 4, "2032-02-29")]
    public void A_day_that_a_month_does_not_have_is_its_last_and_comes_back(string every, string first, int period, string day) =>
        Assert.Equal(Day(day), new RegularCalendar(every, Day(first), "Asia/Shanghai").DayOf(period));

    [Fact]
    public void A_gift_is_due_in_the_morning_of_its_own_day_in_summer_and_winter()
    {
        var london = new RegularCalendar(RegularCalendar.Monthly, Day("2026-01-31"), "Europe/London");
        Assert.Equal(new DateTimeOffset(2026, 3, 31, 9, 0, 0, TimeSpan.Zero), london.DueAt(2));
        Assert.Equal(new DateTimeOffset(2026, 2, 28, 10, 0, 0, TimeSpan.Zero), london.DueAt(1));
        Assert.Equal(new DateTimeOffset(2026, 2, 28, 2, 0, 0, TimeSpan.Zero), (london with { Zone = "Asia/Shanghai" }).DueAt(1));
    }

    [Theory]
    [InlineData("Asia/Shanghai", "2026-10-04")]
    [InlineData("Europe/London", "2026-10-03")]
    public void A_day_is_that_of_the_zone(string zone, string day) =>
        Assert.Equal(Day(day), new RegularCalendar(RegularCalendar.Monthly, default, zone).LocalDay(new DateTimeOffset(2026, 10, 3, 17, 0, 0, TimeSpan.Zero)));

    [Fact]
    public void The_first_period_runs_from_the_gift_itself()
    {
        var calendar = new RegularCalendar(RegularCalendar.Weekly, Day("2026-10-03"), "Asia/Shanghai");
        Assert.Equal(0, calendar.PeriodAt(calendar.DueAt(0).AddHours(-9)));
        Assert.Equal(0, calendar.PeriodAt(calendar.DueAt(1).AddTicks(-1)));
        Assert.Equal(1, calendar.PeriodAt(calendar.DueAt(1)));
    }

    [Fact]
    public void Nothing_is_given_every_now_and_then() => Assert.Throws<InvalidOperationException>(() => new RegularCalendar("fortnight", Day("2026-10-03"), "Asia/Shanghai").DayOf(1));

    // Every instant lies in exactly one period: no day is given twice and none left out.
    [Fact]
    public void Periods_follow_each_other_and_begin_when_they_are_due() => Check.QuickThrowOnFailure(Prop.ForAll(Calendars().ToArbitrary(), one =>
    {
        var (calendar, period) = one;
        var (due, next) = (calendar.DueAt(period), calendar.DueAt(period + 1));
        return due < next && calendar.PeriodAt(due) == period && calendar.PeriodAt(next.AddTicks(-1)) == period
            && calendar.LocalDay(due) == calendar.DayOf(period);
    }));

    [Fact]
    public void Months_and_years_keep_their_day_as_far_as_it_exists() => Check.QuickThrowOnFailure(Prop.ForAll(Calendars().ToArbitrary(), one =>
    {
        var (calendar, period) = one;
        var (first, day) = (calendar.FirstOn, calendar.DayOf(period));
        return calendar.Every == RegularCalendar.Weekly
            ? day.DayNumber - first.DayNumber == 7 * period
            : day.Day == Math.Min(first.Day, DateTime.DaysInMonth(day.Year, day.Month))
                && ((day.Year - first.Year) * 12) + day.Month - first.Month == period * (calendar.Every == RegularCalendar.Monthly ? 1 : 12);
    }));

    private static Gen<(RegularCalendar Calendar, int Period)> Calendars() =>
        from every in Gen.Elements(RegularCalendar.Ways.ToArray())
        from zone in Gen.Elements(_zones)
        from day in Gen.Choose(Day("2024-01-01").DayNumber, Day("2032-12-31").DayNumber)
        from period in Gen.Choose(0, 60)
        select (new RegularCalendar(every, DateOnly.FromDayNumber(day), zone), period);

    private static DateOnly Day(string text) => DateOnly.Parse(text, CultureInfo.InvariantCulture);
}
