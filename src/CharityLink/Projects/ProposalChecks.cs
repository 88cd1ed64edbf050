using System.Globalization;
using CharityLink.Kernel;

namespace CharityLink.Projects;

/// <summary>What the words and sums of a proposal have to be: well-formed while it is a draft, complete when it is submitted.</summary>
internal static class ProposalChecks
{
    /// <summary>Longest description of the need.</summary>
    public const int NeedMax = 4_000;

    /// <summary>Most lines a budget has.</summary>
    public const int LinesMax = 40;

    /// <summary>Most goals above the first.</summary>
    public const int StretchMax = 5;

    /// <summary>More than this is a slip of the finger: ten thousand million yuan.</summary>
    public const long AmountMax = 10_000_000_000_00;

    /// <summary>Why a sum is a slip of the finger; null when it is none.</summary>
    public static Refusal? OutOfRange(Money amount, string field) => amount.Minor > AmountMax ? new Refusal("budget_amount_out_of_range", field) : null;

    /// <summary>A draft may lack anything but a title to find it by; what is there is well-formed.</summary>
    public static IEnumerable<Refusal> Shape(Proposal proposal, Funding funding) =>
        (string.IsNullOrWhiteSpace(proposal.TitleZh + proposal.TitleEn) ? [new Refusal("text_missing", "title_zh")] : Enumerable.Empty<Refusal>())
        .Concat(Words(proposal, PlainText.CheckOptional)).Concat(Shape(funding)).Distinct();

    /// <summary>Everything that is still missing, at its field.</summary>
    public static IEnumerable<Refusal> Missing(Proposal proposal, Funding funding) =>
        Words(proposal, PlainText.Check).Concat(Sums(funding));

    private static IEnumerable<Refusal> Words(Proposal proposal, Func<string?, string, int, bool, Refusal?> check) => new[]
    {
        check(proposal.TitleZh, "title_zh", PlainText.NameMax, false),
        check(proposal.TitleEn, "title_en", PlainText.NameMax, false),
        check(proposal.SummaryZh, "summary_zh", PlainText.NoteMax, true),
        check(proposal.SummaryEn, "summary_en", PlainText.NoteMax, true),
        check(proposal.NeedZh, "need_zh", NeedMax, true),
        check(proposal.NeedEn, "need_en", NeedMax, true),
    }.OfType<Refusal>();

    private static IEnumerable<Refusal> Shape(Funding funding)
    {
        if (!Enum.IsDefined(funding.Model))
        {
            yield return new Refusal("funding_model_unknown", "model");
        }

        if (funding.Lines.Count > LinesMax)
        {
            yield return new Refusal("budget_lines_too_many", "lines", Number(LinesMax));
            yield break;
        }

        if (funding.Stretch.Count > StretchMax)
        {
            yield return new Refusal("stretch_too_many", "stretch", Number(StretchMax));
            yield break;
        }

        if (funding.Lines.DistinctBy(line => line.LineId).Count() != funding.Lines.Count)
        {
            yield return new Refusal("budget_line_repeated", "lines");
        }

        foreach (var (field, amount) in Amounts(funding))
        {
            if (amount.Currency != Currency.Cny)
            {
                yield return new Refusal("budget_currency_not_taken", field);
            }
            else if (amount.Minor is < 0 or > AmountMax)
            {
                yield return new Refusal("budget_amount_out_of_range", field);
            }
        }

        foreach (var wrong in funding.Lines.SelectMany((line, i) => Names(line, i, PlainText.CheckOptional)))
        {
            yield return wrong;
        }
    }

    // The shape is right by now: one currency, no sum that could overflow.
    private static IEnumerable<Refusal> Sums(Funding funding)
    {
        if (funding.Lines.Count == 0)
        {
            yield return new Refusal("budget_missing", "lines");
            yield break;
        }

        foreach (var (line, i) in funding.Lines.Select((line, i) => (line, i)))
        {
            foreach (var wrong in Names(line, i, PlainText.Check))
            {
                yield return wrong;
            }

            if (line.Planned.Minor <= 0)
            {
                yield return new Refusal("budget_line_not_positive", Field(i, "planned"));
            }
        }

        var (all, required) = (Sum(funding.Lines), Sum(funding.Lines.Where(line => line.IsRequired)));
        if (funding.Goal != all)
        {
            yield return new Refusal("goal_not_sum_of_lines", "goal", Show(all));
        }

        if (funding.Minimum != required)
        {
            yield return new Refusal("minimum_not_required_lines", "minimum", Show(required));
        }

        if (funding.Model == FundingModel.AllOrNothing && required.Minor == 0)
        {
            yield return new Refusal("minimum_missing", "minimum");
        }

        if (funding.Stretch.Prepend(funding.Goal).Zip(funding.Stretch).Any(pair => pair.Second <= pair.First))
        {
            yield return new Refusal("stretch_not_ascending", "stretch");
        }
    }

    private static IEnumerable<(string Field, Money Amount)> Amounts(Funding funding) =>
        funding.Lines.Select((line, i) => (Field(i, "planned"), line.Planned))
            .Concat(funding.Stretch.Select(goal => ("stretch", goal))).Append(("goal", funding.Goal)).Append(("minimum", funding.Minimum));

    private static IEnumerable<Refusal> Names(BudgetLine line, int index, Func<string?, string, int, bool, Refusal?> check) =>
        new[] { check(line.NameZh, Field(index, "name_zh"), PlainText.NameMax, false), check(line.NameEn, Field(index, "name_en"), PlainText.NameMax, false) }.OfType<Refusal>();

    private static string Field(int index, string name) => string.Create(CultureInfo.InvariantCulture, $"line_{index + 1}_{name}");

    private static Money Sum(IEnumerable<BudgetLine> lines) => lines.Aggregate(Money.Cny(0), (sum, line) => sum + line.Planned);

    private static string Show(Money money) => money.Amount.ToString("#,0.00", CultureInfo.InvariantCulture);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
