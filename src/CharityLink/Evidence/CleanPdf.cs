using System.Diagnostics;
using System.Runtime.InteropServices;
using CharityLink.Kernel;
using CharityLink.PdfCleaner;

namespace CharityLink.Evidence;

/// <summary>A document written anew by a process of its own, with bounds on memory and time: whatever it was built to do, it does it there.</summary>
internal static class CleanPdf
{
    private const string MemoryMax = "0x10000000"; // 256 MB.
    private static readonly TimeSpan _timeMax = TimeSpan.FromSeconds(20);

    /// <summary>The clean document, or why there is none.</summary>
    public static async Task<(byte[]? Document, Refusal? Why)> Of(byte[] bytes, CancellationToken ct)
    {
        using var within = CancellationTokenSource.CreateLinkedTokenSource(ct);
        within.CancelAfter(_timeMax);
        using var process = Process.Start(Cleaner()) ?? throw new InvalidOperationException("The cleaner of documents did not start.");
        try
        {
            // What it says when it falls over is long and of no use; unread it would hold it up.
            process.BeginErrorReadLine();
            var written = Read(process, within.Token);
            await Write(process, bytes, within.Token);
            var document = await written;
            await process.WaitForExitAsync(within.Token);
            return process.ExitCode == (int)Ending.Clean && document.Length > 0 ? (document, null) : (null, Why(process.ExitCode));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return (null, new Refusal("file_not_readable"));
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    private static Refusal Why(int exitCode) => (Ending)exitCode switch
    {
        Ending.Encrypted => new Refusal("file_encrypted"),
        Ending.CarriesScript => new Refusal("file_carries_script"),
        Ending.CarriesFiles => new Refusal("file_carries_files"),
        _ => new Refusal("file_not_readable"),
    };

    private static async Task<byte[]> Read(Process process, CancellationToken ct)
    {
        using var document = new MemoryStream();
        await process.StandardOutput.BaseStream.CopyToAsync(document, ct);
        return document.ToArray();
    }

    private static async Task Write(Process process, byte[] bytes, CancellationToken ct)
    {
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(bytes, ct);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before it had read everything; its exit code says why.
        }
    }

    // The same runtime that runs this program, wherever it was installed.
    private static ProcessStartInfo Cleaner() => new(Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet")))
    {
        ArgumentList = { Path.Combine(AppContext.BaseDirectory, "CharityLink.PdfCleaner.dll") },
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        UseShellExecute = false,
        Environment = { ["DOTNET_GCHeapHardLimit"] = MemoryMax, ["DOTNET_TieredPGO"] = "0", ["DOTNET_DbgEnableMiniDump"] = "0" },
    };
}
