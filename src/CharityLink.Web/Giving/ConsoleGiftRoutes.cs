using System.Globalization;
using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Network;
using CharityLink.Store;
using CharityLink.Web.Network;
using CharityLink.Web.Site;

namespace CharityLink.Web.Giving;

/// <summary>Gifts as staff see them: those of their area or charity, without names.</summary>
internal static class ConsoleGiftRoutes
{
    private static readonly TimeSpan Beijing = TimeSpan.FromHours(8);

    public static void MapConsoleGifts(this SiteRoutes site)
    {
        site.Console.MapGet("/gifts", List).ForStaff();
        site.Console.MapGet("/gifts/{id:guid}", One).ForStaff();
    }

    private static async Task<IResult> List(HttpContext http, DonationList gifts, CauseBook causes, Divisions divisions, ReadModelHost readModels, CancellationToken ct)
    {
        var asked = GiftQuery.Read(http.Request.Query);
        var (filter, refusals) = Filter(asked, Sight.Of(http.Caller(), divisions.City.Code), divisions, http.Language());
        await readModels.CaughtUp(http, gifts.Name);
        var part = ListPart.Of(refusals.Count > 0 ? [] : await gifts.List(filter, ListPart.Asked, ct), row => row.Position);
        return Page.Show<ConsoleGiftsPage>(http, new
        {
            Query = asked,
            part.Rows,
            part.Older,
            Programs = await causes.Programs(ct),
            Projects = await causes.Projects(ct),
            Divisions = divisions,
            Refusals = refusals,
        }, refusals.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }

    private static async Task<IResult> One(
        HttpContext http, Guid id, DonationList gifts, Receipts receipts, EventStore store, CauseBook causes, Divisions divisions, CancellationToken ct)
    {
        // What lies outside the reader's area is not there for them: no word on whether it exists.
        if (await gifts.Find(id, ct) is not { } gift || !Sight.Of(http.Caller(), divisions.City.Code).Shows(gift))
        {
            return TypedResults.NotFound();
        }

        return Page.Show<ConsoleGiftPage>(http, new
        {
            Gift = gift,
            Offer = await causes.Find(gift.Choice, ct),
            Receipt = await receipts.OfDonation(id, ct),
            Events = (await store.ReadStream(id, 0, ct)).Events,
            Path = divisions.PathTo(gift.Division),
        });
    }

    private static (DonationFilter Filter, IReadOnlyList<Refusal> Refusals) Filter(GiftQuery asked, Sight seen, Divisions divisions, Language language)
    {
        var why = new List<Refusal>();
        var (from, until) = (Day(asked.From, "from", why), Day(asked.Until, "until", why));
        var place = asked.Division.Length == 0 ? null : Place(asked.Division, divisions, language, why);
        return (new DonationFilter(
            seen,
            GiftQuery.States.Contains(asked.State, StringComparer.Ordinal) ? asked.State : null,
            Guid.TryParse(asked.Program, out var program) ? program : null,
            place,
            from, until?.AddDays(1), asked.Before, Guid.TryParse(asked.Project, out var project) ? project : null), why);
    }

    // Nobody knows codes by heart: a name will do where it means one place.
    private static DivisionCode? Place(string text, Divisions divisions, Language language, List<Refusal> why)
    {
        const int NamedMax = 5;
        if (DivisionCode.TryParse(text, out var code) && divisions.Find(code) is not null)
        {
            return code;
        }

        var hits = divisions.Search(Paging.Text(text), NamedMax + 1);
        var exact = hits.Where(hit => hit.Name(language).Equals(text, StringComparison.OrdinalIgnoreCase)).ToList();
        if ((exact.Count > 0 ? exact : hits) is [var one])
        {
            return one.Code;
        }

        why.Add(hits.Count == 0
            ? new Refusal("division_unknown", "division")
            : new Refusal("division_several", "division", string.Join(language.IsChinese ? "、" : "; ", hits.Take(NamedMax).Select(hit => $"{divisions.Where(hit.Code, language)} ({hit.Code})"))));
        return null;
    }

    private static DateTimeOffset? Day(string text, string field, List<Refusal> why)
    {
        if (text.Length == 0)
        {
            return null;
        }

        // The first and the last day of the calendar of computers have no day before and none after.
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day > DateOnly.MinValue && day < DateOnly.MaxValue)
        {
            return new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), Beijing).ToUniversalTime();
        }

        why.Add(new Refusal("date_malformed", field));
        return null;
    }
}

/// <summary>The list's filter as it stands in the address.</summary>
public sealed record GiftQuery(string State, string Program, string Project, string Division, string From, string Until, long? Before)
{
    /// <summary>States a gift can be in.</summary>
    public static IReadOnlyList<string> States { get; } = ["started", "paid", "declined", "abandoned", "held", "refunded"];

    /// <summary>Reads it from an address.</summary>
    public static GiftQuery Read(IQueryCollection query) => new(
        query["state"].ToString(), query["program"].ToString(), query["project"].ToString().Trim(), query["division"].ToString().Trim(), query["from"].ToString().Trim(), query["until"].ToString().Trim(),
        ListPart.Before(query));

    /// <summary>Nothing is asked for but the newest.</summary>
    public bool IsEmpty => Before is null && Address(null) == "/console/gifts";

    /// <summary>The same filter on another page.</summary>
    public string Address(long? before) => "/console/gifts" + QueryString.Create(
        new[] { ("state", State), ("program", Program), ("project", Project), ("division", Division), ("from", From), ("until", Until), ("before", before?.ToString(CultureInfo.InvariantCulture) ?? "") }
            .Where(pair => pair.Item2.Length > 0).Select(pair => KeyValuePair.Create<string, string?>(pair.Item1, pair.Item2)));
}
