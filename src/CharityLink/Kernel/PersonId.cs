using System.Text.Json;
using System.Text.Json.Serialization;

namespace CharityLink.Kernel;

/// <summary>Stands for a person in facts. Who it is stands only in the vault, and can be forgotten there.</summary>
[JsonConverter(typeof(PersonIdJson))]
public readonly record struct PersonId(Guid Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>A person is the bare id in JSON.</summary>
internal sealed class PersonIdJson : JsonConverter<PersonId>
{
    public override PersonId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetGuid());

    public override void Write(Utf8JsonWriter writer, PersonId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
