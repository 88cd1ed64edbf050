using System.Globalization;
using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Matching;
using CharityLink.Web.Network;

namespace CharityLink.Web.Matching;

/// <summary>What is typed to write down a sponsor's promise.</summary>
public sealed record PoolForm(
    Guid Command, Guid Id, string Holder, string SponsorZh, string SponsorEn, string Pool, string PerHundred, string PerGift, string PerGiver, string PerProject, string PerDay,
    string From, string Until)
{
    // Days are days of Jiangmen: China has one time zone and no summer time.
    private static readonly TimeSpan Beijing = TimeSpan.FromHours(8);

    /// <summary>A form for a promise that doubles gifts for the coming month.</summary>
    public static PoolForm New(DateTimeOffset now) => new(
        Guid.CreateVersion7(), Guid.CreateVersion7(), "", "", "", "", "100", "", "", "", "",
        Plain(DateOnly.FromDateTime(now.ToOffset(Beijing).DateTime)), Plain(DateOnly.FromDateTime(now.ToOffset(Beijing).DateTime).AddMonths(1)));

    /// <summary>As posted.</summary>
    public static PoolForm Read(IFormCollection form) => new(
        Posted.Id(form, "command"), Posted.Id(form, "id"), form["holder"].ToString(), form["sponsor_zh"].ToString(), form["sponsor_en"].ToString(), form["pool"].ToString(),
        form["per_hundred"].ToString(), form["per_gift"].ToString(), form["per_giver"].ToString(), form["per_project"].ToString(), form["per_day"].ToString(),
        form["from"].ToString(), form["until"].ToString());

    /// <summary>The wish, or every field that is none of what it should be.</summary>
    public (DraftPool? Command, IReadOnlyList<Refusal> Refusals) Read()
    {
        var wrong = new List<Refusal>();
        var pool = Amount(Pool, "pool", wrong);
        var (gift, giver, project, day) = (Cap(PerGift, "per_gift", wrong), Cap(PerGiver, "per_giver", wrong), Cap(PerProject, "per_project", wrong), Cap(PerDay, "per_day", wrong));
        var (from, until) = (Day(From, "from", wrong), Day(Until, "until", wrong));
        if (!int.TryParse(PerHundred.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var rate))
        {
            wrong.Add(new Refusal("match_rate_invalid", "per_hundred", "1000"));
        }

        return wrong.Count > 0 || pool is null || from is null || until is null
            ? (null, wrong)
            : (new DraftPool(
                Command, Id, Posted.Reference(Holder) ?? Guid.Empty, SponsorZh, SponsorEn,
                new MatchTerms(pool.Value, rate, gift, giver, project, day, Midnight(from.Value), Midnight(until.Value.AddDays(1))), null), []);
    }

    private static Money? Amount(string text, string field, List<Refusal> wrong)
    {
        if (GiftAmount.TryParse(text, out var amount, out var why))
        {
            return amount;
        }

        wrong.Add((why ?? new Refusal("amount_not_a_number", field)) with { Field = field });
        return null;
    }

    private static Money? Cap(string text, string field, List<Refusal> wrong) => text.Trim().Length == 0 ? null : Amount(text, field, wrong);

    private static DateOnly? Day(string text, string field, List<Refusal> wrong)
    {
        if (DateOnly.TryParseExact(text.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day;
        }

        wrong.Add(new Refusal("date_malformed", field));
        return null;
    }

    private static DateTimeOffset Midnight(DateOnly day) => new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), Beijing).ToUniversalTime();

    private static string Plain(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
