using System.Globalization;
using System.Reflection;
using System.Text;
using System.Xml.Linq;
using CharityLink.Kernel;
using CharityLink.Store;
using CharityLink.Testing;

namespace CharityLink.Tests.Docs;

/// <summary>docs/events.md is what the code says: every fact, its stored name and its fields.</summary>
public sealed class EventCatalogTests
{
    private static readonly Assembly _domain = typeof(Refusal).Assembly;
    private static readonly Lazy<XDocument> _docs = new(() => XDocument.Load(Path.ChangeExtension(_domain.Location, "xml")));

    [Fact]
    public void The_catalogue_of_events_is_up_to_date() => Document.Match("events.md", Catalogue());

    [Fact]
    public void Every_fact_says_what_it_is_for() =>
        Assert.All(Facts(), fact => Assert.False(string.IsNullOrWhiteSpace(Summary(fact)), $"{fact.Name} has no summary."));

    private static string Catalogue()
    {
        var text = new StringBuilder("""
            # Events

            Every fact the log can hold, by capability. Written by a test from the types: do not edit it by hand.
            The stored name is what stands in `mt_events.type`; names and fields never change their meaning.

            """);
        foreach (var capability in Facts().GroupBy(fact => fact.Namespace!.Split('.')[1], StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {capability.Key}\n\n| stored name | what happened | fields |\n|---|---|---|\n");
            foreach (var fact in capability.OrderBy(fact => fact.MetadataToken))
            {
                text.Append(CultureInfo.InvariantCulture, $"| `{EventTypes.SnakeCase(fact.Name)}` | {Summary(fact)} | {Fields(fact)} |\n");
            }
        }

        return text.ToString();
    }

    private static IEnumerable<Type> Facts() => _domain.GetTypes().Where(type => type is { IsInterface: false, IsAbstract: false }
        && type.GetInterfaces().Any(contract => contract.Assembly == _domain && contract.Name.EndsWith("Event", StringComparison.Ordinal)));

    private static string Fields(Type fact) => string.Join(", ", fact.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        .Where(property => property.Name != "EqualityContract").Select(property => $"{property.Name} *{Name(property)}*"));

    private static string Name(PropertyInfo property)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var mayBeNull = type != property.PropertyType || new NullabilityInfoContext().Create(property).ReadState == NullabilityState.Nullable;
        return type.Name + (mayBeNull ? "?" : "");
    }

    private static string Summary(Type type)
    {
        var member = _docs.Value.Descendants("member").FirstOrDefault(one => one.Attribute("name")?.Value == $"T:{type.FullName}");
        return string.Join(' ', (member?.Element("summary")?.Value ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }
}
