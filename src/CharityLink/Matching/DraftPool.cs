using CharityLink.Evidence;
using CharityLink.Kernel;
using CharityLink.Network;
using MediatR;

namespace CharityLink.Matching;

/// <summary>Writes down what a sponsor promised. It matches nothing before a second person confirms it.</summary>
/// <param name="HolderId">The legal person that answers for the pool and will receive the sponsor's money.</param>
[Allow(Role.FederationOfficer, Role.CharityOfficer)]
public sealed record DraftPool(
    Guid CommandId, Guid PoolId, Guid HolderId, string SponsorZh, string SponsorEn, MatchTerms Terms, EvidenceFile? Agreement, bool IsInvented = false)
    : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Organisation(HolderId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => new[]
    {
        PlainText.Check(SponsorZh, "sponsor_zh", PlainText.NameMax),
        PlainText.Check(SponsorEn, "sponsor_en", PlainText.NameMax),
    }.OfType<Refusal>();
}

internal sealed class DraftPoolHandler(Aggregates aggregates, CommandContext context) : IRequestHandler<DraftPool, Outcome>
{
    public async Task<Outcome> Handle(DraftPool command, CancellationToken ct)
    {
        var (holder, _, _) = await aggregates.Load<PoolHolder, IOrganisationEvent>(command.HolderId, ct);
        return await aggregates.Create<MatchingPool, IMatchingEvent>(
            command.PoolId, pool => MatchingPool.Decide(pool, command, holder is { MayReceive: true }, context.Caller.AccountId), ct);
    }
}

/// <summary>What matching asks of an organisation: where it stands and whether it may receive money.</summary>
internal sealed record PoolHolder(Guid Id, DivisionCode Division, bool IsLegalPerson, bool IsVerified, bool IsSuspended) : IState<PoolHolder, IOrganisationEvent>
{
    public bool MayReceive => IsLegalPerson && IsVerified && !IsSuspended;

    public static PoolHolder Evolve(PoolHolder? state, IOrganisationEvent fact) => (state, fact) switch
    {
        (null, OrganisationRegistered e) => new(e.OrganisationId, e.Division, e.Uscc is not null, false, false),
        ({ } h, OrganisationVerified) => h with { IsVerified = true },
        ({ } h, VerificationWithdrawn) => h with { IsVerified = false },
        ({ } h, OrganisationChanged e) => h with { IsLegalPerson = e.Uscc is not null },
        ({ } h, OrganisationSuspended) => h with { IsSuspended = true },
        ({ } h, OrganisationResumed) => h with { IsSuspended = false },
        ({ } h, OrganisationLinked) => h,
        _ => throw new CorruptStreamException(state, fact),
    };
}
