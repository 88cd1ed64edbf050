using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace CharityLink.Stripe;

/// <summary>A pointer to another object: Stripe writes its id, or the object itself where the call asked to expand it.</summary>
/// <param name="Id">Always there.</param>
/// <param name="Value">The object; null unless it was expanded.</param>
public sealed record Reference<T>(string Id, T? Value) where T : class, IStripeObject;

/// <summary>What can be pointed to.</summary>
public interface IStripeObject
{
    /// <summary>Stripe's id of it.</summary>
    string Id { get; }
}

/// <summary>Reads a <see cref="Reference{T}"/> from an id or from an object.</summary>
public sealed class ReferenceReader<T> : JsonConverter<Reference<T>> where T : class, IStripeObject
{
    /// <inheritdoc/>
    public override Reference<T>? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return new Reference<T>(reader.GetString()!, null); // a string token always has its text
        }

        var value = JsonSerializer.Deserialize(ref reader, (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T)));
        return value is null ? null : new Reference<T>(value.Id, value);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Reference<T> value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Id);
}
