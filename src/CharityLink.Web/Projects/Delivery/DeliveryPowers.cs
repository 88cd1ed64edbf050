using CharityLink.Kernel;
using CharityLink.Projects;
using CharityLink.Web.Network;

namespace CharityLink.Web.Projects.Delivery;

/// <summary>The forms one reader is offered now, so that a page has no button that would be refused.</summary>
/// <param name="Barred">Why this reader, whose decision it would be, may not take it; null where nothing bars or nothing waits.</param>
public sealed record DeliveryPowers(IReadOnlySet<string> Acts, Refusal? Barred)
{
    /// <summary>What a caller may do.</summary>
    public static DeliveryPowers Of(Project project, ProjectDelivery? delivery, Caller caller, DateOnly today)
    {
        var acts = new HashSet<string>(StringComparer.Ordinal);
        var begun = delivery?.Steps.Exists(each => each.Request is not null) == true;
        Offer<PlanMilestones>("steps", project is { OrganiserId: not null, State: ProjectState.Approved or ProjectState.Filed or ProjectState.Live or ProjectState.Ended } && !begun);
        Offer<RecordSpending>("spend", delivery is not null && delivery.Released > delivery.Spent, project.WorkPlace);
        Offer<CorrectSpending>("correct", delivery is { Spendings.IsEmpty: false });
        Offer<MoveBudget>("move", delivery is { Budget.Count: > 1 } && ProjectDelivery.Objection(project, null, caller, today) is null);
        if (delivery?.Current is not { } step)
        {
            return new(acts, null);
        }

        var maySpend = ProjectDelivery.MaySpend(project);
        Offer<RequestTranche>("ask", maySpend && step is { Release: null, IsAsked: false }, project.WorkPlace);
        Offer<SubmitProof>("proof", step is { Release: not null, IsProofWaiting: false }, project.WorkPlace);
        var waits = step.IsAsked && maySpend ? step.Request?.By : step.IsProofWaiting ? step.Proof?.By : null;
        var objection = ProjectDelivery.Objection(project, waits, caller, today);
        foreach (var (act, fits) in new[] { ("release", step.IsAsked && maySpend), ("decline", step.IsAsked && maySpend), ("accept", step.IsProofWaiting), ("return", step.IsProofWaiting) })
        {
            Offer<DecideTranche>(act, fits && objection is null);
        }

        var decides = caller.May<DecideTranche>(project.Place);
        return new(acts, decides && ((step.IsAsked && maySpend) || step.IsProofWaiting) ? objection : null);

        void Offer<TCommand>(string act, bool fits, Place? place = null) where TCommand : ICommand
        {
            if (fits && caller.May<TCommand>(place ?? project.Place))
            {
                acts.Add(act);
            }
        }
    }

    /// <summary>Whether the form is offered.</summary>
    public bool May(string act) => Acts.Contains(act);
}
