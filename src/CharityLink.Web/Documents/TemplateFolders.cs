using System.Reflection;
using System.Text.RegularExpressions;
using HandlebarsDotNet;
using HandlebarsDotNet.Compiler.Resolvers;

namespace CharityLink.Web.Documents;

/// <summary>Where templates lie: a folder that a federation edits while the program runs, and the texts inside the program, which hold where a file is missing or cannot be used.</summary>
/// <param name="Own">The folder that is edited.</param>
public sealed partial record TemplateFolders(string Own)
{
    private const string Partials = "partials";
    private const string Inside = "templates/";

    // Names of files below the folder, as they were when the program was built.
    private static readonly IReadOnlyDictionary<string, string> _shipped = Assembly.GetExecutingAssembly().GetManifestResourceNames()
        .Where(name => name.StartsWith(Inside, StringComparison.Ordinal)).ToDictionary(name => name[Inside.Length..].Replace('\\', '/'), Shipped, StringComparer.Ordinal);

    /// <summary>The folder <c>Templates:Folder</c>; else <c>templates</c> beside the program's content, or beside the program.</summary>
    public static TemplateFolders Of(IHostEnvironment environment, IConfiguration settings)
    {
        var beside = Path.Combine(environment.ContentRootPath, "templates");
        return new(settings["Templates:Folder"] is { Length: > 0 } named ? Path.GetFullPath(named) : Directory.Exists(beside) ? beside : Path.Combine(AppContext.BaseDirectory, "templates"));
    }

    /// <summary>The files of a document in one language and of the parts it may share, with when each was changed: equal as long as nothing was.</summary>
    internal string Stamp(string name, string tag) => string.Join('|', Parts(tag).Prepend(FileOf(name, tag)).Select(file => new FileInfo(Path.Combine(Own, file)))
        .Select(file => file.Exists ? $"{file.FullName}:{file.LastWriteTimeUtc.Ticks}:{file.Length}" : ""));

    /// <summary>The federation changed something of a document, or wrote it.</summary>
    internal bool IsOwn(string name, string tag) => Parts(tag).Prepend(FileOf(name, tag)).Any(file => TextOf(file, shippedOnly: false) != TextOf(file, shippedOnly: true));

    /// <summary>The texts a document is made of, itself first; what the federation wrote stands before what came with the program.</summary>
    /// <exception cref="FileNotFoundException">Nobody ever wrote such a document.</exception>
    internal IReadOnlyList<(string File, string Text)> Texts(string name, string tag, bool shippedOnly) =>
        TextOf(FileOf(name, tag), shippedOnly) is null ? throw new FileNotFoundException($"The template {FileOf(name, tag)} is missing from the folder templates.")
        : [.. Parts(tag).Prepend(FileOf(name, tag)).Select(file => (file, TextOf(file, shippedOnly))).Where(part => part.Item2 is not null).Select(part => (part.file, part.Item2 ?? ""))];

    /// <summary>Compiles a document from its texts. A name the model lacks throws when it is filled in: no document has a hole.</summary>
    /// <exception cref="InvalidOperationException">It asks for a part that nobody wrote.</exception>
    internal static HandlebarsTemplate<object, object> Compile(IReadOnlyList<(string File, string Text)> texts)
    {
        var parts = texts.Skip(1).ToDictionary(part => Path.GetFileName(part.File).Split('.')[0], part => part.Text, StringComparer.Ordinal);
        return CompileText(Part.Replace(texts[0].Text, asked => parts.TryGetValue(asked.Groups["name"].Value, out var text)
            ? text : throw new InvalidOperationException($"There is no part called {asked.Groups["name"].Value}.")));
    }

    /// <summary>Compiles one text by itself, without the parts it asks for: to see where it cannot be read.</summary>
    internal static void Read(string text) => _ = CompileText(Part.Replace(text, ""));

    // Parts are put in as text: the engine's own partials write what they fill in without turning it into HTML.
    private static HandlebarsTemplate<object, object> CompileText(string text) => Handlebars.Create(new HandlebarsConfiguration
    {
        ThrowOnUnresolvedBindingExpression = true,
        ExpressionNameResolver = new UpperCamelCaseExpressionNameResolver(),
        TextEncoder = new HtmlEncoder(),
    }).Compile(text);

    [GeneratedRegex(@"\{\{>\s*(?<name>\w+)\s*\}\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Part { get; }

    private static string FileOf(string name, string tag) => $"{name}.{tag}.hbs";

    // A part only one of the two has is a part all the same.
    private IEnumerable<string> Parts(string tag)
    {
        var (folder, ending) = (Path.Combine(Own, Partials), $".{tag}.hbs");
        var own = Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*" + ending).Select(path => $"{Partials}/{Path.GetFileName(path)}") : [];
        return own.Union(_shipped.Keys.Where(file => file.StartsWith(Partials + "/", StringComparison.Ordinal) && file.EndsWith(ending, StringComparison.Ordinal)), StringComparer.Ordinal).Order(StringComparer.Ordinal);
    }

    private string? TextOf(string file, bool shippedOnly) =>
        !shippedOnly && File.Exists(Path.Combine(Own, file)) ? File.ReadAllText(Path.Combine(Own, file)) : _shipped.GetValueOrDefault(file);

    private static string Shipped(string name)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!); // The name comes from the manifest itself.
        return reader.ReadToEnd();
    }
}
