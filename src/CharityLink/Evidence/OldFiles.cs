namespace CharityLink.Evidence;

/// <summary>How long a file has been lying there, and clearing away.</summary>
internal sealed partial class FileFolder
{
    /// <summary>Notes that somebody is about to name a file, so that it counts as young; false when it is not there.</summary>
    public bool Touch(string hash)
    {
        try
        {
            File.SetLastAccessTimeUtc(PathOf(hash), clock.GetUtcNow().UtcDateTime);
            return true;
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
    }

    /// <summary>Files that were neither written nor handed in again since then.</summary>
    public IReadOnlyList<string> OlderThan(DateTimeOffset before) =>
    [
        .. from below in Folders()
           from path in Directory.EnumerateFiles(below)
           let hash = Path.GetFileName(below) + Path.GetFileName(path)
           where IsHash(hash) && IsOlder(path, before)
           select hash,
    ];

    /// <summary>Removes a file and its small picture, unless somebody took it in hand meanwhile. The file first: one that is there has its small picture.</summary>
    public bool Remove(string hash, DateTimeOffset before)
    {
        var path = PathOf(hash);
        if (!IsOlder(path, before))
        {
            return false;
        }

        File.Delete(path);
        File.Delete(path + ThumbnailEnding);
        return true;
    }

    /// <summary>Removes what was left half-written, and what is remembered of files that are gone.</summary>
    public void RemoveRemains(DateTimeOffset before)
    {
        RemoveUnfinished(before);
        // The small picture is written first: a crash may have left it alone.
        foreach (var small in Folders().SelectMany(below => Directory.EnumerateFiles(below, "*" + ThumbnailEnding)).Where(path => IsOlder(path, before) && !File.Exists(path[..^ThumbnailEnding.Length])))
        {
            File.Delete(small);
        }

        var sources = Path.Combine(folder, Sources);
        foreach (var path in Directory.Exists(sources) ? Directory.EnumerateFiles(sources, "*", SearchOption.AllDirectories).Where(path => IsOlder(path, before)) : [])
        {
            if (!(File.ReadAllText(path).Split(' ')[0] is var hash && IsHash(hash) && File.Exists(PathOf(hash))))
            {
                File.Delete(path);
            }
        }
    }

    private IEnumerable<string> Folders() => Directory.Exists(folder) ? Directory.EnumerateDirectories(folder, "??") : [];

    private static bool IsOlder(string path, DateTimeOffset before) =>
        File.Exists(path) && File.GetLastWriteTimeUtc(path) < before.UtcDateTime && File.GetLastAccessTimeUtc(path) < before.UtcDateTime;

    private void RemoveUnfinished(DateTimeOffset before)
    {
        var left = new DirectoryInfo(Path.Combine(folder, Unfinished));
        foreach (var file in left.Exists ? left.EnumerateFiles().Where(file => file.LastWriteTimeUtc < before.UtcDateTime) : [])
        {
            file.Delete();
        }
    }
}
