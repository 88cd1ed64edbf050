using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using SkiaSharp;

namespace CharityLink.Tests.Evidence;

/// <summary>Files made on the spot: good ones, and ones that lie.</summary>
public static class Samples
{
    /// <summary>A picture whose left half is red and right half blue.</summary>
    public static byte[] Picture(SKEncodedImageFormat format, int width = 64, int height = 32)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque, SKColorSpace.CreateSrgb()));
        bitmap.Erase(SKColors.Blue);
        bitmap.Erase(SKColors.Red, new SKRectI(0, 0, width / 2, height));
        using var data = bitmap.Encode(format, 90);
        return data.ToArray();
    }

    /// <summary>A photograph as a phone writes it: where it was taken, by what, which way up, a comment.</summary>
    public static byte[] Photograph(ushort orientation = 1, int width = 64, int height = 32)
    {
        var plain = Picture(SKEncodedImageFormat.Jpeg, width, height);
        byte[] exif = [.. "Exif\0\0"u8, .. Tiff(orientation), .. "GPSLatitude 22.57N PhoneOfLiMing"u8];
        byte[] comment = [.. "taken at the home of Li Ming"u8];
        return [.. plain[..2], .. Segment(0xe1, exif), .. Segment(0xfe, comment), .. plain[2..]];
    }

    /// <summary>A PNG of a size that would fill the memory, a few bytes long.</summary>
    public static byte[] Bomb(int width, int height)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 2);
        return [0x89, .. "PNG\r\n\x1a\n"u8, .. Chunk("IHDR", header), .. Chunk("IDAT", Deflated(new byte[1000])), .. Chunk("IEND", [])];
    }

    /// <summary>A PNG with a text beside the picture.</summary>
    public static byte[] PngWithText(string text)
    {
        var plain = Picture(SKEncodedImageFormat.Png);
        return [.. plain[..33], .. Chunk("tEXt", Encoding.Latin1.GetBytes("Author\0" + text)), .. plain[33..]];
    }

    /// <summary>A document of one page.</summary>
    /// <param name="catalog">What else stands in its root.</param>
    /// <param name="objects">More objects, numbered from 4.</param>
    /// <param name="trailer">What else stands in its trailer.</param>
    public static byte[] Pdf(string catalog = "", string[]? objects = null, string trailer = "", string page = "")
    {
        string[] all =
        [
            $"<< /Type /Catalog /Pages 2 0 R {catalog} >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            $"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] {page} >>", .. objects ?? [],
        ];
        var text = new StringBuilder("%PDF-1.4\n");
        var places = new List<int>();
        foreach (var (number, content) in all.Index())
        {
            places.Add(text.Length);
            text.Append(CultureInfo.InvariantCulture, $"{number + 1} 0 obj\n{content}\nendobj\n");
        }

        var start = text.Length;
        text.Append(CultureInfo.InvariantCulture, $"xref\n0 {all.Length + 1}\n0000000000 65535 f \n");
        places.ForEach(place => text.Append(CultureInfo.InvariantCulture, $"{place:D10} 00000 n \n"));
        text.Append(CultureInfo.InvariantCulture, $"trailer\n<< /Size {all.Length + 1} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n");
        return Encoding.Latin1.GetBytes(text.ToString());
    }

    /// <summary>A document whose list of objects unpacks to more than any memory holds.</summary>
    public static byte[] PdfBomb(int unpackedMegabytes)
    {
        byte[] packed;
        using (var bytes = new MemoryStream())
        {
            using (var deflate = new ZLibStream(bytes, CompressionLevel.Optimal, leaveOpen: true))
            {
                var part = new byte[1_000_000];
                Array.Fill(part, (byte)' ');
                for (var i = 0; i < unpackedMegabytes; i++)
                {
                    deflate.Write(part);
                }
            }

            packed = bytes.ToArray();
        }

        var references = Deflated([0, 0, 0, 0, 255, 2, 0, 2, 0, 0, 2, 0, 2, 0, 1, 1, 0, 9, 0, 0]);
        var first = $"%PDF-1.5\n2 0 obj\n<< /Type /ObjStm /N 2 /First 10 /Filter /FlateDecode /Length {packed.Length} >>\nstream\n";
        var second = $"\nendstream\nendobj\n3 0 obj\n<< /Type /XRef /Size 4 /W [1 2 2] /Root 1 0 R /Filter /FlateDecode /Length {references.Length} >>\nstream\n";
        return
        [
            .. Encoding.Latin1.GetBytes(first), .. packed, .. Encoding.Latin1.GetBytes(second), .. references,
            .. Encoding.Latin1.GetBytes($"\nendstream\nendobj\nstartxref\n{first.Length + packed.Length + "\nendstream\nendobj\n".Length}\n%%EOF\n"),
        ];
    }

    private static byte[] Tiff(ushort orientation) =>
        [.. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, (byte)(orientation >> 8), (byte)orientation, 0, 0, 0, 0, 0, 0];

    private static byte[] Segment(byte marker, byte[] content) => [0xff, marker, (byte)((content.Length + 2) >> 8), (byte)(content.Length + 2), .. content];

    private static byte[] Deflated(byte[] content)
    {
        using var bytes = new MemoryStream();
        using (var deflate = new ZLibStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        {
            deflate.Write(content);
        }

        return bytes.ToArray();
    }

    private static byte[] Chunk(string type, byte[] content)
    {
        byte[] named = [.. Encoding.ASCII.GetBytes(type), .. content];
        var (length, check) = (new byte[4], new byte[4]);
        BinaryPrimitives.WriteInt32BigEndian(length, content.Length);
        BinaryPrimitives.WriteUInt32BigEndian(check, Crc(named));
        return [.. length, .. named, .. check];
    }

    // CRC-32 of the PNG specification, annex D.
    private static uint Crc(byte[] bytes) => ~bytes.Aggregate(uint.MaxValue, (crc, one) =>
    {
        crc ^= one;
        for (var bit = 0; bit < 8; bit++)
        {
            crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xedb88320;
        }

        return crc;
    });
}
