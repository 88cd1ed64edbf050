using CharityLink.Kernel;
using CharityLink.Store;
using Npgsql;

namespace CharityLink.Giving;

/// <summary>Which of the providers' bookings stand in our books, one row each: what a provider's own list is compared with.</summary>
internal static class BookingRows
{
    private const string InsertSql =
        """
        insert into ledger_booking (provider, transaction_id, kind, holder_id, donation_id, gross_minor, cost_minor, net_minor, currency, moved_minor, moved_currency, at, position)
        select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) on conflict do nothing
        """;

    private sealed record Row(string Provider, string Id, string Kind, Guid Holder, Guid? Gift, Money Gross, Money Cost, Money Net, Money? Moved, DateTimeOffset At, long Position);

    public static IEnumerable<NpgsqlBatchCommand> Of(IReadOnlyList<Recorded> batch)
    {
        Row[] rows = [.. batch.Select(Of).OfType<Row>()];
        T[] Each<T>(Func<Row, T> column) => Array.ConvertAll(rows, row => column(row));
        if (rows.Length > 0)
        {
            yield return new NpgsqlBatchCommand(InsertSql)
                .With(Each(r => r.Provider)).With(Each(r => r.Id)).With(Each(r => r.Kind)).With(Each(r => r.Holder)).With(Each(r => r.Gift))
                .With(Each(r => r.Gross.Minor)).With(Each(r => r.Cost.Minor)).With(Each(r => r.Net.Minor)).With(Each(r => r.Gross.Currency.Code))
                .With(Each(r => r.Moved?.Minor)).With(Each(r => r.Moved?.Currency.Code)).With(Each(r => r.At.ToUniversalTime())).With(Each(r => r.Position));
        }
    }

    private static Row? Of(Recorded recorded) => recorded.Data switch
    {
        PaymentSettled e => new(e.Gift.Provider, e.TransactionId, e.Kind, e.Gift.Cause.HolderId, e.DonationId, e.Gross, e.Cost, e.Net, e.Moved, recorded.At, recorded.Position),
        DisputeFundsWithdrawn e => Disputed(e.Gift, e.DonationId, e.TransactionId, Less(e.Amount), e.Cost, Less(e.Moved), recorded),
        DisputeFundsReinstated e => Disputed(e.Gift, e.DonationId, e.TransactionId, e.Amount, Less(e.Cost), e.Moved, recorded),
        BookingUnexplained e => new(e.Provider, e.TransactionId, e.Kind, Settlement.Nobody, null, e.Gross, e.Cost, e.Net, null, recorded.At, recorded.Position),
        _ => null,
    };

    private static Row Disputed(PaidGift gift, Guid donationId, string id, Money gross, Money cost, Money moved, Recorded recorded) =>
        new(gift.Provider, id, ProviderBooking.Dispute, gift.Cause.HolderId, donationId, gross, cost, gross - cost, moved, recorded.At, recorded.Position);

    private static Money Less(Money amount) => amount with { Minor = checked(-amount.Minor) };
}
