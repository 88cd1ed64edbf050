using System.Globalization;
using CharityLink.Kernel;

namespace CharityLink.Giving;

/// <summary>When a promise is to be kept: at once on a day, or in equal parts by the month or the quarter.</summary>
/// <param name="Every"><c>once</c>, <c>month</c> or <c>quarter</c>.</param>
public sealed record PledgeSchedule(string Every, int Count, DateOnly FirstOn)
{
    /// <summary>The ways there are.</summary>
    public static IReadOnlyList<string> Ways { get; } = ["once", "month", "quarter"];

    /// <summary>Most parts.</summary>
    public const int CountMax = 24;

    // Who promises further ahead forgets.
    private const int MonthsMax = 36;

    private int MonthsApart => Every switch { "month" => 1, "quarter" => 3, _ => 0 };

    /// <summary>The parts, exact to the fen: odd fen go to the first ones. The day of the month stays, as far as the month has it.</summary>
    public IReadOnlyList<Instalment> Parts(Money amount)
    {
        var weights = new long[Count];
        Array.Fill(weights, 1);
        return [.. amount.Split(weights).Select((part, i) => new Instalment(i + 1, FirstOn.AddMonths(i * MonthsApart), part))];
    }

    /// <summary>Why it is no schedule; empty when it is.</summary>
    /// <param name="amount">The whole promise.</param>
    /// <param name="today">By the calendar of Jiangmen.</param>
    /// <param name="lastDay">The last day on which the cause takes gifts; null: without an end.</param>
    public IEnumerable<Refusal> Check(Money amount, DateOnly today, DateOnly? lastDay, GiftLimits limits)
    {
        if (!Ways.Contains(Every, StringComparer.Ordinal))
        {
            yield return new Refusal("pledge_schedule_unknown", "every");
        }
        else if (Count < 1 || Count > CountMax || (Count > 1 && Every == "once") || (Count == 1 && Every != "once"))
        {
            yield return new Refusal("pledge_count_out_of_range", "count", CountMax.ToString(CultureInfo.InvariantCulture));
        }
        else if (FirstOn < today)
        {
            yield return new Refusal("pledge_day_passed", "first_on");
        }
        else if (FirstOn > (lastDay ?? DateOnly.MaxValue))
        {
            yield return new Refusal("pledge_after_deadline", "first_on", Day(lastDay.GetValueOrDefault()));
        }

        // Before anything is counted on from it: the calendar of computers has an end.
        else if (FirstOn > today.AddMonths(MonthsMax))
        {
            yield return new Refusal("pledge_day_too_far", "first_on", Day(today.AddMonths(MonthsMax)));
        }
        else if (FirstOn.AddMonths((Count - 1) * MonthsApart) is var last && last > (lastDay ?? DateOnly.MaxValue))
        {
            yield return new Refusal("pledge_after_deadline", "first_on", Day(lastDay.GetValueOrDefault()));
        }
        else if (last > today.AddMonths(MonthsMax))
        {
            yield return new Refusal("pledge_day_too_far", "first_on", Day(today.AddMonths(MonthsMax)));
        }
        else if (amount.Minor >= limits.MinMinor && amount.Minor / Count < limits.MinMinor)
        {
            yield return new Refusal("pledge_part_too_small", "count");
        }
    }
    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
