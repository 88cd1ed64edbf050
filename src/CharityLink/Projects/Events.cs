using CharityLink.Evidence;
using CharityLink.Kernel;
using CharityLink.Law;

namespace CharityLink.Projects;

/// <summary>A fact in the life of one crowdfunded project, from the proposal to its closing. The names are stored: they never change.</summary>
public interface IProjectEvent;

/// <summary>What a project is about, as its proposer describes it.</summary>
/// <param name="ProgramId">The standing program it belongs to, or null.</param>
/// <param name="Kind">What it does, as data: <c>elder_care</c>, <c>home_repair</c>, <c>schooling</c>, <c>child_care</c>, <c>medical</c>, <c>disaster_relief</c>, <c>village_works</c>, <c>other</c>.</param>
/// <param name="Division">Where the need is; its level decides which reviews the proposal passes.</param>
public sealed record Proposal(
    Guid? ProgramId, string Kind, string TitleZh, string TitleEn, string SummaryZh, string SummaryEn, string NeedZh, string NeedEn, DivisionCode Division)
{
    /// <summary>Without the blanks that typing leaves at the ends.</summary>
    internal Proposal Tidy() => this with
    {
        TitleZh = TitleZh.Trim(),
        TitleEn = TitleEn.Trim(),
        SummaryZh = SummaryZh.Trim(),
        SummaryEn = SummaryEn.Trim(),
        NeedZh = NeedZh.Trim(),
        NeedEn = NeedEn.Trim(),
    };
}

/// <summary>One line of the budget. Required lines must be funded for the project to go ahead; optional ones are done when money is left.</summary>
public sealed record BudgetLine(Guid LineId, string NameZh, string NameEn, Money Planned, bool IsRequired);

/// <summary>How a project is funded.</summary>
public enum FundingModel
{
    /// <summary>Whatever is raised is used for the project.</summary>
    KeepWhatIsRaised,

    /// <summary>The minimum is reached by the deadline, or every gift is given back.</summary>
    AllOrNothing,
}

/// <summary>What a project needs.</summary>
/// <param name="Minimum">At least this must come together (all or nothing); for keep-what-is-raised the sum of the required lines.</param>
/// <param name="Goal">The optimum: all lines paid.</param>
/// <param name="Stretch">Further goals above the first, ascending.</param>
public sealed record Funding(FundingModel Model, Money Minimum, Money Goal, IReadOnlyList<Money> Stretch, IReadOnlyList<BudgetLine> Lines)
{
    /// <summary>Equal when every line and every goal is.</summary>
    public bool Equals(Funding? other) => other is not null && (Model, Minimum, Goal) == (other.Model, other.Minimum, other.Goal)
        && Stretch.SequenceEqual(other.Stretch) && Lines.SequenceEqual(other.Lines);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Model, Minimum, Goal, Stretch.Count, Lines.Count);

    /// <summary>Without the blanks that typing leaves at the ends.</summary>
    internal Funding Tidy() => this with { Lines = [.. Lines.Select(line => line with { NameZh = line.NameZh.Trim(), NameEn = line.NameEn.Trim() })] };
}

/// <summary>A proposal was begun; only its proposer's organisation sees it.</summary>
/// <param name="ProposerId">The organisation that proposes.</param>
/// <param name="ProposedBy">The account that does, who takes no later step; null for the platform itself.</param>
/// <param name="FundId">The earmarked fund that gifts to it will go to.</param>
public sealed record ProjectDrafted(Guid ProjectId, Guid ProposerId, Guid? ProposedBy, Guid FundId, Proposal Proposal, Funding Funding, bool IsInvented) : IProjectEvent;

/// <summary>The draft, or a proposal that was sent back, was rewritten.</summary>
public sealed record ProposalChanged(Guid ProjectId, Proposal Proposal, Funding Funding, Guid? ChangedBy) : IProjectEvent;

/// <summary>The proposal goes to its first review.</summary>
public sealed record ProposalSubmitted(Guid ProjectId, Guid? By) : IProjectEvent;

