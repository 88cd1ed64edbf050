using CharityLink.Kernel;
using CharityLink.Network;
using MediatR;

namespace CharityLink.Programs;

/// <summary>Begins a standing service with a standing fund to give to.</summary>
/// <param name="Division">Where it works: its sites lie inside.</param>
/// <param name="FundId">The earmarked fund its gifts go to.</param>
[Allow(Role.FederationOfficer, Role.CharityOfficer)]
public sealed record StartProgram(
    Guid CommandId, Guid ProgramId, Guid OwnerId, string Kind, string NameZh, string NameEn, string SummaryZh, string SummaryEn, DivisionCode Division, Guid FundId,
    bool IsInvented = false) : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Organisation(OwnerId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => new[]
    {
        PlainText.Check(NameZh, "name_zh", PlainText.NameMax),
        PlainText.Check(NameEn, "name_en", PlainText.NameMax),
        PlainText.Check(SummaryZh, "summary_zh", PlainText.NoteMax, lines: true),
        PlainText.Check(SummaryEn, "summary_en", PlainText.NoteMax, lines: true),
    }.OfType<Refusal>();
}

internal sealed class StartProgramHandler(Aggregates aggregates, Divisions divisions) : IRequestHandler<StartProgram, Outcome>
{
    public async Task<Outcome> Handle(StartProgram command, CancellationToken ct)
    {
        var (owner, _, _) = await aggregates.Load<Body, IOrganisationEvent>(command.OwnerId, ct);
        var known = divisions.Find(command.Division) is not null;
        return await aggregates.Create<Program, IProgramEvent>(command.ProgramId, program => Program.Decide(program, command, owner, known), ct);
    }
}
