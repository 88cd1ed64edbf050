using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace CharityLink.Store;

/// <summary>One event, named, numbered and serialised on the caller's thread.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct EncodedEvent(Guid Id, Guid StreamId, long Version, EventName Name, string Json)
{
    /// <summary>The events of an append in order. Throws <see cref="ArgumentException"/> for what could never be stored.</summary>
    public static EncodedEvent[] All(IReadOnlyList<StreamChange> changes, EventMetadata metadata, EventTypes types)
    {
        var events = new EncodedEvent[changes.Sum(change => change.Events.Count)];
        var ordinal = 0;
        foreach (var change in changes)
        {
            var version = change.ExpectedVersion;
            foreach (var fact in change.Events)
            {
                var id = IdOf(metadata, ordinal);
                events[ordinal++] = new(id, change.StreamId, ++version, types.NameOf(fact), EventJson.Encode(fact));
            }
        }

        return events;
    }

    // A command's events have ids made from the command, so that a repeat is recognised event by event.
    private static Guid IdOf(EventMetadata metadata, int ordinal)
    {
        if (metadata.CommandId is not { } command)
        {
            return NewId();
        }

        Span<byte> source = stackalloc byte[52];
        command.TryWriteBytes(source);
        BinaryPrimitives.WriteInt32BigEndian(source[16..], ordinal);
        SHA256.HashData(Encoding.UTF8.GetBytes(metadata.CommandHash ?? ""), source[20..]);

        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(source, hash);
        hash[6] = (byte)((hash[6] & 0x0f) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3f) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }

    // Version 7, from numbers that are drawn without a call to the system: an id must be the only one of its kind, not hard to guess.
    private static Guid NewId()
    {
        Span<byte> id = stackalloc byte[16];
        Random.Shared.NextBytes(id);
        BinaryPrimitives.WriteInt64BigEndian(id, (TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() << 16) | 0x7000L | (BinaryPrimitives.ReadUInt16BigEndian(id[6..]) & 0x0fffL));
        id[8] = (byte)((id[8] & 0x3f) | 0x80);
        return new Guid(id, bigEndian: true);
    }
}
