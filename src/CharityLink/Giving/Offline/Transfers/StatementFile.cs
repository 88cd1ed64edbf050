using CharityLink.Kernel;

namespace CharityLink.Giving;

/// <summary>One row of a bank statement that brings money in.</summary>
/// <param name="Payer">Name of who paid; never in a fact.</param>
public sealed record StatementRow(ArrivedTransfer Transfer, string? Payer);

/// <summary>A bank statement as a table. Columns are found by their headings, Chinese or English, in any order. Read whole or not at all.</summary>
public static class StatementFile
{
    private static readonly Dictionary<string, string[]> _headings = new(StringComparer.Ordinal)
    {
        ["transaction"] = ["transaction id", "transaction", "serial number", "交易流水号", "流水号", "交易号", "凭证号"],
        ["date"] = ["date", "transaction date", "value date", "交易日期", "日期", "记账日期", "入账日期", "交易时间"],
        ["amount"] = ["amount", "credit", "credit amount", "money in", "金额", "贷方金额", "收入金额", "贷方发生额", "收入"],
        ["remark"] = ["remark", "reference", "details", "purpose", "附言", "摘要", "备注", "用途", "交易附言"],
        ["payer"] = ["payer", "counterparty", "counterparty name", "name", "对方户名", "付款人", "对方名称", "付款人名称"],
    };

    private static readonly string[] _needed = ["transaction", "date", "amount"];

    /// <summary>The rows that bring money in, under ids that follow from the bank's; or everything that is wrong with the file.</summary>
    public static (IReadOnlyList<StatementRow> Rows, IReadOnlyList<OfflineFileError> Errors) Read(byte[] file, Guid holder, Guid command)
    {
        var (table, wrong) = OfflineTable.Read(file, _headings, _needed, RecordTransfers.RowsMax);
        if (wrong.Count > 0)
        {
            return ([], wrong);
        }

        var (rows, errors) = (new List<StatementRow>(), new List<OfflineFileError>());
        foreach (var (line, cell) in table)
        {
            // A statement tells of money that went out, too: its amount stands in another column, or is negative.
            if (cell("amount") is "" or "0" or "0.00" || cell("amount").StartsWith('-'))
            {
                continue;
            }

            if (Row(line, cell, holder, command, errors) is { } row)
            {
                rows.Add(row);
            }
        }

        return rows.Count == 0 && errors.Count == 0 ? ([], [new(0, null, new Refusal("csv_empty"))]) : (rows, errors);
    }

    private static StatementRow? Row(int line, Func<string, string> cell, Guid holder, Guid command, List<OfflineFileError> errors)
    {
        var before = errors.Count;
        if (!GiftAmount.TryParse(cell("amount"), out var amount, out var why))
        {
            errors.Add(new(line, "amount", why ?? new Refusal("amount_not_a_number")));
        }

        if (!OfflineTable.TryDay(cell("date"), out var day))
        {
            errors.Add(new(line, "date", new Refusal("day_malformed")));
        }

        if (PlainText.Check(Arrival.Tidy(cell("transaction")), "transaction", Arrival.TransactionMax) is { } id)
        {
            errors.Add(new(line, "transaction", id));
        }

        if (PlainText.CheckOptional(cell("payer"), "payer", PlainText.NameMax) is { } name)
        {
            errors.Add(new(line, "payer", name));
        }

        if (errors.Count > before)
        {
            return null;
        }

        var payer = cell("payer").Length == 0 ? null : cell("payer");
        var (transfer, promises) = (Arrival.IdOf(holder, cell("transaction")), PromiseNumber.In(cell("remark")));
        return new(
            new ArrivedTransfer(line, cell("transaction"), amount, day, TransferReference.Find(cell("remark")), payer is null ? null : Arrival.PayerOf(transfer, command),
                promises.Count == 0 ? null : promises), payer);
    }
}
