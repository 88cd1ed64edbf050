using System.Collections.Concurrent;
using CharityLink.Web.Documents;
using HandlebarsDotNet;
using HandlebarsDotNet.Compiler.Resolvers;

namespace CharityLink.Web.Mail;

/// <summary>A template that cannot be used as it stands, for the operator who edited it.</summary>
/// <param name="Name">Its file under <c>templates</c>.</param>
public sealed record BrokenTemplate(string Name, string Why);

/// <summary>The mails a federation words itself: Handlebars files, compiled once and again whenever a file changes. One that an operator broke never stops a mail: the last one that worked is used, else the one that came with the program.</summary>
/// <param name="folders">Where templates lie: those an operator edits first, those of the program last.</param>
public sealed partial class MailTemplates(IReadOnlyList<string> folders, ILogger<MailTemplates> log)
{
    private readonly ConcurrentDictionary<string, Slot> slots = new(StringComparer.Ordinal);

    /// <summary>What is broken as of its last use.</summary>
    public IReadOnlyList<BrokenTemplate> Broken => [.. slots.Values.Select(slot => slot.Broken).OfType<BrokenTemplate>().OrderBy(one => one.Name, StringComparer.Ordinal)];

    /// <summary>Fills a template. A name that the model lacks counts as broken: a mail with a hole in it is never sent.</summary>
    /// <param name="name">Its file under <c>templates</c>, with a slash between folders.</param>
    public string Render(string name, object model)
    {
        ArgumentNullException.ThrowIfNull(name);
        var slot = slots.GetOrAdd(name, name => new Slot(name, folders, log));
        lock (slot)
        {
            return slot.Render(model);
        }
    }

    /// <summary>Where they lie, the federation's own folder first, and beside it what came with the program.</summary>
    internal static MailTemplates Of(TemplateFolders own, string contentRoot, ILogger<MailTemplates> log) =>
        new([.. new[] { own.Own, Path.Combine(contentRoot, "templates"), Path.Combine(AppContext.BaseDirectory, "templates") }.Distinct(StringComparer.Ordinal)], log);

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

        // Mails are plain text: nothing is turned into HTML here.
        private static HandlebarsTemplate<object, object> Compile(string path) => Handlebars.Create(new HandlebarsConfiguration
        {
            ThrowOnUnresolvedBindingExpression = true,
            ExpressionNameResolver = new UpperCamelCaseExpressionNameResolver(),
            TextEncoder = null,
            NoEscape = true,
        }).Compile(File.ReadAllText(path));

        private T? Try<T>(Func<T> work) where T : class
        {
            try
            {
                return work();
            }
            catch (Exception fault) when (TemplateTrouble.IsOfTemplate(fault))
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
