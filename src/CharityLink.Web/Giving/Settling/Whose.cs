using CharityLink.Network;
using CharityLink.Web.Site;

namespace CharityLink.Web.Giving.Settling;

/// <summary>Whose money it is, in words.</summary>
internal static class Whose
{
    public static string Of(Guid holder, IReadOnlyDictionary<Guid, OrganisationRow?> bodies, Texts texts, Language language) =>
        bodies.GetValueOrDefault(holder) is { } body ? Show.Name(body.NameZh, body.NameEn, language) : texts["books.nobody"];
}
