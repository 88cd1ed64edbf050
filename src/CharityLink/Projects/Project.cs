using System.Collections.Immutable;
using CharityLink.Kernel;
using CharityLink.Law;

namespace CharityLink.Projects;

/// <summary>One crowdfunded project: where it stands, what it needs, its plan, and who decided what. The rules stand beside it, one file per act.</summary>
/// <param name="OrganiserId">The legal person that raises and holds the money; null until approved.</param>
/// <param name="Deciders">Accounts that took a step, by the step: nobody takes two (CN-CASE-10, adopted as policy).</param>
/// <param name="Related">Accounts that stand back.</param>
/// <param name="Deadline">Last instant for gifts, exclusive; null until open.</param>
public sealed partial record Project(
    Guid Id, Guid ProposerId, Guid? ProposedBy, Guid FundId, Proposal Proposal, Funding Funding, bool IsInvented, ProjectState State,
    Guid? OrganiserId, ImmutableDictionary<ProjectState, Guid> Deciders, ImmutableHashSet<Guid> Related,
    FundraisingPlan Plan, Filing Filing, ImmutableList<RuleOverridden> Overrides, DateTimeOffset? Deadline, bool IsExtended, bool IsPaused,
    ProjectEnded? End, ImmutableList<PurposeChange> PurposeChanges) : IState<Project, IProjectEvent>
{
    /// <summary>The organisation that answers for it: the organiser once there is one, else the proposer.</summary>
    public Guid AnswersId => OrganiserId ?? ProposerId;

    /// <summary>Accounts that wrote, changed or submitted the proposal: none of them decides on it.</summary>
    public ImmutableHashSet<Guid> Authors { get; init; } = [];

    /// <summary>The last act that moved it, to know a repeat by; null before the first submission.</summary>
    public IProjectEvent? LastAct { get; init; }

    /// <summary>When gifts were first taken; null until then.</summary>
    public DateTimeOffset? OpenedAt { get; init; }

    /// <summary>Whose law it keeps since it opened; null until then: it follows its organiser's.</summary>
    public string? Jurisdiction { get; init; }

    /// <summary>What came of the promises by card; null while they are collected, and where there were none.</summary>
    public CollectionEnded? Collection { get; init; }

    /// <summary>That it is called off was asked for and waits for another person; null where nobody asks.</summary>
    public CallOffAsked? CallOffAsked { get; init; }

    /// <summary>That and why it was called off; null where it was not.</summary>
    public ProjectCalledOff? CalledOff { get; init; }

    /// <summary>What came together, by the last word about it; null while it takes gifts.</summary>
    public Money? Raised => Collection?.Collected ?? End?.Raised;

    /// <summary>Whether it goes ahead hangs on promises that are still being collected: nothing is spent until that is known.</summary>
    public bool IsCollecting => End is { CollectAtLeast: not null } && Collection is null;

    /// <summary>The rules it is judged by on a day, once it has opened.</summary>
    internal RuleBook Book(DateOnly day) => RuleBook.Of(Jurisdiction ?? OrganisationJurisdiction.Default, Proposal.Division, day);

    /// <inheritdoc/>
    public static Project Evolve(Project? state, IProjectEvent fact) => (state, fact) switch
    {
        (null, ProjectDrafted e) => new(
            e.ProjectId, e.ProposerId, e.ProposedBy, e.FundId, e.Proposal, e.Funding, e.IsInvented, ProjectState.Draft, null, ImmutableDictionary<ProjectState, Guid>.Empty,
            [], FundraisingPlan.Empty, Filing.None, [], null, false, false, null, [])
        { Authors = Wrote([], e.ProposedBy) },
        ({ } p, ProposalChanged e) => p with { Proposal = e.Proposal, Funding = e.Funding, Authors = Wrote(p.Authors, e.ChangedBy) },
        ({ } p, ProposalSubmitted e) => p with
        {
            State = FirstReview(p.Proposal.Division.Level),
            Deciders = Took(ImmutableDictionary<ProjectState, Guid>.Empty, ProjectState.Draft, e.By),
            Authors = Wrote(p.Authors, e.By),
            LastAct = e,
        },
        ({ } p, ProjectVerified e) => p with { State = ProjectState.Verified, Deciders = Took(p.Deciders, ProjectState.Submitted, e.By), LastAct = e },
        ({ } p, ProjectReviewed e) => p with { State = ProjectState.Reviewed, Deciders = Took(p.Deciders, ProjectState.Verified, e.By), LastAct = e },
        ({ } p, ProjectApproved e) => p with { State = ProjectState.Approved, OrganiserId = e.OrganiserId, Deciders = Took(p.Deciders, ProjectState.Reviewed, e.By), LastAct = e },
        ({ } p, ProposalSentBack e) => p with { State = ProjectState.Draft, LastAct = e },
        ({ } p, ProjectRejected e) => p with { State = ProjectState.Rejected, LastAct = e },
        ({ } p, ProjectWithdrawn e) => p with { State = ProjectState.Withdrawn, LastAct = e },
        ({ } p, CoverChosen e) => p with { Cover = e.File is { } file ? new(file, e.AltZh, e.AltEn) : null },
        ({ } p, RelationDeclared e) => p with { Related = p.Related.Add(e.AccountId) },
        ({ } p, PlanSaved e) => p with { Plan = e.Plan },
        ({ } p, PlanFiled e) => p with
        {
            // In an emergency it takes gifts already and goes on doing so.
            State = p.State == ProjectState.Live ? ProjectState.Live : ProjectState.Filed,
            Filing = p.Filing with { FiledOn = e.FiledOn, Name = p.Proposal.TitleZh },
        },
        ({ } p, PlanAmended e) => p with
        {
            Plan = e.Plan,
            Proposal = p.Proposal with { TitleZh = e.TitleZh, TitleEn = e.TitleEn },
            Filing = p.Filing with { Changes = p.Filing.Changes.Add(new(e, null)) },
        },
        ({ } p, PlanChangeReported e) => p with { Filing = p.Filing.Reported(e) },
        ({ } p, FilingGapsNotified e) => p with { Filing = p.Filing with { GapsNotifiedOn = e.NotifiedOn } },
        ({ } p, FilingCorrected e) => p with { Filing = p.Filing with { CorrectedOn = e.CorrectedOn } },
        ({ } p, FilingNumberRecorded e) => p with { Filing = p.Filing with { Number = e.FilingNumber, PublishedOn = e.PublishedOn } },
        ({ } p, PlatformListed e) => p with { Filing = p.Filing with { Listings = p.Filing.Listings.Add(e) } },
        ({ } p, PlatformDelisted e) => p with { Filing = p.Filing with { Listings = p.Filing.Listings.RemoveAll(one => one.ListingId == e.ListingId) } },
        ({ } p, RuleOverridden e) => p with { Overrides = p.Overrides.Add(e) },
        ({ } p, ProjectOpened e) => p with { State = ProjectState.Live, Deadline = e.DeadlineAt, OpenedAt = e.OpenedAt, Jurisdiction = e.Jurisdiction },
        ({ } p, ProjectExtended e) => p with { Deadline = e.DeadlineAt, IsExtended = true, LastAct = e },
        ({ } p, ProjectPaused e) => p with { IsPaused = true, LastAct = e },
        ({ } p, ProjectResumed e) => p with { IsPaused = false, LastAct = e },
        ({ } p, ProjectEnded e) => p with { State = e.IsMet ? ProjectState.Ended : ProjectState.Failed, End = e },
        ({ } p, CollectionEnded e) => p with { State = e.IsEnough ? p.State : ProjectState.Failed, Collection = e },
        ({ } p, CallOffAsked e) => p with { CallOffAsked = e },
        ({ } p, CallOffDeclined e) => p with { CallOffAsked = null, LastAct = e },
        ({ } p, ProjectCalledOff e) => p with { State = ProjectState.Failed, CallOffAsked = null, CalledOff = e },
        ({ } p, ProjectCarriedOut e) => p with { State = ProjectState.CarriedOut, LastAct = e },
        ({ } p, FinalReportPublished) => p with { State = ProjectState.Reported },
        ({ } p, SurplusSettled e) => p with { LastAct = e },
        ({ } p, ProjectClosed) => p with { State = ProjectState.Closed },
        ({ } p, PurposeChangeDecided e) => p with { PurposeChanges = p.PurposeChanges.Add(new(e, null, null)) },
        ({ } p, PurposeChangeFiled e) => p.Changed(e.ChangeId, change => change with { FiledOn = e.FiledOn }),
        ({ } p, PurposeChangePublished e) => p.Changed(e.ChangeId, change => change with { PublishedOn = e.PublishedOn }),
        _ => throw new CorruptStreamException(state, fact),
    };

    /// <summary>The state a fresh submission waits in: steps above the place of the need are taken, those below do not exist.</summary>
    public static ProjectState FirstReview(Level level) => level switch
    {
        Level.Village => ProjectState.Submitted,
        Level.Town => ProjectState.Verified,
        _ => ProjectState.Reviewed,
    };

    // The platform itself (demonstration, imports) decides under no account and blocks nobody.
    private static ImmutableDictionary<ProjectState, Guid> Took(ImmutableDictionary<ProjectState, Guid> deciders, ProjectState step, Guid? by) =>
        by is { } account ? deciders.SetItem(step, account) : deciders;

    private static ImmutableHashSet<Guid> Wrote(ImmutableHashSet<Guid> authors, Guid? by) => by is { } account ? authors.Add(account) : authors;

    private Project Changed(Guid changeId, Func<PurposeChange, PurposeChange> with) =>
        this with { PurposeChanges = PurposeChanges.ConvertAll(change => change.Decided.ChangeId == changeId ? with(change) : change) };
}

