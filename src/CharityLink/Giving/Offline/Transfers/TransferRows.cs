using CharityLink.Store;
using Npgsql;

namespace CharityLink.Giving;

/// <summary>What a batch of the log changes in the book of transfers.</summary>
internal sealed class TransferRows
{
    private const string EnteredSql =
        """
        insert into transfer_account (entry_id, organisation_id, account_id, payee, bank, number, state, entered_by, position)
        select e, o, a, p, b, n, 'entered', w, at from unnest($1, $2, $3, $4, $5, $6, $7, $8) r (e, o, a, p, b, n, w, at)
        """;

    // One that is confirmed takes the place of an earlier one of the same account.
    private const string StateSql =
        """
        with now as (select * from unnest($1, $2) n (entry_id, state)),
             moved as (update transfer_account t set state = now.state from now where t.entry_id = now.entry_id returning t.entry_id, t.organisation_id, t.account_id, t.state)
        update transfer_account t set state = 'replaced' from moved m
         where m.state = 'in_use' and t.organisation_id = m.organisation_id and t.account_id = m.account_id and t.entry_id <> m.entry_id and t.state = 'in_use'
        """;

    private const string WaitSql = "insert into transfer_wait (donation_id, reference, until) select * from unnest($1, $2, $3)";

    private const string ArrivedSql =
        """
        insert into arrival (id, holder_id, division, transaction_id, amount_minor, arrived_on, reference, payer_id, open_because, pledge_id, state, position)
        select i, h, d, t, a, day, r, p, b, pledge, 'open', at from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) n (i, h, d, t, a, day, r, p, b, pledge, at)
        """;

    private const string SettledSql =
        """
        update arrival a set state = n.state, donation_id = coalesce(n.donation_id, a.donation_id), reason = coalesce(n.reason, a.reason), returned_on = coalesce(n.returned_on, a.returned_on)
          from unnest($1, $2, $3, $4, $5) n (id, state, donation_id, reason, returned_on) where a.id = n.id
        """;

    private readonly List<(TransferAccountEntered Fact, long Position)> entered = [];
    private readonly List<(Guid Entry, string State)> accountStates = [];
    private readonly List<TransferAwaited> waits = [];
    private readonly List<(TransferArrived Fact, long Position)> arrived = [];
    private readonly Dictionary<Guid, (string State, Guid? Donation, string? Reason, DateOnly? ReturnedOn)> settled = [];

    public static TransferRows Fold(IReadOnlyList<Recorded> batch)
    {
        var rows = new TransferRows();
        foreach (var recorded in batch)
        {
            rows.Add(recorded.Data, recorded.Position);
        }

        return rows;
    }

    public IEnumerable<NpgsqlBatchCommand> Writes()
    {
        if (entered.Count > 0)
        {
            T[] Each<T>(Func<TransferAccountEntered, T> column) => [.. entered.Select(row => column(row.Fact))];
            yield return new NpgsqlBatchCommand(EnteredSql).With(Each(e => e.EntryId)).With(Each(e => e.OrganisationId)).With(Each(e => e.AccountId)).With(Each(e => e.Payee))
                .With(Each(e => e.Bank)).With(Each(e => e.Number)).With(Each(e => e.By)).With(entered.ConvertAll(row => row.Position).ToArray());
        }

        // One after another: a statement sees each account once, and two may replace each other in a batch.
        foreach (var (entry, state) in accountStates)
        {
            yield return new NpgsqlBatchCommand(StateSql).With(new[] { entry }).With(new[] { state });
        }

        if (waits.Count > 0)
        {
            yield return new NpgsqlBatchCommand(WaitSql)
                .With(waits.ConvertAll(e => e.DonationId).ToArray()).With(waits.ConvertAll(e => e.Reference).ToArray()).With(waits.ConvertAll(e => e.Until).ToArray());
        }

        if (arrived.Count > 0)
        {
            yield return Arrived();
        }

        if (settled.Count > 0)
        {
            yield return new NpgsqlBatchCommand(SettledSql).With(settled.Keys.ToArray()).With(settled.Values.Select(s => s.State).ToArray())
                .With(settled.Values.Select(s => s.Donation).ToArray()).With(settled.Values.Select(s => s.Reason).ToArray()).With(settled.Values.Select(s => s.ReturnedOn).ToArray());
        }
    }

    private void Add(object fact, long position)
    {
        switch (fact)
        {
            case TransferAccountEntered e: entered.Add((e, position)); break;
            case TransferAccountConfirmed e: accountStates.Add((e.EntryId, "in_use")); break;
            case TransferAccountWithdrawn e: accountStates.Add((e.EntryId, "withdrawn")); break;
            case TransferAwaited e: waits.Add(e); break;
            case TransferArrived e: arrived.Add((e, position)); break;
            case TransferMatched e: Settle(e.TransferId, "matched", e.DonationId); break;
            case TransferMarkedForReturn e: Settle(e.TransferId, "to_return", reason: e.Reason); break;
            case TransferReturned e: Settle(e.TransferId, "returned", on: e.ReturnedOn); break;
        }
    }

    private void Settle(Guid id, string state, Guid? donation = null, string? reason = null, DateOnly? on = null) =>
        settled[id] = (state, donation ?? settled.GetValueOrDefault(id).Donation, reason ?? settled.GetValueOrDefault(id).Reason, on);

    private NpgsqlBatchCommand Arrived()
    {
        T[] Each<T>(Func<TransferArrived, T> column) => [.. arrived.Select(row => column(row.Fact))];
        return new NpgsqlBatchCommand(ArrivedSql)
            .With(Each(e => e.TransferId)).With(Each(e => e.HolderId)).With(Each(e => e.Division.Value)).With(Each(e => e.TransactionId)).With(Each(e => e.Amount.Minor))
            .With(Each(e => e.ArrivedOn)).With(Each(e => e.Reference)).With(Each(e => e.PayerId?.Value)).With(Each(e => e.OpenBecause)).With(Each(e => e.PledgeId)).With(arrived.ConvertAll(row => row.Position).ToArray());
    }
}
