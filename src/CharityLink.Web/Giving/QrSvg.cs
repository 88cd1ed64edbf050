using System.Globalization;
using System.Net;
using System.Text;
using QRCoder;

namespace CharityLink.Web.Giving;

/// <summary>A QR code as an SVG element: one path, no script, no style of its own, sharp at any size and in print.</summary>
public static class QrSvg
{
    /// <summary>The code of a text, with a label for those who cannot see it.</summary>
    public static string Of(string text, string label)
    {
        using var generator = new QRCodeGenerator();
        using var data = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var rows = data.ModuleMatrix;
        var path = new StringBuilder();
        for (var y = 0; y < rows.Count; y++)
        {
            for (var x = 0; x < rows.Count; x++)
            {
                var start = x;
                while (x < rows.Count && rows[y][x])
                {
                    x++;
                }

                if (x > start)
                {
                    path.Append(CultureInfo.InvariantCulture, $"M{start} {y}h{x - start}v1h-{x - start}z");
                }
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"""<svg viewBox="0 0 {rows.Count} {rows.Count}" role="img" aria-label="{WebUtility.HtmlEncode(label)}" shape-rendering="crispEdges"><path fill="currentColor" d="{path}"/></svg>""");
    }
}
