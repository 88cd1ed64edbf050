using System.ComponentModel;
using System.Diagnostics;

namespace CharityLink.EmbeddedPostgres;

/// <summary>What a program answered: its exit code and everything it printed.</summary>
internal sealed record Answer(int ExitCode, string Output)
{
    internal bool Ok => ExitCode == 0;
}

/// <summary>Runs a short-lived program to its end, as another user where one is named, and never lets it ask a question.</summary>
internal static class Tool
{
    private const int NotFound = 127;

    internal static async Task<Answer> Run(
        string program, IEnumerable<string> arguments, string? user, TimeSpan limit, CancellationToken ct, IReadOnlyDictionary<string, string>? environment = null)
    {
        using var process = new Process { StartInfo = Describe(program, arguments, user) };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            process.StartInfo.Environment[name] = value;
        }

        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            return new Answer(NotFound, e.Message);
        }

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(limit);
        process.StandardInput.Close();
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
            var errors = process.StandardError.ReadToEndAsync(deadline.Token);
            await process.WaitForExitAsync(deadline.Token);
            return new Answer(process.ExitCode, (await output + await errors).Trim());
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            ct.ThrowIfCancellationRequested();
            return new Answer(-1, $"{Path.GetFileName(program)} took longer than {limit.TotalSeconds:0} seconds");
        }
    }

    private static ProcessStartInfo Describe(string program, IEnumerable<string> arguments, string? user)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UserName = user ?? "",
            // The other user may not be allowed to enter the folder we stand in.
            WorkingDirectory = "/",
        };
        start.Environment["LC_ALL"] = "C";
        start.Environment["DEBIAN_FRONTEND"] = "noninteractive";
        // PGPORT, PGDATA and friends belong to the person's own PostgreSQL, not to this one.
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("PG", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        return start;
    }
}
