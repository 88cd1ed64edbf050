using System.Globalization;
using System.Text;
using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.People;
using CharityLink.Web.Site;

namespace CharityLink.Web.Giving.Offline;

/// <summary>The form of a batch as it was typed, with its single gifts line by line or in a file.</summary>
/// <param name="People">Names for the vault, each with what to say should its id be taken.</param>
/// <param name="File">What a file brought; null where the gifts were typed in.</param>
/// <param name="IsCheck">Only to be looked at.</param>
public sealed record BatchForm(
    Typed Typed, EnterBatch Command, IReadOnlyList<(PersonId Id, string Name, Refusal Taken)> People, IReadOnlyList<Refusal> Wrong, CheckedFile? File, bool IsCheck)
{
    /// <summary>A batch that came back and that the form cannot show: a table is to be sent again.</summary>
    public bool IsTable { get; private init; }

    /// <summary>Lines a form shows, and more after each that is asked for.</summary>
    public const int LinesShown = 5;

    /// <summary>The most lines a form shows: more come in a file.</summary>
    public const int LinesMax = 60;

    /// <summary>What the button sends that asks for more lines.</summary>
    public const string More = "more";

    private static readonly string[] _fields = ["amount", "name", "cheque", "bank", "promise"];

    /// <summary>How many lines there is room for.</summary>
    public int Lines => int.TryParse(Typed.Text("lines"), NumberStyles.None, CultureInfo.InvariantCulture, out var lines) ? Math.Clamp(lines + (WantsMore ? LinesShown : 0), LinesShown, LinesMax) : LinesShown;

    /// <summary>Nothing is to be entered yet: there is more than there was room for.</summary>
    public bool WantsMore => Typed.Text("choice") == More;

    /// <summary>An empty form; for money that keeps a promise, with its number.</summary>
    public static BatchForm New(IQueryCollection query)
    {
        ArgumentNullException.ThrowIfNull(query);
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["lines"] = query["lines"].ToString(), ["cause"] = query["cause"].ToString(), ["1:promise"] = query["promise"].ToString(),
        };
        return New(new Typed("", values));
    }

    /// <summary>A batch that came back, filled in as it was. What has more gifts than the form has room for, or gifts to several causes, came in a table and comes in one again.</summary>
    /// <param name="names">Of its givers, as far as they are known.</param>
    public static BatchForm Again(Batch batch, IReadOnlyDictionary<PersonId, PersonFields> names)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(names);
        var entered = batch.Entered;
        var rest = Batch.LineOf(entered.BatchId, 0);
        List<BatchLine> lines = [.. entered.Lines.Where(line => line.LineId != rest)];
        var cause = CauseChoice.Of((entered.Lines.FirstOrDefault(line => line.LineId == rest) ?? lines.Find(line => line.PledgeId is null) ?? lines[0]).Cause);
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["batch"] = entered.BatchId.ToString(), ["again"] = entered.BatchId.ToString(), ["collector"] = entered.CollectorId.ToString(), ["cause"] = OfflineDesk.ValueOf(cause),
            ["place"] = entered.Place, ["collected_on"] = entered.CollectedOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), ["total"] = Yuan(entered.Total),
        };
        // A promise says itself what its gift is for.
        var isTable = lines.Count > LinesMax || lines.Exists(line => line.PledgeId is null && CauseChoice.Of(line.Cause) != cause);
        foreach (var (i, line) in isTable ? [] : lines.Index())
        {
            void Set(string field, string? value) => values[string.Create(CultureInfo.InvariantCulture, $"{i + 1}:{field}")] = value ?? "";
            Set("amount", Yuan(line.Amount));
            Set("name", line.DonorId is { } donor ? names.GetValueOrDefault(donor)?.Name : null);
            Set("anonymous", line.IsAnonymous && (line.DonorId is not null || line.PledgeId is not null) ? "yes" : null);
            Set("cheque", line.ChequeNumber);
            Set("bank", line.Bank);
            Set("promise", line.PledgeId is { } promise ? PromiseNumber.Of(promise) : null);
        }

        values["lines"] = (isTable ? 0 : lines.Count).ToString(CultureInfo.InvariantCulture);
        return New(new Typed("", values)) with { IsTable = isTable };
    }

    /// <summary>An empty table to fill in. The mark at its head tells a spreadsheet that it is UTF-8.</summary>
    public static byte[] Template() => [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes($"{string.Join(',', GiftFile.Columns)}\r\n")];

    /// <summary>What was posted.</summary>
    public static async Task<BatchForm> Read(HttpContext http, DateTimeOffset now, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(http);
        var typed = Typed.From(http.Request.Form, "enter");
        var (command, collector) = (typed.Id("command"), typed.Reference("collector") ?? Guid.Empty);
        var (batch, people, lines, wrong) = (typed.Id("batch"), new List<(PersonId, string, Refusal)>(), new List<GiftTyped>(), new List<Refusal>());
        CheckedFile? file = null;
        if (http.Request.Form.Files.GetFile("file") is { Length: > 0 } upload)
        {
            using var bytes = new MemoryStream();
            await upload.CopyToAsync(bytes, ct);
            // A batch that came back keeps its id; else the same file again is the same batch.
            batch = typed.Text("again").Length > 0 ? batch : Batch.OfFile(collector, bytes.ToArray());
            var (rows, errors) = GiftFile.Read(bytes.ToArray(), command, OfflineDesk.Choice);
            file = new(errors, rows.Count);
            lines.AddRange(rows.Select(row => row.Gift));
            people.AddRange(rows.Where(row => row.Name is not null).Select(row => (row.Gift.DonorId!.Value, row.Name!, new Refusal("batch_id_reused", row.Gift.Field("name"))))); // A name has an id.
        }
        else
        {
            Type(typed, command, lines, people);
        }

        var choice = OfflineDesk.Choice(typed.Text("cause"));
        if (choice is null)
        {
            wrong.Add(new Refusal("batch_cause_unknown", "cause"));
        }

        var ask = new EnterBatch(command, batch, collector, choice ?? new(null, null, null, null), typed.Text("place"), typed.NeededDay("collected_on"), typed.NeededAmount("total"), lines, now);
        return new(typed, ask, people, [.. wrong, .. typed.WrongWith(ask)], file, typed.Text("choice") == "check");
    }

    private static BatchForm New(Typed typed) =>
        new(typed, new(Guid.Empty, typed.Id("batch"), Guid.Empty, new(null, null, null, null), "", default, default, [], default), [], [], null, false);

    private static string Yuan(Money amount) => amount.Amount.ToString("0.00", CultureInfo.InvariantCulture);

    private static void Type(Typed typed, Guid command, List<GiftTyped> lines, List<(PersonId, string, Refusal)> people)
    {
        for (var number = 1; number <= LinesMax; number++)
        {
            string Text(string field) => typed.Text(string.Create(CultureInfo.InvariantCulture, $"{number}:{field}")).Trim();
            if (_fields.All(field => Text(field).Length == 0))
            {
                continue;
            }

            var (name, cheque) = (Text("name"), Text("cheque"));
            var line = new GiftTyped(
                number, typed.NeededAmount(string.Create(CultureInfo.InvariantCulture, $"{number}:amount")), null, name.Length > 0 ? Batch.GiverOf(command, number) : null,
                Text("anonymous").Length > 0, cheque.Length > 0 ? cheque : null, cheque.Length > 0 ? Text("bank") : null,
                Text("promise") is { Length: > 0 } promise ? promise : null);
            lines.Add(line);
            if (line.DonorId is { } giver)
            {
                people.Add((giver, name, new Refusal("batch_id_reused", line.Field("name"))));
            }
        }
    }
}
