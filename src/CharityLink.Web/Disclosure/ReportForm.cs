using CharityLink.Disclosure;
using CharityLink.Kernel;
using CharityLink.Web.Site;

namespace CharityLink.Web.Disclosure;

/// <summary>What is typed into a report, a correction or an entry.</summary>
public sealed record ReportForm(
    Guid Command, Guid Id, string Report, string Kind, string From, string Until, string Raised, string Spent, string TextZh, string TextEn, string Note, string Reference, string Day,
    IReadOnlyList<string> Helpers)
{
    /// <summary>A report up to a day with the figures of the books.</summary>
    public static ReportForm New(DateOnly from, DateOnly until, Money raised, Money spent) => new(
        Guid.CreateVersion7(), Guid.CreateVersion7(), "", nameof(ReportKind.Interim), TypedText.Plain(from), TypedText.Plain(until), TypedText.Plain(raised), TypedText.Plain(spent), "", "", "", "", TypedText.Plain(until), []);

    /// <summary>As posted.</summary>
    public static ReportForm Read(IFormCollection form) => new(
        Posted.Id(form, "command"), Posted.Id(form, "id"), form["report"].ToString(), form["kind"].ToString(), form["from"].ToString(), form["until"].ToString(), form["raised"].ToString(),
        Posted.Text(form, "spent") ?? "", form["text_zh"].ToString(), form["text_en"].ToString(), form["note"].ToString(), form["reference"].ToString(), form["day"].ToString(),
        [.. form["helpers"].OfType<string>()]);

    /// <summary>The wish of one of the page's forms, or every field that is none of what it should be; neither for a form there is not.</summary>
    public (ICommand? Command, IReadOnlyList<Refusal> Refusals) Wish(string act, Guid project, DateTimeOffset now)
    {
        var wrong = new List<Refusal>();
        ICommand? wish = act switch
        {
            "publish" => Publish(project, now, wrong),
            "correct" => Account(wrong) is { } account ? new CorrectReport(Command, project, Posted.Reference(Report) ?? Guid.Empty, Id, account, Note, now) : null,
            "entry" => TypedText.NeededDay(Day, "day", wrong) is { } day ? new RecordStateEntry(Command, project, Posted.Reference(Report) ?? Guid.Empty, Reference, day, now) : null,
            "rescue" => TypedText.NeededDay(Day, "day", wrong) is { } day ? new EndRescuePhase(Command, project, day, Note, now) : null,
            _ => null,
        };
        return wrong.Count > 0 ? (null, wrong) : (wish, []);
    }

    private PublishReport? Publish(Guid project, DateTimeOffset now, List<Refusal> wrong)
    {
        if (!Enum.TryParse<ReportKind>(Kind, out var kind) || !Enum.IsDefined(kind))
        {
            wrong.Add(new Refusal("report_kind_unknown", "kind"));
        }

        var (from, until, account) = (TypedText.NeededDay(From, "from", wrong), TypedText.NeededDay(Until, "until", wrong), Account(wrong));
        return wrong.Count > 0 || from is null || until is null || account is null
            ? null
            : new PublishReport(Command, project, Id, kind, from.Value, until.Value, account, [.. Helpers.Select(Posted.Reference).OfType<Guid>()], now);
    }

    private Account? Account(List<Refusal> wrong)
    {
        var (raised, spent) = (Figure(Raised, "raised", wrong), Figure(Spent, "spent", wrong));
        return raised is { } sum && spent is { } used ? new(sum, used, TextZh, TextEn) : null;
    }

    // Nothing spent yet is a figure, too.
    private static Money? Figure(string text, string field, List<Refusal> wrong)
    {
        if (TypedText.IsZero(text))
        {
            return Money.Cny(0);
        }

        if (string.IsNullOrWhiteSpace(text))
        {
            wrong.Add(new Refusal("figure_missing", field));
        }

        return TypedText.Amount(text, field, wrong);
    }
}
