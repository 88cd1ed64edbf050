using CharityLink.Kernel;

namespace CharityLink.Network;

/// <summary>A division lies where its code says, if there is one of that code.</summary>
internal sealed class DivisionLocator(Divisions divisions) : ILocator
{
    public string Kind => "division";

    public ValueTask<Place?> Locate(string key, CancellationToken ct) => ValueTask.FromResult(
        DivisionCode.TryParse(key, out var code) && divisions.Find(code) is not null ? new Place(code, null) : null);
}

/// <summary>An organisation stands in its division and answers for itself. Read from its stream: rights never lag behind facts.</summary>
internal sealed class OrganisationLocator(Register register) : ILocator
{
    public string Kind => "organisation";

    public async ValueTask<Place?> Locate(string key, CancellationToken ct) =>
        Guid.TryParse(key, out var id) && await register.Find(id, ct) is { } organisation ? new Place(organisation.Division, organisation.Id) : null;
}
