namespace CharityLink.Disclosure;

/// <summary>When people are reminded of a duty: a week before its last day, on it, and every week while it is late. Each reminder has its week; when the next week begins the old one is no news any more.</summary>
public static class ReminderWeek
{
    /// <summary>So many days before the last day the first reminder goes out.</summary>
    public const int DaysAhead = 7;

    /// <summary>Which reminder a day asks for: -1 in the week before the last day, 0 from that day on, 1 a week later and so on; null before all of them.</summary>
    public static int? Of(DateOnly due, DateOnly today) => (today.DayNumber - due.DayNumber) switch
    {
        < -DaysAhead => null,
        < 0 => -1,
        var late => late / DaysAhead,
    };
}
