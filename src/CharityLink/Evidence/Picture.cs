using CharityLink.Kernel;
using SkiaSharp;

namespace CharityLink.Evidence;

/// <summary>A photograph drawn anew: only what can be seen is left of it. Place, time, camera, comments and whatever else travelled along stay behind.</summary>
/// <param name="Display">As kind and colours came, at most <see cref="EvidenceLimits.DisplaySide"/> pixels long.</param>
/// <param name="Thumbnail">WebP, at most <see cref="EvidenceLimits.ThumbnailSide"/> pixels long.</param>
internal sealed record Picture(byte[] Display, byte[] Thumbnail)
{
    private const int DisplayQuality = 85;
    private const int ThumbnailQuality = 75;

    /// <summary>The picture, or why there is none. Its size is looked at before a pixel is decoded.</summary>
    public static (Picture? Picture, Refusal? Why) Draw(byte[] bytes, FileKind kind)
    {
        using var data = SKData.CreateCopy(bytes);
        using var codec = SKCodec.Create(data);
        if (codec is null || codec.Info.Width <= 0 || codec.Info.Height <= 0)
        {
            return (null, new Refusal("file_not_readable"));
        }

        var pixelsMax = IsReadWhole(bytes, kind) ? EvidenceLimits.PixelsWholeMax : EvidenceLimits.PixelsMax;
        if ((long)codec.Info.Width * codec.Info.Height > pixelsMax)
        {
            return (null, new Refusal("file_too_many_pixels", null, (pixelsMax / 1_000_000).ToString(System.Globalization.CultureInfo.InvariantCulture)));
        }

        using var decoded = Decode(codec);
        if (decoded is null)
        {
            return (null, new Refusal("file_not_readable"));
        }

        using var display = Upright(decoded, codec.EncodedOrigin, EvidenceLimits.DisplaySide);
        using var thumbnail = Upright(display, SKEncodedOrigin.TopLeft, EvidenceLimits.ThumbnailSide);
        return (new Picture(Encode(display, Format(kind), DisplayQuality), Encode(thumbnail, SKEncodedImageFormat.Webp, ThumbnailQuality)), null);
    }

    // A plain JPEG is read in lines; a progressive one, a WebP and a PNG stand in memory whole first.
    private static bool IsReadWhole(byte[] bytes, FileKind kind) => kind != FileKind.Jpeg || JpegSegments.IsProgressive(bytes);

    // JPEG and WebP can be made smaller while they are read, in eighths; never below what is wanted.
    private static SKBitmap? Decode(SKCodec codec)
    {
        var scale = Math.Min(1f, (float)EvidenceLimits.DisplaySide / Math.Max(codec.Info.Width, codec.Info.Height));
        var size = codec.GetScaledDimensions(MathF.Ceiling(scale * 8) / 8);
        var info = new SKImageInfo(
            size.Width, size.Height, SKColorType.Rgba8888, codec.Info.AlphaType == SKAlphaType.Opaque ? SKAlphaType.Opaque : SKAlphaType.Premul, SKColorSpace.CreateSrgb());
        var bitmap = new SKBitmap(info);
        if (codec.GetPixels(info, bitmap.GetPixels()) == SKCodecResult.Success)
        {
            return bitmap;
        }

        bitmap.Dispose();
        return null;
    }

    // How the camera was held stands in the metadata that is left behind, so the picture itself is turned.
    private static SKBitmap Upright(SKBitmap from, SKEncodedOrigin origin, int sideMax)
    {
        var isTurned = origin is SKEncodedOrigin.LeftTop or SKEncodedOrigin.RightTop or SKEncodedOrigin.RightBottom or SKEncodedOrigin.LeftBottom;
        var scale = Math.Min(1f, (float)sideMax / Math.Max(from.Width, from.Height));
        var (width, height) = (Math.Max(1, (int)MathF.Round(from.Width * scale)), Math.Max(1, (int)MathF.Round(from.Height * scale)));
        var to = new SKBitmap(from.Info.WithSize(isTurned ? height : width, isTurned ? width : height));
        using var canvas = new SKCanvas(to);
        using var image = SKImage.FromBitmap(from);
        canvas.Clear(SKColors.Transparent);
        canvas.SetMatrix(Turn(origin, to.Width, to.Height));
        canvas.DrawImage(image, SKRect.Create(width, height), new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        return to;
    }

    // Where the stored picture's corner goes on the upright one (EXIF 2.32, tag 0x0112).
    private static SKMatrix Turn(SKEncodedOrigin origin, float width, float height) => origin switch
    {
        SKEncodedOrigin.TopRight => new SKMatrix(-1, 0, width, 0, 1, 0, 0, 0, 1),
        SKEncodedOrigin.BottomRight => new SKMatrix(-1, 0, width, 0, -1, height, 0, 0, 1),
        SKEncodedOrigin.BottomLeft => new SKMatrix(1, 0, 0, 0, -1, height, 0, 0, 1),
        SKEncodedOrigin.LeftTop => new SKMatrix(0, 1, 0, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightTop => new SKMatrix(0, -1, width, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightBottom => new SKMatrix(0, -1, width, -1, 0, height, 0, 0, 1),
        SKEncodedOrigin.LeftBottom => new SKMatrix(0, 1, 0, -1, 0, height, 0, 0, 1),
        _ => SKMatrix.Identity,
    };

    private static SKEncodedImageFormat Format(FileKind kind) => kind switch
    {
        FileKind.Jpeg => SKEncodedImageFormat.Jpeg,
        FileKind.Png => SKEncodedImageFormat.Png,
        _ => SKEncodedImageFormat.Webp,
    };

    private static byte[] Encode(SKBitmap bitmap, SKEncodedImageFormat format, int quality)
    {
        using var encoded = bitmap.Encode(format, quality) ?? throw new InvalidOperationException($"A picture could not be written as {format}.");
        return encoded.ToArray();
    }
}
