using System.Text.Json;
using System.Text.Json.Serialization;
using CharityLink.Store;

namespace CharityLink.Tests.Giving;

/// <summary>Facts as a follower of the log sees them, without a database.</summary>
internal static class Logs
{
    private static readonly JsonSerializerOptions _json = new() { Converters = { new JsonStringEnumConverter() } };
    private static readonly DateTimeOffset _start = new(2026, 10, 3, 4, 0, 0, TimeSpan.Zero);

    public static IReadOnlyList<Recorded> Of(params IReadOnlyList<object> facts) => In(_ => Guid.CreateVersion7(), facts);

    /// <summary>Each fact in the stream that is named for it.</summary>
    public static IReadOnlyList<Recorded> In(Func<object, Guid> streamOf, IReadOnlyList<object> facts)
    {
        var types = new EventTypes();
        foreach (var type in facts.Select(fact => fact.GetType()).Distinct())
        {
            types.Add(type);
        }

        return [.. facts.Select((fact, i) => new Recorded(types, JsonSerializer.Serialize(fact, fact.GetType(), _json))
        {
            Position = i + 1, Id = Guid.CreateVersion7(), StreamId = streamOf(fact), Version = 1, Type = EventTypes.SnakeCase(fact.GetType().Name),
            At = _start.AddSeconds(i), Metadata = EventMetadata.None,
        })];
    }
}
