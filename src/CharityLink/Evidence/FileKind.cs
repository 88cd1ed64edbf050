namespace CharityLink.Evidence;

/// <summary>The kinds of files that are kept. Nothing else is, whatever it calls itself.</summary>
internal enum FileKind
{
    Jpeg,
    Png,
    WebP,
    Pdf,
}

/// <summary>Tells a kind from the first bytes; names and claimed types are not looked at.</summary>
internal static class FileKinds
{
    /// <summary>How many bytes are enough to tell.</summary>
    public const int HeadBytes = 12;

    /// <summary>The kind, or null when it is none that is kept.</summary>
    public static FileKind? Of(ReadOnlySpan<byte> head) => head switch
    {
        [0xff, 0xd8, 0xff, ..] => FileKind.Jpeg,
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => FileKind.Png,
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => FileKind.WebP,
        [(byte)'%', (byte)'P', (byte)'D', (byte)'F', (byte)'-', ..] => FileKind.Pdf,
        _ => null,
    };

    /// <summary>What browsers are told.</summary>
    public static string MediaType(this FileKind kind) => kind switch
    {
        FileKind.Jpeg => "image/jpeg",
        FileKind.Png => "image/png",
        FileKind.WebP => "image/webp",
        FileKind.Pdf => "application/pdf",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such kind."),
    };
}
