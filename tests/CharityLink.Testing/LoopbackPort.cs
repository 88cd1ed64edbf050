using System.Net;
using System.Net.Sockets;

namespace CharityLink.Testing;

/// <summary>Ports of this machine for programs that have to be told theirs before they start.</summary>
public static class LoopbackPort
{
    // Below those that the system hands out: else any call of another program could take it before its own program listens.
    private const int Lowest = 20_000, Above = 32_000, TriesMax = 100;

    /// <summary>One that nobody listens on at this moment.</summary>
    public static int Free()
    {
        for (var tries = 1; ; tries++)
        {
            var port = Random.Shared.Next(Lowest, Above);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException) when (tries < TriesMax)
            {
                // Somebody listens there.
            }
        }
    }
}
