using CharityLink.Kernel;
using CharityLink.Projects;
using CharityLink.Web.Site;

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
            ? [New([.. lines.Select(line => TypedText.Plain(line.Planned))])]
            : [.. delivery.Steps.Select(step => step.Plan).Select(plan => new StepForm(
                plan.MilestoneId.ToString(), plan.NameZh, plan.NameEn, TypedText.Plain(plan.DueOn),
                [.. lines.Select(line => plan.Tranche.FirstOrDefault(part => part.LineId == line.LineId) is { } part ? TypedText.Plain(part.Amount) : "")]))]);

    /// <summary>As posted; steps that nothing was typed into are none.</summary>
    public static StepsForm From(IFormCollection form, int lines) => new(
        Posted.Id(form, "command"),
        [.. Enumerable.Range(0, RowsMax).Where(n => form.ContainsKey($"step_{n}")).Select(n => new StepForm(
            form[$"step_{n}"].ToString(), form[$"name_zh_{n}"].ToString(), form[$"name_en_{n}"].ToString(), form[$"due_on_{n}"].ToString(),
            [.. Enumerable.Range(0, lines).Select(line => Posted.Text(form, $"amount_{n}_{line}") ?? "")])).Where(step => !step.IsEmpty)]);

    /// <summary>With one more empty step; those left blank are dropped when the form comes back.</summary>
    public StepsForm More(int lines) => this with { Steps = [.. Steps, New(Enumerable.Repeat("", lines))] };

    /// <summary>Without one of them.</summary>
    public StepsForm Without(string id) => this with { Steps = [.. Steps.Where(step => step.Id != id)] };

    /// <summary>The wish, and what could not be read.</summary>
    public (PlanMilestones Command, IReadOnlyList<Refusal> Refusals) Read(Guid project, IReadOnlyList<BudgetLine> lines)
    {
        var wrong = new List<Refusal>();
        Milestone[] steps = [.. Steps.Select((step, n) => new Milestone(
            Guid.TryParse(step.Id, out var id) ? id : Guid.CreateVersion7(), step.NameZh, step.NameEn, TypedText.NeededDay(step.DueOn, $"due_on_{n}", wrong) ?? default,
            [.. lines.Select((line, at) => (line.LineId, Amount: TypedText.Amount(step.Amounts[at], $"amount_{n}_{at}", wrong))).Where(part => part.Amount is not null).Select(part => new LineAmount(part.LineId, part.Amount.GetValueOrDefault()))]))];
        return (new(Command, project, steps), wrong);
    }

    /// <summary>What the steps give to a line, as far as it can be read.</summary>
    public Money Shared(int line) => Steps.Select(step => TypedText.Amount(step.Amounts[line], "", new List<Refusal>()) ?? Money.Cny(0)).Aggregate(Money.Cny(0), (sum, amount) => sum + amount);

    // More rows than there may be steps are read, so that the rule can say so; not many more.
    private const int RowsMax = PlanMilestones.StepsMax * 2;

    private static StepForm New(IEnumerable<string> amounts) => new(Guid.CreateVersion7().ToString(), "", "", "", [.. amounts]);
}
