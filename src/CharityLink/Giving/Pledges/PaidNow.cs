using CharityLink.Projects;

namespace CharityLink.Giving;

/// <summary>Paying at once for a project of all or nothing, given back if it misses its goal: only by a way that still gives back by then (payments have windows for that).</summary>
public static class PaidNow
{
    // Giving back many takes its time, and a bank's days are not ours.
    private const int MarginDays = 15;

    /// <summary>A gift paid now could still go back the same way after the project's deadline. Other gifts ask for no such thing.</summary>
    public static bool CouldGoBack(PaymentMethodCapabilities can, CauseProject? project, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(can);
        return project is not { Model: FundingModel.AllOrNothing, DeadlineAt: { } deadline } || can.RefundWindowDays is not { } days || deadline + CollectedWithin(project) <= now.AddDays(days - MarginDays);
    }

    // Where too little of what is promised may come in, that is known a week and a day later.
    private static TimeSpan CollectedWithin(CauseProject project) => project.MinCollectPercent is null ? TimeSpan.Zero : PledgeCards.Grace + TimeSpan.FromDays(1);
}
