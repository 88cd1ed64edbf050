using CharityLink.Kernel;

namespace CharityLink.Programs;

/// <summary>A program stands where it works, and its owner answers for it.</summary>
internal sealed class ProgramLocator(Aggregates aggregates) : ILocator
{
    public string Kind => "program";

    public async ValueTask<Place?> Locate(string key, CancellationToken ct) =>
        Guid.TryParse(key, out var id) && (await aggregates.Load<Program, IProgramEvent>(id, ct)).State is { } program ? new Place(program.Division, program.OwnerId) : null;
}
