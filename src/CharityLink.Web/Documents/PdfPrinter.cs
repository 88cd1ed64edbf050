using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace CharityLink.Web.Documents;

/// <summary>A sheet as PDF, or why there is none.</summary>
/// <param name="Fault"><c>missing</c>, <c>busy</c>, <c>slow</c>, <c>disk</c>, <c>letters</c> (no font has them) or <c>failed</c>; null when there is one.</param>
public sealed record Printed(byte[]? Pdf, string? Fault);

/// <summary>How PDFs are made: section <c>Pdf</c> of the configuration.</summary>
public sealed record PdfOptions
{
    /// <summary>The browser that prints; without one it is looked for under its usual names.</summary>
    public string? Chromium { get; init; }

    /// <summary>A sheet that takes longer is given up.</summary>
    public TimeSpan Within { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Where a sheet lies while it is printed.</summary>
    public string Folder { get; init; } = Path.Combine(Path.GetTempPath(), "charitylink-print");
}

/// <summary>Prints sheets with a headless Chromium, in a process of its own for each: without network (a sheet's own policy forbids script), within a time, two at once. Whole or not at all.</summary>
public sealed partial class PdfPrinter(PdfOptions options, ILogger<PdfPrinter> log) : IDisposable
{
    private const int AtOnce = 2;
    private const int WaitingMax = 8;
    private const long RoomMin = 16L << 20;
    private static readonly string[] _names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome.exe", "msedge.exe"];

    private readonly SemaphoreSlim places = new(AtOnce);
    private int waiting;

    /// <summary>Prints one sheet.</summary>
    public async Task<Printed> Print(string html, CancellationToken ct)
    {
        if (Find() is not { } browser)
        {
            return new(null, "missing");
        }

        if (Interlocked.Increment(ref waiting) > AtOnce + WaitingMax)
        {
            Interlocked.Decrement(ref waiting);
            return new(null, "busy");
        }

        try
        {
            if (!await places.WaitAsync(options.Within, ct))
            {
                return new(null, "busy");
            }

            try
            {
                return await InFolder(browser, html, ct);
            }
            finally
            {
                places.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => places.Dispose();

    private string? Find() => options.Chromium is { Length: > 0 } named ? (File.Exists(named) ? named : null)
        : (from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
           from name in _names
           let path = Path.Combine(folder, name)
           where File.Exists(path)
           select path).FirstOrDefault();

    private async Task<Printed> InFolder(string browser, string html, CancellationToken ct)
    {
        var folder = Path.Combine(options.Folder, Guid.CreateVersion7().ToString("N"));
        try
        {
            Directory.CreateDirectory(folder);
            var (sheet, pdf) = (Path.Combine(folder, "sheet.html"), Path.Combine(folder, "sheet.pdf"));
            await File.WriteAllTextAsync(sheet, html, new UTF8Encoding(false), ct);
            var fault = await Run(browser, folder, sheet, pdf, ct);
            var bytes = fault is null && File.Exists(pdf) ? await File.ReadAllBytesAsync(pdf, ct) : null;
            if (bytes is not null && IsWhole(bytes))
            {
                return Lettered(bytes, html);
            }

            if (fault is null or "failed")
            {
                ThrowIfFull(folder);
            }

            return new(null, fault ?? "failed");
        }
        catch (Exception full) when (full is IOException or UnauthorizedAccessException)
        {
            NoRoom(log, full);
            return new(null, "disk");
        }
        finally
        {
            Remove(folder);
        }
    }

    // A document with boxes for a name or a sum is none.
    private Printed Lettered(byte[] pdf, string html)
    {
        var missing = PdfLetters.Missing(pdf, html);
        if (missing == 0)
        {
            return new(PdfLetters.Righted(pdf), null);
        }

        NoFont(log, missing);
        return new(null, "letters");
    }

    // A browser does not say so itself; it needs some room for its own files, too.
    private static void ThrowIfFull(string folder)
    {
        if (new DriveInfo(folder).AvailableFreeSpace < RoomMin)
        {
            throw new IOException("Less than 16 MB are free where documents are printed.");
        }
    }

    private async Task<string?> Run(string browser, string folder, string sheet, string pdf, CancellationToken ct)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(ct);
        end.CancelAfter(options.Within);
        try
        {
            using var process = Process.Start(Start(browser, folder, sheet, pdf))!; // It is started anew, never joined.
            try
            {
                var (said, complained) = (process.StandardOutput.ReadToEndAsync(end.Token), process.StandardError.ReadToEndAsync(end.Token));
                await process.WaitForExitAsync(end.Token);
                await Task.WhenAll(said, complained);
                if (process.ExitCode != 0)
                {
                    Failed(log, process.ExitCode, (await complained).Split('\n')[0]);
                }

                return process.ExitCode == 0 ? null : "failed";
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync(CancellationToken.None);
                ct.ThrowIfCancellationRequested();
                return "slow";
            }
        }
        catch (Win32Exception)
        {
            return "missing";
        }
    }

    private static ProcessStartInfo Start(string browser, string folder, string sheet, string pdf)
    {
        var start = new ProcessStartInfo(browser) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = folder };
        string[] arguments =
        [
            "--headless", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions",
            "--disable-dev-shm-usage", "--host-resolver-rules=MAP * ~NOTFOUND", $"--user-data-dir={Path.Combine(folder, "profile")}",
            "--no-pdf-header-footer", $"--print-to-pdf={pdf}", new Uri(sheet).AbsoluteUri,
        ];
        // Chromium refuses its own sandbox to root; what is printed comes from our templates, without script.
        foreach (var argument in Environment.UserName == "root" ? arguments.Prepend("--no-sandbox") : arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return start;
    }

    private static bool IsWhole(byte[] pdf) => pdf.AsSpan().StartsWith("%PDF-"u8) && pdf.AsSpan(Math.Max(0, pdf.Length - 32)).IndexOf("%%EOF"u8) >= 0;

    private static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // The browser may still hold a file for a moment; the folder lies among temporary ones.
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The browser that prints ended with {Code}: {Complaint}")]
    private static partial void Failed(ILogger log, int code, string complaint);

    [LoggerMessage(Level = LogLevel.Error, Message = "No font of this server has {Missing} Chinese letters of a document: install one, such as fonts-noto-cjk")]
    private static partial void NoFont(ILogger log, int missing);

    [LoggerMessage(Level = LogLevel.Error, Message = "No room to print a document")]
    private static partial void NoRoom(ILogger log, Exception fault);
}
