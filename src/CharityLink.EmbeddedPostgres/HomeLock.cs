namespace CharityLink.EmbeddedPostgres;

/// <summary>Keeps two programs from running one cluster; the kernel lets go of it when the holder dies.</summary>
internal sealed class HomeLock : IDisposable
{
    private readonly FileStream _file;

    private HomeLock(FileStream file) => _file = file;

    public void Dispose() => _file.Dispose();

    internal static HomeLock Take(string home)
    {
        return TryTake(home) ?? throw new PostgresUnavailableException(
            $"Another CharityLink is running with its files in {home}: stop that one, or set CHARITYLINK_HOME to another folder.");
    }

    /// <summary>Null when somebody else holds it.</summary>
    internal static HomeLock? TryTake(string home)
    {
        var path = Path.Combine(home, "lock");
        try
        {
            return new HomeLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException)
        {
            return null;
        }
    }
}
