using CharityLink.Kernel;

namespace CharityLink.Giving;

/// <summary>One gift of a file, with the giver's name beside it.</summary>
public sealed record GiftRow(GiftTyped Gift, string? Name);

/// <summary>A table of cash gifts and cheques. Columns are found by their headings, Chinese or English, in any order. Read whole or not at all.</summary>
public static class GiftFile
{
    private static readonly Dictionary<string, string[]> _headings = new(StringComparer.Ordinal)
    {
        ["amount"] = ["amount", "yuan", "金额", "捐赠金额", "金额（元）"],
        ["name"] = ["name", "giver", "donor", "姓名", "捐赠人", "捐款人"],
        ["anonymous"] = ["anonymous", "not named", "匿名", "是否匿名"],
        ["cheque"] = ["cheque", "check", "cheque number", "支票号", "支票号码"],
        ["bank"] = ["bank", "drawn on", "银行", "出票银行"],
        ["promise"] = ["promise", "pledge", "promise number", "认捐编号", "认捐"],
        ["cause"] = ["cause", "program", "project", "用途", "项目编号"],
    };

    private static readonly string[] _needed = ["amount"];

    /// <summary>The columns of an empty table to fill in.</summary>
    public static IReadOnlyList<string> Columns { get; } = ["amount", "name", "anonymous", "cheque", "bank", "cause", "promise"];

    /// <summary>The gifts of a file; or everything that is wrong with it.</summary>
    /// <param name="choice">Reads a cause as the file names it; null where there is no such.</param>
    public static (IReadOnlyList<GiftRow> Rows, IReadOnlyList<OfflineFileError> Errors) Read(byte[] file, Guid command, Func<string, CauseChoice?> choice)
    {
        ArgumentNullException.ThrowIfNull(choice);
        var (table, wrong) = OfflineTable.Read(file, _headings, _needed, Batch.LinesMax);
        if (wrong.Count > 0)
        {
            return ([], wrong);
        }

        var (rows, errors) = (new List<GiftRow>(), new List<OfflineFileError>());
        foreach (var (line, cell) in table)
        {
            rows.Add(Row(line, cell, command, choice, errors));
        }

        return errors.Count > 0 ? ([], errors) : (rows, []);
    }

    private static GiftRow Row(int line, Func<string, string> cell, Guid command, Func<string, CauseChoice?> choice, List<OfflineFileError> errors)
    {
        if (!GiftAmount.TryParse(cell("amount"), out var amount, out var why))
        {
            errors.Add(new(line, "amount", why ?? new Refusal("amount_not_a_number")));
        }

        var cause = cell("cause").Length == 0 ? null : choice(cell("cause"));
        if (cell("cause").Length > 0 && cause is null)
        {
            errors.Add(new(line, "cause", new Refusal("batch_cause_unknown")));
        }

        if (PlainText.CheckOptional(cell("name"), "name", PlainText.NameMax) is { } name)
        {
            errors.Add(new(line, "name", name));
        }

        if (cell("anonymous").ToUpperInvariant() is not ("" or "YES" or "NO" or "是" or "否"))
        {
            errors.Add(new(line, "anonymous", new Refusal("csv_yes_or_no")));
        }

        var isNamed = cell("name").Length > 0;
        return new(
            new GiftTyped(
                line, amount, cause, isNamed ? Batch.GiverOf(command, line) : null, cell("anonymous").ToUpperInvariant() is "YES" or "是",
                cell("cheque").Length > 0 ? cell("cheque") : null, cell("cheque").Length > 0 ? cell("bank") : null,
                cell("promise").Length > 0 ? cell("promise") : null),
            isNamed ? cell("name") : null);
    }
}
