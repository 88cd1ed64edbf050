using CharityLink.Giving;
using CharityLink.Store;
using CharityLink.Web.Site;
using Dapper;
using Npgsql;

namespace CharityLink.Web.Tests.Giving.Payments;

/// <summary>The giver sees one true status of each gift: its list, its stream and its page say what the books say.</summary>
internal static class OneStatus
{
    // The entries of one gift: what was given, what is gone of it or on its way back, and what arrived and did not count.
    private const string BooksSql =
        """
        with booked as (
          select donation_id id,
                 coalesce(sum(minor) filter (where source_kind = 'gift'), 0)::bigint given,
                 coalesce(sum(case when source_kind in ('refund_completed', 'dispute_lost') then minor when source_kind = 'refund_failed' and part = 1 then -minor end), 0)::bigint gone,
                 coalesce(sum(case 'refund_payable' when credit then minor when debit then -minor end) filter (where source_kind like 'refund%'), 0)::bigint on_its_way,
                 coalesce(sum(minor) filter (where source_kind = 'held'), 0)::bigint held,
                 coalesce(sum(case when credit in ('suspense', 'refund_payable') then minor else 0 end - case when debit in ('suspense', 'refund_payable') then minor else 0 end)
                          filter (where source_kind like 'held%'), 0)::bigint waits
            from ledger_entry where donation_id is not null group by donation_id)
        select d.id, d.state as shown, d.returned_minor as shown_gone, coalesce(b.given, 0) given, coalesce(b.gone, 0) gone, coalesce(b.on_its_way, 0) on_its_way,
               case when b.given > 0 and b.gone >= b.given then 'refunded' when b.given > 0 then 'paid' when b.waits > 0 then 'held' when b.held > 0 then 'refunded' else 'none' end as booked,
               (select max(seq_id) from events.mt_events e where e.stream_id = d.id) as last
          from donation d left join booked b on b.id = d.id order by last desc
        """;

    private const int PagesMax = 25;

    /// <summary>All gifts by the books; those that changed last by their streams and their pages, too.</summary>
    /// <param name="since">The last fact that was looked at before.</param>
    /// <returns>The last fact there is.</returns>
    public static async Task<long> Check(StripeSite site, long since)
    {
        IReadOnlyList<Line> lines;
        long end;
        do
        {
            // Reactions may write while it is read.
            end = await site.Get<EventStore>().ReadEnd(StripeSite.Ct);
            await site.Passed("donations");
            await site.Passed("ledger");
            await using var connection = new NpgsqlConnection(site.Site.ConnectionString);
            lines = (await connection.QueryAsync<Line>(BooksSql)).AsList();
        }
        while (end != await site.Get<EventStore>().ReadEnd(StripeSite.Ct));

        Assert.Empty(lines.Where(line => !line.Agrees).Select(line => $"{line.Id}: the list says {line.Shown}, {line.ShownGone} gone; the books say {line.Booked}, {line.Gone} gone"));
        foreach (var line in lines.Where(line => line.Last > since).Take(PagesMax))
        {
            Assert.Equal((line.Id, line.Shown), (line.Id, OfStream((await site.Site.Facts(line.Id)).OfType<IDonationEvent>())));
            await OfPage(site, line);
        }

        return end;
    }

    // By the gift's own rules, and not by the list's.
    private static string OfStream(IEnumerable<IDonationEvent> facts)
    {
        var all = facts.ToList();
        var gift = all.Aggregate((Donation?)null, Donation.Evolve) ?? throw new InvalidOperationException("It was begun.");
        return gift switch
        {
            { IsPaid: true } => gift.Back.GoneMinor < gift.Amount.Minor ? "paid" : "refunded",
            { HeldBecause: not null } => gift.Held.Values.All(held => held.State is HeldState.Returned or HeldState.Taken) ? "refunded" : "held",
            _ => all.LastOrDefault(fact => fact is PaymentDeclined or PaymentAbandoned) switch { PaymentDeclined => "declined", PaymentAbandoned => "abandoned", _ => "started" },
        };
    }

    private static async Task OfPage(StripeSite site, Line line)
    {
        var page = await site.Visitor().Get($"/en/gifts/{line.Id}");
        var (title, says) = (page.Text("h1"), page.Text("main"));
        string[] titles = line switch
        {
            { Given: > 0 } => ["Thank you"],
            { Booked: "held" or "refunded" } => ["Your payment cannot be counted", "Your payment goes back"],
            { Shown: "declined" } => ["The payment was declined"],
            // An earlier try may have been declined; how to pay it by bank transfer is said until it is.
            _ => ["Your gift waits for its payment", "The payment was declined", "Please transfer your gift"],
        };
        Assert.True(page.Status == 200 && titles.Contains(title, StringComparer.Ordinal), $"{line.Id} is {line.Shown}; its page says ({page.Status}) {title}");
        Assert.Equal(line is { Given: > 0, Gone: > 0 }, says.Contains($"{Show.Money(line.Gone)} of this gift went back", StringComparison.Ordinal));
        Assert.Equal(line is { OnItsWay: > 0 }, says.Contains($"{Show.Money(line.OnItsWay)} of this gift is on its way back", StringComparison.Ordinal));
        Assert.Equal(line is { Given: 0, Booked: "refunded" }, says.Contains("It has been sent back to you", StringComparison.Ordinal));
        Assert.Equal(line is { Given: > 0, Booked: "paid", OnItsWay: 0 }, says.Contains("These include your gift now", StringComparison.Ordinal));
    }

    private sealed record Line(Guid Id, string Shown, long ShownGone, long Given, long Gone, long OnItsWay, string Booked, long Last)
    {
        public bool Agrees => ShownGone == Gone && (Booked == "none" ? Shown is "started" or "declined" or "abandoned" : Shown == Booked);
    }
}