/// <summary>A picture stands for the project wherever it is shown, or none any more.</summary>
/// <param name="File">Null: the picture was taken away.</param>
/// <param name="AltZh">What is on it, for who cannot see it.</param>
public sealed record CoverChosen(Guid ProjectId, EvidenceFile? File, string AltZh, string AltEn, Guid? By) : IProjectEvent, INamesFiles
{
    IEnumerable<EvidenceUse> INamesFiles.Files() => File is null ? [] : [new EvidenceUse(File, Subject.Project(ProjectId), true)];

    EvidenceFrame? INamesFiles.Frame => new(Subject.Project(ProjectId), "cover");
}

/// <summary>The village confirms the need on the spot.</summary>
public sealed record ProjectVerified(Guid ProjectId, Guid? By, string Findings, IReadOnlyList<EvidenceFile> Files) : IProjectEvent, INamesFiles
{
    // Taken in people's homes: for staff alone.
    IEnumerable<EvidenceUse> INamesFiles.Files() => Files.Select(file => new EvidenceUse(file, Subject.Project(ProjectId), false));
}

/// <summary>The town finds the plan sound.</summary>
public sealed record ProjectReviewed(Guid ProjectId, Guid? By, string Findings) : IProjectEvent;

/// <summary>A federation of county or city takes it on.</summary>
/// <param name="OrganiserId">The legal person that raises and holds the money.</param>
public sealed record ProjectApproved(Guid ProjectId, Guid? By, Guid OrganiserId, string Findings) : IProjectEvent;

/// <summary>A step sent the proposal back to its proposer, who may change and submit it again.</summary>
public sealed record ProposalSentBack(Guid ProjectId, ProjectState From, Guid? By, string Reason) : IProjectEvent;

/// <summary>A step said no for good.</summary>
public sealed record ProjectRejected(Guid ProjectId, Guid? By, string Reason) : IProjectEvent;

/// <summary>The proposer took it back before it opened.</summary>
public sealed record ProjectWithdrawn(Guid ProjectId, Guid? By, string Reason) : IProjectEvent;

/// <summary>An account stands back from every decision on this project (CN-USE-06).</summary>
/// <param name="AccountId">Who is related to the proposer, a vendor or a partner.</param>
/// <param name="Relation">Kind of relation: <c>family</c>, <c>work</c>, <c>business</c>, <c>other</c>; never who to.</param>
public sealed record RelationDeclared(Guid ProjectId, Guid AccountId, string Relation) : IProjectEvent;

/// <summary>The fundraising plan as it stands now. Saved as it grows; what is missing shows when it is filed.</summary>
public sealed record PlanSaved(Guid ProjectId, FundraisingPlan Plan, Guid? By) : IProjectEvent, INamesFiles
{
    IEnumerable<EvidenceUse> INamesFiles.Files() => Plan.Papers.Select(file => new EvidenceUse(file, Subject.Project(ProjectId), false));
}

/// <summary>The plan went to the civil-affairs authority; from here it is changed by amendment only.</summary>
/// <param name="FiledOn">The day by the calendar of Jiangmen.</param>
public sealed record PlanFiled(Guid ProjectId, DateOnly FiledOn, string Authority) : IProjectEvent;

/// <summary>The authority found gaps; they are to be mended within the rule's days, or the plan withdrawn.</summary>
public sealed record FilingGapsNotified(Guid ProjectId, DateOnly NotifiedOn, string Gaps) : IProjectEvent;

/// <summary>The gaps were mended.</summary>
public sealed record FilingCorrected(Guid ProjectId, DateOnly CorrectedOn) : IProjectEvent;

/// <summary>A filed plan was changed; the authority is to be told within the rule's days (CN-PLAN-13).</summary>
/// <param name="Plan">As it stands now.</param>
/// <param name="TitleZh">The campaign's name as it is now.</param>
/// <param name="Sections">What changed: <c>title</c> and the sections of the plan.</param>
public sealed record PlanAmended(
    Guid ProjectId, Guid ChangeId, FundraisingPlan Plan, string TitleZh, string TitleEn, IReadOnlyList<string> Sections, string Reason, DateOnly HappenedOn, Guid? By)
    : IProjectEvent, INamesFiles
{
    IEnumerable<EvidenceUse> INamesFiles.Files() => Plan.Papers.Select(file => new EvidenceUse(file, Subject.Project(ProjectId), false));
}

