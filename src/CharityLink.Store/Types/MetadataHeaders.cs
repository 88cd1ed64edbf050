using System.Buffers;
using System.Text;
using System.Text.Json;

namespace CharityLink.Store;

/// <summary>The part of the metadata that has no column of its own in Marten's layout: the command, in <c>headers</c>.</summary>
internal static class MetadataHeaders
{
    public static string? Encode(EventMetadata metadata)
    {
        if (metadata is { CommandId: null, CommandName: null, CommandHash: null })
        {
            return null;
        }

        var buffer = new ArrayBufferWriter<byte>(192);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        Write(json, "command_id", metadata.CommandId?.ToString());
        Write(json, "command_name", metadata.CommandName);
        Write(json, "command_hash", metadata.CommandHash);
        json.WriteEndObject();
        json.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static EventMetadata Complete(EventMetadata columns, string headers)
    {
        using var json = JsonDocument.Parse(headers);
        var id = Read(json, "command_id");
        return columns with
        {
            CommandId = Guid.TryParse(id, out var command) ? command : null,
            CommandName = Read(json, "command_name"),
            CommandHash = Read(json, "command_hash"),
        };
    }

    private static void Write(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    // Another program may have put anything into its headers: what is not text is not ours.
    private static string? Read(JsonDocument json, string name) =>
        json.RootElement.ValueKind == JsonValueKind.Object
        && json.RootElement.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
