using System.Text.Json.Serialization;
using CharityLink.Kernel;

namespace CharityLink.Projects;

/// <summary>Where a project stands in the eyes of somebody who looks for one to give to.</summary>
public enum ProjectStage
{
    /// <summary>Not open yet, and not shown in public.</summary>
    Preparing,

    /// <summary>Takes gifts.</summary>
    Live,

    /// <summary>Takes no gifts for the time being.</summary>
    Paused,

    /// <summary>Fundraising is over; the work goes on.</summary>
    CarryingOut,

    /// <summary>What was promised is done.</summary>
    Done,

    /// <summary>The minimum was missed, or too little of what was promised came in: gifts go back.</summary>
    Failed,

    /// <summary>Refused or taken back before it opened, and not shown in public.</summary>
    Dropped,
}

/// <summary>One project as lists show it.</summary>
/// <param name="Reviews">Decisions that let it through since it was last submitted: verified, reviewed, approved.</param>
/// <param name="SubmittedAt">When it was submitted last.</param>
/// <param name="OpenedAt">From here on it is public; null before.</param>
/// <param name="IsMet">What was decided at its end; null before.</param>
/// <param name="DecidedMinor">What was counted for that decision; null before.</param>
/// <param name="RaisedMinor">Paid gifts to it so far.</param>
/// <param name="PledgedMinor">What is still promised: shown apart, never counted as raised (CN-DON-09).</param>
/// <param name="Cover">The picture that stands for it; null where there is none.</param>
/// <param name="MinCollectPercent">So much of the minimum must come in once promises by card are collected; null: anything will do.</param>
/// <param name="CollectAtLeastMinor">What that is, once it hangs on it whether the project goes ahead; else null.</param>
/// <param name="CollectedMinor">What had come in when no promise by card was waited for any more; null before, and where there were none.</param>
/// <param name="Position">Of the log up to which it tells: changed whenever anything else in it changes.</param>
public sealed record ProjectRow(
    Guid ProjectId, Guid? ProgramId, string Kind, string Division, Guid ProposerId, Guid? OrganiserId, Guid FundId, bool IsInvented,
    string TitleZh, string TitleEn, string SummaryZh, string SummaryEn,
    FundingModel Model, long MinimumMinor, long GoalMinor, IReadOnlyList<long> StretchMinor, string Currency,
    ProjectState State, bool IsPaused, int Reviews, DateTimeOffset DraftedAt, DateTimeOffset? SubmittedAt, DateTimeOffset? OpenedAt, DateTimeOffset? DeadlineAt, bool IsExtended,
    DateTimeOffset? EndedAt, bool? IsMet, long? DecidedMinor, string? FilingNumber, DateOnly? FinishedOn, Guid? FinalReportId, long RaisedMinor, long PledgedMinor, ProjectCover? Cover, string SearchKey, long Position,
    int? MinCollectPercent = null, long? CollectAtLeastMinor = null, long? CollectedMinor = null)
{
    /// <summary>Where the need is.</summary>
    [JsonIgnore]
    public DivisionCode Code => DivisionCode.Parse(Division);

    /// <summary>Shown to everybody: it opened once.</summary>
    [JsonIgnore]
    public bool IsPublic => OpenedAt is not null;

    /// <summary>Where it stands for a giver; a column of its own, so that lists can ask for it.</summary>
    public ProjectStage Stage => State switch
    {
        ProjectState.Live => IsPaused ? ProjectStage.Paused : ProjectStage.Live,
        ProjectState.Ended => ProjectStage.CarryingOut,
        ProjectState.CarriedOut or ProjectState.Reported or ProjectState.Closed => ProjectStage.Done,
        ProjectState.Failed => ProjectStage.Failed,
        ProjectState.Rejected or ProjectState.Withdrawn => ProjectStage.Dropped,
        _ => ProjectStage.Preparing,
    };

    /// <summary>What all lines cost.</summary>
    [JsonIgnore]
    public Money Goal => Of(GoalMinor);

    /// <summary>What must come together at least.</summary>
    [JsonIgnore]
    public Money Minimum => Of(MinimumMinor);

    /// <summary>What was paid so far.</summary>
    [JsonIgnore]
    public Money Raised => Of(RaisedMinor);

    /// <summary>What is still promised.</summary>
    [JsonIgnore]
    public Money Pledged => Of(PledgedMinor);

    /// <summary>It hangs on promises that are being collected whether it goes ahead.</summary>
    [JsonIgnore]
    public bool IsCollecting => CollectAtLeastMinor is not null && CollectedMinor is null;

    /// <summary>Everything or nothing was asked for, and it goes ahead, or has: the minimum was reached.</summary>
    [JsonIgnore]
    public bool HasReached => Model == FundingModel.AllOrNothing && IsMet == true && Stage is ProjectStage.CarryingOut or ProjectStage.Done;

    /// <summary>It reached its minimum not with gifts alone but with what was promised by card besides: less than that may have come in.</summary>
    [JsonIgnore]
    public bool HasReachedByPromises => HasReached && DecidedMinor < MinimumMinor;

    /// <summary>A gift can be begun: open, not paused, and the deadline has not come.</summary>
    public bool TakesGifts(DateTimeOffset now) => Stage == ProjectStage.Live && now < DeadlineAt;

    /// <summary>An amount in the project's currency.</summary>
    public Money Of(long minor) => new(minor, new Currency(Currency));
}

/// <summary>One line of the budget as it stands now.</summary>
public sealed record ProjectLine(Guid ProjectId, Guid LineId, int Ordinal, string NameZh, string NameEn, long PlannedMinor, bool IsRequired);

/// <summary>All that a project's own page tells.</summary>
public sealed record ProjectView(ProjectRow Row, ProjectStory Story, IReadOnlyList<ProjectLine> Lines);
