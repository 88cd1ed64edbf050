using CharityLink.Kernel;

namespace CharityLink.Giving;

/// <summary>A difference between a provider's books and ours.</summary>
/// <param name="Why"><c>missing_here</c>, <c>missing_there</c>, <c>unexplained</c>, <c>gift_differs</c> or <c>booking_differs</c>.</param>
/// <param name="There">What the provider booked; null when it is missing there.</param>
/// <param name="Here">What the books have, or what the gift says; null when it is missing here.</param>
public sealed record BookDifference(
    string Provider, string TransactionId, string Why, string Kind, Money? There, Money? Here, Guid? HolderId, Guid? DonationId, DateTimeOffset At);

/// <summary>What counts as a difference, and which bookings are looked at for it: those that are open, never all there ever were.</summary>
internal static class BookComparison
{
    // An open line with what each side has of it, looked up line by line: a join would rather read all there ever were.
    private const string Sides =
        """
          left join lateral (select * from giving.provider_booking x where x.provider = o.provider and x.transaction_id = o.transaction_id limit 1) b on true
          left join lateral (select * from ledger_booking x where x.provider = o.provider and x.transaction_id = o.transaction_id limit 1) l on true
        """;

    // A payout is in our books under its own name.
    private const string IsElsewhere = "(b.kind = 'payout' and exists (select from ledger_entry e where e.source_kind in ('payout', 'payout_failed') and e.source_id = b.source_id))";

    private const string BookedOtherwise = "(b.gross_minor, b.cost_minor, b.net_minor) <> (l.gross_minor, l.cost_minor, l.net_minor)";

    private const string MovedOtherwise = "(l.moved_currency = l.currency and l.moved_minor <> l.gross_minor)";

    // Of the organisations $2, nobody's under $3. What our books took in behind $4 is looked at, too; what came in a moment ago may not be in the provider's list yet.
    private const string Found =
        $"""
        (
          select o.provider, o.transaction_id,
                 case when l.transaction_id is null then 'missing_here' when b.transaction_id is null then 'missing_there'
                      when l.donation_id is null then 'unexplained' when {BookedOtherwise} then 'booking_differs' else 'gift_differs' end why,
                 coalesce(l.kind, b.kind) kind, b.gross_minor there, b.currency,
                 case when b.transaction_id is null or {BookedOtherwise} then l.gross_minor else l.moved_minor end here,
                 case when b.transaction_id is null then l.currency else coalesce(l.moved_currency, l.currency) end here_currency,
                 l.holder_id, l.donation_id, coalesce(b.booked_at, l.at) at
            from (select provider, transaction_id from giving.booking_open union select provider, transaction_id from ledger_booking where position > $4) o
        {Sides}
            left join giving.reconciliation r on r.provider = o.provider
           where case when l.transaction_id is null then not {IsElsewhere}
                      when b.transaction_id is null then l.at < r.read_upto - interval '1 day'
                      else l.donation_id is null or {BookedOtherwise} or {MovedOtherwise} end
        ) d where coalesce(holder_id, $3) = any($2)
        """;

    /// <summary>The differences, $1 at most: of the organisations $2, nobody's under $3, ours looked at behind $4.</summary>
    public const string Differences = $"select * from {Found} order by at desc, transaction_id limit $1";

    /// <summary>How many they are, counted to $1.</summary>
    public const string Count = $"select count(*) from (select from {Found} limit $1) n";

    /// <summary>Up to where our books were gone through; from the beginning where they have another shape ($1) now.</summary>
    public const string Mark = "select case when version = $1 then position else 0 end from giving.booking_mark";

    /// <summary>Whoever changes what is open asks so: otherwise a line that changes while it is found the same could be let go.</summary>
    public const string MarkForMe = Mark + " for update";

    /// <summary>Lines of a provider's books are looked at anew.</summary>
    public const string OpenTheirs = "insert into giving.booking_open (provider, transaction_id) select $1, id from unnest($2) id on conflict do nothing";

    /// <summary>So is what our books (of shape $1) took in behind $2.</summary>
    public const string OpenOurs =
        """
        with moved as (update giving.booking_mark set version = $1, position = greatest($2, (select max(position) from ledger_booking)))
        insert into giving.booking_open (provider, transaction_id) select provider, transaction_id from ledger_booking where position > $2 on conflict do nothing
        """;

    /// <summary>What the provider has listed and is no difference is not looked at again until either side says something new. What it has not listed stays: it may be missing there tomorrow.</summary>
    public const string Settle =
        $"""
        delete from giving.booking_open s using giving.booking_open o
        {Sides}
         where s.provider = o.provider and s.transaction_id = o.transaction_id and b.transaction_id is not null
           and case when l.transaction_id is null then {IsElsewhere} else l.donation_id is not null and not {BookedOtherwise} and {MovedOtherwise} is not true end
        """;
}
