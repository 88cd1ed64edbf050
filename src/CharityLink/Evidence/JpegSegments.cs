using System.Buffers.Binary;

namespace CharityLink.Evidence;

/// <summary>The parts a JPEG is made of (ITU T.81, annex B), for what must be known or taken away without decoding it.</summary>
internal static class JpegSegments
{
    private const byte Comment = 0xfe;
    private const byte FirstApplication = 0xe0;
    private const byte LastApplication = 0xef;

    // How the colours are to be read: without it the picture would look wrong. It names nobody.
    private const byte AdobeColours = 0xee;

    private const byte StartOfScan = 0xda;

    /// <summary>Written in several passes over the whole picture, which therefore stands in memory while it is read.</summary>
    public static bool IsProgressive(ReadOnlySpan<byte> jpeg)
    {
        for (var at = 2; Next(jpeg, at) is { } segment; at = segment.End)
        {
            if (segment.Marker is 0xc2 or 0xc6 or 0xca or 0xce)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The same picture without what applications wrote beside it (EXIF, XMP, small previews, comments). What is no JPEG comes back as it is.</summary>
    public static byte[] WithoutNotes(byte[] jpeg)
    {
        if (jpeg is not [0xff, 0xd8, 0xff, ..])
        {
            return jpeg;
        }

        using var kept = new MemoryStream(jpeg.Length);
        kept.Write(jpeg, 0, 2);
        var at = 2;
        for (; Next(jpeg, at) is { } segment; at = segment.End)
        {
            if (segment.Marker is not (Comment or (>= FirstApplication and <= LastApplication and not AdobeColours)))
            {
                kept.Write(jpeg, at, segment.End - at);
            }
        }

        kept.Write(jpeg, at, jpeg.Length - at);
        return kept.ToArray();
    }

    // Up to the picture's own data; null where that begins or nothing can be read any more.
    private static (byte Marker, int End)? Next(ReadOnlySpan<byte> jpeg, int at) =>
        at + 4 <= jpeg.Length && jpeg[at] == 0xff && jpeg[at + 1] != StartOfScan
        && at + 2 + BinaryPrimitives.ReadUInt16BigEndian(jpeg[(at + 2)..]) is var end && end > at + 3 && end <= jpeg.Length
            ? (jpeg[at + 1], end) : null;
}
