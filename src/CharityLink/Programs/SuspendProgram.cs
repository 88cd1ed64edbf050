using CharityLink.Kernel;
using MediatR;

namespace CharityLink.Programs;

/// <summary>Stops taking gifts for a program; the public page says so.</summary>
[Allow(Role.Administrator, Role.FederationOfficer, Role.CharityOfficer)]
public sealed record SuspendProgram(Guid CommandId, Guid ProgramId, string Reason) : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Program(ProgramId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => new[] { PlainText.Check(Reason, "reason", PlainText.NoteMax, lines: true) }.OfType<Refusal>();
}

/// <summary>Takes gifts again. The federation may have had its reasons, so the charity itself cannot.</summary>
[Allow(Role.Administrator, Role.FederationOfficer)]
public sealed record ResumeProgram(Guid CommandId, Guid ProgramId) : ICommand, IActsOn
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Program(ProgramId);
}

internal sealed class SuspendProgramHandler(Aggregates aggregates) : IRequestHandler<SuspendProgram, Outcome>, IRequestHandler<ResumeProgram, Outcome>
{
    public Task<Outcome> Handle(SuspendProgram command, CancellationToken ct) =>
        aggregates.Change<Program, IProgramEvent>(command.ProgramId, program => Program.Decide(program, command), ct);

    public Task<Outcome> Handle(ResumeProgram command, CancellationToken ct) =>
        aggregates.Change<Program, IProgramEvent>(command.ProgramId, program => Program.Decide(program, command), ct);
}
