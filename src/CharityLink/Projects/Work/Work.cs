using System.Collections.Immutable;
using CharityLink.Kernel;
using CharityLink.Law;

namespace CharityLink.Projects;

/// <summary>What has to be known of a project to say what it waits for.</summary>
/// <param name="Since">When it came to wait for its next step.</param>
internal sealed record Work(
    Guid ProjectId, Guid ProposerId, Guid? OrganiserId, string Division, string TitleZh, string TitleEn, ProjectState State, bool IsSentBack, bool IsPaused,
    ImmutableHashSet<Guid> Authors, ImmutableHashSet<Guid> Deciders, ImmutableHashSet<Guid> Related,
    DateOnly? FiledOn, DateOnly? GapsOn, bool HasNumber, DateOnly? FinishedOn, DateTimeOffset Since, PendingPurpose? Purpose)
{
    /// <summary>What visitors asked or reported and nobody has answered yet, by its id.</summary>
    public ImmutableDictionary<Guid, OpenMatter> Matters { get; init; } = ImmutableDictionary<Guid, OpenMatter>.Empty;

    /// <summary>What had come together when fundraising ended, in fen; 0 before.</summary>
    public long RaisedMinor { get; init; }

    /// <summary>It hangs on promises that are being collected whether it goes ahead: it waits for nobody.</summary>
    public bool IsCollecting { get; init; }

    /// <summary>Somebody asks that it is called off; null where nobody does.</summary>
    public Waiting? CallOff { get; init; }

    /// <summary>How far the work itself is.</summary>
    public WorkInSteps Steps { get; init; } = WorkInSteps.None;

    /// <summary>After one more fact of a visitor's, of its answer, or of the work itself; those of other kinds leave it as it is.</summary>
    public Work After(object fact, DateTimeOffset at) => this with
    {
        Steps = fact is IDeliveryEvent done ? Steps.After(done, at) : Steps,
        Matters = fact switch
        {
            QuestionAsked e => Matters.SetItem(e.QuestionId, new("answer", at)),
            QuestionAnswered e => Matters.Remove(e.QuestionId),
            QuestionRefused e => Matters.Remove(e.QuestionId),
            PageReported e => Matters.SetItem(e.ReportId, new("page_report", at)),
            ReportAnswered e => Matters.Remove(e.ReportId),
            _ => Matters,
        },
    };

    /// <summary>After one more fact. Facts that nobody waits for leave it as it is.</summary>
    public static Work After(Work? work, IProjectEvent fact, DateTimeOffset at) => (work, fact) switch
    {
        (null, ProjectDrafted e) => new(
            e.ProjectId, e.ProposerId, null, e.Proposal.Division.Value, e.Proposal.TitleZh, e.Proposal.TitleEn, ProjectState.Draft, false, false,
            Joined([], e.ProposedBy), [], [], null, null, false, null, at, null),
        (null, _) => throw new CorruptStreamException(work, fact),
        ({ } w, ProposalChanged e) => w with { Division = e.Proposal.Division.Value, TitleZh = e.Proposal.TitleZh, TitleEn = e.Proposal.TitleEn, Authors = Joined(w.Authors, e.ChangedBy) },
        ({ } w, ProposalSubmitted e) => w.Now(Project.FirstReview(DivisionCode.Parse(w.Division).Level), at) with { Authors = Joined(w.Authors, e.By), Deciders = [] },
        ({ } w, ProjectVerified e) => w.Now(ProjectState.Verified, at) with { Deciders = Joined(w.Deciders, e.By) },
        ({ } w, ProjectReviewed e) => w.Now(ProjectState.Reviewed, at) with { Deciders = Joined(w.Deciders, e.By) },
        ({ } w, ProjectApproved e) => w.Now(ProjectState.Approved, at) with { OrganiserId = e.OrganiserId },
        ({ } w, ProposalSentBack) => w.Now(ProjectState.Draft, at) with { IsSentBack = true },
        ({ } w, RelationDeclared e) => w with { Related = w.Related.Add(e.AccountId) },
        ({ } w, ProjectRejected) => w.Now(ProjectState.Rejected, at),
        ({ } w, ProjectWithdrawn) => w.Now(ProjectState.Withdrawn, at),
        ({ } w, _) => Running(w, fact, at),
    };

    private static Work Running(Work work, IProjectEvent fact, DateTimeOffset at) => fact switch
    {
        PlanFiled e => work.Now(work.State == ProjectState.Approved ? ProjectState.Filed : work.State, at) with { FiledOn = e.FiledOn },
        FilingGapsNotified e => work with { GapsOn = e.NotifiedOn, Since = at },
        FilingCorrected => work with { GapsOn = null, Since = at },
        FilingNumberRecorded => work with { HasNumber = true, GapsOn = null, Since = at },
        ProjectOpened => work.Now(ProjectState.Live, at),
        ProjectPaused => work with { IsPaused = true, Since = at },
        ProjectResumed => work with { IsPaused = false, Since = at },
        ProjectEnded e => work.Now(e.IsMet ? ProjectState.Ended : ProjectState.Failed, at) with { RaisedMinor = e.Raised.Minor, IsCollecting = e.CollectAtLeast is not null },
        CollectionEnded e => (e.IsEnough ? work : work.Now(ProjectState.Failed, at)) with { RaisedMinor = e.Collected.Minor, IsCollecting = false },
        CallOffAsked e => work with { CallOff = new(e.By, at) },
        CallOffDeclined => work with { CallOff = null },
        ProjectCalledOff => work.Now(ProjectState.Failed, at) with { CallOff = null, IsCollecting = false },
        PlanAmended e => work with { TitleZh = e.TitleZh, TitleEn = e.TitleEn },
        ProjectCarriedOut e => work.Now(ProjectState.CarriedOut, at) with { FinishedOn = e.FinishedOn },
        FinalReportPublished => work.Now(ProjectState.Reported, at),
        ProjectClosed => work.Now(ProjectState.Closed, at),
        PurposeChangeDecided e => work with { Purpose = new(e.Basis == "plan", e.DecidedOn, at) },
        PurposeChangeFiled e => work with { Purpose = new(false, e.FiledOn, at) },
        PurposeChangePublished => work with { Purpose = null },
        _ => work,
    };

    /// <summary>The steps it waits for now, each for somebody.</summary>
    public IEnumerable<ProjectTask> Tasks()
    {
        if (Next() is { } next)
        {
            yield return next;
        }

        if (CallOff is { } asked && State is ProjectState.Live or ProjectState.Ended)
        {
            yield return Answer("call_off", asked);
        }

        if (Purpose is { } purpose)
        {
            yield return Ours(purpose.IsToFile ? "purpose_file" : "purpose_publish", purpose.Since, purpose.On);
        }

        foreach (var task in Delivery())
        {
            yield return task;
        }

        // Of each kind the one that waits longest says when it is due.
        foreach (var matters in Matters.Values.GroupBy(matter => matter.Step, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            yield return Ours(matters.Key, matters.Min(matter => matter.Since), null);
        }
    }

    private ProjectTask? Next() => State switch
    {
        ProjectState.Draft => Task(IsSentBack ? "mend" : "draft", Proposers, Since, null, true, ProposerId),
        ProjectState.Submitted => Decision("verify"),
        ProjectState.Verified => Decision("review"),
        ProjectState.Reviewed => Decision("approve"),
        ProjectState.Approved => Ours("plan", Since, null),
        ProjectState.Filed when GapsOn is not null => Ours("correct_filing", Since, GapsOn),
        ProjectState.Filed when !HasNumber => Ours("number", Since, FiledOn),
        ProjectState.Filed => Ours("open", Since, null),
        ProjectState.Live when IsPaused => Task("resume", [Role.FederationOfficer], Since, null, false, OrganiserId ?? ProposerId),
        ProjectState.Ended when IsCollecting && !Steps.All.IsEmpty => null,
        ProjectState.Ended when Steps.All.IsEmpty => Ours("plan_steps", Since, null),
        ProjectState.Ended => Steps.Owed(RaisedMinor).Count > 0 ? null : Ours("carry_out", Steps.Since > Since ? Steps.Since : Since, null),
        ProjectState.CarriedOut => Ours("report", Since, FinishedOn),
        ProjectState.Reported => Ours("settle", Since, null),
        ProjectState.Failed => Ours("refund", Since, null),
        _ => null,
    };

    // Money is used after fundraising, in an emergency earlier: there it was asked for already.
    private IEnumerable<ProjectTask> Delivery()
    {
        if (IsCollecting || Steps.Next is not { } step || !(State == ProjectState.Ended || (State == ProjectState.Live && Steps.IsBegun)))
        {
            yield break;
        }

        if (step.Asked is { } asked)
        {
            yield return Answer("tranche", asked);
        }

        if (step.Shown is { } shown)
        {
            yield return Answer("proof", shown);
        }
        else if (State == ProjectState.Live || Steps.Owed(RaisedMinor).Contains(step))
        {
            // The day the step itself was promised for, so that what is overdue shows at those who do the work.
            yield return Task("milestone", Proposers, Steps.Since > Since ? Steps.Since : Since, null, true, ProposerId) with { DueOn = step.DueOn };
        }
    }

    // Whoever may let money go at the project's place, but not who asked for it, nor who stands back.
    private ProjectTask Answer(string step, Waiting waiting) =>
        Task(step, Organisers, waiting.Since, null, false, OrganiserId ?? ProposerId) with { Excluded = [.. Joined(Related, waiting.By).Order()] };

    private static IReadOnlyList<Role> Organisers { get; } = [Role.FederationOfficer, Role.CharityOfficer];

    private static IReadOnlyList<Role> Proposers { get; } = [Role.FederationOfficer, Role.CharityOfficer, Role.TownWorker, Role.VillageWorker];

    // A decision waits for a level of the place, but for nobody who wrote the proposal, took an earlier step or stands back.
    private ProjectTask Decision(string step) =>
        Task(step, State.DecidedBy(), Since, null, false, ProposerId) with { Excluded = [.. Authors.Union(Deciders).Union(Related).Order()] };

    // What an organiser has to do waits for its own people, not for everybody above.
    private ProjectTask Ours(string step, DateTimeOffset since, DateOnly? from) => Task(step, Organisers, since, from, true, OrganiserId ?? ProposerId);

    private ProjectTask Task(string step, IReadOnlyList<Role> roles, DateTimeOffset since, DateOnly? from, bool isOwn, Guid organisation) => new(
        ProjectId, step, [.. roles.Select(role => role.ToString())], Division, organisation, isOwn, [], TitleZh, TitleEn, since,
        Promises.DueOn(step, from ?? WorkingDays.China.DayOf(since)));

    private Work Now(ProjectState state, DateTimeOffset at) => this with { State = state, Since = at, IsSentBack = false };

    private static ImmutableHashSet<Guid> Joined(ImmutableHashSet<Guid> accounts, Guid? one) => one is { } account ? accounts.Add(account) : accounts;
}

/// <summary>Something a visitor waits for.</summary>
internal sealed record OpenMatter(string Step, DateTimeOffset Since);

/// <summary>A change of purpose on its way.</summary>
/// <param name="IsToFile">The authority has to hear of it before it is published.</param>
/// <param name="On">The day of the last step.</param>
internal sealed record PendingPurpose(bool IsToFile, DateOnly On, DateTimeOffset Since);

/// <summary>One step that a project waits for.</summary>
/// <param name="Step"><c>verify</c>, <c>review</c>, <c>approve</c>, <c>mend</c> …: the names of <c>task-promises.json</c>, and <c>draft</c>, <c>plan_steps</c>, <c>carry_out</c>, <c>refund</c>, for which nothing is promised, and <c>milestone</c>, which has a day of its own.</param>
/// <param name="Roles">Who may take it.</param>
/// <param name="OrganisationId">The organisation it is about, or whose step it is.</param>
/// <param name="IsOwn">Only that organisation's own people; else everybody whose role covers the division.</param>
/// <param name="Excluded">Accounts that may not take it.</param>
/// <param name="DueOn">Last day of the promise; null where there is none.</param>
public sealed record ProjectTask(
    Guid ProjectId, string Step, IReadOnlyList<string> Roles, string Division, Guid OrganisationId, bool IsOwn, IReadOnlyList<Guid> Excluded, string TitleZh, string TitleEn,
    DateTimeOffset Since, DateOnly? DueOn);
