using CharityLink.Kernel;
using CharityLink.Network;
using MediatR;

namespace CharityLink.Programs;

/// <summary>Opens a place where the program delivers, run by an organisation of that place.</summary>
[Allow(Role.FederationOfficer, Role.CharityOfficer)]
public sealed record OpenSite(Guid CommandId, Guid ProgramId, Guid SiteId, string NameZh, string NameEn, DivisionCode Division, Guid OperatorId, bool IsInvented = false)
    : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Program(ProgramId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => new[]
    {
        PlainText.Check(NameZh, "name_zh", PlainText.NameMax),
        PlainText.Check(NameEn, "name_en", PlainText.NameMax),
    }.OfType<Refusal>();
}

/// <summary>Closes a site: it takes no more gifts; what it was given stays.</summary>
[Allow(Role.FederationOfficer, Role.CharityOfficer)]
public sealed record CloseSite(Guid CommandId, Guid ProgramId, Guid SiteId, string Reason) : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Program(ProgramId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => new[] { PlainText.Check(Reason, "reason", PlainText.NoteMax, lines: true) }.OfType<Refusal>();
}

internal sealed class SiteHandler(Aggregates aggregates, Divisions divisions) : IRequestHandler<OpenSite, Outcome>, IRequestHandler<CloseSite, Outcome>
{
    public async Task<Outcome> Handle(OpenSite command, CancellationToken ct)
    {
        var (operatedBy, _, _) = await aggregates.Load<Body, IOrganisationEvent>(command.OperatorId, ct);
        var takesSites = divisions.Find(command.Division) is { IsStatisticalArea: false };
        return await aggregates.Change<Program, IProgramEvent>(command.ProgramId, program => Program.Decide(program, command, operatedBy, takesSites), ct);
    }

    public Task<Outcome> Handle(CloseSite command, CancellationToken ct) =>
        aggregates.Change<Program, IProgramEvent>(command.ProgramId, program => Program.Decide(program, command), ct);
}
