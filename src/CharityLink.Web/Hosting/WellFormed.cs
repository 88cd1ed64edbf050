using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace CharityLink.Web.Hosting;

/// <summary>Addresses and forms must be text, valid UTF-8 behind its percent signs: an address that is none is turned away, a form is mended so that its fields can say so.</summary>
internal static class WellFormed
{
    /// <summary>Turns away addresses that are no text; U+0000 too, which no database column takes. A host that can stand in no address goes with them.</summary>
    public static IApplicationBuilder UseWellFormedAddresses(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        var query = http.Request.QueryString.Value;
        var path = http.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()?.RawTarget;
        var host = http.Request.Host;
        if (IsHost(host) && (query is null || IsText(query)) && (path is null || IsText(path)))
        {
            return next(http);
        }

        // Pages are made with the address they stand at, the problem page too.
        http.Request.Host = IsHost(host) ? host : new HostString("localhost");

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

        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(encoded.Length));
        var length = Encoding.UTF8.GetBytes(encoded, bytes);
        var text = IsText(bytes.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(bytes);
        return text;
    }

    /// <summary>A form's body with U+FFFD in place of what is no text: each field's own rule refuses that sign, beside the field and with all other values kept.</summary>
    public static byte[] Mend(byte[] form) => IsText(form.AsSpan().ToArray())
        ? form
        : Encoding.ASCII.GetBytes(string.Join('&', Encoding.Latin1.GetString(form).Split('&').Select(field => string.Join('=', field.Split('=', 2).Select(MendPart)))));

    private static string MendPart(string encoded)
    {
        var bytes = Encoding.Latin1.GetBytes(encoded.Replace('+', ' '));
        return Uri.EscapeDataString(Encoding.UTF8.GetString(bytes.AsSpan(0, Decode(bytes))).Replace('\0', '\ufffd'));
    }

    private static bool IsHost(HostString host) => host.HasValue && Uri.TryCreate($"http://{host.Value}/", UriKind.Absolute, out _);

    private static bool IsText(Span<byte> encoded)
    {
        var decoded = encoded[..Decode(encoded)];
        return Utf8.IsValid(decoded) && !decoded.Contains((byte)0);
    }

    // In place; tells how many bytes are left.
    private static int Decode(Span<byte> encoded)
    {
        var to = 0;
        for (var from = 0; from < encoded.Length; to++)
        {
            var escaped = encoded[from] == '%' && from + 2 < encoded.Length
                && char.IsAsciiHexDigit((char)encoded[from + 1]) && char.IsAsciiHexDigit((char)encoded[from + 2]);
            encoded[to] = escaped ? (byte)((Digit(encoded[from + 1]) << 4) | Digit(encoded[from + 2])) : encoded[from];
            from += escaped ? 3 : 1;
        }

        return to;
    }

    private static int Digit(byte hex) => hex <= '9' ? hex - '0' : (hex | 0x20) - 'a' + 10;
}
