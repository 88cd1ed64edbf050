using System.Reflection;
using HandlebarsDotNet;
using HandlebarsDotNet.Compiler.Resolvers;

namespace CharityLink.Web.Documents;

/// <summary>Where templates lie: a folder that a federation edits while the program runs, and the texts inside the program, which hold where a file is missing or cannot be used.</summary>
/// <param name="Own">The folder that is edited.</param>
public sealed record TemplateFolders(string Own)
{
    private const string Partials = "partials";
    private const string Inside = "templates/";

    // Names of files below the folder, as they were when the program was built.
    private static readonly IReadOnlyDictionary<string, string> _shipped = Assembly.GetExecutingAssembly().GetManifestResourceNames()
        .Where(name => name.StartsWith(Inside, StringComparison.Ordinal)).ToDictionary(name => name[Inside.Length..].Replace('\\', '/'), Read, StringComparer.Ordinal);

    /// <summary>The folder <c>Templates:Folder</c>; else <c>templates</c> beside the program's content, or beside the program.</summary>
    public static TemplateFolders Of(IHostEnvironment environment, IConfiguration settings)
    {
        var beside = Path.Combine(environment.ContentRootPath, "templates");
        return new(settings["Templates:Folder"] is { Length: > 0 } named ? Path.GetFullPath(named) : Directory.Exists(beside) ? beside : Path.Combine(AppContext.BaseDirectory, "templates"));
    }

    /// <summary>The files of a document in one language and of the parts it may share, with when each was changed: equal as long as nothing was.</summary>
    internal string Stamp(string name, string tag) => string.Join('|', Parts(tag).Prepend(FileOf(name, tag)).Select(file => new FileInfo(Path.Combine(Own, file)))
        .Select(file => file.Exists ? $"{file.FullName}:{file.LastWriteTimeUtc.Ticks}:{file.Length}" : ""));

    /// <summary>The texts a document is made of, itself first; what the federation wrote stands before what came with the program.</summary>
    /// <exception cref="FileNotFoundException">Nobody ever wrote such a document.</exception>
    internal IReadOnlyList<(string File, string Text)> Texts(string name, string tag, bool shippedOnly) =>
        TextOf(FileOf(name, tag), shippedOnly) is null ? throw new FileNotFoundException($"The template {FileOf(name, tag)} is missing from the folder templates.")
        : [.. Parts(tag).Prepend(FileOf(name, tag)).Select(file => (file, TextOf(file, shippedOnly))).Where(part => part.Item2 is not null).Select(part => (part.file, part.Item2 ?? ""))];

    /// <summary>Compiles a document from its texts. A name the model lacks throws when it is filled in: no document has a hole.</summary>
    internal static HandlebarsTemplate<object, object> Compile(IReadOnlyList<(string File, string Text)> texts)
    {
        var engine = Handlebars.Create(new HandlebarsConfiguration
        {
            ThrowOnUnresolvedBindingExpression = true,
            ExpressionNameResolver = new UpperCamelCaseExpressionNameResolver(),
            TextEncoder = new HtmlEncoder(),
        });
        foreach (var (file, text) in texts.Skip(1))
        {
            engine.RegisterTemplate(Path.GetFileName(file).Split('.')[0], text);
        }

        return engine.Compile(texts[0].Text);
    }

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

    private static string Read(string name)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!); // The name comes from the manifest itself.
        return reader.ReadToEnd();
    }
}
