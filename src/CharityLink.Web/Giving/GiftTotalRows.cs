using CharityLink.Giving;
using CharityLink.Network;
using CharityLink.Web.Site;

namespace CharityLink.Web.Giving;

/// <summary>One total that a gift is part of, and what is promised there besides.</summary>
public sealed record GiftTotalRow(string Name, string Path, Totals Totals, Pledged Pledged);

/// <summary>Every total a gift is part of, from the place it went to up to the city.</summary>
internal sealed class GiftTotalRows(GiftTotals totals, PledgeTotals pledges)
{
    public async Task<IReadOnlyList<GiftTotalRow>> Of(GiftCause cause, CauseOffer offer, IReadOnlyList<Division> path, Language lang, CancellationToken ct)
    {
        var keys = Keys(cause, offer, path, lang).ToList();
        // One query per kind of scope and counter, all at once.
        var kinds = keys.Select(key => key.Kind).Distinct(StringComparer.Ordinal).ToList();
        string[] Of(string kind) => [.. keys.Where(key => key.Kind == kind).Select(key => key.Key)];
        var (given, promised) = (
            Task.WhenAll(kinds.Select(async kind => (kind, await totals.OfMany(kind, Of(kind), ct)))), Task.WhenAll(kinds.Select(async kind => (kind, await pledges.OfMany(kind, Of(kind), ct)))));
        var (byKind, pledgedByKind) = (
            (await given).ToDictionary(one => one.kind, one => one.Item2, StringComparer.Ordinal), (await promised).ToDictionary(one => one.kind, one => one.Item2, StringComparer.Ordinal));
        return keys.ConvertAll(key => new GiftTotalRow(key.Name, key.Path, byKind[key.Kind][key.Key], pledgedByKind[key.Kind][key.Key]));
    }

    private static IEnumerable<(string Name, string Path, string Kind, string Key)> Keys(GiftCause cause, CauseOffer offer, IReadOnlyList<Division> path, Language lang)
    {
        if (offer.Project is { } project)
        {
            yield return (Show.Name(project.TitleZh, project.TitleEn, lang), CauseName.Path(cause), GiftTotals.Project, project.Id.ToString());
        }

        if (offer.Site is { } site)
        {
            yield return (Show.Name(site.NameZh, site.NameEn, lang), $"/programs/{cause.ProgramId}/sites/{site.Id}", GiftTotals.Site, site.Id.ToString());
        }

        foreach (var division in path.Reverse())
        {
            yield return (Show.Name(division.PlaceZh, division.NameEn, lang), $"/divisions/{division.Code}", GiftTotals.Division, division.Code.Value);
        }

        if (offer.Program is { } program)
        {
            yield return (Show.Name(program.NameZh, program.NameEn, lang), $"/programs/{program.Id}", GiftTotals.Program, program.Id.ToString());
        }
    }
}
