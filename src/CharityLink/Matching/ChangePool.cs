using CharityLink.Evidence;
using CharityLink.Kernel;
using CharityLink.Projects;
using MediatR;

namespace CharityLink.Matching;

/// <summary>Confirms a sponsor's promise: from here on gifts are matched.</summary>
[Allow(Role.FederationOfficer, Role.CharityOfficer)]
public sealed record OpenPool(Guid CommandId, Guid PoolId) : ICommand, IActsOn
{
    /// <inheritdoc/>
    public Subject Subject => PoolLocator.Of(PoolId);
}

/// <summary>Adds to what a sponsor promised.</summary>
[Allow(Role.FederationOfficer, Role.CharityOfficer)]
public sealed record TopUpPool(Guid CommandId, Guid PoolId, Guid TopUpId, Money Amount) : ICommand, IActsOn
{
    /// <inheritdoc/>
    public Subject Subject => PoolLocator.Of(PoolId);
}

/// <summary>Matches gifts to a project from now on.</summary>
[Allow(Role.FederationOfficer, Role.CharityOfficer)]
public sealed record AddPoolProject(Guid CommandId, Guid PoolId, Guid ProjectId) : ICommand, IActsOn
{
    /// <inheritdoc/>
    public Subject Subject => PoolLocator.Of(PoolId);
}

/// <summary>Matches gifts to a project no longer.</summary>
[Allow(Role.FederationOfficer, Role.CharityOfficer)]
public sealed record RemovePoolProject(Guid CommandId, Guid PoolId, Guid ProjectId) : ICommand, IActsOn
{
    /// <inheritdoc/>
    public Subject Subject => PoolLocator.Of(PoolId);
}

/// <summary>Ends a pool. What was matched stays owed.</summary>
[Allow(Role.FederationOfficer, Role.CharityOfficer)]
public sealed record ClosePool(Guid CommandId, Guid PoolId, string Reason) : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => PoolLocator.Of(PoolId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => new[] { PlainText.Check(Reason, "reason", PlainText.NoteMax, lines: true) }.OfType<Refusal>();
}

/// <summary>Records that the sponsor's money for a project arrived.</summary>
/// <param name="At">When it is recorded: nothing arrives in the future.</param>
[Allow(Role.FederationOfficer, Role.CharityOfficer)]
public sealed record RecordMatchPayment(Guid CommandId, Guid PoolId, Guid ProjectId, DateOnly PaidOn, EvidenceFile? Proof, DateTimeOffset At) : ICommand, IActsOn
{
    /// <inheritdoc/>
    public Subject Subject => PoolLocator.Of(PoolId);
}

internal sealed class ChangePoolHandler(Aggregates aggregates, CommandContext context) :
    IRequestHandler<OpenPool, Outcome>, IRequestHandler<TopUpPool, Outcome>, IRequestHandler<AddPoolProject, Outcome>,
    IRequestHandler<RemovePoolProject, Outcome>, IRequestHandler<ClosePool, Outcome>, IRequestHandler<RecordMatchPayment, Outcome>
{
    private Guid? By => context.Caller.AccountId;

    public Task<Outcome> Handle(OpenPool command, CancellationToken ct) => Change(command.PoolId, pool => MatchingPool.Decide(pool, command, By), ct);

    public Task<Outcome> Handle(TopUpPool command, CancellationToken ct) => Change(command.PoolId, pool => MatchingPool.Decide(pool, command, By), ct);

    public Task<Outcome> Handle(RemovePoolProject command, CancellationToken ct) => Change(command.PoolId, pool => MatchingPool.Decide(pool, command), ct);

    public Task<Outcome> Handle(ClosePool command, CancellationToken ct) => Change(command.PoolId, pool => MatchingPool.Decide(pool, command, By), ct);

    public Task<Outcome> Handle(RecordMatchPayment command, CancellationToken ct) =>
        Change(command.PoolId, pool => MatchingPool.Decide(pool, command, MatchRule.DayOf(command.At), By), ct);

    public async Task<Outcome> Handle(AddPoolProject command, CancellationToken ct)
    {
        var (project, seen, _) = await aggregates.Load<MatchedProject, IProjectEvent>(command.ProjectId, ct);
        var (pool, version, position) = await aggregates.Load<MatchingPool, IMatchingEvent>(command.PoolId, ct);
        var decision = MatchingPool.Decide(pool, command, project?.Standing ?? ProjectStanding.Unknown);
        // Held where it stands: a project added behind its own end would never be settled.
        return await aggregates.Carry<MatchingPool, IMatchingEvent>(command.PoolId, version, position, decision, Aggregates.Held(command.ProjectId, "project", seen), ct);
    }

    private Task<Outcome> Change(Guid pool, Func<MatchingPool?, Decision<IMatchingEvent>> decide, CancellationToken ct) =>
        aggregates.Change<MatchingPool, IMatchingEvent>(pool, decide, ct);
}
