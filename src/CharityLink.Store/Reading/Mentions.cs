using System.Buffers;
using System.Buffers.Text;
using System.Text;
using Npgsql;

namespace CharityLink.Store;

/// <summary>Which ids or hashes stand anywhere in some text of the database. The text is read past here: to look with a pattern over there takes the database many times as long.</summary>
public static class Mentions
{
    private const int IdLength = 36;
    private const int FirstDash = 8;
    private const int BufferSize = 1 << 18;

    // SHA-256, lower-case.
    private const int HashLength = 64;

    private static readonly SearchValues<byte> _hex = SearchValues.Create("0123456789abcdef"u8);

    private delegate void Look(ReadOnlySpan<byte> text);

    /// <summary>Those of <paramref name="asked"/> that stand in what <paramref name="select"/> answers, written with four dashes.</summary>
    /// <param name="select">A query without parameters that answers one column of text.</param>
    public static async Task<IReadOnlySet<Guid>> Ids(NpgsqlDataSource database, string select, IReadOnlyCollection<Guid> asked, CancellationToken ct)
    {
        var (wanted, found) = (asked.ToHashSet(), new HashSet<Guid>());
        await ReadPast(database, select, IdLength, text => FindIds(text, wanted, found), ct);
        return found;
    }

    /// <summary>Those of <paramref name="asked"/> that stand in what <paramref name="select"/> answers: SHA-256, 64 lower-case digits.</summary>
    /// <param name="select">A query without parameters that answers one column of text.</param>
    internal static async Task<HashSet<string>> Hashes(NpgsqlDataSource database, string select, IReadOnlyCollection<string> asked, CancellationToken ct)
    {
        var (wanted, found) = (asked.ToHashSet(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        await ReadPast(database, select, HashLength, text => FindHashes(text, wanted, found), ct);
        return found;
    }

    // Rows follow each other in binary form: what lies between two texts is longer than nothing and never a whole word.
    private static async Task ReadPast(NpgsqlDataSource database, string select, int length, Look look, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var rows = await connection.BeginRawBinaryCopyAsync($"copy ({select}) to stdout (format binary)", ct);
        var (buffer, kept) = (new byte[BufferSize], 0);
        for (int read; (read = await rows.ReadAsync(buffer.AsMemory(kept), ct)) > 0;)
        {
            var filled = kept + read;
            look(buffer.AsSpan(0, filled));
            // A word may lie across two readings.
            kept = Math.Min(filled, length - 1);
            buffer.AsSpan(filled - kept, kept).CopyTo(buffer);
        }
    }

    private static void FindIds(ReadOnlySpan<byte> text, HashSet<Guid> wanted, HashSet<Guid> found)
    {
        for (var start = 0; start + IdLength <= text.Length; start++)
        {
            var dash = text[(start + FirstDash)..].IndexOf((byte)'-');
            start += dash;
            if (dash < 0 || start + IdLength > text.Length)
            {
                return;
            }

            if (Utf8Parser.TryParse(text.Slice(start, IdLength), out Guid id, out _, 'D') && wanted.Contains(id))
            {
                found.Add(id);
            }
        }
    }

    private static void FindHashes(ReadOnlySpan<byte> text, HashSet<string> wanted, HashSet<string> found)
    {
        for (var start = 0; start + HashLength <= text.Length; start++)
        {
            var word = text.Slice(start, HashLength);
            var other = word.LastIndexOfAnyExcept(_hex);
            if (other >= 0)
            {
                start += other;
            }
            else if (Encoding.ASCII.GetString(word) is var hash && wanted.Contains(hash))
            {
                found.Add(hash);
            }
        }
    }
}
