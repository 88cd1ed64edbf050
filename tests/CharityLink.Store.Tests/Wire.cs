using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace CharityLink.Store.Tests;

/// <summary>The network between a node and PostgreSQL, which a test can freeze or cut at any byte.</summary>
public sealed class Wire : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource closing = new();
    private readonly NpgsqlConnectionStringBuilder server;
    private readonly Task accepting;
    private readonly Lock gate = new();
    private TaskCompletionSource open = Opened();
    private long bytesLeft = long.MaxValue;
    private TaskCompletionSource? lost;

    public Wire(string connectionString)
    {
        server = new(connectionString);
        listener.Start();
        accepting = Task.Run(Accept);
    }

    /// <summary>How to reach PostgreSQL over this wire.</summary>
    public string ConnectionString => new NpgsqlConnectionStringBuilder(server.ConnectionString)
    {
        Host = "127.0.0.1",
        Port = ((IPEndPoint)listener.LocalEndpoint).Port,
        SslMode = SslMode.Disable,
        GssEncryptionMode = GssEncryptionMode.Disable,
    }.ConnectionString;

    /// <summary>Lets so many bytes more go to the server, then none: the client is frozen in mid-message.</summary>
    public void FreezeAfter(long bytes)
    {
        lock (gate)
        {
            (bytesLeft, open) = (bytes, new(TaskCreationOptions.RunContinuationsAsynchronously));
        }
    }

    /// <summary>Everything reaches the server, nothing comes back. Ends when an answer has been lost.</summary>
    public Task LoseAnswers() => (lost = new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>The wire works again, for what waits in it and for new connections.</summary>
    public void Mend()
    {
        lock (gate)
        {
            bytesLeft = long.MaxValue;
            open.TrySetResult();
        }

        lost = null;
    }

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        listener.Dispose();
        await accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        closing.Dispose();
    }

    private static TaskCompletionSource Opened()
    {
        var opened = new TaskCompletionSource();
        opened.SetResult();
        return opened;
    }

    private async Task Accept()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.Add(Carry(await listener.AcceptSocketAsync(closing.Token)));
            }
        }
        finally
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task Carry(Socket client)
    {
        using var near = client;
        using var far = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await far.ConnectAsync(new UnixDomainSocketEndPoint($"{server.Host}/.s.PGSQL.{server.Port}"));
        using var either = CancellationTokenSource.CreateLinkedTokenSource(closing.Token);
        Task[] ways = [Forth(near, far, either.Token), Back(far, near, either.Token)];
        await Task.WhenAny(ways);
        await either.CancelAsync();
        await Task.WhenAll(ways).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task Forth(Socket client, Socket far, CancellationToken ct)
    {
        var buffer = new byte[65536];
        while (await client.ReceiveAsync(buffer, ct) is > 0 and var length)
        {
            for (var sent = 0; sent < length;)
            {
                var now = await Allowed(length - sent, ct);
                await far.SendAsync(buffer.AsMemory(sent, now), ct);
                sent += now;
            }
        }
    }

    private async Task<int> Allowed(int wanted, CancellationToken ct)
    {
        while (true)
        {
            Task mended;
            lock (gate)
            {
                if (bytesLeft > 0)
                {
                    var now = (int)Math.Min(wanted, bytesLeft);
                    bytesLeft -= bytesLeft == long.MaxValue ? 0 : now;
                    return now;
                }

                mended = open.Task;
            }

            await mended.WaitAsync(ct);
        }
    }

    private async Task Back(Socket far, Socket client, CancellationToken ct)
    {
        var buffer = new byte[65536];
        while (await far.ReceiveAsync(buffer, ct) is > 0 and var length)
        {
            if (Volatile.Read(ref lost) is { } told)
            {
                // The answer is lost, and with it the connection.
                told.TrySetResult();
                return;
            }

            await client.SendAsync(buffer.AsMemory(0, length), ct);
        }
    }
}
