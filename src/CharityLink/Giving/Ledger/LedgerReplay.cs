using CharityLink.Store;
using Npgsql;

namespace CharityLink.Giving;

/// <summary>Reads the log again from the first fact, up to where the books stand, and compares what it comes to.</summary>
internal static class LedgerReplay
{
    private const int PageMax = 5_000;
    private const string PositionSql = "select position from read.follower where name = 'ledger'";
    private const string BalancesSql = "select holder_id, account, currency, debit_minor - credit_minor from ledger_balance";

    /// <summary>One line for each account that stands otherwise than the log says.</summary>
    public static async Task<IReadOnlyList<string>> Differences(NpgsqlConnection connection, EventStore store, CancellationToken ct)
    {
        await using var asked = new NpgsqlCommand(PositionSql, connection);
        var end = await asked.ExecuteScalarAsync(ct) as long? ?? 0;
        var balances = new Dictionary<(Guid Holder, string Account, string Currency), long>();
        void Add(Guid holder, string account, string currency, long minor) =>
            balances[(holder, account, currency)] = checked(balances.GetValueOrDefault((holder, account, currency)) + minor);
        for (var page = await store.ReadLog(0, PageMax, ct); page.Events.Count > 0; page = await store.ReadLog(page.ReadUpTo, PageMax, ct))
        {
            foreach (var posting in page.Events.Where(recorded => recorded.Position <= end).SelectMany(recorded => Postings.Of(recorded.Data)))
            {
                Add(posting.HolderId, posting.Debit, posting.Amount.Currency.Code, posting.Amount.Minor);
                Add(posting.HolderId, posting.Credit, posting.Amount.Currency.Code, -posting.Amount.Minor);
            }
        }

        await using var command = new NpgsqlCommand(BalancesSql, connection);
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
        {
            Add(row.GetGuid(0), row.GetString(1), row.GetString(2), -row.GetInt64(3));
        }

        return [.. from balance in balances where balance.Value != 0 select $"{balance.Key.Account} of {balance.Key.Holder}: {balance.Value} {balance.Key.Currency} more in the log"];
    }
}
