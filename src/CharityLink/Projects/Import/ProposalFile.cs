using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CharityLink.Giving;
using CharityLink.Kernel;
using CsvHelper;

namespace CharityLink.Projects;

/// <summary>Something wrong in a file: on which line, in which column, and why.</summary>
/// <param name="Line">From 1, the header's; 0 for the file as a whole.</param>
public sealed record FileError(int Line, string? Column, Refusal Why);

/// <summary>A table of proposals, one on each line, as a spreadsheet saves it. Read whole or not at all.</summary>
public static class ProposalFile
{
    /// <summary>The largest file.</summary>
    public const int BytesMax = 200 * 1024;

    /// <summary>The most proposals in one file.</summary>
    public const int RowsMax = 200;

    /// <summary>Budget lines a row has room for.</summary>
    public const int LinesMax = 6;

    private static readonly string[] _words = ["title_zh", "title_en", "summary_zh", "summary_en", "need_zh", "need_en", "kind", "division", "model"];

    /// <summary>The columns, in their order.</summary>
    public static IReadOnlyList<string> Columns { get; } =
        [.. _words, .. Enumerable.Range(1, LinesMax).SelectMany(n => new[] { $"line{n}_zh", $"line{n}_en", $"line{n}_yuan", $"line{n}_required" })];

    // As the pages of both languages say it, and the name that earlier templates held.
    private static readonly Dictionary<string, FundingModel> _models = new(StringComparer.OrdinalIgnoreCase)
    {
        ["筹得多少用多少"] = FundingModel.KeepWhatIsRaised,
        ["keep what is raised"] = FundingModel.KeepWhatIsRaised,
        [nameof(FundingModel.KeepWhatIsRaised)] = FundingModel.KeepWhatIsRaised,
        ["达标方成"] = FundingModel.AllOrNothing,
        ["all or nothing"] = FundingModel.AllOrNothing,
        [nameof(FundingModel.AllOrNothing)] = FundingModel.AllOrNothing,
    };

    /// <summary>An empty table to fill in, with one line that shows how. The mark at its head tells a spreadsheet that it is UTF-8.</summary>
    /// <param name="model">All or nothing, in the reader's words.</param>
    public static byte[] Template(string division, string model) => [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(
        $"{string.Join(',', Columns)}\r\n示例项目,Example project,简介,Summary,需要说明,What is needed,home_repair,{division},{model},屋顶,Roof,6000,yes{new string(',', (LinesMax - 1) * 4)}\r\n")];

    /// <summary>The drafts a file asks for, under ids that follow from the file and the line; or everything that is wrong with it.</summary>
    public static (IReadOnlyList<(int Line, DraftProject Draft)> Drafts, IReadOnlyList<FileError> Errors) Read(byte[] file, Guid proposerId)
    {
        if (file.Length > BytesMax)
        {
            return ([], [new(0, null, new Refusal("csv_too_large", null, (BytesMax / 1024).ToString(CultureInfo.InvariantCulture)))]);
        }

        if (Text(file) is not { } text)
        {
            return ([], [new(0, null, new Refusal("csv_not_utf8"))]);
        }

        try
        {
            return Rows(text, Convert.ToHexStringLower(SHA256.HashData(file)), proposerId);
        }
        catch (CsvFormatException broken)
        {
            return ([], [new((int)broken.LineNumber, null, new Refusal("csv_broken"))]);
        }
    }

