using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CharityLink.Benchmarks;

/// <summary>What came back: status, the headers as text, and the body.</summary>
public sealed record Answer(int Status, string Head, byte[] Body)
{
    /// <summary>A header's value, or null.</summary>
    public string? Header(string name) => Head.Split("\r\n").FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim();
}

/// <summary>One kept-alive HTTP/1.1 connection. It shares two cores with the server under test, so it does as little as it can.</summary>
public sealed class HttpLane(IPEndPoint server) : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] _buffer = new byte[256 * 1024];
    private int _filled;

    /// <summary>Sends a request given as text and reads the whole answer.</summary>
    public async Task<Answer> Send(ReadOnlyMemory<byte> request, bool keepBody, CancellationToken ct)
    {
        if (!_socket.Connected)
        {
            await _socket.ConnectAsync(server, ct);
        }

        await _socket.SendAsync(request, ct);
        var headEnd = await ReadUntil("\r\n\r\n"u8.ToArray(), 0, ct);
        var head = Encoding.ASCII.GetString(_buffer, 0, headEnd);
        var status = int.Parse(head.AsSpan(9, 3), CultureInfo.InvariantCulture);
        var bodyStart = headEnd + 4;
        var (end, body) = await ReadBody(head, bodyStart, keepBody, ct);
        _buffer.AsSpan(end, _filled - end).CopyTo(_buffer);
        _filled -= end;
        return new Answer(status, head, body);
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private async Task<(int End, byte[] Body)> ReadBody(string head, int start, bool keep, CancellationToken ct)
    {
        if (Value(head, "content-length") is { } length)
        {
            var end = start + int.Parse(length, CultureInfo.InvariantCulture);
            while (_filled < end)
            {
                await Receive(ct);
            }

            return (end, keep ? _buffer[start..end] : []);
        }

        return head.Contains("chunked", StringComparison.OrdinalIgnoreCase) ? await ReadChunks(start, keep, ct) : (start, []);
    }

    private async Task<(int End, byte[] Body)> ReadChunks(int at, bool keep, CancellationToken ct)
    {
        var body = new ArrayBufferWriter<byte>();
        while (true)
        {
            var line = await ReadUntil("\r\n"u8.ToArray(), at, ct);
            var size = int.Parse(Encoding.ASCII.GetString(_buffer, at, line - at), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            var end = line + 2 + size + 2;
            while (_filled < end)
            {
                await Receive(ct);
            }

            if (size == 0)
            {
                return (end, body.WrittenSpan.ToArray());
            }

            if (keep)
            {
                body.Write(_buffer.AsSpan(line + 2, size));
            }

            at = end;
        }
    }

    private async Task<int> ReadUntil(byte[] mark, int from, CancellationToken ct)
    {
        while (true)
        {
            if (_buffer.AsSpan(from, Math.Max(0, _filled - from)).IndexOf(mark) is >= 0 and var at)
            {
                return from + at;
            }

            await Receive(ct);
        }
    }

    private async Task Receive(CancellationToken ct)
    {
        if (_filled == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var read = await _socket.ReceiveAsync(_buffer.AsMemory(_filled), ct);
        _filled += read > 0 ? read : throw new IOException("The server closed the connection.");
    }

    private static string? Value(string head, string name)
    {
        var at = head.IndexOf($"\r\n{name}:", StringComparison.OrdinalIgnoreCase);
        if (at < 0)
        {
            return null;
        }

        var start = at + name.Length + 3;
        var end = head.IndexOf("\r\n", start, StringComparison.Ordinal);
        return head[start..(end < 0 ? head.Length : end)].Trim();
    }
}
