using CharityLink.Kernel;
using CharityLink.Law;
using MediatR;

namespace CharityLink.Projects;

/// <summary>The campaign is listed on a platform the Ministry designated.</summary>
/// <param name="ListingId">Made with the form.</param>
/// <param name="Platform">By its code in the list of designated platforms.</param>
/// <param name="Address">Of the campaign's page there.</param>
[Allow(Role.FederationOfficer, Role.CharityOfficer)]
public sealed record ListOnPlatform(Guid CommandId, Guid ProjectId, Guid ListingId, string Platform, string Address, DateOnly ListedOn) : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Project(ProjectId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => new[] { PlainText.Check(Address, "address", PlainText.NoteMax) ?? (IsWeb(Address) ? null : new Refusal("address_not_https", "address")) }.OfType<Refusal>();

    // Shown as a link to everybody: nothing but a plain page of the web.
    private static bool IsWeb(string text) => Uri.TryCreate(text.Trim(), UriKind.Absolute, out var address) && address is { Scheme: "https", UserInfo: "", IsDefaultPort: true, HostNameType: UriHostNameType.Dns };
}

/// <summary>A listing ended.</summary>
[Allow(Role.FederationOfficer, Role.CharityOfficer)]
public sealed record Delist(Guid CommandId, Guid ProjectId, Guid ListingId, DateOnly EndedOn) : ICommand, IActsOn
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Project(ProjectId);
}

/// <content>Listings on designated platforms.</content>
public sealed partial record Project
{
    /// <summary>Once per platform, from the approval to the end of fundraising.</summary>
    public static Decision<IProjectEvent> Decide(Project? project, ListOnPlatform command, DesignatedPlatform? platform, DateOnly today)
    {
        if (project?.Filing.Listings.Find(one => one.ListingId == command.ListingId) is { } before)
        {
            return before.Address == command.Address.Trim() && before.Platform == platform?.NameZh ? [] : new Refusal("listing_id_reused");
        }

        return project switch
        {
            null => new Refusal("project_unknown"),
            { State: not (ProjectState.Approved or ProjectState.Filed or ProjectState.Live) } => project.State.Instead(),
            _ when platform is null => new Refusal("platform_not_designated", "platform"),
            _ when project.Filing.Listings.Exists(one => one.Platform == platform.NameZh) => new Refusal("platform_listed_already", "platform"),
            _ when PastDay.Check(command.ListedOn, "listed_on", today) is { } wrong => wrong,
            _ => [new PlatformListed(project.Id, command.ListingId, platform.NameZh, command.Address.Trim(), command.ListedOn)],
        };
    }

    /// <summary>A listing that is gone already stays gone.</summary>
    public static Decision<IProjectEvent> Decide(Project? project, Delist command, DateOnly today) => project?.Filing.Listings.Find(one => one.ListingId == command.ListingId) switch
    {
        _ when project is null => new Refusal("project_unknown"),
        null => new Refusal("listing_unknown"),
        _ when PastDay.Check(command.EndedOn, "ended_on", today) is { } wrong => wrong,
        { } listing when command.EndedOn < listing.ListedOn => new Refusal("before_listing", "ended_on"),
        _ => [new PlatformDelisted(project.Id, command.ListingId, command.EndedOn)],
    };
}

internal sealed class ListOnPlatformHandler(Aggregates aggregates, DesignatedPlatforms platforms, TimeProvider clock) : IRequestHandler<ListOnPlatform, Outcome>, IRequestHandler<Delist, Outcome>
{
    public Task<Outcome> Handle(ListOnPlatform command, CancellationToken ct) =>
        aggregates.Change<Project, IProjectEvent>(command.ProjectId, project => Project.Decide(project, command, platforms.Find(command.Platform), Today()), ct);

    public Task<Outcome> Handle(Delist command, CancellationToken ct) => aggregates.Change<Project, IProjectEvent>(command.ProjectId, project => Project.Decide(project, command, Today()), ct);

    private DateOnly Today() => WorkingDays.China.DayOf(clock.GetUtcNow());
}