/// <summary>What is known of the filing of a plan.</summary>
/// <param name="Listings">On platforms the Ministry designated, as long as they last.</param>
public sealed record Filing(DateOnly? FiledOn, DateOnly? GapsNotifiedOn, DateOnly? CorrectedOn, string? Number, DateOnly? PublishedOn, ImmutableList<PlatformListed> Listings)
{
    /// <summary>Not filed.</summary>
    public static Filing None { get; } = new(null, null, null, null, null, []);

    /// <summary>The name the authority knows the campaign by; null before filing. A change of name counts there once it is reported (CN-PLAN-18).</summary>
    public string? Name { get; init; }

    /// <summary>Changes of the plan since it was filed (CN-PLAN-13).</summary>
    public ImmutableList<PlanChange> Changes { get; init; } = [];

    /// <summary>The authority found gaps that are not mended yet: the plan may be rewritten for it.</summary>
    public bool HasOpenGaps => GapsNotifiedOn is not null && (CorrectedOn is not { } corrected || corrected < GapsNotifiedOn);

    internal Filing Reported(PlanChangeReported fact) => this with
    {
        Name = Changes.Find(change => change.Amended.ChangeId == fact.ChangeId)?.Amended.TitleZh ?? Name,
        Changes = Changes.ConvertAll(change => change.Amended.ChangeId == fact.ChangeId ? change with { ReportedOn = fact.ReportedOn } : change),
    };
}

/// <summary>A change of purpose on its lawful way: decided, filed, published.</summary>
public sealed record PurposeChange(PurposeChangeDecided Decided, DateOnly? FiledOn, DateOnly? PublishedOn)
{
    /// <summary>Money may serve the new purpose.</summary>
    public bool IsInForce => PublishedOn is not null;
}

/// <summary>A change of a filed plan and when the authority was told.</summary>
public sealed record PlanChange(PlanAmended Amended, DateOnly? ReportedOn);