/// <summary>The authority was told of a change of the plan.</summary>
public sealed record PlanChangeReported(Guid ProjectId, Guid ChangeId, DateOnly ReportedOn, Guid? By) : IProjectEvent;

/// <summary>The authority published the filing under this number.</summary>
public sealed record FilingNumberRecorded(Guid ProjectId, string FilingNumber, DateOnly PublishedOn) : IProjectEvent;

/// <summary>The campaign is listed on a platform the Ministry designated.</summary>
public sealed record PlatformListed(Guid ProjectId, Guid ListingId, string Platform, string Address, DateOnly ListedOn) : IProjectEvent;

/// <summary>A listing ended.</summary>
public sealed record PlatformDelisted(Guid ProjectId, Guid ListingId, DateOnly EndedOn) : IProjectEvent;

/// <summary>A rule that may be overridden was, with a reason that stays.</summary>
/// <param name="RuleId">Of the catalogue: <c>CN-PLAN-05</c>.</param>
public sealed record RuleOverridden(Guid ProjectId, string RuleId, string Code, string Reason, Guid? By) : IProjectEvent;

/// <summary>Gifts are taken from here on.</summary>
/// <param name="DeadlineAt">Last instant, exclusive: the end of the plan's last day in the project's time zone.</param>
/// <param name="RulesOf">Day whose rules it was judged under.</param>
/// <param name="Jurisdiction">Whose rules, of the catalogue: it keeps them, whatever its organiser chooses later.</param>
public sealed record ProjectOpened(
    Guid ProjectId, DateTimeOffset OpenedAt, DateTimeOffset DeadlineAt, Guid? By, DateOnly RulesOf, string Jurisdiction = OrganisationJurisdiction.Default) : IProjectEvent;

/// <summary>The one extension, with a reason that givers are told.</summary>
public sealed record ProjectExtended(Guid ProjectId, DateTimeOffset DeadlineAt, string Reason, Guid? By) : IProjectEvent;

/// <summary>Gifts are not taken for the time being (a complaint, a suspension of the organiser).</summary>
public sealed record ProjectPaused(Guid ProjectId, string Reason, Guid? By) : IProjectEvent;

/// <summary>Gifts are taken again.</summary>
public sealed record ProjectResumed(Guid ProjectId, Guid? By) : IProjectEvent;

/// <summary>Fundraising ended: at the deadline, or earlier by its organiser. The goal's decision, made once.</summary>
/// <param name="EndedAt">The deadline itself when it passed; else the moment it was closed.</param>
/// <param name="Raised">Paid gifts up to and including <paramref name="CountedUpTo"/> in the log.</param>
/// <param name="PledgedByCard">What stood promised by card, collected from here on if the minimum was reached; null for nothing.</param>
/// <param name="IsMet">The minimum was reached, with what is promised by card; always true for keep-what-is-raised.</param>
/// <param name="Cause"><c>deadline</c>, <c>organiser</c> who ended it early, or <c>called_off</c>: then <see cref="ProjectCalledOff"/> follows.</param>
/// <param name="Reason">Why it was ended early; givers read it.</param>
/// <param name="CollectAtLeast">What must have come in once the promises are collected, or every gift goes back; null where it is carried out with whatever came in.</param>
public sealed record ProjectEnded(
    Guid ProjectId, DateTimeOffset EndedAt, Money Raised, long CountedUpTo, bool IsMet, string Cause, string? Reason = null, Guid? By = null,
    Money? PledgedByCard = null, Money? CollectAtLeast = null) : IProjectEvent;

/// <summary>Nothing promised by card is waited for any more: what came in stands, and whether it is enough. Decided once.</summary>
/// <param name="Collected">Paid gifts up to and including <paramref name="CountedUpTo"/> in the log, promises that were collected among them.</param>
/// <param name="Needed">What had to come in; null where anything would do.</param>
/// <param name="IsEnough">False: the project has failed after all, and every gift goes back.</param>
public sealed record CollectionEnded(Guid ProjectId, DateTimeOffset EndedAt, Money Collected, long CountedUpTo, Money? Needed, bool IsEnough) : IProjectEvent;

