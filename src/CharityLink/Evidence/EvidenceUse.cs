using CharityLink.Kernel;

namespace CharityLink.Evidence;

/// <summary>A fact that names files. It says of each whom it belongs to and whether everybody may see it: a file is as public as the facts that name it.</summary>
public interface INamesFiles
{
    /// <summary>Every file the fact names.</summary>
    IEnumerable<EvidenceUse> Files();
}

/// <summary>One file as one fact uses it.</summary>
/// <param name="Of">Whose place decides which staff may see it.</param>
/// <param name="IsPublic">A public page shows it.</param>
public sealed record EvidenceUse(EvidenceFile File, Subject Of, bool IsPublic);
