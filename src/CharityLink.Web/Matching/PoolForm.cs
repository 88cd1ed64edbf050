using CharityLink.Kernel;
using CharityLink.Matching;
using CharityLink.Web.Site;

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
        TypedText.Plain(DateOnly.FromDateTime(now.ToOffset(Beijing).DateTime)), TypedText.Plain(DateOnly.FromDateTime(now.ToOffset(Beijing).DateTime).AddMonths(1)));

    /// <summary>As posted.</summary>
    public static PoolForm Read(IFormCollection form) => new(
        Posted.Id(form, "command"), Posted.Id(form, "id"), form["holder"].ToString(), form["sponsor_zh"].ToString(), form["sponsor_en"].ToString(), Posted.Text(form, "pool") ?? "",
        Posted.Text(form, "per_hundred") ?? "", Posted.Text(form, "per_gift") ?? "", Posted.Text(form, "per_giver") ?? "", Posted.Text(form, "per_project") ?? "", Posted.Text(form, "per_day") ?? "",
        form["from"].ToString(), form["until"].ToString());

    /// <summary>The wish, or every field that is none of what it should be.</summary>
    public (DraftPool? Command, IReadOnlyList<Refusal> Refusals) Read()
    {
        var wrong = new List<Refusal>();
        var pool = TypedText.NeededAmount(Pool, "pool", wrong);
        var (gift, giver, project, day) = (TypedText.Amount(PerGift, "per_gift", wrong), TypedText.Amount(PerGiver, "per_giver", wrong), TypedText.Amount(PerProject, "per_project", wrong), TypedText.Amount(PerDay, "per_day", wrong));
        var (from, until) = (TypedText.NeededDay(From, "from", wrong), TypedText.NeededDay(Until, "until", wrong));
        var rate = TypedText.Number(PerHundred);
        if (rate is null)
        {
            wrong.Add(new Refusal("match_rate_invalid", "per_hundred", "1000"));
        }

        return wrong.Count > 0 || pool is null || rate is null || from is null || until is null
            ? (null, wrong)
            : (new DraftPool(
                Command, Id, Posted.Reference(Holder) ?? Guid.Empty, SponsorZh, SponsorEn,
                new MatchTerms(pool.Value, rate.Value, gift, giver, project, day, Midnight(from.Value), Midnight(until.Value.AddDays(1))), null), []);
    }

    private static DateTimeOffset Midnight(DateOnly day) => new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), Beijing).ToUniversalTime();
}
