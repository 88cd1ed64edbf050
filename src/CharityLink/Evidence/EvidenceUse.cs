using CharityLink.Kernel;

namespace CharityLink.Evidence;

/// <summary>A fact that names files. It says of each whom it belongs to and whether everybody may see it: a file is as public as the facts that name it.</summary>
public interface INamesFiles
{
    /// <summary>Every file the fact names.</summary>
    IEnumerable<EvidenceUse> Files();

    /// <summary>The frame that the fact's files are hung into, which shows nothing else from here on; null: they stand beside all that was named before.</summary>
    EvidenceFrame? Frame => null;
}

/// <summary>Where one file is shown at a time: what hung there before is no longer public by it.</summary>
/// <param name="Name">Which frame of the subject: <c>cover</c>.</param>
public sealed record EvidenceFrame(Subject Of, string Name);

/// <summary>One file as one fact uses it.</summary>
/// <param name="Of">Whose place decides which staff may see it.</param>
/// <param name="IsPublic">A public page shows it.</param>
public sealed record EvidenceUse(EvidenceFile File, Subject Of, bool IsPublic);
