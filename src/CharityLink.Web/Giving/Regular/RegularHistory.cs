using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Store;

namespace CharityLink.Web.Giving.Regular;

/// <summary>One line of a regular gift's history.</summary>
/// <param name="Day">The day of its period.</param>
/// <param name="State"><c>paid</c>, <c>open</c>, <c>declined</c>, <c>left</c>, <c>missed</c>, <c>paused</c> or <c>skipped</c>.</param>
/// <param name="Gift">The gift; null where there was none.</param>
/// <param name="MayCatchUp">The giver can give it after all.</param>
public sealed record RegularLine(int Period, DateOnly Day, string State, Money? Amount, Guid? Gift, bool MayCatchUp);

/// <summary>What became of each period, the newest first.</summary>
internal static class RegularHistory
{
    private const int LinesMax = 60;

    public static IReadOnlyList<RegularLine> Of(RegularGift gift, IReadOnlyList<Recorded> events)
    {
        var lines = new Dictionary<(int Period, Guid? Gift), RegularLine>();
        foreach (var fact in events.Select(recorded => recorded.Data))
        {
            switch (fact)
            {
                case RegularChargeBegun e: Put(e.Period, "open", e.DonationId, e.Amount); break;
                case RegularChargePaid e: End(e.Period, "paid", e.DonationId); break;
                case RegularChargeDeclined e: End(e.Period, "declined", e.DonationId); break;
                case RegularChargeLeft e: End(e.Period, "left", e.DonationId); break;
                case RegularPeriodSkipped e: Put(e.Period, "skipped", null, null); break;
                case RegularPeriodsMissed e: Miss(e); break;
                case RegularGiftResumed e: Rest(e.FromPeriod); break;
            }
        }

        var mayCatchUp = gift is { State: RegularState.Running, Trying: null, CardFails: null };
        return [.. lines.Values.Reverse().OrderByDescending(line => line.Period).Take(LinesMax)
            .Select(line => line with { MayCatchUp = mayCatchUp && gift.Missed.ContainsKey(line.Period) && line == lines.Values.Last(other => other.Period == line.Period) })];

        void Put(int period, string state, Guid? donation, Money? amount) => lines[(period, donation)] = new(period, gift.Asked.Calendar.DayOf(period), state, amount, donation, false);

        void End(int period, string state, Guid donation)
        {
            if (lines.GetValueOrDefault((period, donation)) is { } line)
            {
                lines[(period, donation)] = line with { State = state };
            }
        }

        // What passed while it was paused was not asked for: the list says so, instead of leaving a gap.
        void Rest(int from)
        {
            for (var period = lines.Values.Select(line => line.Period + 1).DefaultIfEmpty(from).Max(); period < from; period++)
            {
                Put(period, "paused", null, null);
            }
        }

        // A try that ended in nothing stands there already; a period that had none gets its line.
        void Miss(RegularPeriodsMissed missed)
        {
            foreach (var period in Enumerable.Range(missed.From, missed.Upto - missed.From + 1))
            {
                var tried = lines.Values.Where(line => line.Period == period).ToList();
                tried.FindAll(line => line.State == "open").ForEach(open => End(period, "declined", open.Gift.GetValueOrDefault()));
                if (tried.Count == 0)
                {
                    Put(period, "missed", null, null);
                }
            }
        }
    }
}
