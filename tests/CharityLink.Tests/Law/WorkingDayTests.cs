using System.Globalization;
using CharityLink.Law;

namespace CharityLink.Tests.Law;

public sealed class WorkingDayTests
{
    [Theory]
    [InlineData("2024-02-04", true)] // Sunday, worked in exchange
    [InlineData("2024-02-09", true)] // New Year's Eve was no holiday in 2024
    [InlineData("2024-02-10", false)]
    [InlineData("2024-06-10", false)]
    [InlineData("2025-01-26", true)]
    [InlineData("2025-01-27", true)]
    [InlineData("2025-01-28", false)]
    [InlineData("2025-10-08", false)]
    [InlineData("2025-10-11", true)]
    [InlineData("2026-01-02", false)]
    [InlineData("2026-01-04", true)]
    [InlineData("2026-02-23", false)]
    [InlineData("2026-02-28", true)]
    [InlineData("2026-09-20", true)]
    [InlineData("2026-11-23", true)]
    [InlineData("2026-11-22", false)] // an ordinary Sunday
    [InlineData("2027-02-05", false)]
    [InlineData("2027-06-09", false)]
    public void The_notices_are_followed(string day, bool worked) => Assert.Equal(worked, WorkingDays.China.IsWorkingDay(Day(day)));

    [Fact]
    public void Every_day_worked_in_exchange_is_a_weekend_day_and_every_year_has_its_number_of_them()
    {
        int[] counts = [8, 5, 6, 0];
        Assert.All(Enumerable.Range(2024, 4).Zip(counts), year => Assert.Equal(
            year.Second, Days(year.First).Count(day => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday && WorkingDays.China.IsWorkingDay(day))));
    }

    // An independent source for the days that follow the moon: the calendar of the base library.
    [Theory]
    [InlineData(2024)]
    [InlineData(2025)]
    [InlineData(2026)]
    [InlineData(2027)]
    public void The_festivals_of_the_lunar_calendar_are_days_off(int year)
    {
        var moon = new ChineseLunisolarCalendar();
        foreach (var (month, day) in new[] { (1, 1), (1, 2), (1, 3), (5, 5), (8, 15) })
        {
            var leap = moon.GetLeapMonth(year);
            var number = leap > 0 && month >= leap ? month + 1 : month;
            Assert.False(WorkingDays.China.IsWorkingDay(DateOnly.FromDateTime(moon.ToDateTime(year, number, day, 0, 0, 0, 0))), $"{year}: {month}/{day}");
        }
    }

    [Fact]
    public void In_a_year_without_data_the_weekends_count_and_the_day_may_move()
    {
        var after = WorkingDays.China.Years.Max() + 1;
        Assert.True(WorkingDays.China.IsProvisional(after));
        Assert.True(WorkingDays.China.IsProvisional(WorkingDays.China.Years.Min() - 1));
        Assert.True(WorkingDays.China.IsWorkingDay(Day("2035-10-01"))); // A holiday, and a Monday.
        Assert.False(WorkingDays.China.IsWorkingDay(Day("2035-09-29"))); // A Saturday.
        Assert.Equal(new DueDate(Day("2035-03-05"), true), DueDate.Of(Day("2034-12-03"), Period.Months(3), WorkingDays.China)); // The third is a Saturday.
        Assert.True(DueDate.Of(new DateOnly(after - 1, 12, 30), Period.WorkingDays(5), WorkingDays.China).IsProvisional);
    }

    [Fact]
    public void A_year_whose_notice_is_not_out_is_marked()
    {
        Assert.Equal([2027], WorkingDays.China.Years.Where(WorkingDays.China.IsProvisional));
        Assert.True(DueDate.Of(Day("2026-12-30"), Period.WorkingDays(5), WorkingDays.China).IsProvisional);
        Assert.False(DueDate.Of(Day("2026-11-23"), Period.WorkingDays(5), WorkingDays.China).IsProvisional);
    }

    [Theory]
    [InlineData("2026-02-13", 1, "2026-02-14")] // the Saturday before the Spring Festival is worked
    [InlineData("2026-02-14", 1, "2026-02-24")]
    [InlineData("2026-09-30", 3, "2026-10-10")] // 8, 9 and the worked Saturday
    [InlineData("2026-11-20", 5, "2026-11-27")]
    [InlineData("2026-11-21", 0, "2026-11-21")]
    public void Working_days_are_counted_without_the_first(string start, int count, string end) =>
        Assert.Equal(Day(end), WorkingDays.China.AddWorkingDays(Day(start), count));

    [Theory]
    [InlineData("2026-11-23", 10, PeriodUnit.Days, "2026-12-03")]
    [InlineData("2026-09-21", 10, PeriodUnit.Days, "2026-10-08")] // 1 October is a holiday: the next working day
    [InlineData("2026-11-12", 10, PeriodUnit.Days, "2026-11-23")] // a Sunday moves to Monday
    [InlineData("2026-11-30", 3, PeriodUnit.Months, "2027-03-01")] // ends on 28 February, a Sunday
    [InlineData("2025-12-31", 2, PeriodUnit.Months, "2026-02-28")] // the last day of the month, a worked Saturday
    [InlineData("2024-02-29", 1, PeriodUnit.Years, "2025-02-28")]
    [InlineData("2026-04-30", 5, PeriodUnit.WorkingDays, "2026-05-11")]
    public void A_period_ends_as_the_Civil_Code_says(string start, int count, PeriodUnit unit, string end) =>
        Assert.Equal(Day(end), DueDate.Of(Day(start), new Period(count, unit), WorkingDays.China).Day);

    [Fact]
    public void A_day_begins_and_ends_in_Shanghai()
    {
        Assert.Equal(Day("2026-11-23"), WorkingDays.China.DayOf(DateTimeOffset.Parse("2026-11-22T16:00:00Z", CultureInfo.InvariantCulture)));
        Assert.Equal(Day("2026-11-22"), WorkingDays.China.DayOf(DateTimeOffset.Parse("2026-11-22T15:59:59Z", CultureInfo.InvariantCulture)));
        Assert.Equal(DateTimeOffset.Parse("2026-11-22T16:00:00Z", CultureInfo.InvariantCulture), WorkingDays.China.EndOf(Day("2026-11-22")));
    }

    [Fact]
    public void A_period_is_never_negative()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => WorkingDays.China.AddWorkingDays(Day("2026-11-23"), -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => DueDate.Of(Day("2026-11-23"), Period.Days(-1), WorkingDays.China));
    }

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static IEnumerable<DateOnly> Days(int year) => Enumerable.Range(0, DateTime.IsLeapYear(year) ? 366 : 365).Select(new DateOnly(year, 1, 1).AddDays);
}
