using CharityLink.Giving;
using CharityLink.Network;
using CharityLink.Web.Site;

namespace CharityLink.Web.Giving;

/// <summary>One total that a gift is part of.</summary>
public sealed record GiftTotalRow(string Name, string Path, Totals Totals);

/// <summary>Every total a gift is part of, from the place it went to up to the city.</summary>
internal static class GiftTotalRows
{
    public static async Task<IReadOnlyList<GiftTotalRow>> Of(
        GiftCause cause, CauseOffer offer, IReadOnlyList<Division> path, GiftTotals totals, Language lang, CancellationToken ct)
    {
        var places = await totals.OfMany(GiftTotals.Division, [.. path.Select(division => division.Code.Value)], ct);
        var rows = new List<GiftTotalRow>();
        if (offer.Project is { } project)
        {
            rows.Add(new(Show.Name(project.TitleZh, project.TitleEn, lang), CauseName.Path(cause), await totals.Of(GiftTotals.Project, project.Id.ToString(), ct)));
        }

        if (offer.Site is { } site)
        {
            rows.Add(new(Show.Name(site.NameZh, site.NameEn, lang), $"/programs/{cause.ProgramId}/sites/{site.Id}", await totals.Of(GiftTotals.Site, site.Id.ToString(), ct)));
        }

        rows.AddRange(path.Reverse().Select(division =>
            new GiftTotalRow(Show.Name(division.PlaceZh, division.NameEn, lang), $"/divisions/{division.Code}", places[division.Code.Value])));
        if (offer.Program is { } program)
        {
            rows.Add(new(Show.Name(program.NameZh, program.NameEn, lang), $"/programs/{program.Id}", await totals.Of(GiftTotals.Program, program.Id.ToString(), ct)));
        }

        return rows;
    }
}
