using CharityLink.Kernel;
using CharityLink.Network;

namespace CharityLink.Projects;

/// <summary>How each fact changes a project's row.</summary>
internal sealed class ProjectRows(Divisions divisions)
{
    /// <summary>The row after one more fact. Facts that lists show nothing of leave it as it is.</summary>
    public ProjectRow After(ProjectRow? row, IProjectEvent fact, DateTimeOffset at) => (row, fact) switch
    {
        (null, ProjectDrafted e) => Described(
            new(e.ProjectId, null, "", e.Proposal.Division.Value, e.ProposerId, null, e.FundId, e.IsInvented, "", "", "", "", default, 0, 0, [], "", ProjectState.Draft, false, 0,
                at, null, null, null, false, null, null, null, null, null, null, 0, 0, null, "", 0),
            e.Proposal, e.Funding),
        (null, _) => throw new CorruptStreamException(row, fact),
        ({ } p, ProposalChanged e) => Described(p, e.Proposal, e.Funding),
        ({ } p, ProposalSubmitted) => p with { State = Project.FirstReview(p.Code.Level), SubmittedAt = at, Reviews = 0 },
        ({ } p, ProjectVerified) => p with { State = ProjectState.Verified, Reviews = p.Reviews + 1 },
        ({ } p, ProjectReviewed) => p with { State = ProjectState.Reviewed, Reviews = p.Reviews + 1 },
        ({ } p, ProjectApproved e) => p with { State = ProjectState.Approved, OrganiserId = e.OrganiserId, Reviews = p.Reviews + 1 },
        ({ } p, ProposalSentBack) => p with { State = ProjectState.Draft },
        ({ } p, ProjectRejected) => p with { State = ProjectState.Rejected },
        ({ } p, ProjectWithdrawn) => p with { State = ProjectState.Withdrawn },
        // In an emergency it takes gifts before it is filed.
        ({ State: ProjectState.Live } p, PlanFiled) => p,
        ({ } p, PlanFiled) => p with { State = ProjectState.Filed },
        ({ } p, FilingNumberRecorded e) => p with { FilingNumber = e.FilingNumber },
        ({ } p, PlanSaved e) => p with { MinCollectPercent = e.Plan.MinCollectPercent },
        ({ } p, PlanAmended e) => p with
        {
            TitleZh = e.TitleZh,
            TitleEn = e.TitleEn,
            SearchKey = Key(e.TitleZh, e.TitleEn, p.Code),
            MinCollectPercent = e.Plan.MinCollectPercent,
        },
        ({ } p, CoverChosen e) => p with { Cover = e.File is { } file ? new(file, e.AltZh, e.AltEn) : null },
        ({ } p, _) => Running(p, fact),
    };

    private static ProjectRow Running(ProjectRow row, IProjectEvent fact) => fact switch
    {
        ProjectOpened e => row with { State = ProjectState.Live, OpenedAt = e.OpenedAt, DeadlineAt = e.DeadlineAt },
        ProjectExtended e => row with { DeadlineAt = e.DeadlineAt, IsExtended = true },
        ProjectPaused => row with { IsPaused = true },
        ProjectResumed => row with { IsPaused = false },
        ProjectEnded e => row with { State = e.IsMet ? ProjectState.Ended : ProjectState.Failed, EndedAt = e.EndedAt, IsMet = e.IsMet, DecidedMinor = e.Raised.Minor, CollectAtLeastMinor = e.CollectAtLeast?.Minor },
        CollectionEnded e => row with { State = e.IsEnough ? row.State : ProjectState.Failed, CollectedMinor = e.Collected.Minor },
        ProjectCalledOff => row with { State = ProjectState.Failed },
        ProjectCarriedOut e => row with { State = ProjectState.CarriedOut, FinishedOn = e.FinishedOn },
        FinalReportPublished e => row with { State = ProjectState.Reported, FinalReportId = e.DisclosureId },
        ProjectClosed => row with { State = ProjectState.Closed },
        _ => row,
    };

    private ProjectRow Described(ProjectRow row, Proposal proposal, Funding funding) => row with
    {
        ProgramId = proposal.ProgramId,
        Kind = proposal.Kind,
        Division = proposal.Division.Value,
        TitleZh = proposal.TitleZh,
        TitleEn = proposal.TitleEn,
        SummaryZh = proposal.SummaryZh,
        SummaryEn = proposal.SummaryEn,
        Model = funding.Model,
        MinimumMinor = funding.Minimum.Minor,
        GoalMinor = funding.Goal.Minor,
        StretchMinor = [.. funding.Stretch.Select(goal => goal.Minor)],
        Currency = funding.Goal.Currency.Code,
        SearchKey = Key(proposal.TitleZh, proposal.TitleEn, proposal.Division),
    };

    // Found by its title in characters, letters and pinyin, and by the places it lies in.
    private string Key(string titleZh, string titleEn, DivisionCode division)
    {
        var path = divisions.PathTo(division);
        string[] parts =
        [
            titleZh, titleEn, SearchKey.PinyinOf(titleZh, path.Reverse()),
            .. path.Skip(1).SelectMany(place => new[] { place.NameZh, place.NameEn }),
        ];
        return string.Join(' ', parts.Select(SearchKey.Of).Prepend("").Distinct(StringComparer.Ordinal));
    }
}
