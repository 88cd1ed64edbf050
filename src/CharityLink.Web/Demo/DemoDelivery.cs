using CharityLink.Evidence;
using CharityLink.Kernel;
using CharityLink.Projects;

namespace CharityLink.Web.Demo;

/// <summary>How the demonstration's projects are carried out: two steps, each with its money, its receipts and its proof.</summary>
internal static class DemoDelivery
{
    /// <summary>Everything for a project that is done; for one under way the first step, with the money of the second asked for.</summary>
    /// <param name="paper">Stands for every receipt and every proof.</param>
    public static IEnumerable<ICommand> Of(DemoProject project, EvidenceFile paper, DateOnly today)
    {
        var isDone = project.Until is not ProjectState.Ended;
        // What is only wished for is done where enough came together.
        var (required, optional) = (Money.Cny(project.RequiredFen).Split(1, 1), project.Percent >= 100 ? project.OptionalFen : 0);
        Milestone[] steps =
        [
            new(Id("milestone:1"), "采购", "Buy what is needed", isDone ? today.AddDays(-4) : today.AddDays(-1), [new(project.RequiredLine, required[0])]),
            new(Id("milestone:2"), "交付到村民手中", "Bring it to the people", isDone ? today.AddDays(-1) : today.AddDays(45),
                [new(project.RequiredLine, required[1]), .. optional == 0 ? [] : new LineAmount[] { new(project.OptionalLine, Money.Cny(optional)) }]),
        ];
        yield return new PlanMilestones(Id("milestones"), project.Id, steps);
        foreach (var (index, step) in steps.Index())
        {
            yield return new RequestTranche(Id($"ask:{index}"), project.Id, step.MilestoneId, Id($"tranche:{index}"), "供应商已选定。 The supplier is chosen.");
            if (!isDone && index > 0)
            {
                yield break;
            }

            yield return new DecideTranche(Id($"release:{index}"), project.Id, step.MilestoneId, Id($"tranche:{index}"), null);
            foreach (var (part, at) in step.Tranche.Select((part, at) => (part, at)))
            {
                yield return new RecordSpending(
                    Id($"spend:{index}:{at}"), project.Id, Id($"spending:{index}:{at}"), part.LineId, part.Amount, today, at == 0 ? "supplier" : "worker", at == 0 ? project.Need.LineZh[1..] + " " + project.Need.LineEn : "运输 Transport", paper);
            }

            yield return new SubmitProof(Id($"prove:{index}"), project.Id, step.MilestoneId, Id($"proof:{index}"), "演示数据：已完成并核对。 Demonstration: done and checked.", [paper]);
            yield return new JudgeProof(Id($"accept:{index}"), project.Id, step.MilestoneId, Id($"proof:{index}"), null);
        }

        Guid Id(string name) => DemoId.Of($"{name}:project:{project.Key}");
    }
}
