using System.Buffers;
using System.Text.Unicode;

namespace CharityLink.Web.Hosting;

/// <summary>Addresses and forms must be text: what is not valid UTF-8 behind its percent signs is turned away before anything reads it.</summary>
internal static class WellFormed
{
    /// <summary>Turns away addresses that are no text; U+0000 too, which no database column takes.</summary>
    public static IApplicationBuilder UseWellFormedAddresses(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        var query = http.Request.QueryString.Value;
        var path = http.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()?.RawTarget;
        if ((query is null || IsText(query)) && (path is null || IsText(path)))
        {
            return next(http);
        }

        http.Response.StatusCode = StatusCodes.Status400BadRequest;
        return Task.CompletedTask;
    });

    /// <summary>Whether an encoded address is valid UTF-8 without U+0000 once decoded.</summary>
    public static bool IsText(string encoded)
    {
        if (!encoded.Contains('%', StringComparison.Ordinal))
        {
            return true;
        }

        var bytes = ArrayPool<byte>.Shared.Rent(System.Text.Encoding.UTF8.GetMaxByteCount(encoded.Length));
        var length = System.Text.Encoding.UTF8.GetBytes(encoded, bytes);
        var text = IsText(bytes.AsSpan(0, length), allowNul: false);
        ArrayPool<byte>.Shared.Return(bytes);
        return text;
    }

    /// <summary>The same for a form's body; U+0000 is left for the field's own rule to refuse.</summary>
    public static bool IsText(Span<byte> encoded, bool allowNul)
    {
        var to = 0;
        for (var from = 0; from < encoded.Length; to++)
        {
            var escaped = encoded[from] == '%' && from + 2 < encoded.Length
                && char.IsAsciiHexDigit((char)encoded[from + 1]) && char.IsAsciiHexDigit((char)encoded[from + 2]);
            encoded[to] = escaped ? (byte)((Digit(encoded[from + 1]) << 4) | Digit(encoded[from + 2])) : encoded[from];
            from += escaped ? 3 : 1;
        }

        var decoded = encoded[..to];
        return Utf8.IsValid(decoded) && (allowNul || !decoded.Contains((byte)0));
    }

    private static int Digit(byte hex) => hex <= '9' ? hex - '0' : (hex | 0x20) - 'a' + 10;
}
