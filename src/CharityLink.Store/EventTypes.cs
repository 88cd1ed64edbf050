namespace CharityLink.Store;

/// <summary>The names under which events are stored, and how old shapes become new ones.</summary>
public sealed class EventTypes
{
    /// <summary>Makes <typeparamref name="TEvent"/> storable under its snake_case name.</summary>
    public EventTypes Add<TEvent>() where TEvent : class => Add(typeof(TEvent));

    /// <summary>Makes a type storable under its snake_case name.</summary>
    public EventTypes Add(Type type) => throw new NotSupportedException();

    /// <summary>Reads every stored <typeparamref name="TOld"/> as what <paramref name="translate"/> makes of it.</summary>
    public EventTypes Upcast<TOld, TNew>(Func<TOld, TNew> translate) where TOld : class where TNew : class => throw new NotSupportedException();

    /// <summary>The fact behind a stored name and JSON, upcast to its newest shape.</summary>
    public object Decode(string type, string json) => throw new NotSupportedException();

    /// <summary><c>PledgeMade</c> → <c>pledge_made</c>, as Marten names events and aggregates.</summary>
    public static string SnakeCase(string name) => throw new NotSupportedException();
}
