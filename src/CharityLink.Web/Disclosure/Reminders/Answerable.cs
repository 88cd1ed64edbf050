using CharityLink.Kernel;
using CharityLink.Network;
using CharityLink.People;

namespace CharityLink.Web.Disclosure.Reminders;

/// <summary>Whose accounts answer for an organisation: its own officers', else those of the nearest organisation above that has any.</summary>
internal sealed class Answerable(AppointmentList appointments, OrganisationDirectory organisations)
{
    /// <summary>Who can meet what is owed: those who may sign a report.</summary>
    public static readonly Role[] Officers = [Role.FederationOfficer, Role.CharityOfficer];

    // City, county, town, village, and a charity below: no tree is deeper.
    private const int LevelsMax = 6;

    /// <summary>The accounts of each of some organisations; one for which nobody answers is missing. Level by level, all of a level in one question.</summary>
    public async Task<Dictionary<Guid, IReadOnlyList<Guid>>> Of(IReadOnlyList<Guid> owing, CancellationToken ct)
    {
        var (found, asked) = (new Dictionary<Guid, IReadOnlyList<Guid>>(), owing.ToDictionary(id => id));
        for (var level = 0; level < LevelsMax && asked.Count > 0; level++)
        {
            var held = (await appointments.At(asked.Values, Officers, ct)).ToLookup(one => one.OrganisationId, one => one.AccountId);
            foreach (var (id, at) in asked.Where(one => held.Contains(one.Value)))
            {
                found[id] = [.. held[at].Distinct()];
            }

            var rows = await organisations.FindMany(asked.Where(one => !found.ContainsKey(one.Key)).Select(one => one.Value), ct);
            asked = asked.Where(one => !found.ContainsKey(one.Key)).Select(one => (one.Key, Above: rows.GetValueOrDefault(one.Value)?.ParentId))
                .Where(one => one.Above is not null).ToDictionary(one => one.Key, one => one.Above.GetValueOrDefault());
        }

        return found;
    }
}
