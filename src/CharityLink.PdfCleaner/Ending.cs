namespace CharityLink.PdfCleaner;

/// <summary>How the cleaning of a document ended: the exit codes of this program. Every other code means that it fell over.</summary>
public enum Ending
{
    /// <summary>The clean document was written.</summary>
    Clean = 0,

    /// <summary>It is no document, or a broken one.</summary>
    NotReadable = 10,

    /// <summary>It is locked with a password.</summary>
    Encrypted = 11,

    /// <summary>It would do something when it is opened or read.</summary>
    CarriesScript = 12,

    /// <summary>Other files are packed into it.</summary>
    CarriesFiles = 13,
}
