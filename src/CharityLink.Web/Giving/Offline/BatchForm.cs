using System.Globalization;
using System.Text;
using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Web.Site;

namespace CharityLink.Web.Giving.Offline;

/// <summary>The form of a batch as it was typed, with its single gifts line by line or in a file.</summary>
/// <param name="People">Names for the vault, each with what to say should its id be taken.</param>
/// <param name="File">What a file brought; null where the gifts were typed in.</param>
/// <param name="IsCheck">Only to be looked at.</param>
public sealed record BatchForm(
    Typed Typed, EnterBatch Command, IReadOnlyList<(PersonId Id, string Name, Refusal Taken)> People, IReadOnlyList<Refusal> Wrong, CheckedFile? File, bool IsCheck)
{
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

    /// <summary>An empty form; of a batch that came back, under its id; for money that keeps a promise, with its number.</summary>
    public static BatchForm New(IQueryCollection query)
    {
        ArgumentNullException.ThrowIfNull(query);
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["lines"] = query["lines"].ToString(), ["batch"] = query["batch"].ToString(), ["again"] = query["batch"].ToString(),
            ["cause"] = query["cause"].ToString(), ["1:promise"] = query["promise"].ToString(),
        };
        var typed = new Typed("", values);
        return new(typed, new(Guid.Empty, typed.Id("batch"), Guid.Empty, new(null, null, null, null), "", default, default, [], default), [], [], null, false);
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
