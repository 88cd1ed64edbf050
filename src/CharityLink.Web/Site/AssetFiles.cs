using System.Collections.Frozen;
using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;

namespace CharityLink.Web.Site;

/// <summary>The style sheet and pictures, served from the program itself. Their content's hash stands in the address, so browsers keep them for a year.</summary>
public static class AssetFiles
{
    private const string Folder = "wwwroot/";

    private static readonly FrozenDictionary<string, Asset> Files = Load().ToFrozenDictionary(a => a.Name, StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> Types = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [".css"] = "text/css; charset=utf-8", [".svg"] = "image/svg+xml", [".png"] = "image/png", [".jpg"] = "image/jpeg", [".js"] = "text/javascript; charset=utf-8",
        [".ico"] = "image/x-icon", [".txt"] = "text/plain; charset=utf-8",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary><c>charitylink.css</c> → <c>/assets/1f0c…/charitylink.css</c>. A name that does not exist is a bug in the page.</summary>
    public static string Url(string name) => $"/assets/{Files[name].Hash}/{name}";

    /// <summary>A style sheet's own text, for documents that carry it with them.</summary>
    public static string Text(string name) => System.Text.Encoding.UTF8.GetString(Files[name].Content);

    /// <summary>Serves them; an old hash gets the new content, so that a page from a cache never loses its style.</summary>
    public static void MapAssets(this IEndpointRouteBuilder app) =>
        app.MapGet("/assets/{hash}/{**name}", Serve).ForAnyone();

    private static IResult Serve(string hash, string name, HttpContext http)
    {
        if (!Files.TryGetValue(name, out var file))
        {
            return TypedResults.NotFound();
        }

        http.Response.Headers.CacheControl = hash == file.Hash ? "public, max-age=31536000, immutable" : "public, max-age=60";
        http.Response.Headers.Vary = "Accept-Encoding";
        var brotli = file.Brotli is not null && http.Request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.Ordinal);
        if (brotli)
        {
            http.Response.Headers.ContentEncoding = "br";
        }

        return TypedResults.Bytes(brotli ? file.Brotli! : file.Content, Types[Path.GetExtension(name)]);
    }

    private static IEnumerable<Asset> Load()
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var resource in assembly.GetManifestResourceNames().Where(n => n.StartsWith(Folder, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(resource)!; // The name comes from the manifest itself.
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            yield return new Asset(resource[Folder.Length..], Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 6)), content, Compress(resource, content));
        }
    }

    private static byte[]? Compress(string name, byte[] content)
    {
        if (Path.GetExtension(name) is ".png" or ".jpg" or ".ico")
        {
            return null;
        }

        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Optimal))
        {
            brotli.Write(content);
        }

        return packed.ToArray();
    }

    private sealed record Asset(string Name, string Hash, byte[] Content, byte[]? Brotli);
}
