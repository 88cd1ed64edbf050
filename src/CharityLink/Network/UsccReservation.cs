using System.Security.Cryptography;
using System.Text;
using CharityLink.Kernel;
using CharityLink.Store;

namespace CharityLink.Network;

/// <summary>Who holds one credit code: a stream per code, written in the same append as the organisation, so that two racing registrations cannot both win.</summary>
public sealed record UsccReservation(string Uscc, Guid? HolderId) : IState<UsccReservation, IUsccEvent>
{
    /// <summary>The stream of a code.</summary>
    public static Guid StreamOf(string uscc) => new(SHA256.HashData(Encoding.UTF8.GetBytes("uscc:" + uscc)).AsSpan(0, 16));

    /// <inheritdoc/>
    public static UsccReservation Evolve(UsccReservation? state, IUsccEvent fact) => (state, fact) switch
    {
        (null or { HolderId: null }, UsccTaken e) => new(e.Uscc, e.OrganisationId),
        ({ HolderId: { } holder }, UsccReleased e) when holder == e.OrganisationId => state with { HolderId = null },
        _ => throw new CorruptStreamException(state, fact),
    };
}

/// <summary>Loads what decisions about organisations need, and appends an organisation together with the reservation of its code.</summary>
internal sealed class Register(Aggregates aggregates)
{
    /// <summary>An organisation as it stands; null for no id or none there.</summary>
    public async Task<Organisation?> Find(Guid? id, CancellationToken ct) =>
        id is { } known ? (await aggregates.Load<Organisation, IOrganisationEvent>(known, ct)).State : null;

    /// <summary>Decides with the holder of the code at hand and writes both or neither.</summary>
    public async Task<Outcome> Change(Guid id, string? typedUscc, Func<Organisation?, Guid?, Decision<IOrganisationEvent>> decide, CancellationToken ct)
    {
        var uscc = Uscc.Read(typedUscc, "uscc", out var code) is null ? code.Value : null;
        var (organisation, version, position) = await aggregates.Load<Organisation, IOrganisationEvent>(id, ct);
        var taken = await Reservation(uscc, ct);
        var decision = decide(organisation, taken.Holder);
        if (decision.Refusals.Count > 0 || decision.NewFacts.Count == 0)
        {
            return new Outcome(decision.Refusals, decision.Refusals.Count > 0 ? 0 : position);
        }

        var changes = new List<StreamChange> { new(id, "organisation", version, decision.NewFacts) };
        if (uscc is not null && taken.Holder != id)
        {
            changes.Add(new(UsccReservation.StreamOf(uscc), "uscc_reservation", taken.Version, [new UsccTaken(uscc, id)]));
        }

        if (organisation?.Uscc is { } old && old != uscc)
        {
            var given = await Reservation(old, ct);
            changes.Add(new(UsccReservation.StreamOf(old), "uscc_reservation", given.Version, [new UsccReleased(old, id)]));
        }

        return await aggregates.Append(changes, ct);
    }

    private async Task<(Guid? Holder, long Version)> Reservation(string? uscc, CancellationToken ct)
    {
        if (uscc is null)
        {
            return (null, 0);
        }

        var (state, version, _) = await aggregates.Load<UsccReservation, IUsccEvent>(UsccReservation.StreamOf(uscc), ct);
        return (state?.HolderId, version);
    }
}
