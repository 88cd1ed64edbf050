using CharityLink.Kernel;

namespace CharityLink.Law;

/// <summary>A day on which something is said to have happened.</summary>
internal static class PastDay
{
    // Nothing here is older than the first registers of the Republic; a year typed short (26) is caught, too.
    private static readonly DateOnly _first = new(1949, 10, 1);

    /// <summary>Null for a day of the past, today, or none at all; else why not.</summary>
    public static Refusal? Check(DateOnly? day, string field, DateOnly today) =>
        day is not { } known ? null
        : known < _first ? new Refusal("day_too_early", field)
        : known > today ? new Refusal("day_in_future", field)
        : null;
}