    private static (IReadOnlyList<(int Line, DraftProject Draft)> Drafts, IReadOnlyList<FileError> Errors) Rows(string text, string hash, Guid proposerId)
    {
        using var csv = CsvReader.Create(new StringReader(text), new CsvReaderOptions { HasHeader = false, TrackLineNumbers = true, MalformedData = CsvMalformedDataHandling.Throw });
        if (!csv.Read() || !Cells(csv).SequenceEqual(Columns, StringComparer.Ordinal))
        {
            return ([], [new(1, null, new Refusal("csv_header", null, string.Join(", ", Columns)))]);
        }

        var (drafts, errors) = (new List<(int, DraftProject)>(), new List<FileError>());
        while (csv.Read())
        {
            var (cells, line) = (Cells(csv), (int)csv.LineNumber);
            if (drafts.Count == RowsMax)
            {
                return ([], [new(line, null, new Refusal("csv_too_many_rows", null, RowsMax.ToString(CultureInfo.InvariantCulture)))]);
            }

            if (cells.Length != Columns.Count)
            {
                errors.Add(new(line, null, new Refusal("csv_columns", null, Columns.Count.ToString(CultureInfo.InvariantCulture), cells.Length.ToString(CultureInfo.InvariantCulture))));
                continue;
            }

            var draft = Draft(cells, StableId.Of($"proposal {hash} {proposerId} {line}"), proposerId, (column, why) => errors.Add(new(line, column, why)));
            errors.AddRange(draft.Validate().Select(why => new FileError(line, Column(why.Field), why)));
            drafts.Add((line, draft));
        }

        return drafts.Count == 0 && errors.Count == 0 ? ([], [new(0, null, new Refusal("csv_empty"))]) : (drafts, errors);
    }

    private static DraftProject Draft(string[] cells, Guid id, Guid proposerId, Action<string, Refusal> wrong)
    {
        var lines = new List<BudgetLine>();
        for (var n = 1; n <= LinesMax; n++)
        {
            var (zh, en, yuan, required) = (Cell($"line{n}_zh"), Cell($"line{n}_en"), Cell($"line{n}_yuan"), Cell($"line{n}_required"));
            if ((zh + en + yuan + required).Length == 0)
            {
                continue;
            }

            if (!GiftAmount.TryParse(yuan, out var planned, out var why))
            {
                wrong($"line{n}_yuan", why ?? new Refusal("amount_not_a_number"));
            }

            if (required is not ("yes" or "no" or "是" or "否"))
            {
                wrong($"line{n}_required", new Refusal("csv_yes_or_no"));
            }

            lines.Add(new(StableId.Beside(id, $"line {n}"), zh, en, planned == default ? Money.Cny(0) : planned, required is "yes" or "是"));
        }

        if (!_models.TryGetValue(Cell("model"), out var model))
        {
            wrong("model", new Refusal("funding_model_unknown"));
            model = FundingModel.KeepWhatIsRaised;
        }

        var funding = new Funding(model, Sum(lines.Where(line => line.IsRequired)), Sum(lines), [], lines);
        var proposal = new Proposal(
            null, Cell("kind"), Cell("title_zh"), Cell("title_en"), Cell("summary_zh"), Cell("summary_en"), Cell("need_zh"), Cell("need_en"),
            DivisionCode.TryParse(Cell("division"), out var code) ? code : default);
        return new DraftProject(StableId.Beside(id, "draft"), id, proposerId, StableId.Beside(id, "fund"), proposal, funding);

        string Cell(string column) => cells[_at[column]];
    }

    private static string[] Cells(CsvReader csv) => [.. Enumerable.Range(0, csv.FieldCount).Select(i => csv.GetString(i).Trim())];

    private static readonly Dictionary<string, int> _at = Columns.Index().ToDictionary(column => column.Item, column => column.Index, StringComparer.Ordinal);

    private static Money Sum(IEnumerable<BudgetLine> lines) => lines.Aggregate(Money.Cny(0), (sum, line) => sum + line.Planned);

    // line_3_planned of the form is line3_yuan of the file.
    private static string? Column(string? field) => field is null ? null
        : field.Split('_') is ["line", var n, .. var rest] ? $"line{n}_{(rest[^1] == "planned" ? "yuan" : rest[^1])}" : field;

    // Other alphabets are refused, not guessed: a wrong guess would publish nonsense.
    private static string? Text(byte[] file)
    {
        try
        {
            var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(file);
            return text.StartsWith('\ufeff') ? text[1..] : text;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
