using CharityLink.Network;
using CharityLink.Programs;
using CharityLink.Web.Site;

namespace CharityLink.Web.Network;

/// <summary>Names of things of the network in the reader's language.</summary>
public static class Names
{
    /// <summary>The place, not the committee that runs it.</summary>
    public static string Name(this Division division, Language lang) => Show.Name(division.PlaceZh, division.NameEn, lang);

    /// <summary>The organisation's name.</summary>
    public static string Name(this OrganisationRow row, Language lang) => Show.Name(row.NameZh, row.NameEn, lang);

    /// <summary>The program's name.</summary>
    public static string Name(this ProgramRow row, Language lang) => Show.Name(row.NameZh, row.NameEn, lang);

    /// <summary>The site's name.</summary>
    public static string Name(this SiteRow row, Language lang) => Show.Name(row.NameZh, row.NameEn, lang);

    /// <summary>A place with those above it below the city, nearest first in English, last in Chinese: 蓬江区棠下镇, Tangxia Town, Pengjiang District.</summary>
    public static string Where(this Divisions divisions, Kernel.DivisionCode code, Language lang)
    {
        var path = divisions.PathTo(code);
        var below = path.Count > 1 ? path.Skip(1) : path;
        return lang.IsChinese ? string.Concat(below.Select(division => division.PlaceZh)) : string.Join(", ", below.Reverse().Select(division => division.NameEn));
    }
}
