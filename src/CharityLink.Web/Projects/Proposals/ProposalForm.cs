using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Projects;
using CharityLink.Web.Site;
using System.Globalization;

namespace CharityLink.Web.Projects.Proposals;

/// <summary>One line of a budget as typed.</summary>
public sealed record LineForm(string Id, string NameZh, string NameEn, string Planned, bool IsRequired)
{
    /// <summary>An empty line.</summary>
    public static LineForm New() => new(Guid.CreateVersion7().ToString(), "", "", "", true);

    /// <summary>Nothing was typed into it.</summary>
    public bool IsEmpty => string.IsNullOrWhiteSpace(NameZh + NameEn + Planned);
}

/// <summary>A proposal as typed, kept as typed until it is accepted. Goal and minimum follow from the lines.</summary>
/// <param name="Command">Made with the form: sent twice, it acts once.</param>
public sealed record ProposalForm(
    Guid Command, Guid Id, Guid Fund, string Proposer, string Division, string Program, string Kind, string TitleZh, string TitleEn, string SummaryZh, string SummaryEn,
    string NeedZh, string NeedEn, string Model, IReadOnlyList<string> Stretch, IReadOnlyList<LineForm> Lines)
{
    /// <summary>An empty form for a place.</summary>
    public static ProposalForm At(DivisionCode division, Guid? proposer) => new(
        Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), proposer?.ToString() ?? "", division.Value, "", ProjectKinds.All[0].Code, "", "", "", "", "", "",
        nameof(FundingModel.KeepWhatIsRaised), [], [LineForm.New()]);

    /// <summary>Filled with what was saved.</summary>
    public static ProposalForm Of(Project project) => new(
        Guid.CreateVersion7(), project.Id, project.FundId, project.ProposerId.ToString(), project.Proposal.Division.Value, project.Proposal.ProgramId?.ToString() ?? "", project.Proposal.Kind,
        project.Proposal.TitleZh, project.Proposal.TitleEn, project.Proposal.SummaryZh, project.Proposal.SummaryEn, project.Proposal.NeedZh, project.Proposal.NeedEn,
        project.Funding.Model.ToString(), [.. project.Funding.Stretch.Select(Plain)],
        [.. project.Funding.Lines.Select(line => new LineForm(line.LineId.ToString(), line.NameZh, line.NameEn, line.Planned.Minor == 0 ? "" : Plain(line.Planned), line.IsRequired))]);

    /// <summary>As posted; lines that nothing was typed into are none.</summary>
    public static ProposalForm From(IFormCollection form)
    {
        var lines = Enumerable.Range(1, LinesMax).Where(n => form.ContainsKey(Line(n, "id"))).Select(n => new LineForm(
            form[Line(n, "id")].ToString(), form[Line(n, "name_zh")].ToString(), form[Line(n, "name_en")].ToString(), Posted.Text(form, Line(n, "planned")) ?? "", form.ContainsKey(Line(n, "required"))));
        return new(
            Posted.Id(form, "command"), Posted.Id(form, "id"), Posted.Id(form, "fund"), form["proposer"].ToString(), form["division"].ToString(), form["program"].ToString(), form["kind"].ToString(),
            form["title_zh"].ToString(), form["title_en"].ToString(), form["summary_zh"].ToString(), form["summary_en"].ToString(), form["need_zh"].ToString(), form["need_en"].ToString(),
            form["model"].ToString(), [.. Enumerable.Range(1, StretchRows).Select(n => Posted.Text(form, $"stretch_{n}") ?? "").Where(text => !string.IsNullOrWhiteSpace(text))], [.. lines.Where(line => !line.IsEmpty)]);
    }

    /// <summary>What was typed as the domain reads it, and what could not be read.</summary>
    public (Proposal Proposal, Funding Funding, IReadOnlyList<Refusal> Refusals) Read()
    {
        var wrong = new List<Refusal>();
        BudgetLine[] lines = [.. Lines.Select((line, i) => new BudgetLine(
            Guid.TryParse(line.Id, out var id) ? id : Guid.CreateVersion7(), line.NameZh, line.NameEn,
            Amount(line.Planned, Line(i + 1, "planned"), wrong), line.IsRequired))];
        Money[] stretch = [.. Stretch.Select(text => Amount(text, "stretch", wrong))];
        return (
            new(Posted.Reference(Program), Kind, TitleZh, TitleEn, SummaryZh, SummaryEn, NeedZh, NeedEn, DivisionCode.TryParse(Division, out var code) ? code : default),
            new(Enum.TryParse<FundingModel>(Model, out var model) && Enum.IsDefined(model) ? model : (FundingModel)(-1), Sum(lines.Where(line => line.IsRequired)), Sum(lines), stretch, lines),
            wrong);
    }

    /// <summary>Further goals the form has room for.</summary>
    public const int StretchRows = 3;

    // More rows than a budget may have are read, so that the rule can say so; not many more.
    private const int LinesMax = 100;

    private static string Line(int number, string part) => string.Create(CultureInfo.InvariantCulture, $"line_{number}_{part}");

    private static Money Sum(IEnumerable<BudgetLine> lines) => lines.Aggregate(Money.Cny(0), (sum, line) => sum + line.Planned);

    private static Money Amount(string text, string field, List<Refusal> wrong)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return Money.Cny(0);
        }

        if (GiftAmount.TryParse(text, out var amount, out var why))
        {
            return amount;
        }

        wrong.Add((why ?? new Refusal("amount_not_a_number")) with { Field = field });
        return Money.Cny(0);
    }

    private static string Plain(Money money) => money.Amount.ToString("0.##", CultureInfo.InvariantCulture);
}
