using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Law;
using CharityLink.People;
using CharityLink.Web.Documents;
using CharityLink.Web.Site;

namespace CharityLink.Web.Giving;

/// <summary>Fills annual statements of one organisation and year: one text, one set of names, for one giver or a hundred thousand.</summary>
public sealed class StatementDocument(TemplateBook book, CauseBook causes, TimeProvider clock)
{
    private const string Template = "statement";

    /// <summary>A model that takes every way through the template, and one for each law.</summary>
    internal static TemplateSample Sample { get; } = new(Template,
    [
        .. Catalogue.Standard.Jurisdictions.Select(law => Example(law, full: true)), Example("CN", full: false),
    ]);

    /// <summary>How a statement of this organisation and year is filled in.</summary>
    /// <param name="jurisdiction">Whose law words it.</param>
    public async Task<StatementFiller> Of(Guid holder, FiscalYear year, string jurisdiction, Texts texts, CancellationToken ct) => new(
        book.Filler(Template, texts.Language), await causes.Organisation(holder, ct), year, jurisdiction, texts, Show.Day(clock.GetUtcNow(), texts.Language), choice => causes.Find(choice, ct));

    private static StatementModel Example(string law, bool full) => new()
    {
        Year = "2026", From = "A", Until = "B", MadeOn = "C", Giver = "D", GiverCode = full ? "E" : null, Payee = "F", PayeeCode = full ? "G" : null,
        Rows = full ? [new("1", "H", "I", "J", "", true)] : [], Causes = full ? [new("I", "1", "J", null, true)] : [], Totals = full ? [new("", "1", "J", "K", false), new("", "1", "L", null, true)] : [],
        Voided = full ? [new("2", "H", "I", "J", "M", false)] : [], HasGoods = full, IsCn = law == "CN", IsGb = law == "GB", IsUs = law == "US", IsEu = law == "EU",
    };
}

/// <summary>Fills the statements of one run; what was given to is named once per cause, not once per gift.</summary>
public sealed class StatementFiller(
    Func<object, string> fill, CauseOrganisation? payee, FiscalYear year, string jurisdiction, Texts texts, string madeOn, Func<CauseChoice, ValueTask<CauseOffer>> offer)
{
    private readonly Dictionary<StatementCause, string> names = [];
    private readonly (string From, string Until) days = (Show.Day(year.First, texts.Language), Show.Day(year.Last, texts.Language));

    /// <summary>What the file of a statement is called inside, and its page.</summary>
    public string Title => texts["statement.title", year.Name];

    /// <summary>The statement as HTML, without the sheet around it.</summary>
    public async ValueTask<string> Fill(GiverStatement statement, PersonFields? giver)
    {
        ArgumentNullException.ThrowIfNull(statement);
        var named = new List<(StatementLine Line, string Cause)>(statement.Lines.Count);
        foreach (var line in statement.Lines)
        {
            named.Add((line, await Name(line.Choice)));
        }

        var holding = named.FindAll(one => one.Line.Void is null);
        var valued = holding.FindAll(one => IsValued(one.Line));
        return fill(new StatementModel
        {
            Year = year.Name, From = days.From, Until = days.Until, MadeOn = madeOn, Giver = giver?.Name ?? texts["gift.anonymous"], GiverCode = giver?.TaxId,
            Payee = payee is null ? "" : Show.Name(payee.NameZh, payee.NameEn, texts.Language), PayeeCode = payee?.Uscc,
            Rows = holding.ConvertAll(one => Row(one.Line, one.Cause)), Voided = named.FindAll(one => one.Line.Void is not null).ConvertAll(one => Row(one.Line, one.Cause)),
            Causes = [.. Sums(valued.GroupBy(one => (one.Cause, one.Line.Amount.Currency, one.Line.IsInKind)))],
            Totals = [.. Sums(valued.GroupBy(one => ("", one.Line.Amount.Currency, one.Line.IsInKind)).OrderBy(total => total.Key.IsInKind))],
            HasGoods = valued.Exists(one => one.Line.IsInKind), IsCn = jurisdiction == "CN", IsGb = jurisdiction == "GB", IsUs = jurisdiction == "US", IsEu = jurisdiction == "EU",
        });
    }

    private async ValueTask<string> Name(StatementCause choice)
    {
        if (!names.TryGetValue(choice, out var name))
        {
            names[choice] = name = CauseName.Of(await offer(choice.Cause), texts.Language);
        }

        return name;
    }

    private StatementRow Row(StatementLine line, string cause) => new(
        line.Serial, Show.Day(line.PaidAt, texts.Language), cause, IsValued(line) ? Show.Money(line.Amount) : texts["receipts.value_not_stated"],
        line.Void is { } gone ? texts[$"receipts.cause.{gone.Cause}"] + (line.IsReplaced ? texts["statement.replaced"] : "") : "", line.IsInKind);

    // US law leaves the value of goods to their giver; under others, too, goods may have none that was proven.
    private bool IsValued(StatementLine line) => !line.IsInKind || (line.Amount.Minor > 0 && jurisdiction != "US");

    // Two currencies never add, nor do goods to money.
    private static IEnumerable<StatementSum> Sums(IEnumerable<IGrouping<(string Cause, Currency Currency, bool IsInKind), (StatementLine Line, string Cause)>> groups) =>
        from grouped in groups
        let sum = new Money(grouped.Sum(one => one.Line.Amount.Minor), grouped.Key.Currency)
        select new StatementSum(
            grouped.Key.Cause, Show.Count(grouped.Count()), Show.Money(sum), sum.Currency == Currency.Cny ? ChineseCapitals.Of(sum) : null, grouped.Key.IsInKind);
}
