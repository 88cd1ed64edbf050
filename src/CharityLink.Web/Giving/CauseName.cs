using CharityLink.Giving;
using CharityLink.Web.Site;

namespace CharityLink.Web.Giving;

/// <summary>What a gift is for, in words: program and site.</summary>
public static class CauseName
{
    /// <summary>Canteen for the Elder · Lianjiang Canteen.</summary>
    public static string Of(CauseOffer offer, Language lang)
    {
        ArgumentNullException.ThrowIfNull(offer);
        return string.Join(" · ", new[]
        {
            offer.Program is { } program ? Show.Name(program.NameZh, program.NameEn, lang) : null,
            offer.Site is { } site ? Show.Name(site.NameZh, site.NameEn, lang) : null,
        }.OfType<string>());
    }
}
