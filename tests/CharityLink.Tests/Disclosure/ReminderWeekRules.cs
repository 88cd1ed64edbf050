using CharityLink.Disclosure;

namespace CharityLink.Tests.Disclosure;

/// <summary>When people are reminded of a duty.</summary>
public sealed class ReminderWeekRules
{
    private static readonly DateOnly _due = new(2026, 12, 1);

    [Theory]
    [InlineData(-8, null)]
    [InlineData(-7, -1)]
    [InlineData(-1, -1)]
    [InlineData(0, 0)]
    [InlineData(6, 0)]
    [InlineData(7, 1)]
    [InlineData(13, 1)]
    [InlineData(14, 2)]
    public void People_are_reminded_a_week_before_on_the_day_and_weekly_after(int days, int? week) => Assert.Equal(week, ReminderWeek.Of(_due, _due.AddDays(days)));
}
