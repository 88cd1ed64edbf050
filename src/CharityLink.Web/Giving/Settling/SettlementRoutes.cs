using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Network;
using CharityLink.Store;
using CharityLink.Web.Giving.Refunds;
using CharityLink.Web.Site;

namespace CharityLink.Web.Giving.Settling;

/// <summary>What providers paid out, what is in it and what nobody can explain, for whoever keeps an organisation's accounts. Nothing is changed here.</summary>
internal static class SettlementRoutes
{
    private const int RunsMax = 10;
    private const int DifferencesMax = 500;
    private const int DaysMax = 366;
    private static readonly TimeSpan Beijing = TimeSpan.FromHours(8);

    public static void MapSettlement(this SiteRoutes site)
    {
        site.Console.MapGet("/settlement", (HttpContext http, [AsParameters] Sources from, CancellationToken ct) => Overview(http, [], from, ct)).ForRoles(BooksInSight.Readers);
        site.Console.MapGet("/settlement/payouts/{provider}/{id}", Payout).ForRoles(BooksInSight.Readers);
        site.Console.MapGet("/settlement/payouts/{provider}/{id}/lines.csv", PayoutSheet).ForRoles(BooksInSight.Readers);
        site.Console.MapGet("/settlement/lines.csv", PeriodSheet).ForRoles(BooksInSight.Readers);
        site.Console.MapGet("/settlement/suspense", Suspense).ForRoles(BooksInSight.Readers);
    }

    private static async Task<IResult> Overview(HttpContext http, List<Refusal> refusals, Sources from, CancellationToken ct)
    {
        var bodies = await from.InSight(http, ct);
        var part = ListPart.Of(await from.Payouts.List([.. bodies.Keys], ListPart.Before(http.Request.Query), ListPart.Asked, ct), share => share.Id);
        var today = Show.DayOf(from.Clock.GetUtcNow());
        return Page.Show<SettlementPage>(http, new
        {
            part.Rows, part.Older, Bodies = bodies, Runs = await from.Runs.Last(null, RunsMax, ct), SeesAll = BooksInSight.SeesAll(http.Caller()), Refusals = refusals,
            Differences = await from.Books.CountDifferences([.. bodies.Keys], DifferencesMax + 1, ct), DifferencesMax,
            Suspense = (await from.Lines.InSuspense([.. bodies.Keys], null, ListPart.Asked, ct)).Count,
            From = refusals.Count > 0 ? http.Request.Query["from"].ToString() : $"{today.AddDays(1 - today.Day):yyyy-MM-dd}", Until = refusals.Count > 0 ? http.Request.Query["until"].ToString() : $"{today:yyyy-MM-dd}",
        }, Page.Status(refusals));
    }

    // A payout in which nothing is the reader's is not there for them.
    private static async Task<IResult> Payout(HttpContext http, string provider, string id, [AsParameters] Sources from, CancellationToken ct)
    {
        var bodies = await from.InSight(http, ct);
        if (await from.Payouts.Find(provider, id, [.. bodies.Keys], ct) is not { Count: > 0 } shares)
        {
            return TypedResults.NotFound();
        }

        var after = http.Request.Query["after"].ToString();
        var lines = await from.Lines.InPayout(provider, id, [.. bodies.Keys], after, ListPart.Asked, ct);
        return Page.Show<PayoutPage>(http, new
        {
            Shares = shares, Bodies = bodies, Kinds = await from.Lines.Kinds(provider, id, [.. bodies.Keys], ct), There = from.Providers.Find(provider)?.PageOf(id),
            Lines = lines.Take(ListPart.Size).ToList(), More = lines.Count > ListPart.Size ? lines[ListPart.Size - 1].TransactionId : null, IsFirst = after.Length == 0,
        });
    }

    private static async Task<IResult> PayoutSheet(HttpContext http, string provider, string id, [AsParameters] Sources from, CancellationToken ct)
    {
        var bodies = await from.InSight(http, ct);
        return (await from.Payouts.Find(provider, id, [.. bodies.Keys], ct)).Count == 0
            ? TypedResults.NotFound()
            : SettlementSheet.Of(from.Lines.InPayout(provider, id, [.. bodies.Keys], ct), bodies, $"charitylink-{provider}-{id}.csv", ct);
    }

    private static async Task<IResult> PeriodSheet(HttpContext http, [AsParameters] Sources from, CancellationToken ct)
    {
        List<Refusal> wrong = [];
        var query = http.Request.Query;
        var (first, last) = (TypedText.NeededDay(query["from"].ToString(), "from", wrong), TypedText.NeededDay(query["until"].ToString(), "until", wrong));
        if (first is not { } begin || last is not { } end)
        {
            return await Overview(http, wrong, from, ct);
        }

        if (end < begin || end.DayNumber - begin.DayNumber >= DaysMax)
        {
            return await Overview(http, [new Refusal(end < begin ? "period_backwards" : "period_too_long", "until")], from, ct);
        }

        var bodies = await from.InSight(http, ct);
        return SettlementSheet.Of(from.Lines.Between(Start(begin), Start(end.AddDays(1)), [.. bodies.Keys], ct), bodies, $"charitylink-settlement-{begin:yyyy-MM-dd}-{end:yyyy-MM-dd}.csv", ct);
    }

    private static async Task<IResult> Suspense(HttpContext http, [AsParameters] Sources from, CancellationToken ct)
    {
        var bodies = await from.InSight(http, ct);
        var part = ListPart.Of(await from.Lines.InSuspense([.. bodies.Keys], ListPart.Before(http.Request.Query), ListPart.Asked, ct), line => line.Position);
        return Page.Show<SuspensePage>(http, new { part.Rows, part.Older, Bodies = bodies });
    }

    private static DateTimeOffset Start(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), Beijing);

    /// <summary>Where the pages' rows come from.</summary>
    internal sealed record Sources(
        PayoutList Payouts, SettledLines Lines, ReconciliationRuns Runs, ProviderBooks Books, PaymentProviders Providers, Ledger Ledger, OrganisationDirectory Organisations, Divisions Divisions,
        ReadModelHost ReadModels, TimeProvider Clock)
    {
        /// <summary>Whose books the reader may see, as they stand now.</summary>
        public async Task<IReadOnlyDictionary<Guid, OrganisationRow?>> InSight(HttpContext http, CancellationToken ct)
        {
            await ReadModels.CaughtUp(http, Ledger.Name, Payouts.Name);
            return await BooksInSight.Of(http, Ledger, Organisations, Divisions, ct);
        }
    }
}
