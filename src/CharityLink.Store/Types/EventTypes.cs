using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;

namespace CharityLink.Store;

/// <summary>The names under which events are stored, and how old shapes become new ones.</summary>
/// <remarks>Filled at start-up, then only read.</remarks>
public sealed class EventTypes
{
    private readonly ConcurrentDictionary<Type, EventName> byType = new();
    private readonly ConcurrentDictionary<string, Type> byAlias = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Type, Func<object, object>> upcasts = new();

    /// <summary>Every storable type with its stored name.</summary>
    public IReadOnlyDictionary<string, Type> Known => byAlias;

    /// <summary>Makes <typeparamref name="TEvent"/> storable under its snake_case name.</summary>
    public EventTypes Add<TEvent>() where TEvent : class => Add(typeof(TEvent));

    /// <summary>Makes a type storable under its snake_case name.</summary>
    public EventTypes Add(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        var alias = SnakeCase(type.Name);
        var holder = byAlias.GetOrAdd(alias, type);
        if (holder != type)
        {
            throw new ArgumentException($"{type} and {holder} would both be stored as '{alias}': rename one.", nameof(type));
        }

        byType[type] = new EventName(alias, $"{type.FullName}, {type.Assembly.GetName().Name}");
        return this;
    }

    /// <summary>Reads every stored <typeparamref name="TOld"/> as what <paramref name="translate"/> makes of it.</summary>
    public EventTypes Upcast<TOld, TNew>(Func<TOld, TNew> translate) where TOld : class where TNew : class
    {
        ArgumentNullException.ThrowIfNull(translate);
        for (var (next, from) = (typeof(TNew), typeof(TOld)); upcasts.ContainsKey(next) || next == from; next = upcastTo[next])
        {
            if (next == from)
            {
                throw new ArgumentException($"{typeof(TOld)} would be translated into itself.", nameof(translate));
            }
        }

        upcastTo[typeof(TOld)] = typeof(TNew);
        upcasts[typeof(TOld)] = old => translate((TOld)old);
        return Add<TOld>();
    }

    /// <summary>The fact behind a stored name and JSON, upcast to its newest shape.</summary>
    public object Decode(string type, string json) => Decode(type, Encoding.UTF8.GetBytes(json));

    /// <summary>The same, from JSON as it comes over the wire.</summary>
    internal object Decode(string type, ReadOnlySpan<byte> json)
    {
        if (!byAlias.TryGetValue(type, out var stored))
        {
            return new UnknownEvent(type, Encoding.UTF8.GetString(json));
        }

        var fact = JsonSerializer.Deserialize(json, stored, EventJson.Options)
            ?? throw new JsonException($"A stored '{type}' is the JSON null.");
        while (upcasts.TryGetValue(fact.GetType(), out var translate))
        {
            fact = translate(fact);
        }

        return fact;
    }

    /// <summary><c>PledgeMade</c> → <c>pledge_made</c>, as Marten names events and aggregates.</summary>
    public static string SnakeCase(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var words = new StringBuilder(name.Length + 4);
        for (var i = 0; i < name.Length; i++)
        {
            if (i > 0 && StartsWord(name, i))
            {
                words.Append('_');
            }

            words.Append(char.ToLowerInvariant(name[i]));
        }

        return words.ToString();
    }

    /// <summary>The stored name of a fact's type; throws for a type that was never added.</summary>
    internal EventName NameOf(object fact) => byType.TryGetValue(fact.GetType(), out var name)
        ? name
        : throw new ArgumentException($"{fact.GetType()} is not a known event type: add it to EventTypes.", nameof(fact));

    private readonly ConcurrentDictionary<Type, Type> upcastTo = new();

    // A capital or digit after a small letter, or the last capital of a run that a small letter follows (SMSSent → sms_sent).
    private static bool StartsWord(string name, int i) =>
        !char.IsLower(name[i]) && (char.IsLower(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
}

/// <summary>What is stored of a type: its alias and <c>Full.Name, Assembly</c>.</summary>
internal sealed record EventName(string Alias, string DotnetType);
