using System.Collections.Concurrent;
using HandlebarsDotNet;
using HandlebarsDotNet.Compiler.Resolvers;

namespace CharityLink.Web.Documents;

/// <summary>A template that cannot be used as it stands, for the operator who edited it.</summary>
/// <param name="Name">Its file under <c>templates</c>.</param>
public sealed record BrokenTemplate(string Name, string Why);

/// <summary>The documents and mails a federation words itself: Handlebars files, compiled once and again whenever a file changes. One that an operator broke never stops a document: the last one that worked is used, else the one that came with the program.</summary>
/// <param name="folders">Where templates lie: those an operator edits first, those of the program last.</param>
public sealed partial class TemplateShelf(IReadOnlyList<string> folders, ILogger<TemplateShelf> log)
{
    private readonly ConcurrentDictionary<string, Slot> slots = new(StringComparer.Ordinal);

    /// <summary>What is broken as of its last use.</summary>
    public IReadOnlyList<BrokenTemplate> Broken => [.. slots.Values.Select(slot => slot.Broken).OfType<BrokenTemplate>().OrderBy(one => one.Name, StringComparer.Ordinal)];

    /// <summary>Fills a template. A name that the model lacks counts as broken: a document with a hole in it is never shown.</summary>
    /// <param name="name">Its file under <c>templates</c>, with a slash between folders; <c>.txt.hbs</c> and files under <c>mail/</c> are plain text, all others HTML.</param>
    public string Render(string name, object model)
    {
        ArgumentNullException.ThrowIfNull(name);
        var slot = slots.GetOrAdd(name, name => new Slot(name, folders, log));
        lock (slot)
        {
            return slot.Render(model);
        }
    }

    private static IHandlebars Engine(string name)
    {
        var isText = name.StartsWith("mail/", StringComparison.Ordinal) || name.EndsWith(".txt.hbs", StringComparison.Ordinal);
        return Handlebars.Create(new HandlebarsConfiguration
        {
            ThrowOnUnresolvedBindingExpression = true,
            ExpressionNameResolver = new UpperCamelCaseExpressionNameResolver(),
            TextEncoder = isText ? null : new HtmlEncoder(),
            NoEscape = isText,
        });
    }

    /// <summary>What goes wrong in reading, compiling and filling a file that somebody edits by hand.</summary>
    internal static bool IsBroken(Exception fault) =>
        fault is HandlebarsException or HandlebarsDotNet.Compiler.HandlebarsUndefinedBindingException or IOException or UnauthorizedAccessException or InvalidOperationException or ArgumentException or NotSupportedException;

    [LoggerMessage(Level = LogLevel.Error, Message = "The template {Name} is broken, an earlier one is used: {Why}")]
    private static partial void Broke(ILogger log, string name, string why);

    private sealed class Slot(string name, IReadOnlyList<string> folders, ILogger log)
    {
        private (string Path, DateTime At) seen;
        private HandlebarsTemplate<object, object>? newest;
        private HandlebarsTemplate<object, object>? good;

        public BrokenTemplate? Broken { get; private set; }

        public string Render(object model)
        {
            var paths = folders.Select(folder => Path.Combine(folder, name)).Where(File.Exists).ToList();
            if (paths is not [var first, ..])
            {
                return good?.Invoke(model, null!) ?? throw new FileNotFoundException($"The template {name} is missing from the folder templates."); // No data beside the model.
            }

            if ((first, File.GetLastWriteTimeUtc(first)) is var now && now != seen)
            {
                (seen, newest) = (now, Try(() => Compile(first)));
            }

            if (newest is { } candidate && Try(() => candidate(model)) is { } text)
            {
                (good, Broken) = (candidate, null);
                return text;
            }

            // The program's own last: it works with what the program fills in.
            return (good ?? Compile(paths[^1]))(model);
        }

        private HandlebarsTemplate<object, object> Compile(string path) => Engine(name).Compile(File.ReadAllText(path));

        private T? Try<T>(Func<T> work) where T : class
        {
            try
            {
                return work();
            }
            catch (Exception fault) when (IsBroken(fault))
            {
                if (Broken?.Why != fault.Message)
                {
                    Broke(log, name, fault.Message);
                }

                Broken = new(name, fault.Message);
                return null;
            }
        }
    }
}
