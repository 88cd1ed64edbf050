using CharityLink.Kernel;
using CharityLink.Projects;
using CharityLink.Store;

namespace CharityLink.Tests.Projects;

/// <summary>The life of a project as facts, for tests of what reads them.</summary>
internal sealed record ProjectFacts(Guid Id, Guid Proposer, Guid Organiser)
{
    public static readonly DateTimeOffset Opened = new(2026, 10, 1, 0, 0, 0, TimeSpan.Zero);

    public string TitleZh { get; init; } = "村道路灯";

    public string TitleEn { get; init; } = "Street lights";

    public string Division { get; init; } = "440703103201";

    public string Kind { get; init; } = "village_works";

    public FundingModel Model { get; init; } = FundingModel.KeepWhatIsRaised;

    public long Goal { get; init; } = 100_000_00;

    public DateTimeOffset Deadline { get; init; } = Opened.AddDays(30);

    public static ProjectFacts New() => new(Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());

    public Proposal Proposal => new(null, Kind, TitleZh, TitleEn, "摘要", "Summary", "需要", "Need", DivisionCode.Parse(Division));

    public Funding Funding => new(Model, Money.Cny(Goal / 2), Money.Cny(Goal), [Money.Cny(Goal * 2)],
        [new(Guid.CreateVersion7(), "灯", "Lamps", Money.Cny(Goal / 2), true), new(Guid.CreateVersion7(), "杆", "Poles", Money.Cny(Goal / 2), false)]);

    public IProjectEvent Drafted => new ProjectDrafted(Id, Proposer, Guid.CreateVersion7(), Guid.CreateVersion7(), Proposal, Funding, true);

    public IReadOnlyList<IProjectEvent> UpToApproved =>
    [
        Drafted, new ProposalSubmitted(Id, null), new ProjectVerified(Id, Guid.CreateVersion7(), "Seen by night", []), new ProjectReviewed(Id, null, "Sound"), new ProjectApproved(Id, null, Organiser, "Taken on"),
    ];

    public IReadOnlyList<IProjectEvent> UpToLive =>
    [
        .. UpToApproved, new PlanSaved(Id, FundraisingPlan.Empty with { PurposeZh = "照明", OfficeAddress = "1 Road", LeaderId = new PersonId(Guid.CreateVersion7()) }, null),
        new PlanFiled(Id, new DateOnly(2026, 9, 10), "Civil affairs"), new FilingNumberRecorded(Id, "53440700MJL0000000A26001", new DateOnly(2026, 9, 20)),
        new PlatformListed(Id, Guid.CreateVersion7(), "Platform", "https://platform.example/1", new DateOnly(2026, 9, 21)), new ProjectOpened(Id, Opened, Deadline, null, new DateOnly(2026, 10, 1)),
    ];

    /// <summary>Appends facts to the project's stream; from its first fact on with version 0.</summary>
    public async Task<long> Write(EventStore store, int version, params IReadOnlyList<IProjectEvent> facts) =>
        await store.Append([new StreamChange(Id, "project", version, [.. facts])], EventMetadata.None, TestContext.Current.CancellationToken) is AppendResult.Appended done
            ? done.Position : throw new InvalidOperationException("Not appended.");
}
