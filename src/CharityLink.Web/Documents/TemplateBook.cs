using System.Collections.Concurrent;
using CharityLink.Web.Site;
using HandlebarsDotNet;

namespace CharityLink.Web.Documents;

/// <summary>How one document stands, for the console.</summary>
/// <param name="IsOwn">The federation's own text is in use; else the one that came with the program, or the last one that could be used.</param>
/// <param name="Trouble">Why the newest text is not in use; null when it is.</param>
/// <param name="UsedSince">When the text in use was taken up.</param>
public sealed record TemplateState(string Name, Language Language, bool IsOwn, TemplateTrouble? Trouble, DateTimeOffset UsedSince);

/// <summary>Fills documents that a federation words itself. A changed file is taken up within a second; one that cannot be used is reported, and the last good text stays in use.</summary>
public sealed partial class TemplateBook(TemplateFolders folders, IEnumerable<TemplateSample> samples, TimeProvider clock, ILogger<TemplateBook> log)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, TemplateSample> known = samples.ToDictionary(sample => sample.Name, StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Name, string Tag), Entry> entries = new();

    /// <summary>The document as HTML.</summary>
    public string Render(string name, Language language, object model) => Filler(name, language)(model);

    /// <summary>Fills one text many times: for many documents of one kind, which are then all worded alike.</summary>
    public Func<object, string> Filler(string name, Language language)
    {
        var template = Fresh(name, language).Good;
        return model => template(model);
    }

    /// <summary>Every document in every language, looked at now.</summary>
    public IReadOnlyList<TemplateState> States() =>
    [
        .. from sample in known.Values.OrderBy(sample => sample.Name, StringComparer.Ordinal)
           from language in Language.All
           let entry = Fresh(sample.Name, language, always: true)
           select new TemplateState(sample.Name, language, entry.IsOwn, entry.Trouble, entry.UsedSince),
    ];

    private Entry Fresh(string name, Language language, bool always = false)
    {
        var key = (name, language.Tag);
        var entry = entries.GetValueOrDefault(key);
        if (entry is not null && !always && clock.GetUtcNow() - entry.LookedAt < LookEvery)
        {
            return entry;
        }

        var stamp = folders.Stamp(name, language.Tag);
        var next = entry?.Stamp == stamp ? entry with { LookedAt = clock.GetUtcNow() } : Taken(name, language, stamp, entry);
        return entries[key] = next;
    }

    private Entry Taken(string name, Language language, string stamp, Entry? before)
    {
        var now = clock.GetUtcNow();
        try
        {
            return new(Tried(name, language, shippedOnly: false), folders.IsOwn(name, language.Tag), null, now, stamp, now);
        }
        catch (Exception fault) when (TemplateTrouble.IsOfTemplate(fault))
        {
            var trouble = TroubleOf(name, language, fault);
            Broken(log, trouble.File, trouble.Line, trouble.Message);
            return before is not null
                ? before with { Trouble = trouble, Stamp = stamp, LookedAt = now }
                : new(Tried(name, language, shippedOnly: true), false, trouble, now, stamp, now);
        }
    }

    // Compiled, and filled in with every sample: a name that no model has shows now.
    private HandlebarsTemplate<object, object> Tried(string name, Language language, bool shippedOnly)
    {
        var template = TemplateFolders.Compile(folders.Texts(name, language.Tag, shippedOnly));
        foreach (var model in known[name].Models)
        {
            _ = template(model);
        }

        return template;
    }

    private TemplateTrouble TroubleOf(string name, Language language, Exception fault)
    {
        try
        {
            return TemplateTrouble.Of(fault, folders.Texts(name, language.Tag, shippedOnly: false));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return new($"{name}.{language.Tag}.hbs", null, null, unreadable.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The template {File} cannot be used (line {Line}): {Fault} The last good text stays in use.")]
    private static partial void Broken(ILogger log, string file, int? line, string fault);

    private sealed record Entry(HandlebarsTemplate<object, object> Good, bool IsOwn, TemplateTrouble? Trouble, DateTimeOffset UsedSince, string Stamp, DateTimeOffset LookedAt);
}
