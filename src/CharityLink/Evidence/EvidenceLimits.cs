namespace CharityLink.Evidence;

/// <summary>How large things may be: enough for a phone's photographs and a scanned contract, too little to fill a disk or the memory with.</summary>
public static class EvidenceLimits
{
    /// <summary>One photograph.</summary>
    public const int ImageBytesMax = 15 * Megabyte;

    /// <summary>One document.</summary>
    public const int PdfBytesMax = 20 * Megabyte;

    /// <summary>All files of one form together, with the form around them.</summary>
    public const int RequestBytesMax = 64 * Megabyte;

    /// <summary>Files in one field of a form.</summary>
    public const int FilesMax = 10;

    /// <summary>Longer side of a picture as it is kept and shown.</summary>
    public const int DisplaySide = 1600;

    /// <summary>Longer side of the small picture beside a text.</summary>
    public const int ThumbnailSide = 480;

    /// <summary>Pixels of a picture that is read line by line and made smaller while it is read: 64 million, more than phones take.</summary>
    public const long PixelsMax = 64_000_000;

    /// <summary>Pixels of a picture that stands in memory whole before it is made smaller.</summary>
    public const long PixelsWholeMax = 20_000_000;

    /// <summary>A million bytes as people count them.</summary>
    public const int Megabyte = 1_000_000;
}
