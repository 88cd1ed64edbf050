using System.Security.Cryptography;

namespace CharityLink.EmbeddedPostgres;

/// <summary>Makes the data folder once, whole or not at all, with a password nobody chose.</summary>
internal static class DataFolder
{
    internal const string Owner = "charitylink";

    internal static async Task<string> Ensure(
        ClusterFolder folder, PostgresBinaries binaries, PostgresOptions options, CancellationToken ct)
    {
        if (folder.DataMajor is not null)
        {
            return File.Exists(folder.Password) ? await File.ReadAllTextAsync(folder.Password, ct) : throw new PostgresUnavailableException(
                $"The database's password file {folder.Password} is gone: put it back from a copy, or move {folder.Data} away to begin with an empty database.");
        }

        options.Progress("Creating the database cluster");
        var password = await NewPassword(folder, ct);
        // Interrupted work stays under the other name and is thrown away here: a data folder that is there is whole.
        if (Directory.Exists(folder.HalfMadeData))
        {
            Directory.Delete(folder.HalfMadeData, recursive: true);
        }

        string[] arguments =
        [
            "--pgdata", folder.HalfMadeData, "--username", Owner, "--pwfile", folder.Password, "--auth", "scram-sha-256",
            "--encoding", "UTF8", "--locale", "C", "--no-instructions", .. options.Durable ? Array.Empty<string>() : ["--no-sync"],
        ];
        var made = await Tool.Run(binaries.Initdb, arguments, folder.User, TimeSpan.FromMinutes(5), ct);
        if (!made.Ok)
        {
            throw new PostgresUnavailableException(
                $"The database cluster could not be created in {folder.Root}: {made.Output.Split('\n').LastOrDefault(l => l.Contains("error", StringComparison.OrdinalIgnoreCase)) ?? made.Output}");
        }

        await ServerSettings.Include(folder.HalfMadeData, ct);
        Directory.Move(folder.HalfMadeData, folder.Data);
        return password;
    }

    private static async Task<string> NewPassword(ClusterFolder folder, CancellationToken ct)
    {
        var password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        File.Delete(folder.Password);
        var create = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            create.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using (var writer = new StreamWriter(folder.Password, create))
        {
            await writer.WriteAsync(password.AsMemory(), ct);
        }

        await folder.GiveToUser(folder.Password, ct);
        return password;
    }
}
