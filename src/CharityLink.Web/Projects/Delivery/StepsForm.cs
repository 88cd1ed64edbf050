using System.Globalization;
using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Projects;
using CharityLink.Web.Network;

namespace CharityLink.Web.Projects.Delivery;

/// <summary>One step as typed.</summary>
/// <param name="Amounts">One text per line of the budget, in its order; empty where the step takes nothing of it.</param>
public sealed record StepForm(string Id, string NameZh, string NameEn, string DueOn, IReadOnlyList<string> Amounts)
{
    /// <summary>Nothing was typed into it.</summary>
    public bool IsEmpty => string.IsNullOrWhiteSpace(NameZh + NameEn + DueOn + string.Concat(Amounts));
}

/// <summary>The steps of the work as typed, kept as typed until they are accepted.</summary>
public sealed record StepsForm(Guid Command, IReadOnlyList<StepForm> Steps)
{
    /// <summary>What stands now; where nothing does, one step that takes everything.</summary>
    public static StepsForm Of(IReadOnlyList<BudgetLine> lines, ProjectDelivery? delivery) => new(
        Guid.CreateVersion7(), delivery is null
            ? [New([.. lines.Select(line => Plain(line.Planned))])]
            : [.. delivery.Steps.Select(step => step.Plan).Select(plan => new StepForm(
                plan.MilestoneId.ToString(), plan.NameZh, plan.NameEn, plan.DueOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                [.. lines.Select(line => plan.Tranche.FirstOrDefault(part => part.LineId == line.LineId) is { } part ? Plain(part.Amount) : "")]))]);

    /// <summary>As posted; steps that nothing was typed into are none.</summary>
    public static StepsForm From(IFormCollection form, int lines) => new(
        Posted.Id(form, "command"),
        [.. Enumerable.Range(0, RowsMax).Where(n => form.ContainsKey($"step_{n}")).Select(n => new StepForm(
            form[$"step_{n}"].ToString(), form[$"name_zh_{n}"].ToString(), form[$"name_en_{n}"].ToString(), form[$"due_on_{n}"].ToString(),
            [.. Enumerable.Range(0, lines).Select(line => form[$"amount_{n}_{line}"].ToString())])).Where(step => !step.IsEmpty)]);

    /// <summary>With one more empty step; those left blank are dropped when the form comes back.</summary>
    public StepsForm More(int lines) => this with { Steps = [.. Steps, New(Enumerable.Repeat("", lines))] };

    /// <summary>Without one of them.</summary>
    public StepsForm Without(string id) => this with { Steps = [.. Steps.Where(step => step.Id != id)] };

    /// <summary>The wish, and what could not be read.</summary>
    public (PlanMilestones Command, IReadOnlyList<Refusal> Refusals) Read(Guid project, IReadOnlyList<BudgetLine> lines)
    {
        var wrong = new List<Refusal>();
        Milestone[] steps = [.. Steps.Select((step, n) => new Milestone(
            Guid.TryParse(step.Id, out var id) ? id : Guid.CreateVersion7(), step.NameZh, step.NameEn, Day(step.DueOn, $"due_on_{n}", wrong),
            [.. lines.Select((line, at) => (line.LineId, Amount: Amount(step.Amounts[at], $"amount_{n}_{at}", wrong))).Where(part => part.Amount is not null).Select(part => new LineAmount(part.LineId, part.Amount.GetValueOrDefault()))]))];
        return (new(Command, project, steps), wrong);
    }

    /// <summary>What the steps give to a line, as far as it can be read.</summary>
    public Money Shared(int line) => Steps.Select(step => Amount(step.Amounts[line], "", []) ?? Money.Cny(0)).Aggregate(Money.Cny(0), (sum, amount) => sum + amount);

    // More rows than there may be steps are read, so that the rule can say so; not many more.
    private const int RowsMax = PlanMilestones.StepsMax * 2;

    private static StepForm New(IEnumerable<string> amounts) => new(Guid.CreateVersion7().ToString(), "", "", "", [.. amounts]);

    private static DateOnly Day(string text, string field, List<Refusal> wrong)
    {
        if (DateOnly.TryParseExact(text.Trim(), ["yyyy-MM-dd", "yyyy/M/d", "yyyy年M月d日"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day;
        }

        wrong.Add(new Refusal(string.IsNullOrWhiteSpace(text) ? "day_missing" : "day_malformed", field));
        return default;
    }

    private static Money? Amount(string text, string field, List<Refusal> wrong)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        if (GiftAmount.TryParse(text, out var amount, out var why))
        {
            return amount;
        }

        wrong.Add((why ?? new Refusal("amount_not_a_number")) with { Field = field });
        return null;
    }

    private static string Plain(Money money) => money.Amount.ToString("0.##", CultureInfo.InvariantCulture);
}
