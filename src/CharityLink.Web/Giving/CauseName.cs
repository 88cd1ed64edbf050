using CharityLink.Giving;
using CharityLink.Web.Site;

namespace CharityLink.Web.Giving;

/// <summary>What a gift is for, in words: program and site, or the project.</summary>
public static class CauseName
{
    /// <summary>Canteen for the Elder · Lianjiang Canteen.</summary>
    public static string Of(CauseOffer offer, Language lang)
    {
        ArgumentNullException.ThrowIfNull(offer);
        if (offer.Project is { } project)
        {
            return Show.Name(project.TitleZh, project.TitleEn, lang);
        }

        return string.Join(" · ", new[]
        {
            offer.Program is { } program ? Show.Name(program.NameZh, program.NameEn, lang) : null,
            offer.Site is { } site ? Show.Name(site.NameZh, site.NameEn, lang) : null,
        }.OfType<string>());
    }

    /// <summary>The public page of the program or the project.</summary>
    public static string Path(GiftCause cause)
    {
        ArgumentNullException.ThrowIfNull(cause);
        return cause.ProjectId is { } project ? $"/projects/{project}" : $"/programs/{cause.ProgramId}";
    }

    /// <summary>The form that gives to the same once more.</summary>
    public static string GiveAgain(GiftCause cause)
    {
        ArgumentNullException.ThrowIfNull(cause);
        return cause.ProjectId is { } project ? $"/give?project={project}" : $"/give?program={cause.ProgramId}&site={cause.SiteId}";
    }
}
