using System.Diagnostics;
using System.Globalization;
using CharityLink.Store.Writer;

namespace CharityLink.Store.Tests;

/// <summary>A program of its own that appends under load, to be killed or frozen; it remembers what was acknowledged to it.</summary>
public sealed class WriterProcess : IDisposable
{
    private readonly Process process;
    private readonly List<Acknowledged> acknowledgements = [];
    private readonly Task reading;
    private readonly TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private WriterProcess(Process process)
    {
        this.process = process;
        reading = Task.Run(Read);
    }

    /// <summary>What was acknowledged. Whole once <see cref="Kill"/> has returned.</summary>
    public IReadOnlyList<Acknowledged> Acknowledgements => acknowledgements;

    /// <summary>Starts it and waits until its first append is acknowledged.</summary>
    public static async Task<WriterProcess> Start(string connectionString, int inFlight)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { typeof(Written).Assembly.Location, connectionString, inFlight.ToString(CultureInfo.InvariantCulture) },
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        var writer = new WriterProcess(Process.Start(start) ?? throw new InvalidOperationException("The writer did not start."));
        await writer.started.Task.WaitAsync(TimeSpan.FromSeconds(60));
        return writer;
    }

    /// <summary>kill -9.</summary>
    public async Task Kill()
    {
        process.Kill();
        await reading;
    }

    /// <summary>Stops every thread of it where it stands, as a debugger or a laptop's lid would.</summary>
    public void Freeze() => Signal("-STOP");

    public void Thaw() => Signal("-CONT");

    public void Dispose()
    {
        process.Kill();
        process.Dispose();
    }

    private void Signal(string signal)
    {
        using var kill = Process.Start("kill", [signal, process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    private async Task Read()
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            // A kill may cut the last line short; what was cut was not said.
            if (line.Split(' ') is [var stream, var version, var position, { Length: 36 } id])
            {
                acknowledgements.Add(new(Guid.Parse(stream), Number(version), Number(position), Guid.Parse(id)));
                started.TrySetResult();
            }
        }

        started.TrySetException(new InvalidOperationException("The writer ended before its first append."));
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}

/// <summary>An append whose answer arrived: its stream, version and position, and the id in the fact.</summary>
public sealed record Acknowledged(Guid StreamId, long Version, long Position, Guid Id);
