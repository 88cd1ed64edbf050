using System.Diagnostics;
using System.Globalization;

namespace CharityLink.Testing;

/// <summary>A disk of a few kilobytes mounted on a folder, to be filled to the brim. Only root may mount one.</summary>
public sealed class SmallDisk : IDisposable
{
    private const string Filler = "filler";

    private SmallDisk(string path) => Path = path;

    /// <summary>Where it is mounted.</summary>
    public string Path { get; }

    /// <summary>Mounts one on a new folder; null where this machine does not let us.</summary>
    public static SmallDisk? TryMount(string path, int kilobytes)
    {
        Directory.CreateDirectory(path);
        return OperatingSystem.IsLinux() && Environment.UserName == "root"
            && Run("mount", "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={kilobytes}k"), "tmpfs", path) ? new SmallDisk(path) : null;
    }

    /// <summary>Takes all the room there is.</summary>
    public void Fill()
    {
        try
        {
            using var file = new FileStream(System.IO.Path.Combine(Path, Filler), FileMode.Create, FileAccess.Write, FileShare.None, 0);
            while (true)
            {
                file.Write(new byte[512]);
            }
        }
        catch (IOException)
        {
            // It is full.
        }
    }

    /// <summary>There is room again.</summary>
    public void Clear() => File.Delete(System.IO.Path.Combine(Path, Filler));

    /// <inheritdoc/>
    public void Dispose() => Run("umount", Path);

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false });
        process?.WaitForExit();
        return process?.ExitCode == 0;
    }
}
