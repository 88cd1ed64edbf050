using System.Text.Json.Serialization;

namespace CharityLink.Evidence;

/// <summary>A file that proves something: kept on disk under the hash of its content, so that a fact can name it and nobody can exchange it.</summary>
/// <param name="Hash">SHA-256 of what is stored, lower-case hex.</param>
/// <param name="MediaType">What the content really is: <c>image/jpeg</c>, <c>image/png</c>, <c>image/webp</c> or <c>application/pdf</c>.</param>
/// <param name="Bytes">Size of what is stored.</param>
public sealed record EvidenceFile(string Hash, string MediaType, long Bytes)
{
    /// <summary>Can be shown in a page; everything else is a document to be downloaded.</summary>
    [JsonIgnore]
    public bool IsPicture => MediaType.StartsWith("image/", StringComparison.Ordinal);
}
