using System.Collections.Frozen;
using System.Reflection;
using System.Xml.Linq;
using CharityLink.Kernel;

namespace CharityLink.Web.Site;

/// <summary>Every sentence of the site in one language, read at start from the <c>Text.*.resx</c> of all capabilities.</summary>
public sealed class Texts
{
    private static readonly FrozenDictionary<string, Texts> ByTag = Language.All.ToFrozenDictionary(l => l.Tag, l => new Texts(l), StringComparer.Ordinal);

    private readonly FrozenDictionary<string, string> sentences;

    private Texts(Language language)
    {
        Language = language;
        // A sentence written twice is found by a test, not by a visitor.
        sentences = Entries(language).DistinctBy(e => e.Key, StringComparer.Ordinal).ToFrozenDictionary(e => e.Key, e => e.Value, StringComparer.Ordinal);
    }

    /// <summary>The language the sentences are in.</summary>
    public Language Language { get; }

    /// <summary>Every key there is a sentence for.</summary>
    public IEnumerable<string> Keys => sentences.Keys;

    /// <summary>The sentences of a language.</summary>
    public static Texts In(Language language) => ByTag[language.Tag];

    /// <summary>A sentence. A missing one shows its key, so that a page is never lost over a word; a test finds it.</summary>
    public string this[string key] => sentences.GetValueOrDefault(key, key);

    /// <summary>A sentence with its values put in at {0}, {1} ….</summary>
    public string this[string key, params object?[] values] => string.Format(Language.Culture, this[key], values);

    /// <summary>Whether there is a sentence.</summary>
    public bool Has(string key) => sentences.ContainsKey(key);

    /// <summary>Why something was refused, as a sentence for the person who tried. A value that names a thing (a field of a plan) is shown in words.</summary>
    public string Of(Refusal refusal) => this[$"refusal.{refusal.Code}", [.. refusal.Values.Select(value => Has($"item.{value}") ? this[$"item.{value}"] : value)]];

    /// <summary>Every sentence as it is written, with its key.</summary>
    internal static IEnumerable<KeyValuePair<string, string>> Entries(Language language)
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.EndsWith($"Text.{language.Tag}.resx", StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!; // The name comes from the manifest itself.
            foreach (var data in XDocument.Load(stream).Root!.Elements("data"))
            {
                yield return new(data.Attribute("name")!.Value, data.Element("value")!.Value);
            }
        }
    }
}
