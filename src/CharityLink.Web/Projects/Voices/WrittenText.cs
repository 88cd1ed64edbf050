using System.Text.Encodings.Web;
using System.Text.Unicode;
using Markdig;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Renderers.Html.Inlines;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace CharityLink.Web.Projects.Voices;

/// <summary>Markdown as people write it, made into HTML that can do nothing: no markup of their own, links to other sites only as plain links, no pictures from elsewhere.</summary>
public static class WrittenText
{
    private const int HeadingsBegin = 3;
    private const int HeadingsEnd = 6;

    private static readonly MarkdownPipeline _plain = new MarkdownPipelineBuilder().DisableHtml().Build();
    private static readonly HtmlEncoder _encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>The HTML of a text.</summary>
    public static string Html(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Unless(() => Write(Markdown.Parse(text, _plain))) ?? $"<p>{_encoder.Encode(text)}</p>";
    }

    /// <summary>The words alone, for a mail.</summary>
    public static string Plain(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Unless(() => Markdown.ToPlainText(text, _plain).Trim()) ?? text;
    }

    // Null when it is nested so deeply that nobody means it: parser and writer stop there, and the words are shown as they were typed.
    private static string? Unless(Func<string> make)
    {
        try
        {
            return make();
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static string Write(MarkdownDocument document)
    {
        // The page has its own headings above.
        foreach (var heading in document.Descendants<HeadingBlock>())
        {
            heading.Level = Math.Min(HeadingsEnd, heading.Level + HeadingsBegin - 1);
        }

        using var html = new StringWriter();
        var renderer = new HtmlRenderer(html);
        _plain.Setup(renderer);
        renderer.ObjectRenderers.ReplaceOrAdd<LinkInlineRenderer>(new Links());
        renderer.ObjectRenderers.ReplaceOrAdd<AutolinkInlineRenderer>(new Addresses());
        renderer.Render(document);
        return html.ToString();
    }

    // A whole address of the web without a name and password in it; nothing else is a link.
    private static string? Outside(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri is { UserInfo: "" } ? _encoder.Encode(uri.AbsoluteUri) : null;

    private sealed class Links : HtmlObjectRenderer<LinkInline>
    {
        protected override void Write(HtmlRenderer renderer, LinkInline obj)
        {
            // Of a picture its words are left.
            if (obj.IsImage || Outside(obj.GetDynamicUrl?.Invoke() ?? obj.Url) is not { } address)
            {
                renderer.WriteChildren(obj);
                return;
            }

            renderer.Write($"<a href=\"{address}\" rel=\"nofollow noopener\">");
            renderer.WriteChildren(obj);
            renderer.Write("</a>");
        }
    }

    private sealed class Addresses : HtmlObjectRenderer<AutolinkInline>
    {
        protected override void Write(HtmlRenderer renderer, AutolinkInline obj)
        {
            var words = _encoder.Encode(obj.Url);
            renderer.Write(!obj.IsEmail && Outside(obj.Url) is { } address ? $"<a href=\"{address}\" rel=\"nofollow noopener\">{words}</a>" : words);
        }
    }
}
