using CharityLink.Kernel;
using MediatR;

namespace CharityLink.Programs;

/// <summary>Says what one unit is, what it costs, and which part of it gifts pay, from now on.</summary>
[Allow(Role.FederationOfficer, Role.CharityOfficer)]
public sealed record SetUnit(Guid CommandId, Guid ProgramId, string UnitZh, string UnitEn, string UnitsEn, Money Cost, Money FromGivers) : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Program(ProgramId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => new[]
    {
        PlainText.Check(UnitZh, "unit_zh", PlainText.NameMax),
        PlainText.Check(UnitEn, "unit_en", PlainText.NameMax),
        PlainText.Check(UnitsEn, "units_en", PlainText.NameMax),
    }.OfType<Refusal>();
}

internal sealed class SetUnitHandler(Aggregates aggregates) : IRequestHandler<SetUnit, Outcome>
{
    public Task<Outcome> Handle(SetUnit command, CancellationToken ct) =>
        aggregates.Change<Program, IProgramEvent>(command.ProgramId, program => Program.Decide(program, command), ct);
}
