using CharityLink.Kernel;
using CharityLink.Network;
using CharityLink.Programs;

namespace CharityLink.Projects;

/// <summary>What a decision about a proposal has to know beyond the proposal itself.</summary>
/// <param name="Proposer">The organisation named, or null when there is none of that id.</param>
/// <param name="Division">The division named, or null when there is none of that code.</param>
/// <param name="Program">The program named, or null when none is named or there is none of that id.</param>
public sealed record Around(Member? Proposer, Division? Division, StandingProgram? Program);

/// <summary>Reads what stands around a proposal.</summary>
internal sealed class Neighbours(Aggregates aggregates, Divisions divisions)
{
    /// <summary>Around a proposal of an organisation.</summary>
    public async Task<Around> Of(Guid proposerId, Proposal proposal, CancellationToken ct) => new(
        await Member(proposerId, ct), divisions.Find(proposal.Division), proposal.ProgramId is { } id ? await Program(id, ct) : null);

    /// <summary>Around a proposal that belongs to no program.</summary>
    public Around Around(Member? proposer, Proposal proposal) => new(proposer, divisions.Find(proposal.Division), null);

    /// <summary>An organisation, or null when there is none of that id.</summary>
    public async Task<Member?> Member(Guid id, CancellationToken ct) => (await aggregates.Load<Member, IOrganisationEvent>(id, ct)).State;

    /// <summary>A standing program, or null when there is none of that id.</summary>
    public async Task<StandingProgram?> Program(Guid id, CancellationToken ct) => (await aggregates.Load<StandingProgram, IProgramEvent>(id, ct)).State;
}
