using System.Collections.Immutable;
using CharityLink.Kernel;

namespace CharityLink.Projects;

/// <summary>Something that happened to a project, by the stored name of its fact. Never who did it.</summary>
/// <param name="On">The day that counts by law, where there is one; else it happened at <paramref name="At"/>.</param>
/// <param name="Text">A reason or reference that everybody is told; null where there is none.</param>
public sealed record ProjectStep(string Name, DateTimeOffset At, DateOnly? On, string? Text);

/// <summary>A change of purpose as it stays visible.</summary>
public sealed record ProjectPurpose(Guid ChangeId, string Basis, string PurposeZh, string PurposeEn, string Reason, DateOnly DecidedOn, DateOnly? FiledOn, string? Reference, DateOnly? PublishedOn);

/// <summary>A listing on a designated platform.</summary>
/// <param name="EndedOn">Null as long as it lasts.</param>
public sealed record ProjectListing(Guid ListingId, string Platform, string Address, DateOnly ListedOn, DateOnly? EndedOn);

/// <summary>What was left over and where it went.</summary>
public sealed record ProjectSurplus(long AmountMinor, string Reason);

/// <summary>What the filed plan says that everybody may read (CN-PLAN-19): no person, no account.</summary>
public sealed record PublicPlan(
    string? PurposeZh, string? PurposeEn, DateOnly? OpensOn, DateOnly? ClosesOn, string? Area, string? OfficeAddress, IReadOnlyList<string> Receiving,
    Beneficiaries Beneficiaries, UseOfFunds Use, Surplus Surplus, string? Partner)
{
    internal static PublicPlan Of(FundraisingPlan plan) => new(
        plan.PurposeZh, plan.PurposeEn, plan.OpensOn, plan.ClosesOn, plan.Area?.Value, plan.OfficeAddress, plan.Receiving,
        plan.Beneficiaries, plan.Use, plan.Surplus, plan.Partner?.OrganisationName);
}

/// <summary>What only a project's own page tells.</summary>
/// <param name="PausedBecause">Why no gifts are taken now; null while they are.</param>
/// <param name="ExtendedBecause">Why the deadline was moved; null where it was not.</param>
/// <param name="EndedBecause">Why it was ended before its deadline, or called off; null where it was not.</param>
/// <param name="CalledOff">The cause for which it was called off; null where it was not.</param>
public sealed record ProjectStory(
    Guid ProjectId, string NeedZh, string NeedEn, PublicPlan? Plan, DateOnly? FiledOn, string? Authority, DateOnly? NumberPublishedOn, string? PausedBecause, string? ExtendedBecause, string? EndedBecause,
    ProjectSurplus? Surplus, ImmutableList<ProjectListing> Listings, ImmutableList<ProjectPurpose> Purposes, ImmutableList<ProjectStep> Steps, string? CalledOff = null)
{
    /// <summary>The story after one more fact.</summary>
    internal static ProjectStory After(ProjectStory? story, IProjectEvent fact, string name, DateTimeOffset at)
    {
        var told = (story, fact) switch
        {
            (null, ProjectDrafted e) => new(e.ProjectId, e.Proposal.NeedZh, e.Proposal.NeedEn, null, null, null, null, null, null, null, null, [], [], []),
            (null, _) => throw new CorruptStreamException(story, fact),
            ({ } s, ProposalChanged e) => s with { NeedZh = e.Proposal.NeedZh, NeedEn = e.Proposal.NeedEn },
            ({ } s, PlanSaved e) => s with { Plan = PublicPlan.Of(e.Plan) },
            ({ } s, PlanAmended e) => s with { Plan = PublicPlan.Of(e.Plan) },
            ({ } s, PlanFiled e) => s with { FiledOn = e.FiledOn, Authority = e.Authority },
            ({ } s, FilingNumberRecorded e) => s with { NumberPublishedOn = e.PublishedOn },
            ({ } s, PlatformListed e) => s with { Listings = s.Listings.Add(new(e.ListingId, e.Platform, e.Address, e.ListedOn, null)) },
            ({ } s, PlatformDelisted e) => s with { Listings = s.Listings.ConvertAll(one => one.ListingId == e.ListingId ? one with { EndedOn = e.EndedOn } : one) },
            ({ } s, ProjectExtended e) => s with { ExtendedBecause = e.Reason },
            ({ } s, ProjectPaused e) => s with { PausedBecause = e.Reason },
            ({ } s, ProjectResumed) => s with { PausedBecause = null },
            ({ } s, ProjectEnded e) => s with { EndedBecause = e.Reason },
            ({ } s, ProjectCalledOff e) => s with { EndedBecause = e.Reason, CalledOff = e.Cause },
            ({ } s, SurplusSettled e) => s with { Surplus = new(e.Amount.Minor, e.Reason) },
            ({ } s, PurposeChangeDecided e) => s with { Purposes = s.Purposes.Add(new(e.ChangeId, e.Basis, e.PurposeZh, e.PurposeEn, e.Reason, e.DecidedOn, null, null, null)) },
            ({ } s, PurposeChangeFiled e) => s.Changed(e.ChangeId, change => change with { FiledOn = e.FiledOn, Reference = e.Reference }),
            ({ } s, PurposeChangePublished e) => s.Changed(e.ChangeId, change => change with { PublishedOn = e.PublishedOn }),
            ({ } s, _) => s,
        };
        return told with { Steps = told.Steps.Add(Step(fact, name, at)) };
    }

    private ProjectStory Changed(Guid changeId, Func<ProjectPurpose, ProjectPurpose> with) =>
        this with { Purposes = Purposes.ConvertAll(change => change.ChangeId == changeId ? with(change) : change) };

    // Reasons of a refusal and findings of a review may speak of people: they stay with the fact.
    private static ProjectStep Step(IProjectEvent fact, string name, DateTimeOffset at) => fact switch
    {
        PlanFiled e => new(name, at, e.FiledOn, e.Authority),
        FilingGapsNotified e => new(name, at, e.NotifiedOn, null),
        FilingCorrected e => new(name, at, e.CorrectedOn, null),
        FilingNumberRecorded e => new(name, at, e.PublishedOn, e.FilingNumber),
        PlatformListed e => new(name, at, e.ListedOn, e.Platform),
        PlatformDelisted e => new(name, at, e.EndedOn, null),
        RuleOverridden e => new(name, at, null, e.RuleId),
        ProjectOpened e => new(name, e.OpenedAt, null, null),
        ProjectExtended e => new(name, at, null, e.Reason),
        ProjectPaused e => new(name, at, null, e.Reason),
        ProjectEnded e => new(name, e.EndedAt, null, e.Reason),
        CollectionEnded e => new(name, e.EndedAt, null, null),
        ProjectCalledOff e => new(name, at, null, e.Reason),
        ProjectCarriedOut e => new(name, at, e.FinishedOn, null),
        SurplusSettled e => new(name, at, null, e.Reason),
        PurposeChangeDecided e => new(name, at, e.DecidedOn, e.Reason),
        PurposeChangeFiled e => new(name, at, e.FiledOn, e.Reference),
        PurposeChangePublished e => new(name, at, e.PublishedOn, null),
        _ => new(name, at, null, null),
    };
}