/// <summary>Somebody of the organiser asks that every gift goes back (CN-DON-20); another person decides.</summary>
/// <param name="Cause">Of <c>refund-causes.json</c>, one that concerns the project as a whole.</param>
/// <param name="Reason">Givers read it if it comes to that.</param>
public sealed record CallOffAsked(Guid ProjectId, string Cause, string Reason, Guid? By) : IProjectEvent;

/// <summary>It was not agreed to; the project goes on.</summary>
public sealed record CallOffDeclined(Guid ProjectId, string Reason, Guid? By) : IProjectEvent;

/// <summary>Called off by two people: what is left of every gift goes back, whether or not the minimum was reached.</summary>
public sealed record ProjectCalledOff(Guid ProjectId, DateTimeOffset CalledOffAt, string Cause, string Reason, Guid? AskedBy, Guid? By) : IProjectEvent;

/// <summary>What was promised is done.</summary>
public sealed record ProjectCarriedOut(Guid ProjectId, DateOnly FinishedOn, Guid? By) : IProjectEvent;

/// <summary>The final report is public (CN-DIS-04).</summary>
public sealed record FinalReportPublished(Guid ProjectId, Guid DisclosureId, Guid? By) : IProjectEvent;

/// <summary>What was left over went to the same or a similar cause (CN-USE-04).</summary>
/// <param name="Amount">The surplus; zero where nothing was left.</param>
/// <param name="TargetFundId">Fund of the organiser that takes it; null where nothing was left.</param>
public sealed record SurplusSettled(Guid ProjectId, Money Amount, Guid? TargetFundId, string Reason, Guid? By) : IProjectEvent;

/// <summary>Nothing more will happen.</summary>
public sealed record ProjectClosed(Guid ProjectId) : IProjectEvent;

/// <summary>The council decided that the money shall serve another purpose (CN-USE-02, CN-USE-03).</summary>
/// <param name="Basis">What fixed the old purpose: <c>plan</c> or <c>agreement</c>.</param>
/// <param name="Consents">The consent of every giver under the agreement; null where a plan fixed the purpose.</param>
public sealed record PurposeChangeDecided(
    Guid ProjectId, Guid ChangeId, string Basis, string PurposeZh, string PurposeEn, string Reason, DateOnly DecidedOn, EvidenceFile Decision, Guid? By,
    EvidenceFile? Consents = null) : IProjectEvent, INamesFiles
{
    IEnumerable<EvidenceUse> INamesFiles.Files() => new[] { Decision, Consents }.OfType<EvidenceFile>().Select(file => new EvidenceUse(file, Subject.Project(ProjectId), false));
}

/// <summary>It was filed with the authority of the original filing.</summary>
public sealed record PurposeChangeFiled(Guid ProjectId, Guid ChangeId, DateOnly FiledOn, string Reference) : IProjectEvent;

/// <summary>It was published; from here money may serve the new purpose.</summary>
public sealed record PurposeChangePublished(Guid ProjectId, Guid ChangeId, DateOnly PublishedOn) : IProjectEvent;

/// <summary>Where a project stands. Names are shown and stored: they never change.</summary>
public enum ProjectState
{
    /// <summary>Being written, or sent back.</summary>
    Draft,

    /// <summary>Waits for the village.</summary>
    Submitted,

    /// <summary>Waits for the town.</summary>
    Verified,

    /// <summary>Waits for the county or the city.</summary>
    Reviewed,

    /// <summary>Taken on; the plan is being made.</summary>
    Approved,

    /// <summary>The plan is with the authority.</summary>
    Filed,

    /// <summary>Takes gifts.</summary>
    Live,

    /// <summary>Fundraising is over; being carried out.</summary>
    Ended,

    /// <summary>Done; the final report is due.</summary>
    CarriedOut,

    /// <summary>Reported; the surplus is to be settled.</summary>
    Reported,

    /// <summary>Nothing more will happen.</summary>
    Closed,

    /// <summary>All or nothing, and the minimum was missed, or too little of what was promised came in, or it was called off: gifts go back.</summary>
    Failed,

    /// <summary>Refused for good.</summary>
    Rejected,

    /// <summary>Taken back by its proposer.</summary>
    Withdrawn,
}
