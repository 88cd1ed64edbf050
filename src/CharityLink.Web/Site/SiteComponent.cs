using Microsoft.AspNetCore.Components;

namespace CharityLink.Web.Site;

/// <summary>What every page and part of a page has at hand: sentences, language, addresses. No I/O.</summary>
public abstract class SiteComponent : ComponentBase
{
    /// <summary>The request the page answers.</summary>
    [CascadingParameter]
    public HttpContext Http { get; set; } = null!; // Rendering always happens for a request.

    /// <summary>The reader's language.</summary>
    protected Language Lang => Http.Language();

    /// <summary>Sentences in the reader's language.</summary>
    protected Texts T => Texts.In(Lang);

    /// <summary>An address of the site in the reader's language: <c>/programs</c> → <c>/en/programs</c>.</summary>
    protected string Url(string path) => Http.Url(path);
}

/// <summary>A frame around pages.</summary>
public abstract class SiteLayout : SiteComponent
{
    /// <summary>The page inside.</summary>
    [Parameter]
    public RenderFragment? Body { get; set; }
}
